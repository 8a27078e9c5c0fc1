"""How items stood at the end of a year, told by what is never changed afterwards: days, decisions, entries of their history."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from core import localtime
from reviews.querysets.item_measures import measured, to_measure
from reviews.states import ExtensionOutcome

if TYPE_CHECKING:
    from reviews.querysets.remediation import RemediationItemQuerySet

_TRANSFER, _NOT_DONE = "transfer", "not_done"
_GIVEN_UP = (_TRANSFER, _NOT_DONE)
TURNS: Final = (*_GIVEN_UP, "resume")  # an index holds these steps alone


class Stand(StrEnum):
    """What is asked of the items of a year, as it stands in the address of the list."""

    OPEN = "mo"
    EXTENDED = "gia-han"
    NOT_DONE = "khong-lam-duoc"
    TRANSFERRED = "da-chuyen"
    BACK = "mo-lai"
    MEASURED = "so"


def year_begins(year: int) -> datetime:
    """The first moment of a year in Ho Chi Minh City."""
    return localtime.day_begins(date(year, 1, 1))


def given_by(year: int) -> Q:
    """Items that were there when the year ended."""
    return Q(created_at__lt=year_begins(year + 1))


def open_at_end(year: int) -> Q:
    """Given, and neither closed nor given up nor with another authority when the year ended."""
    end = year_begins(year + 1)
    return given_by(year) & (Q(closed_at=None) | Q(closed_at__gte=end)) & ~_away(year)


def not_done_in(year: int) -> Q:
    """Items that the year left given up, and that were not already away when it began."""
    return _away(year, _NOT_DONE) & ~_away(year - 1)


def transferred_in(year: int) -> Q:
    """Items that the year left with another authority, and that were not already away when it began."""
    return _away(year, _TRANSFER) & ~_away(year - 1)


def back_in(year: int) -> Q:
    """Items that were given up or away when the year began and were taken up again in it, for good."""
    return _away(year - 1) & ~_away(year)


def _away(year: int, *steps: str) -> Q:
    """Given up or with another authority when the year ended, by the last turn until then."""
    end = year_begins(year + 1)
    turns = apps.get_model("reviews", "ProgressReport")._default_manager.filter(at__lt=end, step__in=TURNS)
    last = turns.order_by("item_id", "-at", "-pk").distinct("item_id").values("pk")
    return Q(pk__in=turns.filter(pk__in=last, step__in=steps or _GIVEN_UP).order_by().values("item"))


def extended_in(year: int) -> Q:
    """Items whose deadline was moved by a decision of the year."""
    extensions = apps.get_model("reviews", "Extension")._default_manager.filter(outcome=ExtensionOutcome.GRANTED)
    decided = extensions.filter(decided_at__gte=year_begins(year), decided_at__lt=year_begins(year + 1))
    return Q(pk__in=decided.order_by().values("item"))


def measured_by(items: RemediationItemQuerySet, year: int) -> RemediationItemQuerySet:
    """Amounts (`measured`) with a figure of the year or of one before it."""
    return measured(items.filter(given_by(year))).filter(Exists(_readings_by(year)))


def last_readings_by(items: RemediationItemQuerySet, year: int) -> Any:
    """The figure of each of these amounts that stood when the year ended."""
    given = to_measure(items.filter(given_by(year))).order_by().values("pk")
    readings = apps.get_model("reviews", "Reading")._default_manager
    until = readings.standing().filter(item__in=given, read_on__lt=date(year + 1, 1, 1))
    last = until.order_by("item_id", "-read_on", "-pk").distinct("item_id")
    return readings.filter(pk__in=last.values("pk")).order_by()


def stood(items: RemediationItemQuerySet, stand: Stand, year: int) -> RemediationItemQuerySet:
    """The items of whom this is true."""
    if stand == Stand.MEASURED:
        return measured_by(items, year)
    return items.filter(_HOLDS[stand](year))


_HOLDS = {
    Stand.OPEN: open_at_end,
    Stand.EXTENDED: extended_in,
    Stand.NOT_DONE: not_done_in,
    Stand.TRANSFERRED: transferred_in,
    Stand.BACK: back_in,
}


def _readings_by(year: int) -> Any:
    readings = apps.get_model("reviews", "Reading")._default_manager.standing()
    return readings.filter(item=OuterRef("pk"), read_on__lt=date(year + 1, 1, 1))
