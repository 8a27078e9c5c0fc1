"""The boxes of one person's inbox: all counts in one query, one page of lines in one more and one for each kind."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, overload

from django.db.models import Count, F, Q, QuerySet, Value

from cadres.roles import Actor
from reviews.reports.inbox import appraising, preparing, remedying, suggesting, writing
from reviews.reports.inbox.source import TO_DO, Box, Line, Source

SOURCES: tuple[Source, ...] = (
    *writing.SOURCES,
    *suggesting.SOURCES,
    *appraising.SOURCES,
    *remedying.SOURCES,
    *preparing.SOURCES,
)
_BY_NAME = {source.name: source for source in SOURCES}


def sources_for(actor: Actor) -> list[Source]:
    """The sources that can have work for this person at all."""
    return [source for source in SOURCES if source.whom(actor)]


def counts(actor: Actor, day: date) -> dict[Box, int]:
    """How much lies in each box, in one query; what is overdue also lies where it waits."""
    found = dict.fromkeys(Box, 0)
    queries = [
        source.dated(actor)
        .values(inbox_source=Value(source.name))
        .annotate(lying=Count("pk"), late=Count("pk", filter=Q(inbox_due__lt=day)))
        .values_list("inbox_source", "lying", "late")
        for source in sources_for(actor)
    ]
    for name, lying, late in _union(queries):
        box = _BY_NAME[name].box
        found[box] += lying
        if box in TO_DO:
            found[Box.OVERDUE] += late
    return found


class BoxLines(Sequence[Line]):
    """The lines of one box: its length is known from the counts, a slice of it costs one query and one for each kind.

    What is to be done stands by deadline (undated work after it, the longest waiting first), the rest newest first.
    """

    def __init__(self, actor: Actor, box: Box, day: date, length: int) -> None:
        self._actor, self._box, self._day, self._length = actor, box, day, length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, int):
            return self._lines(slice(index, index + 1))[0]
        return self._lines(index)

    def _lines(self, span: slice) -> list[Line]:
        chosen = TO_DO if self._box == Box.OVERDUE else (self._box,)
        queries = [self._places(source) for source in sources_for(self._actor) if source.box in chosen]
        places = list(_union(queries, self._order())[span])
        rows = _rows_of(places)
        return [
            _BY_NAME[name].line(rows[_BY_NAME[name].kind.name, pk])
            for name, pk, _due, _since in places
            if (_BY_NAME[name].kind.name, pk) in rows
        ]

    def _places(self, source: Source) -> QuerySet[Any]:
        rows = source.dated(self._actor)
        if self._box == Box.OVERDUE:
            rows = rows.filter(inbox_due__lt=self._day)
        return rows.annotate(inbox_source=Value(source.name)).values_list(
            "inbox_source", "pk", "inbox_due", "inbox_since"
        )

    def _order(self) -> tuple[Any, ...]:
        if self._box in (Box.SENT, Box.DONE):
            return (F("inbox_since").desc(nulls_last=True), "inbox_source", "-pk")
        return ("inbox_due", "inbox_since", "inbox_source", "pk")


def _union(queries: list[QuerySet[Any]], order: tuple[Any, ...] = ()) -> Any:
    """The rows of all queries as one, sliceable; nothing at all where there is no query."""
    if not queries:
        return []
    first, *others = queries
    return (first.union(*others, all=True) if others else first).order_by(*order)


def _rows_of(places: list[tuple[str, int, Any, Any]]) -> dict[tuple[str, int], Any]:
    """The rows behind the places, one query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, pk, _due, _since in places:
        wanted[name].add(pk)
    kinds = {_BY_NAME[name].kind.name: _BY_NAME[name].kind for name in wanted}
    pks = {
        kind: {pk for name, found in wanted.items() if _BY_NAME[name].kind.name == kind for pk in found}
        for kind in kinds
    }
    return {(name, row.pk): row for name, kind in kinds.items() for row in kind.rows().filter(pk__in=pks[name])}
