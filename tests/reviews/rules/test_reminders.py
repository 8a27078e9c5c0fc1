"""On which days a rule speaks: before and after the deadline, repeated, and nothing lost over days off and standstills."""

from datetime import date, timedelta

import pytest

from reviews.models import ReminderRule
from reviews.rules.reminders import days_told, due_dates

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 12, day) for day in (4, 5, 6, 7))
ONE = timedelta(days=1)


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
    told = due_dates(rule(on_days_off=True, **columns), MONDAY - ONE, MONDAY)

    assert told == {MONDAY - timedelta(days=number) for number in days_after}


def test_what_falls_on_a_day_off_is_told_on_the_next_working_day_and_only_then():
    quiet, loud = rule(), rule(on_days_off=True)

    assert [days_told(quiet, day - ONE, day) for day in (FRIDAY, SATURDAY, SUNDAY)] == [[FRIDAY], [], []]
    assert days_told(quiet, SUNDAY, MONDAY) == [SATURDAY, SUNDAY, MONDAY]
    assert days_told(loud, SATURDAY, SUNDAY) == [SUNDAY]


def test_after_a_standstill_of_days_everything_in_between_is_told_once():
    assert days_told(rule(on_days_off=True), date(2026, 12, 1), MONDAY) == [date(2026, 12, day) for day in range(2, 8)]
    assert days_told(rule(), date(2026, 12, 1), MONDAY) == [date(2026, 12, day) for day in range(2, 8)]
