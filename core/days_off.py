"""Days on which offices are closed: Saturdays, Sundays and holidays, but no day that is worked to make up for one.

The holidays of a year are those of `core/data/days_off.toml` until an administrator changes that year: from then on its
rows in the database count alone (ADR 41). What becomes of a deadline on a day off is the setting `DEADLINE_ON_DAY_OFF`:
nothing ("none"), or it is over with the next working day ("next_working_day").
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from time import monotonic

from django.conf import settings

from core.models import OfficeDay, OfficeYear

FILE = Path(__file__).parent / "data" / "days_off.toml"
SATURDAY = 5
MOVES = "next_working_day"
ONE = timedelta(days=1)
SECONDS_KEPT = 60
"""How long a process goes on with what it has read: what somebody changes counts everywhere within a minute."""


@dataclass(frozen=True, slots=True)
class Span:
    """A holiday, or days worked to make up for one (`is_worked`), both ends included; whether its notice was checked."""

    first: date
    last: date
    name: str
    is_verified: bool
    basis: str
    is_worked: bool = False

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays of every year by (month, day), the days of single years, and which years an administrator has changed."""

    every_year: dict[tuple[int, int], str]
    spans: tuple[Span, ...]
    as_of: date
    changed_years: frozenset[int] = frozenset()

    def holiday(self, day: date) -> str:
        """The name of the holiday, empty on every other day, weekends included."""
        return self.every_year.get((day.month, day.day)) or next(self._names(day, is_worked=False), "")

    def is_day_off(self, day: date) -> bool:
        """Whether offices are closed."""
        if any(self._names(day, is_worked=True)):
            return False
        return day.weekday() >= SATURDAY or bool(self.holiday(day))

    def next_working_day(self, day: date) -> date:
        """The day itself where offices are open, else the first day after it on which they are."""
        while self.is_day_off(day):
            day += ONE
        return day

    def last_working_day_before(self, day: date) -> date:
        """The last day before it on which offices were open."""
        day -= ONE
        while self.is_day_off(day):
            day -= ONE
        return day

    def due_until(self, day: date) -> list[date]:
        """Every deadline whose last day is this day."""
        if settings.DEADLINE_ON_DAY_OFF != MOVES:
            return [day]
        if self.is_day_off(day):
            return []
        first = self.last_working_day_before(day) + ONE
        return [first + ONE * number for number in range((day - first).days + 1)]

    def of_year(self, year: int) -> list[Span]:
        """The days that begin in this year."""
        return [span for span in self.spans if span.first.year == year]

    def _names(self, day: date, *, is_worked: bool) -> Iterator[str]:
        return (span.name for span in self.spans if span.is_worked == is_worked and span.holds(day))


@lru_cache(maxsize=1)
def listed() -> Calendar:
    """The content of the file, read once; refuses (ValueError) spans that end before they begin or overlap."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    spans = sorted(
        (Span(one["from"], one["to"], one["name"], one["is_verified"], one["basis"]) for one in raw["spans"]),
        key=lambda span: span.first,
    )
    if any(span.last < span.first for span in spans) or any(b.first <= a.last for a, b in pairwise(spans)):
        raise ValueError(f"{FILE.name}: a span ends before it begins, or two overlap")
    return Calendar({(one["month"], one["day"]): one["name"] for one in raw["every_year"]}, tuple(spans), raw["as_of"])


_kept: list[tuple[float, Calendar]] = []


def calendar() -> Calendar:
    """What counts now, as this process has read it within the last minute."""
    for read_at, known in tuple(_kept):  # another thread may forget it meanwhile
        if monotonic() - read_at <= SECONDS_KEPT:
            return known
    known = read_anew()
    _kept[:] = [(monotonic(), known)]
    return known


def read_anew() -> Calendar:
    """The changed years from the database, the others from the file."""
    known = listed()
    changed = frozenset(OfficeYear.objects.values_list("year", flat=True))
    spans = [span for span in known.spans if span.first.year not in changed]
    spans += [span_of(row) for row in OfficeDay.objects.all()]
    return replace(known, spans=tuple(sorted(spans, key=lambda span: span.first)), changed_years=changed)


def span_of(row: OfficeDay) -> Span:
    """The row as the calendar holds it."""
    return Span(row.first, row.last, row.name, row.is_verified, row.basis, row.kind == OfficeDay.Kind.WORKED)


def forget() -> None:
    """Read anew when asked next."""
    _kept.clear()


def last_day_for(due: date) -> date:
    """The last day on which something due on this day is still in time."""
    return calendar().next_working_day(due) if settings.DEADLINE_ON_DAY_OFF == MOVES else due


def late_before(day: date) -> date:
    """What is due before the day given here is overdue on `day`; equals `last_day_for(due) < day`, as one comparison."""
    return calendar().last_working_day_before(day) + ONE if settings.DEADLINE_ON_DAY_OFF == MOVES else day
