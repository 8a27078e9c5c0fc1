"""What the faces of a paper say, to be compared: the words of PDF and Word, the cells of Excel."""

import io
import re
from collections import Counter
from datetime import date, datetime
from html import unescape
from typing import Any

from docx import Document
from openpyxl import load_workbook

from core import formats
from core.bars import draw
from reviews.reports.rendering import Paper, render_excel, render_word
from tests.core.pdf_reading import folded

_DRAWN = re.compile("[☐☑☒✓✔✗…]")  # marks are drawn in print, not written


def words(text: str) -> Counter[str]:
    return Counter(_DRAWN.sub(" ", text).split())


def opened_word(paper: Paper) -> Any:
    return Document(io.BytesIO(render_word(paper)))


def text_of_word(paper: Paper) -> str:
    """Everything in the body, the cells of tables included, in the order of the file."""
    return _text(opened_word(paper).element.body.xpath(".//w:p"))


def _text(paragraphs: list[Any]) -> str:
    return folded(" ".join("".join(t.text or "" for t in p.iter() if t.tag.endswith("}t")) for p in paragraphs))


def cells_of_excel(paper: Paper) -> list[list[str]]:
    """The rows under the heads as they would be printed; nothing in them is a formula."""
    book = load_workbook(io.BytesIO(render_excel(paper)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return [
        [_printed(value) for value in row] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def _printed(value: Any) -> str:
    if isinstance(value, datetime):
        return formats.day(value.date())
    if isinstance(value, date):
        return formats.day(value)
    return formats.number(value) if isinstance(value, int | float) else folded(value or "")


def assert_faces_agree(paper: Any, printed: str, *, is_table: bool = False) -> None:
    """Word has the words of the printed copy, all and no others; every cell of Excel stands in it."""
    document = opened_word(paper)
    typed = _text(document.element.body.xpath(".//w:p"))
    charts = _charts(paper)  # a picture stands in Word as the sentence that tells it
    more = words(typed) - words(" ".join(chart.words for chart in charts)) - words(printed)
    less = words(printed) - words(typed)
    not_in_word = _words_of_heads(document) | _words_drawn(charts)  # heads are printed on every page
    assert (more, set(less) - not_in_word) == (Counter(), set())
    if is_table:
        assert [cell for row in cells_of_excel(paper) for cell in row if cell not in printed] == []


def _words_of_heads(document: Any) -> set[str]:
    return set(words(_text(document.element.body.xpath(".//w:tr[w:trPr/w:tblHeader]//w:p"))))


def _charts(paper: Any) -> list[Any]:
    galleries = getattr(paper, "galleries", ())
    return [*getattr(paper, "totals", ()), *(chart for gallery in galleries for chart in gallery.charts)]


def _words_drawn(charts: list[Any]) -> set[str]:
    drawn = " ".join(draw(chart, "x") for chart in charts)
    return set(words(" ".join(unescape(text) for text in re.findall("<text[^>]*>([^<]*)</text>", drawn))))
