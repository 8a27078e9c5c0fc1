"""Tables on their way to an Excel file: what they consist of, without what writes them (22 MB, `core.workbook_files`)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its columns with their widths in letters, its rows; `strong` are the rows (from 0) in bold."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]
    strong: frozenset[int] = frozenset()
