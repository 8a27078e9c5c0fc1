"""The register of outgoing papers as a workbook."""

from collections.abc import Iterable
from typing import Final

from core.localtime import local_day
from core.workbook_files import workbook
from core.workbooks import Sheet, Value
from reviews.models import PaperNumber

MOST_ROWS: Final = 20_000
_NAME: Final = "Sổ văn bản đi"
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


def to_xlsx(numbers: Iterable[PaperNumber]) -> bytes:
    """The numbers in their order, numbers as numbers and days as days; the head stays in view and can be filtered."""
    return workbook([Sheet(_NAME, _COLUMNS, tuple(_values(one) for one in numbers))], _NAME)


def _values(one: PaperNumber) -> tuple[Value, ...]:
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
