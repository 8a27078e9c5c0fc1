"""Writing many rows of one table in one go."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, models


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


def _prepared(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    """As `save` would send it: text in NFC, decimals with their places."""
    return field.get_db_prep_save(field.pre_save(row, add=False), connection)
