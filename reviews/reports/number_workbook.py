"""The register of outgoing papers as a workbook."""

import io
from collections.abc import Iterable
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.localtime import local_day
from core.text import plain_text
from reviews.models import PaperNumber

MOST_ROWS: Final = 20_000
_COLUMNS: Final = (
    ("Loại", 8),
    ("Số", 8),
    ("Số, ký hiệu", 18),
    ("Ngày văn bản", 13),
    ("Trích yếu", 70),
    ("Nơi ban hành", 36),
    ("Nguồn", 26),
    ("Huỷ ngày", 13),
    ("Người huỷ", 24),
    ("Lý do huỷ", 40),
)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")


def to_xlsx(numbers: Iterable[PaperNumber]) -> bytes:
    """The numbers in their order, numbers as numbers and days as days; the head stays in view and can be filtered."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ văn bản đi")
    sheet.freeze_panes = "A2"
    for place, (_, width) in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name, _ in _COLUMNS])
    count = 0
    for one in numbers:
        sheet.append([_cell(sheet, value) for value in _values(one)])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{count + 1}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _values(one: PaperNumber) -> tuple[Any, ...]:
    cancelled = local_day(one.cancelled_at) if one.cancelled_at else None
    return (
        one.type,
        one.serial,
        one.number,
        one.issued_on,
        one.used_for,
        one.issuer.name,
        one.get_source_display(),
        cancelled,
        one.cancelled_by_name,
        one.cancelled_reason,
    )


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet, value=plain_text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type, cell.alignment = "s", _WRAPPED
    elif hasattr(value, "year"):
        cell.number_format = "dd/mm/yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell
