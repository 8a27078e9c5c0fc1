"""The days of the story, counted from today, so that the demo is as fresh in another month as in this one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.localtime import HO_CHI_MINH, clock_at

PROVINCE_FOUNDED = date(1997, 1, 1)
TWO_TIERS_SINCE = date(2025, 7, 1)
_TAIL = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DemoCalendar:
    """This year's cycle runs since some weeks; last year's ended in winter."""

    today: date

    @property
    def year(self) -> int:
        """The year that is being reviewed."""
        return (self.today - _TAIL).year

    @property
    def period(self) -> tuple[date, date]:
        """The period of this year's cycle."""
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def last_period(self) -> tuple[date, date]:
        """The period of last year's cycle; units of two tiers exist since July 2025."""
        return max(date(self.year - 1, 1, 1), TWO_TIERS_SINCE), date(self.year - 1, 12, 31)

    @property
    def moved_on(self) -> date:
        """The day on which some leaders took over other posts, well within this year's period."""
        start = self.period[0]
        return start + timedelta(days=round((min(self.today, self.period[1]) - start).days * 0.55))

    def ago(self, days: int) -> date:
        """A day before today."""
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        """A day after today."""
        return self.today + timedelta(days=days)

    def this_year(self, share: float) -> date:
        """A day between the turn of the year and today."""
        start = self.period[0]
        return start + timedelta(days=round((self.today - start).days * share))


@contextmanager
def on(day: date, hour: int = 8, minute: int = 0) -> Iterator[None]:
    """Act on that day at that hour; never later than the real present."""
    moment = datetime.combine(day, time(hour, minute), tzinfo=HO_CHI_MINH)
    with clock_at(min(moment, timezone.now())):
        yield
