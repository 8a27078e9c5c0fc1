"""Days on which offices are closed: Saturdays, Sundays and the holidays of `core/data/days_off.toml`.

What becomes of a deadline on such a day is the setting `DEADLINE_ON_DAY_OFF`: nothing ("none"), or it is over with the
next working day ("next_working_day").
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings

FILE = Path(__file__).parent / "data" / "days_off.toml"
SATURDAY = 5
MOVES = "next_working_day"
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A holiday, both days included, and whether the notice that sets it was checked."""

    first: date
    last: date
    name: str
    is_verified: bool
    basis: str


@dataclass(frozen=True, slots=True)
class DaysOff:
    """What the file says: holidays of every year by (month, day), and those of single years."""

    every_year: dict[tuple[int, int], str]
    spans: tuple[Span, ...]
    as_of: date


@lru_cache(maxsize=1)
def listed() -> DaysOff:
    """The content of the file, read once; refuses (ValueError) spans that end before they begin or overlap."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    spans = sorted(
        (Span(one["from"], one["to"], one["name"], one["is_verified"], one["basis"]) for one in raw["spans"]),
        key=lambda span: span.first,
    )
    if any(span.last < span.first for span in spans) or any(b.first <= a.last for a, b in pairwise(spans)):
        raise ValueError(f"{FILE.name}: a span ends before it begins, or two overlap")
    return DaysOff({(one["month"], one["day"]): one["name"] for one in raw["every_year"]}, tuple(spans), raw["as_of"])


def holiday(day: date) -> str:
    """The name of the holiday, empty on every other day, weekends included."""
    known = listed()
    spans = (span.name for span in known.spans if span.first <= day <= span.last)
    return known.every_year.get((day.month, day.day)) or next(spans, "")


def is_day_off(day: date) -> bool:
    """Whether offices are closed."""
    return day.weekday() >= SATURDAY or bool(holiday(day))


def next_working_day(day: date) -> date:
    """The day itself where offices are open, else the first day after it on which they are."""
    while is_day_off(day):
        day += ONE
    return day


def last_working_day_before(day: date) -> date:
    """The last day before it on which offices were open."""
    day -= ONE
    while is_day_off(day):
        day -= ONE
    return day


def last_day_for(due: date) -> date:
    """The last day on which something due on this day is still in time."""
    return next_working_day(due) if settings.DEADLINE_ON_DAY_OFF == MOVES else due


def due_until(day: date) -> list[date]:
    """Every deadline whose `last_day_for` is this day."""
    if settings.DEADLINE_ON_DAY_OFF != MOVES:
        return [day]
    if is_day_off(day):
        return []
    first = last_working_day_before(day) + ONE
    return [first + ONE * number for number in range((day - first).days + 1)]


def late_before(day: date) -> date:
    """What is due before the day given here is overdue on `day`; equals `last_day_for(due) < day`, as one comparison."""
    return last_working_day_before(day) + ONE if settings.DEADLINE_ON_DAY_OFF == MOVES else day
