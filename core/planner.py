"""What PostgreSQL's planner knows of the tables."""

from django.db import connection


def count_rows_anew() -> None:
    """Let PostgreSQL count the rows now, as it does by itself some minutes after a bulk of them was written.

    Until then it plans by what it counted before; after "no rows at all" a join can take minutes instead of milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
