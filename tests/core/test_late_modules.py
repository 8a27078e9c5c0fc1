"""A module that is loaded late does what it does, once somebody calls it."""

import sys

import pytest

from core.late_modules import loaded_late


@pytest.fixture
def not_loaded(monkeypatch):
    """A small module of the standard library that nothing here has loaded."""
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    return "colorsys"


def test_it_is_loaded_by_the_first_call(not_loaded):
    with loaded_late(not_loaded):
        from colorsys import rgb_to_hsv
    assert not_loaded not in sys.modules

    assert rgb_to_hsv(1, 0, 0) == (0, 1, 1)
    assert not_loaded in sys.modules


def test_who_imports_it_afterwards_gets_the_module_itself(not_loaded):
    with loaded_late(not_loaded):
        import colorsys as stand_in
    import colorsys

    assert colorsys is not stand_in
    assert colorsys.ONE_THIRD == 1 / 3


def test_what_is_loaded_already_stays():
    import json

    with loaded_late("json"):
        assert sys.modules["json"] is json
    assert sys.modules["json"] is json
