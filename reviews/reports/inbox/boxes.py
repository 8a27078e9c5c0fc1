"""The boxes of one person's inbox: all counts in one query, one page of lines in one more and one for each kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from cadres.roles import Actor
from core.days_off import late_before
from reviews.reports.inbox import appraising, helping, pledging, preparing, remedying, suggesting, writing
from reviews.reports.inbox.source import TO_DO, Box, Line, Source

SOURCES: tuple[Source, ...] = (
    *writing.SOURCES,
    *suggesting.SOURCES,
    *appraising.SOURCES,
    *remedying.SOURCES,
    *preparing.SOURCES,
    *pledging.SOURCES,
    *helping.SOURCES,
)
_BY_NAME = {source.name: source for source in SOURCES}


def sources_for(actor: Actor) -> list[Source]:
    """The sources that can have work for this person at all."""
    return [source for source in SOURCES if source.whom(actor)]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much lies in each box, and from which source: in all, and overdue."""

    lying: Mapping[str, int]
    late: Mapping[str, int]

    def __getitem__(self, box: Box) -> int:
        return sum(self.of(box).values())

    def of(self, box: Box) -> dict[str, int]:
        """The numbers of the sources that have something in this box; what is overdue or was returned also waits."""
        numbers = self.late if box == Box.OVERDUE else self.lying
        boxes = TO_DO if box in (Box.OVERDUE, Box.WAITING) else (box,)
        return {name: number for name, number in numbers.items() if number and _BY_NAME[name].box in boxes}


def counts(actor: Actor, day: date) -> Counts:
    """How much the person has to do, has sent and has done, in one query."""
    lying, late = {}, {}
    with connection.cursor() as cursor:
        cursor.execute(*_statement(actor, day))
        for name, number, overdue in cursor.fetchall():
            if name:
                lying[name], late[name] = number, overdue
    return Counts(lying, late)


@lru_cache(maxsize=256)
def _statement(actor: Actor, day: date) -> tuple[str, tuple[Any, ...]]:
    """The query of `counts` in SQL. It says nothing but who asks and on which day, and takes longer to be put together
    than to be answered: so it is kept for those who come back, while the answer never is.
    """
    together: dict[Any, list[Source]] = defaultdict(list)
    for source in sources_for(actor):
        together[source.find].append(source)
    queries = [_counted(sources, actor, late_before(day)) for sources in together.values()]
    with suppress(EmptyResultSet):
        if queries:
            return _union(queries).query.sql_with_params()
    return "SELECT '', 0, 0 WHERE false", ()


def _counted(sources: list[Source], actor: Actor, day: date) -> QuerySet[Any]:
    """The numbers of sources that look among the same rows: a row for each, and one without a name for the rest."""
    due = next((source.due for source in sources if source.due), "")
    whose = [When(source.among(actor), then=Value(source.name)) for source in sources if source.among]
    name = Case(*whose, default=Value("")) if whose else Value(sources[0].name)
    late = Count("pk", filter=Q(**{f"{due}__lt": day})) if due else Value(0)
    rows = sources[0].find(actor).order_by()
    return (
        rows.values(inbox_source=name)
        .annotate(lying=Count("pk"), late=late)
        .values_list("inbox_source", "lying", "late")
    )


class BoxLines(Sequence[Line]):
    """The lines of one box: its length is known from the counts, a slice of it costs one query and one for each kind.

    What is to be done stands by deadline (undated work after it, the longest waiting first), what was returned before
    all else; the rest newest first.
    """

    def __init__(self, actor: Actor, box: Box, day: date, counted: Counts) -> None:
        self._actor, self._box, self._day, self._numbers = actor, box, day, counted.of(box)

    def __len__(self) -> int:
        return sum(self._numbers.values())

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, int):
            return self._lines(slice(index, index + 1))[0]
        return self._lines(index)

    def _lines(self, span: slice) -> list[Line]:
        places = self._places(span)
        rows = _rows_of(places)
        return [
            _with_deadline(_BY_NAME[name].line(rows[_BY_NAME[name].kind.name, pk]), due)
            for name, pk, due, *_ in places
            if (_BY_NAME[name].kind.name, pk) in rows
        ]

    def _places(self, span: slice) -> list[tuple[Any, ...]]:
        if not self._numbers:
            return []
        sql, values = _lines_statement(self._actor, self._box, self._day, tuple(self._numbers))
        start = span.start or 0
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s OFFSET %s", (*values, (span.stop or len(self)) - start, start))
            return cursor.fetchall()


@lru_cache(maxsize=256)
def _lines_statement(actor: Actor, box: Box, day: date, names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The query of the lines of a box, in order, in SQL; kept like that of the counts."""
    queries = [_dated(_BY_NAME[name], actor, box, late_before(day)) for name in names]
    return _union(queries, _order(box)).query.sql_with_params()


def _dated(source: Source, actor: Actor, box: Box, day: date) -> QuerySet[Any]:
    rows = source.dated(actor)
    if box == Box.OVERDUE:
        rows = rows.filter(inbox_due__lt=day)
    place = Value(0 if source.box == Box.RETURNED else 1)
    named = rows.annotate(inbox_source=Value(source.name), inbox_place=place)
    return named.values_list("inbox_source", "pk", "inbox_due", "inbox_since", "inbox_place")


def _order(box: Box) -> tuple[Any, ...]:
    if box in (Box.SENT, Box.DONE):
        return (F("inbox_since").desc(nulls_last=True), "inbox_source", "-pk")
    return ("inbox_place", "inbox_due", "inbox_since", "inbox_source", "pk")


def _with_deadline(line: Line, due: date | None) -> Line:
    """The line with the deadline by which it was sorted, where its row does not know it."""
    return line if line.due or due is None else replace(line, due=due)


def _union(queries: list[QuerySet[Any]], order: tuple[Any, ...] = ()) -> Any:
    """The rows of all queries as one, sliceable; nothing at all where there is no query."""
    if not queries:
        return []
    first, *others = queries
    return (first.union(*others, all=True) if others else first).order_by(*order)


def _rows_of(places: list[tuple[Any, ...]]) -> dict[tuple[str, int], Any]:
    """The rows behind the places, one query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, pk, *_ in places:
        wanted[name].add(pk)
    kinds = {_BY_NAME[name].kind.name: _BY_NAME[name].kind for name in wanted}
    pks = {
        kind: {pk for name, found in wanted.items() if _BY_NAME[name].kind.name == kind for pk in found}
        for kind in kinds
    }
    return {(name, row.pk): row for name, kind in kinds.items() for row in kind.rows().filter(pk__in=pks[name])}
