"""When two typed numbers are the same number."""

import pytest

from reviews.rules.paper_numbers import number_key, split_number


@pytest.mark.parametrize("typed", ["12-CV/TU", "Số 12-CV/TU", "012-cv/tu", "12 - CV/TU", "12", "số 12"])
def test_spelling_makes_no_other_number(typed):
    assert number_key(typed, "CV/TU") == "12-cv/tu"


def test_the_symbol_that_the_paper_prints_tells_letter_and_notice_apart():
    assert number_key("12", "CV/TU") != number_key("12", "TB/TU")
    assert number_key("12-TB/TU", "CV/TU") == number_key("12", "TB/TU")


def test_a_number_is_read_as_serial_and_symbol():
    assert split_number("Số 05-CV/ĐU") == ("05", "CV/ĐU")
    assert split_number("7") == ("7", "")
    assert split_number("") == ("", "")


def test_decomposed_and_composed_typing_are_one():
    assert number_key("5-CV/\u0110U\u031b\u0301", "") == number_key("5-CV/Đ\u1ee8", "")
