"""Queries of one shape, put together once: afterwards only the numbers and days in them are other ones.

Django takes five times as long to put a query of a few joins together as PostgreSQL to answer it, and every page asks a
dozen of them. What is kept is the statement, never an answer.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

Build = Callable[..., QuerySet[Any, tuple[Any, ...]]]
_SHAPES_KEPT: Final = 64
_FAR: Final = 9 * 10**17  # a number that no row has, and that every column of such numbers can hold


@dataclass(frozen=True, slots=True)
class _Place:
    """In a shape: an argument that varies; `length` of a list of numbers."""

    kind: type
    length: int = 1


def kept(build: Build) -> Callable[..., list[tuple[Any, ...]]]:
    """`build` returns a `values_list` from its arguments alone; the result asks it with other numbers and days.

    Numbers, days and lists of numbers vary; whatever else is passed belongs to the shape, of which the latest are kept.
    Refuses (TypeError) a query in which an argument got lost, or whose answer Django would convert.
    """
    statement = lru_cache(maxsize=_SHAPES_KEPT)(lambda shape: _statement(build, shape))

    def ask(*arguments: Any) -> list[tuple[Any, ...]]:
        sql, parameters, width = statement(tuple(map(_shape, arguments)))
        values = list(_varying(arguments))
        with connection.cursor() as cursor:
            cursor.execute(sql, [one if place is None else values[place] for place, one in parameters])
            return [row[:width] for row in cursor.fetchall()]

    return ask


def _shape(argument: Any) -> object:
    if isinstance(argument, list):
        return _Place(list, len(argument))
    return _Place(type(argument)) if type(argument) in (int, date) else argument


def _varying(arguments: Iterable[Any]) -> Iterator[Any]:
    for argument in arguments:
        if isinstance(argument, list):
            yield from argument
        elif type(argument) in (int, date):
            yield argument


def _statement(build: Build, shape: Iterable[object]) -> tuple[str, list[tuple[int | None, Any]], int]:
    """The SQL; its parameters, each with the place of the argument that it stands for, or None and a constant; how many
    columns were asked for (what a DISTINCT is ordered by is sent behind them).
    """
    places: dict[Any, int] = {}
    query = build(*[_stand_in(one, places) for one in shape]).query
    compiler = query.get_compiler(connection.alias)
    sql, parameters = compiler.as_sql()
    if any(hasattr(column.output_field, "from_db_value") for column, _, _ in compiler.select):
        raise TypeError(f"the answer to {build.__qualname__} would have to be converted")
    placed = [(places.get(one) if type(one) in (int, date) else None, one) for one in parameters]
    if lost := set(places.values()) - {place for place, _ in placed}:
        raise TypeError(f"{build.__qualname__} loses what stands at {sorted(lost)}")
    return sql, placed, len(compiler.select)


def _stand_in(part: object, places: dict[Any, int]) -> Any:
    """What `build` gets for an argument: for one that varies, values that nothing else in the statement is equal to."""
    if not isinstance(part, _Place):
        return part
    found: list[Any] = []
    for _ in range(part.length):
        number = len(places)
        found.append(date.fromordinal(number + 1) if part.kind is date else _FAR + number)
        places[found[-1]] = number
    return found if part.kind is list else found[0]
