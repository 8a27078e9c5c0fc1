"""Dates, amounts and deadlines read as people write them on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core import formats

LATE_EVENING_UTC = datetime(2026, 12, 4, 18, 3, 12, tzinfo=UTC)


def test_a_day_is_written_day_month_year():
    assert formats.day(date(2026, 12, 5)) == "05/12/2026"


def test_a_moment_is_told_on_the_clocks_of_ho_chi_minh_city():
    assert formats.day(LATE_EVENING_UTC) == "05/12/2026"
    assert formats.clock(LATE_EVENING_UTC) == "01:03"
    assert formats.moment(LATE_EVENING_UTC) == "01:03 ngày 05/12/2026"


def test_saving_is_confirmed_to_the_second():
    assert formats.saved_at(datetime(2026, 12, 5, 7, 3, 12, tzinfo=UTC)) == "Đã lưu lúc 14:03:12"


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 15), "ngày 15 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_letters_pad_small_days_and_the_first_two_months_only(when, written):
    assert formats.letter_date(when) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234.5, "1.234,5"),
        (Decimal("1234.50"), "1.234,5"),
        (1234567, "1.234.567"),
        (Decimal("1E+3"), "1.000"),
        (-26, "-26"),
        (Decimal("-0.00"), "0"),
        (100, "100"),
    ],
)
def test_numbers_have_dots_between_thousands_and_a_decimal_comma(value, written):
    assert formats.number(value) == written


def test_fixed_decimals_are_kept_and_halves_go_up():
    assert formats.number(2, places=2) == "2,00"
    assert formats.number(Decimal("0.125"), places=2) == "0,13"
    assert formats.number(Decimal("-0.001"), places=2) == "0,00"


def test_a_number_that_is_none_is_not_written():
    with pytest.raises(ValueError, match="finite"):
        formats.number(float("nan"))


@pytest.mark.parametrize(
    ("dong", "written"),
    [
        (26_000_000_000, "26 tỷ đồng"),
        (3_600_000_000, "3,6 tỷ đồng"),
        (19_234_567_890, "19,23 tỷ đồng"),
        (1_234_500_000_000, "1.234,5 tỷ đồng"),
        (850_000_000, "850 triệu đồng"),
        (12_500, "12.500 đồng"),
    ],
)
def test_money_is_said_in_the_largest_unit(dong, written):
    assert formats.money(dong) == written


def test_an_amount_carries_its_unit():
    assert formats.amount(Decimal(26), "tỷ đồng") == "26 tỷ đồng"
    assert formats.amount(7) == "7"


def test_a_share_has_one_decimal_and_a_space_before_the_sign():
    assert formats.share(19_604, 26_000) == "75,4 %"
    assert formats.share(1, 2) == "50 %"


def test_a_share_of_nothing_is_a_dash():
    assert formats.share(0, 0) == "–"
    assert formats.share(3, 0) == "–"


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2026, 12, 5), "còn 3 ngày (05/12/2026)", "soon"),
        (date(2026, 12, 20), "còn 18 ngày (20/12/2026)", "later"),
        (date(2026, 12, 2), "hôm nay", "today"),
        (date(2026, 11, 28), "Quá hạn 4 ngày", "overdue"),
        (date(2020, 11, 28), "Quá hạn 2.195 ngày", "overdue"),
    ],
)
def test_a_deadline_is_told_in_words_and_as_a_date(due, words, tone):
    told = formats.deadline(due, date(2026, 12, 2))

    assert (str(told), told.tone) == (words, tone)


def test_a_deadline_given_as_a_moment_counts_local_days():
    assert formats.deadline(LATE_EVENING_UTC, date(2026, 12, 5)).tone == "today"


@pytest.mark.parametrize(
    ("octets", "written"), [(640, "640 byte"), (12_800, "12,5 KB"), (1_258_291, "1,2 MB"), (5 * 1024**4, "5.120 GB")]
)
def test_file_sizes_are_short(octets, written):
    assert formats.file_size(octets) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(12, "dưới 1 phút"), (170, "khoảng 3 phút"), (7500, "khoảng 2 giờ 5 phút"), (3600, "khoảng 1 giờ")],
)
def test_durations_are_told_roughly(seconds, written):
    assert formats.duration(seconds) == written


@pytest.mark.parametrize(
    ("number", "depth", "printed"), [("I", 1, "I-"), ("IV.", 1, "IV-"), ("2", 2, "2."), ("a)", 3, "a)"), ("", 1, "")]
)
def test_headings_are_numbered_as_on_the_party_s_papers(number, depth, printed):
    assert formats.heading_number(number, depth) == printed
