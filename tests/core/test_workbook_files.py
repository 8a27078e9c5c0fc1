"""Workbooks: typed cells, heads in view, one page wide in print, and what was typed stays text."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.workbook_files import workbook
from core.workbooks import Sheet

COLUMNS = (("TT", 6), ("Tên", 80), ("Ngày", 12), ("Số", 12))
ROWS = ((1, "Chi bộ Đông", date(2026, 2, 5), Decimal("1234.5")), (2, "Cộng", None, 0))


@pytest.fixture(scope="module")
def sheet():
    content = workbook([Sheet("Bảng", COLUMNS, ROWS, frozenset({1}))], "Bảng tổng hợp A & B")
    return load_workbook(io.BytesIO(content))["Bảng"]


def test_numbers_are_numbers_and_days_are_days(sheet):
    assert [cell.value for cell in sheet[2]] == [1, "Chi bộ Đông", datetime(2026, 2, 5), 1234.5]
    assert [cell.number_format for cell in sheet[2]][2:] == ["dd/mm/yyyy", "#,##0.###"]
    assert (sheet["B3"].font.bold, sheet["B2"].font.bold, sheet["D3"].value) == (True, False, 0)


def test_heads_stay_in_view_are_filtered_and_printed_on_every_page_of_a4(sheet):
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:D3", "$1:$1")
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == "Bảng tổng hợp A && B"
    assert sheet.column_dimensions["B"].width == 80


@pytest.mark.parametrize(
    "typed", ["=1+1", "+84 912", "-5 %", "@SUM(A1)", '=HYPERLINK("http://x")', "=\x07cmd|' /C calc'!A0"]
)
def test_what_was_typed_is_never_a_formula(typed):
    content = workbook([Sheet("Bảng", (("Ô", 10),), ((typed,),))], "Bảng")
    cell = load_workbook(io.BytesIO(content))["Bảng"]["A2"]

    assert (cell.data_type, cell.value) == ("s", typed.replace("\x07", ""))
