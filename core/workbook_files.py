"""Excel files with typed cells: numbers as numbers, days as days, and nothing that was typed is taken for a formula."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from core.text import plain_text
from core.workbooks import Sheet, Value

TYPEFACE: Final = "Times New Roman"
_A4: Final = 9
_LONGEST_NAME: Final = 31
_THIN: Final = Side(style="thin")
_RULED: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_TOP: Final = Alignment(vertical="top")
# The order of the schema; openpyxl writes another, which Excel forgives and other readers need not.
Font.__elements__ = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """The sheets as a file: heads in view and filtered, to be printed on A4 with its heads on every page."""
    book = new_book(title)
    for sheet in sheets:
        _add_sheet(book, sheet, title)
    return bytes_of(book)


def new_book(title: str) -> Workbook:
    """An empty file to add sheets to."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = plain_text(title)[:255], "vi-VN"
    return book


def bytes_of(book: Workbook) -> bytes:
    """The file as it is handed out."""
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def typed_cell(place: Any, value: Value) -> Any:
    """A cell of this sheet that holds the value by its type; None where there is nothing."""
    if value is None or value == "":
        return None
    held: Any = plain_text(value) if isinstance(value, str) else value
    cell = WriteOnlyCell(place, value=held)
    if isinstance(value, str):
        cell.data_type, cell.alignment = "s", _WRAPPED
        return cell
    cell.alignment = _TOP
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    else:
        cell.number_format = "#,##0.###" if isinstance(value, Decimal) else "#,##0"
    return cell


def set_up_to_print(place: Any, title: str, *, is_wide: bool) -> None:
    """One page wide on A4, with the head, the title and its number on every page."""
    place.page_setup.paperSize, place.page_setup.orientation = _A4, "landscape" if is_wide else "portrait"
    place.page_setup.fitToWidth, place.page_setup.fitToHeight = 1, 0
    place.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    place.print_title_rows = "1:1"
    place.oddHeader.center.text = plain_text(title).replace("&", "&&")[:200]
    place.oddFooter.center.text = "&P/&N"


def _add_sheet(book: Workbook, sheet: Sheet, title: str) -> None:
    place: Any = book.create_sheet(sheet.name[:_LONGEST_NAME])
    place.freeze_panes = "A2"
    for number, (_, width) in enumerate(sheet.columns, start=1):
        place.column_dimensions[get_column_letter(number)].width = width
    set_up_to_print(place, title, is_wide=sum(width for _, width in sheet.columns) > 95)
    place.append([_ruled(place, name, is_head=True) for name, _ in sheet.columns])
    for number, row in enumerate(sheet.rows):
        place.append([_ruled(place, value, is_strong=number in sheet.strong) for value in row])
    place.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _ruled(place: Any, value: Value, *, is_head: bool = False, is_strong: bool = False) -> Any:
    cell = typed_cell(place, value) or WriteOnlyCell(place)
    cell.border = _RULED
    cell.font = Font(name=TYPEFACE, size=12, bold=is_head or is_strong)
    if is_head:
        cell.alignment = _HEAD
    return cell
