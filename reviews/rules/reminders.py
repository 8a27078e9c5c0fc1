"""On which days a reminder rule speaks, and who may change the rules; values only, no query."""

from datetime import date, timedelta

from cadres.roles import Actor, Role
from core import days_off
from core.verdict import YES, Verdict, no
from reviews.models import ReminderRule

ONE = timedelta(days=1)


def may_change_rules(actor: Actor) -> Verdict:
    """Administrators of the whole tree: the rules hold for everybody."""
    if actor.works_for_all(Role.ADMIN):
        return YES
    return no("Quy tắc nhắc việc dùng chung cho toàn hệ thống, do quản trị cấp cao nhất đặt.")


def due_dates(rule: ReminderRule, since: date, day: date) -> set[date]:
    """The deadlines of which the rule reminds on `day`, when everything up to `since` was reminded of before.

    A day without a run, or a day off on which the rule is silent, is made up for on the next one.
    """
    offsets = range(rule.first_day, rule.last_day + 1, rule.repeat_days) if rule.repeat_days else (rule.first_day,)
    return {told - timedelta(days=offset) for told in days_told(rule, since, day) for offset in offsets}


def days_told(rule: ReminderRule, since: date, day: date) -> list[date]:
    """The days whose reminders go out on `day` by this rule."""
    if not rule.on_days_off:
        if days_off.is_day_off(day):
            return []
        since = days_off.last_working_day_before(since + ONE)
    return [since + ONE * number for number in range(1, (day - since).days + 1)]
