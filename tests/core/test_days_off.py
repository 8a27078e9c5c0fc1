"""Weekends and holidays are data, and what becomes of a deadline on such a day is a setting."""

from datetime import date, timedelta

import pytest

from core import days_off

FRIDAY, SATURDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 7)
CALENDAR = days_off.listed()


def test_weekends_and_holidays_are_days_off_and_no_others():
    assert [CALENDAR.is_day_off(day) for day in (FRIDAY, SATURDAY, MONDAY)] == [False, True, False]
    assert CALENDAR.is_day_off(date(2031, 9, 2))  # every year
    assert CALENDAR.is_day_off(date(2026, 2, 18))  # Tết of that year
    assert not CALENDAR.is_day_off(date(2026, 2, 23))


def test_every_holiday_of_one_year_says_whether_it_was_checked_and_on_what_it_rests():
    assert all(span.basis and span.name for span in days_off.listed().spans)


def test_the_next_working_day_jumps_over_a_holiday_with_its_weekends():
    assert CALENDAR.next_working_day(date(2026, 2, 14)) == date(2026, 2, 23)
    assert CALENDAR.next_working_day(MONDAY) == MONDAY
    assert CALENDAR.last_working_day_before(date(2026, 2, 23)) == date(2026, 2, 13)


@pytest.mark.django_db
def test_a_deadline_on_a_day_off_stays_where_it_is_unless_the_office_says_otherwise(settings):
    settings.DEADLINE_ON_DAY_OFF = "none"
    assert (days_off.last_day_for(SATURDAY), days_off.late_before(MONDAY)) == (SATURDAY, MONDAY)

    settings.DEADLINE_ON_DAY_OFF = "next_working_day"
    assert days_off.last_day_for(SATURDAY) == MONDAY


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["none", "next_working_day"])
def test_the_one_comparison_of_lists_says_what_the_last_day_of_each_deadline_says(settings, way):
    settings.DEADLINE_ON_DAY_OFF = way
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    for day in year:
        late = days_off.late_before(day)
        assert all((due < late) == (days_off.last_day_for(due) < day) for due in year if abs((due - day).days) < 15)
