"""Items whose way is told in figures that can be added up: amounts with a unit of measure and a standing reading."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from reviews.states import MeasureKind

if TYPE_CHECKING:
    from reviews.querysets.remediation import RemediationItemQuerySet

NO_UNIT: Final = "-"  # in the address of the list: figures without a unit of measure
SHARE_UNIT: Final = "%"  # shares of different wholes have no sum


class Way(StrEnum):
    """Whether the figure has to fall or to rise."""

    DOWN = "giam"
    UP = "tang"


def measured(items: RemediationItemQuerySet) -> RemediationItemQuerySet:
    """Those with an amount to begin from, one to reach, and one entered since: where any was, the last of them stands."""
    readings = apps.get_model("reviews", "Reading")._default_manager.filter(item=OuterRef("pk"))
    return to_measure(items).filter(Exists(readings))


def to_measure(items: RemediationItemQuerySet) -> RemediationItemQuerySet:
    """Those with an amount to begin from and one to reach."""
    amounts = items.filter(measure_kind=MeasureKind.NUMBER, baseline__isnull=False, target__isnull=False)
    return amounts.exclude(measure_unit=SHARE_UNIT)


def goes(way: Way, of: str = "") -> Q:
    """Items whose figure goes this way, or what hangs on such an item (`of`)."""
    return Q((f"{of}target__{'lt' if way == Way.DOWN else 'gt'}", F(f"{of}baseline")))
