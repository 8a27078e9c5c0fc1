"""A catalogue as a workbook that can be changed and imported again."""

from openpyxl.cell import WriteOnlyCell

from core.text import plain_text
from core.workbook_files import bytes_of, new_book
from reviews.models import Catalogue, IndicatorGroup

HEADINGS = ("Biểu hiện số", "Mục số", "Nội dung", "Đã đối chiếu văn bản gốc")
_NAME = "Danh mục"
WIDTHS = (14, 10, 110, 26)


def rows_of(catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """A row for each manifestation (without "Mục số"), followed by its items."""
    rows = []
    for group in catalogue.groups.prefetch_related("items"):
        confirmed = group.status == IndicatorGroup.Status.CONFIRMED
        rows.append((str(group.number), "", group.text, _words(confirmed)))
        rows += [
            (str(group.number), str(item.number), item.text, _words(item.checked_against_original))
            for item in group.items.all()
        ]
    return rows


def to_xlsx(catalogue: Catalogue) -> bytes:
    """The workbook; every cell is text, so that nothing typed is taken for a formula."""
    book = new_book(_NAME)
    sheet = book.create_sheet(_NAME)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in (HEADINGS, *rows_of(catalogue)):
        cells = [WriteOnlyCell(sheet, value=plain_text(value)) for value in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    return bytes_of(book)


def _words(checked: bool) -> str:
    return "có" if checked else "không"
