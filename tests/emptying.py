"""What a test with `transaction=True` has left behind, taken out by deleting the rows that there are.

Django would truncate every table of the project after each such test, which makes a file anew for each table and each
index, and would then write content types and permissions again: most of a second for a handful of rows.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.factories.remembered import filled_tables, may_write_past_triggers, project_tables

_CASE: Any = TransactionTestCase
_truncate_everything = _CASE._fixture_teardown


def empty_only_what_is_filled() -> None:
    """From now on, for all such tests of this process."""
    _CASE._fixture_teardown = _delete_rows


def _delete_rows(case: Any) -> None:
    if not may_write_past_triggers():
        _truncate_everything(case)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        every = ", ".join(f'"{table}"' for table in project_tables())
        cursor.execute(f"LOCK TABLE {every} IN SHARE ROW EXCLUSIVE MODE")  # waits for whoever is still writing
        for table in filled_tables():
            cursor.execute(f'DELETE FROM "{table}"')
