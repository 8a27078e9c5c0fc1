"""The one clock: server time is UTC, people's days are those of Asia/Ho_Chi_Minh.

The demo data and tests set the clock with `clock_at`; nothing else in the project asks the system for the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """The current moment, aware; the injected one inside `clock_at`."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """The current date in Ho Chi Minh City."""
    return now().astimezone(HO_CHI_MINH).date()


def now_local() -> datetime:
    """The current moment on the clocks of Ho Chi Minh City."""
    return now().astimezone(HO_CHI_MINH)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Run a block as if it were `moment` (aware): what it saves, the audit included, carries that time."""
    if moment.tzinfo is None:
        raise ValueError("clock_at needs an aware moment")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def local_day(moment: datetime) -> date:
    """The day of an aware moment on the calendars of Ho Chi Minh City."""
    return moment.astimezone(HO_CHI_MINH).date()


def day_begins(day: date) -> datetime:
    """The moment at which a day begins in Ho Chi Minh City."""
    return datetime.combine(day, time.min, HO_CHI_MINH)
