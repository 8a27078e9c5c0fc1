"""Word documents in the layout of the printed papers: the only module of the site that imports python-docx.

It is handed lines and tables (`core.paper.word_reading` reads them from the printed copy) and sets them down.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core import localtime
from core.paper.layouts import Layout
from core.paper.typesetting import set_words
from core.paper.word_styles import TYPEFACE, lay_out_styles

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
__all__ = ["TYPEFACE", "WORD", "Cell", "Grid", "Line", "Look", "Piece", "Row", "WordPaper"]

_RULED_INNER_MARGIN_MM = 1.4  # as paper.css has it


@dataclass(frozen=True, slots=True)
class Look:
    """How a line stands: where nothing is said, as the body of the text does. `style` names a heading of Word."""

    align: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    leading: float = 0
    is_flat: bool = False
    keeps_next: bool = False
    above_mm: float = 0
    right_mm: float = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line."""

    text: str
    bold: bool = False
    italic: bool = False
    is_struck: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; `dots` is a line to write on by hand."""

    pieces: tuple[Piece, ...]
    look: Look
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over `span` columns; `low` ones end where the row ends."""

    lines: tuple[Line, ...]
    span: int = 1
    low: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row that stays whole; heads repeat on every page."""

    cells: tuple[Cell, ...]
    is_head: bool = False
    height_pt: float = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `shares` are the widths of its columns, of one. Without rules it sets blocks side by side."""

    shares: tuple[float, ...]
    rows: tuple[Row, ...]
    is_ruled: bool = True
    is_foot: bool = False


class WordPaper:
    """One document that is being put together; every method adds a part below what is there."""

    def __init__(self, layout: Layout, title: str, author: str, subject: str, *, is_landscape: bool = False) -> None:
        from docx import Document

        self._layout = layout
        self._document: Any = Document()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = set_words(title)[:255], set_words(author)[:255], ""
        properties.subject = set_words(subject)[:255]
        properties.language, properties.revision = "vi-VN", 1
        properties.last_modified_by, properties.created = properties.author, localtime.now()
        properties.modified = properties.created
        self._lay_out_page(is_landscape=is_landscape)
        lay_out_styles(self._document, layout)
        self._breaks_page = False

    def add_line(self, line: Line) -> None:
        """A paragraph of the body."""
        self._fill(self._paragraph(line.look.style), line)

    def add_grid(self, grid: Grid) -> None:
        """A table, and the small gap without which Word would join it to the next one; a foot stays with what is above."""
        if grid.is_foot and self._document.paragraphs:
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True
            self._keep_last_row()
        table = self._document.add_table(rows=0, cols=len(grid.shares))
        table.autofit = False
        widths = [self._width * share for share in grid.shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = _mm(width)
        if grid.is_ruled:
            table.style = self._document.styles["Table Grid"]
        self._set_inner_margins(table, _RULED_INNER_MARGIN_MM if grid.is_ruled else 0)
        for row in grid.rows:
            self._add_row(table, row, widths)
        self._fill(self._paragraph(), Line((), Look(size=self._layout.table_pt, is_flat=True)))

    def break_page(self) -> None:
        """What comes next stands on a new page."""
        self._breaks_page = True

    def content(self) -> bytes:
        """The finished file."""
        saved = io.BytesIO()
        self._document.save(saved)
        return saved.getvalue()

    def _lay_out_page(self, *, is_landscape: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        section, layout = self._document.sections[0], self._layout
        wide, high = (297, 210) if is_landscape else (210, 297)
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = _mm(wide), _mm(high)
        section.top_margin, section.bottom_margin = _mm(layout.margin_top_mm), _mm(layout.margin_bottom_mm)
        section.left_margin, section.right_margin = _mm(layout.margin_left_mm), _mm(layout.margin_right_mm)
        section.header_distance = _mm(layout.margin_top_mm / 2)
        section.different_first_page_header_footer = not layout.numbers_first_page
        self._width = wide - layout.margin_left_mm - layout.margin_right_mm
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = _mm(0)
        run = paragraph.add_run()
        run.font.size = _pt(layout.page_number_pt)
        for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
            self._add_field_part(run, kind, words)

    def _add_field_part(self, run: Any, kind: str, words: str) -> None:
        part = _element("w:fldChar" if kind else "w:instrText", **({"w:fldCharType": kind} if kind else {}))
        part.text = words or None
        run._r.append(part)  # noqa: SLF001  the library offers no fields

    def _add_row(self, table: Any, row: Row, widths: Sequence[float]) -> None:
        """Built from its elements: the library's own rows take a second for an appendix of 162 of them."""
        made = table._tbl._add_tr()  # noqa: SLF001
        properties = made.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if row.height_pt:
            properties.append(_element("w:trHeight", **{"w:val": str(round(row.height_pt * 20)), "w:hRule": "atLeast"}))
        if row.is_head:
            properties.append(_element("w:tblHeader"))
        place = 0
        for cell in row.cells:
            self._add_cell(made, table, cell, sum(widths[place : place + cell.span]))
            place += cell.span

    def _add_cell(self, row: Any, table: Any, cell: Cell, width: float) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.table import _Cell

        made = row._add_tc()  # noqa: SLF001  the library offers no cells over several columns without merging
        made.width = _mm(width)
        if cell.span > 1:
            made.grid_span = cell.span
        shown = _Cell(made, table)
        if cell.low:
            shown.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        first, *others = cell.lines or (Line((), Look(size=self._layout.table_pt, is_flat=True)),)
        self._fill(shown.paragraphs[0], first)
        for line in others:
            self._fill(shown.add_paragraph(), line)

    def _keep_last_row(self) -> None:
        """Where a table stands right above, its last row goes with the foot."""
        last = self._document.element.body.xpath("./*[position() = last() - 2][self::w:tbl]/w:tr[last()]//w:p")
        for paragraph in last:
            paragraph.get_or_add_pPr().get_or_add_keepNext()

    def _set_inner_margins(self, table: Any, side_mm: float) -> None:
        """As in the printed copies: what Word leaves beside the words of a cell breaks a date in two."""
        margins = _element("w:tblCellMar")
        for side in ("left", "right"):
            margins.append(_element(f"w:{side}", **{"w:w": str(_mm(side_mm).twips), "w:type": "dxa"}))
        after = table._tblPr.xpath("./w:tblLook")  # noqa: SLF001  the library offers no other way
        after[0].addprevious(margins)  # the schema knows one order

    def _paragraph(self, style: str = "") -> Any:
        paragraph = self._document.add_paragraph(style=style or None)
        if self._breaks_page:
            paragraph.paragraph_format.page_break_before, self._breaks_page = True, False
        return paragraph

    def _fill(self, paragraph: Any, line: Line) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER

        look, form = line.look, paragraph.paragraph_format
        if look.align:
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align)
        if look.is_flat:
            form.first_line_indent, form.space_after = _mm(0), _pt(0)
        if look.leading:
            form.line_spacing = _pt(look.leading)
        if look.above_mm:
            form.space_before = _mm(look.above_mm)
        if look.right_mm:
            form.right_indent = _mm(look.right_mm)
        if look.keeps_next:
            form.keep_with_next = True
        if line.dots:
            form.tab_stops.add_tab_stop(_mm(self._width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            paragraph.add_run("\t")
        for piece in line.pieces or (Piece(""),):
            self._run(paragraph, piece, look)

    def _run(self, paragraph: Any, piece: Piece, look: Look) -> None:
        run = paragraph.add_run(piece.text)
        run.bold, run.italic = (look.bold or piece.bold) or None, (look.italic or piece.italic) or None
        run.font.underline = (look.underline or piece.underline) or None
        run.font.strike = piece.is_struck or None
        if look.size and look.size != self._layout.body_pt:
            run.font.size = _pt(look.size)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def _mm(length: float) -> Any:
    from docx.shared import Mm

    return Mm(length)


def _pt(length: float) -> Any:
    from docx.shared import Pt

    return Pt(length)
