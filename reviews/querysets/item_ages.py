"""What is due soon and how old what is overdue is: bands of days that are data, as conditions on an item's own columns."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from django.db.models import Q

from core.days_off import late_before
from reviews.querysets.remediation import open_ones, overdue
from reviews.states import PLANNED_KINDS, WORKED_ON

FILE: Final = Path(__file__).resolve().parent.parent / "data" / "remediation_figures.toml"


@dataclass(frozen=True, slots=True)
class Band:
    """Overdue by so many days, the first and the last included; without a last one, by any number more."""

    first: int
    last: int | None

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.first}-{self.last}" if self.last else str(self.first)

    @property
    def label(self) -> str:
        """In words."""
        if self.last is None:
            return f"Quá hạn trên {self.first - 1} ngày"
        return f"Quá hạn {self.first}–{self.last} ngày" if self.first > 1 else f"Quá hạn đến {self.last} ngày"

    def holds(self, day: date) -> Q:
        """The items that are overdue by so much on this day."""
        found = overdue(day) & Q(due_on__lte=day - timedelta(days=self.first))
        return found & Q(due_on__gte=day - timedelta(days=self.last)) if self.last else found


@cache
def due_soon_days() -> int:
    """How far ahead a deadline counts as near."""
    return int(tomllib.loads(FILE.read_text(encoding="utf-8"))["due_soon_days"])


@cache
def bands() -> tuple[Band, ...]:
    """The bands of the data file, the youngest first; refuses (ValueError) bounds that do not grow."""
    ends = tomllib.loads(FILE.read_text(encoding="utf-8"))["overdue_days"]
    if ends != sorted(set(ends)) or min(ends) < 1:
        raise ValueError(f"{FILE.name}: the bounds of what is overdue do not grow")
    return tuple(Band(before + 1, end) for before, end in zip([0, *ends], [*ends, None], strict=True))


def due_soon(day: date) -> Q:
    """Worked on, not overdue, and due within the days of the data file."""
    return Q(state__in=WORKED_ON, due_on__gte=late_before(day), due_on__lte=day + timedelta(days=due_soon_days()))


@cache
def long_standing_days() -> int:
    """From how many days after the first deadline an open matter counts as one that drags on."""
    return int(tomllib.loads(FILE.read_text(encoding="utf-8"))["long_standing_days"])


def long_standing(day: date) -> Q:
    """Of a remediation plan, still open long after the day first promised, or there again after an earlier cycle."""
    promised_long_ago = Q(first_due_on__lt=day - timedelta(days=long_standing_days()))
    return open_ones() & Q(kind__in=PLANNED_KINDS) & (promised_long_ago | Q(recurs_of__isnull=False))
