"""Tables of numbers as sheets of a workbook: the same rows and the same numbers as on the page."""

from typing import Final

from core.workbooks import Sheet, Value
from reviews.reports.figure_tables import Table

_NAME_WIDTH: Final = 40
_NUMBER_WIDTH: Final = 13


def sheet_of(table: Table, name: str, *, with_total: bool = False) -> Sheet:
    """The groups of the table below each other, the heading of each (unless it says what the table is) in bold."""
    rows: list[tuple[Value, ...]] = []
    strong: set[int] = set()
    if with_total:
        strong.add(0)
        rows.append((table.total.label, *(cell.count for cell in table.total.cells)))
    for group in table.groups:
        if group.heading != table.title:
            strong.add(len(rows))
            rows.append((group.heading, *(None for _ in table.headings)))
        rows += [(row.label, *(cell.count for cell in row.cells)) for row in group.rows]
    columns = ((table.title, _NAME_WIDTH), *((heading, _NUMBER_WIDTH) for heading in table.headings))
    return Sheet(name, columns, tuple(rows), frozenset(strong))
