"""Who says on which days offices are closed, and what a holiday has to be; values only, no query."""

from datetime import timedelta
from typing import Final

from cadres.roles import Actor, Role
from core.days_off import Calendar, Span
from core.formats import day
from core.verdict import YES, Verdict, no

MOST_DAYS: Final = 31
"""In one span; a longer one is a slip in the year."""
ONE: Final = timedelta(days=1)


def may_change_days_off(actor: Actor) -> Verdict:
    """Administrators of the whole tree: the deadlines of everybody go by them."""
    if actor.works_for_all(Role.ADMIN):
        return YES
    return no("Lịch nghỉ dùng chung cho toàn hệ thống, do quản trị cấp cao nhất ghi.")


def fits(span: Span, calendar: Calendar) -> Verdict:
    """Whether the span may stand beside the others of the calendar (which does not hold it yet).

    No: one that ends before it begins, lasts too long or meets another one; days worked to make up for others where
    offices are open anyhow.
    """
    if span.last < span.first:
        return no("Ngày cuối phải từ ngày đầu trở đi.")
    if (span.last - span.first).days >= MOST_DAYS:
        return no(f"Một lần ghi nhiều nhất {MOST_DAYS} ngày; hãy xem lại năm.")
    met = next((one for one in calendar.spans if one.first <= span.last and span.first <= one.last), None)
    if met is not None:
        return no(f"Trùng với “{met.name}” ({in_words(met)}); hãy sửa dòng ấy.")
    days = (span.first + ONE * number for number in range((span.last - span.first).days + 1))
    open_anyhow = next((one for one in days if span.is_worked and not calendar.is_day_off(one)), None)
    if open_anyhow is not None:
        return no(f"Ngày {day(open_anyhow)} vốn là ngày làm việc, không phải ngày làm bù.")
    return YES


def in_words(span: Span) -> str:
    """The day, or the first and the last."""
    return day(span.first) if span.first == span.last else f"{day(span.first)}–{day(span.last)}"
