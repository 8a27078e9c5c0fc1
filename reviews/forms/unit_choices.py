"""Levels and blocs of units, and fields of work, as choices of the filters of several lists."""

from django.db.models import Min

from reviews.models import Field
from reviews.querysets.remediation import NO_BLOC, NO_FIELD
from units.models import Bloc, UnitKind

ALL = ("", "Tất cả")


def tier_choices() -> list[tuple[str, str]]:
    """The levels of units, as choices of a filter."""
    tiers = UnitKind.objects.values_list("tier").annotate(name=Min("tier_name")).order_by("tier")
    return [ALL, *((str(tier), name) for tier, name in tiers)]


def bloc_choices() -> list[tuple[str, str]]:
    """The blocs, and units without one, as choices of a filter."""
    return [ALL, *((str(bloc.pk), bloc.name) for bloc in Bloc.objects.all()), (NO_BLOC, "Chưa phân khối")]


def field_choices() -> list[tuple[str, str]]:
    """The fields of work, and what is of none, as choices of a filter."""
    fields = Field.objects.values_list("code", "name")
    return [ALL, *fields, (NO_FIELD, "Chưa phân lĩnh vực")]
