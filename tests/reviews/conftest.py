"""A province built once for a test module: each test works on a copy, and what it wrote is undone."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.factories.small_province import SmallProvince, small_province


@pytest.fixture(scope="module")
def province_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SmallProvince]:
    """Built outside of the tests' own transactions, gone with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield small_province()
        transaction.set_rollback(True)


@pytest.fixture
def shared_province(province_of_the_module: SmallProvince, db: None) -> SmallProvince:
    """A copy of its own for each test, so that a changed instance is nobody else's."""
    return deepcopy(province_of_the_module)
