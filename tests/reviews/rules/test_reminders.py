"""On which days a rule speaks: before and after the deadline, repeated, and nothing lost over days off and standstills."""

from datetime import date, timedelta

import pytest

from core import days_off
from reviews.models import ReminderRule
from reviews.rules.reminders import Since, day_before, days_told, due_dates

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 12, day) for day in (4, 5, 6, 7))
ONE = timedelta(days=1)
CALENDAR = days_off.listed()


def rule(**columns) -> ReminderRule:
    return ReminderRule(**{"first_day": 0, "last_day": 0, "repeat_days": 0, "on_days_off": False} | columns)


@pytest.mark.parametrize(
    ("columns", "days_after"),
    [
        ({"first_day": -7, "last_day": -7}, [-7]),
        ({"first_day": 0, "last_day": 0}, [0]),
        ({"first_day": 1, "last_day": 15, "repeat_days": 7}, [1, 8, 15]),
        ({"first_day": -2, "last_day": 1, "repeat_days": 1}, [-2, -1, 0, 1]),
    ],
)
def test_a_rule_speaks_so_many_days_before_or_after_the_deadline(columns, days_after):
    told = due_dates(rule(on_days_off=True, **columns), day_before(MONDAY), MONDAY, CALENDAR)

    assert told == {MONDAY - timedelta(days=number) for number in days_after}


def told_late(of: ReminderRule, since: Since, day: date) -> list[date]:
    return days_told(of, since, day, CALENDAR, ahead=False)


def test_what_falls_on_a_day_off_after_the_deadline_is_told_on_the_next_working_day_and_only_then():
    quiet, loud = rule(), rule(on_days_off=True)

    assert [told_late(quiet, day_before(day), day) for day in (FRIDAY, SATURDAY, SUNDAY)] == [[FRIDAY], [], []]
    assert told_late(quiet, day_before(MONDAY), MONDAY) == [SATURDAY, SUNDAY, MONDAY]
    assert told_late(loud, day_before(SUNDAY), SUNDAY) == [SUNDAY]


def test_what_falls_on_a_day_off_before_the_deadline_is_told_on_the_last_working_day_before_it():
    quiet = rule(first_day=-1, last_day=-1)

    assert SUNDAY in due_dates(quiet, day_before(FRIDAY), FRIDAY, CALENDAR)  # a day before it is Saturday
    assert due_dates(quiet, day_before(MONDAY), MONDAY, CALENDAR) == {MONDAY + ONE}


def test_days_after_a_deadline_on_a_day_off_count_from_the_day_on_which_it_ends(settings):
    settings.DEADLINE_ON_DAY_OFF = "next_working_day"
    late = rule(first_day=1, last_day=1)

    assert due_dates(late, day_before(MONDAY), MONDAY, CALENDAR) == {FRIDAY}
    assert due_dates(late, day_before(MONDAY + ONE), MONDAY + ONE, CALENDAR) == {SATURDAY, SUNDAY, MONDAY}


def test_a_run_on_a_day_off_makes_up_for_nothing_that_silent_rules_have_missed():
    since = Since(any_day=SUNDAY, working_day=FRIDAY - ONE)

    assert told_late(rule(), since, MONDAY) == [FRIDAY, SATURDAY, SUNDAY, MONDAY]
    assert told_late(rule(on_days_off=True), since, MONDAY) == [MONDAY]
    assert days_told(rule(), since, MONDAY, CALENDAR, ahead=True) == [FRIDAY, SATURDAY, SUNDAY, MONDAY]


def test_after_a_standstill_of_days_everything_in_between_is_told_once():
    since = Since(date(2026, 12, 1), date(2026, 12, 1))

    assert told_late(rule(on_days_off=True), since, MONDAY) == [date(2026, 12, day) for day in range(2, 8)]
    assert told_late(rule(), since, MONDAY) == [date(2026, 12, day) for day in range(2, 8)]
