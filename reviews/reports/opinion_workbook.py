"""Opinions as a workbook: an empty one to fill in and import, and the register with its answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from core import formats
from core.text import plain_text
from core.workbook_files import bytes_of, new_book
from reviews.models import Opinion
from reviews.states import OpinionSource

HEADINGS: Final = (
    "TT",
    "Nơi, người góp ý",
    "Loại nguồn",
    "Ngày nhận",
    "Nội dung góp ý",
    "Nhóm nội dung",
    "Mục liên quan",
)
ANSWER_HEADINGS: Final = ("Kết quả", "Tiếp thu, giải trình", "Mục đã sửa")
_NAME: Final = "Góp ý"
_WIDTHS: Final = (6, 34, 20, 13, 80, 28, 40, 14, 80, 40)


def empty_form(sections: Mapping[str, str]) -> bytes:
    """The columns that the import reads, and beside them what may be written in two of them."""
    book = new_book(_NAME)
    _sheet(book, _NAME, [HEADINGS])
    kinds = list(OpinionSource.labels)
    lists = [("Loại nguồn", "Mục liên quan"), *_side_by_side(kinds, list(sections.values()))]
    _sheet(book, "Cách ghi", lists, widths=(24, 90))
    return bytes_of(book)


def to_xlsx(opinions: Iterable[Opinion], sections: Mapping[str, str]) -> bytes:
    """The opinions with their answers; every cell is text, so that nothing typed is taken for a formula."""
    book = new_book(_NAME)
    rows = [
        (
            str(one.number),
            one.source_name,
            kind_words(one.source_kind),
            formats.day(one.received_on),
            one.text,
            one.group,
            sections.get(one.section_key, ""),
            one.get_outcome_display(),
            one.reply,
            sections.get(one.changed_section_key, ""),
        )
        for one in opinions
    ]
    _sheet(book, _NAME, [(*HEADINGS, *ANSWER_HEADINGS), *rows])
    return bytes_of(book)


def kind_words(kind: str) -> str:
    """The Vietnamese word of a kind of source; nothing for one that is not known."""
    return str(OpinionSource(kind).label) if kind in OpinionSource else ""


def _sheet(book: Workbook, title: str, rows: Iterable[Sequence[str]], *, widths: Sequence[int] = _WIDTHS) -> None:
    sheet = book.create_sheet(title)
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=plain_text(value)) for value in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)


def _side_by_side(left: list[str], right: list[str]) -> Iterable[tuple[str, str]]:
    for at in range(max(len(left), len(right))):
        yield (left[at] if at < len(left) else "", right[at] if at < len(right) else "")
