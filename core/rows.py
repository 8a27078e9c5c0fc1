"""Rows of one table without the query builder: read by the numbers of their parents, and many written in one go.

A form reads a dozen small tables each time it is opened. Django puts each of these statements together anew, which takes it
five times as long as asking them; here a statement is put together once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def read_rows(model: type[M], *, order: tuple[str, ...] = (), **numbers: Collection[int]) -> list[M]:
    """The rows with one of these numbers in each of these columns, as a filter would find them, without any join.

    Columns go by the names of their attributes (`round_id=[7], id=ids`); `order` names those to sort by.
    """
    return _rows(model, " AND ", order, numbers) if all(numbers.values()) else []


def read_rows_of_any(model: type[M], *, order: tuple[str, ...] = (), **numbers: Collection[int]) -> list[M]:
    """Likewise the rows with one of these numbers in any of these columns."""
    return _rows(model, " OR ", order, numbers) if any(numbers.values()) else []


def attach(parents: Sequence[models.Model], name: str, rows: Iterable[models.Model], column: str) -> None:
    """Let each parent have its rows as `parent.<name>.all()`, the way `prefetch_related` does; `column` names the parent.

    Rows without a number there belong to other parents.
    """
    by_parent: dict[int, list[models.Model]] = {parent.pk: [] for parent in parents}
    for row in rows:
        if (number := getattr(row, column)) is not None:
            by_parent[number].append(row)
    for parent in parents:
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = by_parent[parent.pk]


def follow(rows: Sequence[models.Model], name: str) -> None:
    """Give each row what its foreign key of this name leads to, the way `select_related` does, by one read for all."""
    follow_all((rows, name))


def follow_all(*links: tuple[Sequence[models.Model], str]) -> None:
    """`follow` for rows of several tables: one read for each table that they lead to."""
    by_table: dict[type[models.Model], list[tuple[models.Model, Any]]] = defaultdict(list)
    for rows, name in links:
        field: Any = type(rows[0])._meta.get_field(name) if rows else None
        for row in rows:
            by_table[field.related_model].append((row, field))
    for table, pairs in by_table.items():
        numbers = {number for row, field in pairs if (number := getattr(row, field.attname)) is not None}
        found = {one.pk: one for one in read_rows(table, id=numbers)}
        for row, field in pairs:
            setattr(row, field.name, found.get(getattr(row, field.attname)))


def update_rows(rows: Sequence[models.Model], names: Collection[str]) -> None:
    """Write these fields (by the names of their attributes) of rows that exist: one statement for each row, all sent at once.

    The caller holds a lock that covers the rows; whole fields are written, whether they have changed or not.
    """
    if not rows:
        return
    model, quote = type(rows[0]), connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if field.attname in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f'UPDATE {quote(model._meta.db_table)} SET {columns} WHERE "id" = %s'  # noqa: S608  names of columns
    values = [[*(_prepared(row, field) for field in fields), row.pk] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _rows(model: type[M], joined: str, order: tuple[str, ...], numbers: Mapping[str, Collection[int]]) -> list[M]:
    names, statement = _reading(model, tuple(numbers), joined, order)
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(wanted) for wanted in numbers.values()])
        return [model.from_db(connection.alias, names, row) for row in cursor.fetchall()]


@cache
def _reading(
    model: type[models.Model], columns: tuple[str, ...], joined: str, order: tuple[str, ...]
) -> tuple[list[str], str]:
    """The attributes of a row in their order, and the statement; refuses fields that Django converts while reading."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    converted = [name for name, field in fields.items() if hasattr(field, "from_db_value")]
    if converted:
        raise TypeError(f"{model.__name__} cannot be read as plain rows: {', '.join(converted)}")
    quoted = {name: connection.ops.quote_name(str(field.column)) for name, field in fields.items()}
    wanted = joined.join(f"{quoted[name]} = ANY(%s)" for name in columns)
    sorting = f" ORDER BY {', '.join(quoted[name] for name in order)}" if order else ""
    table = connection.ops.quote_name(model._meta.db_table)
    return list(fields), f"SELECT {', '.join(quoted.values())} FROM {table} WHERE {wanted}{sorting}"  # noqa: S608  names


def _prepared(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    """As `save` would send it: text in NFC, decimals with their places."""
    return field.get_db_prep_save(field.pre_save(row, add=False), connection)
