"""The list of remediation items as a workbook: numbers as numbers, days as days, and nothing typed taken for a formula."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.workbook_files import bytes_of, new_book, set_up_to_print, typed_cell
from reviews.models import RemediationItem
from reviews.rules.remediation import REACHED, share_reached
from reviews.states import MeasureKind

MOST_ROWS: Final = 20_000
_NAME: Final = "Việc khắc phục"
COLUMNS: Final = (
    ("TT", 6),
    ("Việc phải làm", 60),
    ("Hạn chế, khuyết điểm", 50),
    ("Nguồn việc", 20),
    ("Đơn vị", 32),
    ("Bản cá nhân của", 24),
    ("Lĩnh vực", 22),
    ("Người thực hiện", 26),
    ("Thời hạn", 12),
    ("Hạn ban đầu", 12),
    ("Số lần gia hạn", 10),
    ("Trạng thái", 20),
    ("Ngày hoàn thành", 12),
    ("Đúng hạn", 10),
    ("Đơn vị tính", 12),
    ("Số đầu kỳ", 12),
    ("Mục tiêu", 12),
    ("Hiện nay", 12),
    ("Đạt (%)", 10),
)
_ON_TIME: Final = {True: "Đúng hạn", False: "Chậm", None: ""}


def to_xlsx(items: Iterable[RemediationItem]) -> bytes:
    """The items, in their order (`with_review`, `with_reading`); the head stays in view and can be filtered."""
    book = new_book(_NAME)
    sheet: Any = book.create_sheet(_NAME)
    sheet.freeze_panes = "C2"
    for place, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    set_up_to_print(sheet, _NAME, is_wide=True)
    sheet.append([_heading(sheet, name) for name, _ in COLUMNS])
    last = 1
    for last, item in enumerate(items, start=2):
        sheet.append([typed_cell(sheet, value) for value in _values(last - 1, item)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    return bytes_of(book)


def _values(number: int, item: RemediationItem) -> Iterator[Any]:
    review, reading = item.plan.review, getattr(item, "latest_reading", None)
    yield number
    yield item.action
    yield item.limitation if item.cadre_id is None else ""  # what a person admits is read in the person's own review
    yield item.get_kind_display()
    yield review.unit.name
    yield review.cadre.full_name if review.cadre else ""
    yield item.field.name if item.field else ""
    yield item.owner_cadre.full_name if item.owner_cadre else item.owner_text
    yield item.due_on
    yield item.first_due_on
    yield item.extensions
    yield item.get_state_display()
    yield item.done_on
    yield _ON_TIME[item.on_time]
    yield item.measure_unit
    stands = REACHED.get(int(reading)) if reading is not None and item.measure_kind == MeasureKind.YES_NO else reading
    yield from (item.baseline, item.target, stands, share_reached(item.baseline, item.target, reading))


def _heading(sheet: Any, name: str) -> Any:
    cell = typed_cell(sheet, name)
    cell.font = Font(bold=True)
    return cell
