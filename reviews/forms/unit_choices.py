"""Levels and blocs of units, and fields of work, as choices of the filters of several lists."""

from typing import Any, Final

from django.db.models import CharField, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from core.kept_queries import kept
from reviews.models import Field
from reviews.querysets.remediation import NO_BLOC, NO_FIELD
from units.models import Bloc, UnitKind

ALL: Final = ("", "Tất cả")
_NONE_OF_THEM: Final = {
    "cap": (),
    "khoi": ((NO_BLOC, "Chưa phân khối"),),
    "linh_vuc": ((NO_FIELD, "Chưa phân lĩnh vực"),),
}


def place_choices() -> dict[str, list[tuple[str, str]]]:
    """What the filters for levels, blocs and fields of work offer, by the name of the filter; one query for all."""
    found = _named()
    return {
        name: [ALL, *((value, words) for of, value, words, _ in found if of == name), *without]
        for name, without in _NONE_OF_THEM.items()
    }


@kept
def _named() -> Any:
    """(filter, value, words, place), in the order of each."""
    tiers = _rows("cap", UnitKind.objects.values("tier"), value="tier", words=Min("tier_name"), place="tier")
    blocs = _rows("khoi", Bloc.objects.all(), value="pk", words=F("name"), place="order")
    fields = _rows("linh_vuc", Field.objects.all(), value="code", words=F("name"), place="order")
    return tiers.union(blocs, fields, all=True).order_by("place", "words")


def _rows(name: str, rows: QuerySet[Any, Any], *, value: str, words: F | Min, place: str) -> QuerySet[Any, Any]:
    columns = {"value": Cast(value, CharField()), "words": words, "place": F(place)}
    named = rows.order_by().annotate(filter=Value(name), **columns)
    return named.values_list("filter", "value", "words", "place")
