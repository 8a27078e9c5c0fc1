"""On which days a reminder rule speaks, and who may change the rules; values only, no query."""

from datetime import date, timedelta
from typing import NamedTuple

from cadres.roles import Actor, Role
from core.days_off import Calendar
from core.verdict import YES, Verdict, no
from reviews.models import ReminderRule

ONE = timedelta(days=1)


def may_change_rules(actor: Actor) -> Verdict:
    """Administrators of the whole tree: the rules hold for everybody."""
    if actor.works_for_all(Role.ADMIN):
        return YES
    return no("Quy tắc nhắc việc dùng chung cho toàn hệ thống, do quản trị cấp cao nhất đặt.")


class Since(NamedTuple):
    """Up to when people were told: by the last finished run of all, and by the last that fell on a working day.

    A run on a day off says nothing for the rules that are silent then, so these go by the second.
    """

    any_day: date
    working_day: date


def day_before(day: date) -> Since:
    """As if everything up to the day before had been told."""
    return Since(day - ONE, day - ONE)


def due_dates(rule: ReminderRule, since: Since, day: date, calendar: Calendar) -> set[date]:
    """The deadlines of which the rule reminds on `day`, when everything up to `since` was reminded of before.

    Days after the deadline count from the last day on which it is still in time. A day without a run is made up for on
    the next one.
    """
    offsets = range(rule.first_day, rule.last_day + 1, rule.repeat_days) if rule.repeat_days else (rule.first_day,)
    ahead, late = (days_told(rule, since, day, calendar, ahead=is_ahead) for is_ahead in (True, False))
    before = {told - ONE * offset for offset in offsets if offset <= 0 for told in ahead}
    after = {
        due for offset in offsets if offset > 0 for told in late for due in calendar.due_until(told - ONE * offset)
    }
    return before | after


def days_told(rule: ReminderRule, since: Since, day: date, calendar: Calendar, *, ahead: bool) -> list[date]:
    """The days whose reminders go out on `day` by this rule.

    Where it is silent on days off, what falls on one goes out on the working day before it while the deadline is still
    `ahead`, so that it comes in time, and else on the one after it.
    """
    if rule.on_days_off:
        return _days(since.any_day + ONE, day)
    if calendar.is_day_off(day):
        return []
    spoken = calendar.last_working_day_before(since.working_day + ONE)
    if ahead:
        return _days(calendar.next_working_day(spoken + ONE), calendar.next_working_day(day + ONE) - ONE)
    return _days(spoken + ONE, day)


def _days(first: date, last: date) -> list[date]:
    return [first + ONE * number for number in range((last - first).days + 1)]
