"""Levels and blocs of units as choices of the filters of several lists."""

from django.db.models import Min

from reviews.reports.cycle_progress import NO_BLOC
from units.models import Bloc, UnitKind

ALL = ("", "Tất cả")


def tier_choices() -> list[tuple[str, str]]:
    """The levels of units, as choices of a filter."""
    tiers = UnitKind.objects.values_list("tier").annotate(name=Min("tier_name")).order_by("tier")
    return [ALL, *((str(tier), name) for tier, name in tiers)]


def bloc_choices() -> list[tuple[str, str]]:
    """The blocs, and units without one, as choices of a filter."""
    return [ALL, *((str(bloc.pk), bloc.name) for bloc in Bloc.objects.all()), (NO_BLOC, "Chưa phân khối")]
