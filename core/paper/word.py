"""Papers as Word documents in the layout of the printed ones: the only module of the site that imports python-docx.

A paper hands over its parts (`core.paper.parts`) and texts in the order in which they stand; what is typed goes through
the same typesetting as in print, so that both copies say the same, letter for letter.
"""

import io
from collections.abc import Collection, Sequence
from typing import Any, Final

from core import localtime
from core.paper.layouts import Layout
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.paper.typesetting import set_words
from core.templatetags.paper import balanced, capitals, paragraphs

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPEFACE: Final = "Times New Roman"  # what every office PC has; its letters are as wide as those of the printed copies
_LEFT_OF_TWO: Final = 0.46
_DASHES: Final = "-----"
_NARROW: Final = 15  # points from line to line where the letters are smaller than those of the text


class WordPaper:
    """One document that is being put together; every method adds a part below what is there."""

    def __init__(self, layout: Layout, title: str, author: str) -> None:
        from docx import Document

        self._layout = layout
        self._document: Any = Document()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = set_words(title)[:255], set_words(author)[:255], ""
        properties.language, properties.revision = "vi-VN", 1
        properties.last_modified_by, properties.created = properties.author, localtime.now()
        properties.modified = properties.created
        self._lay_out_page()
        self._lay_out_text()

    def add_head(self, head: LetterHead) -> None:
        """The head of page one in two columns: issuer and number left, the Party's name, place and date right."""
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE

        layout, centre = self._layout, WD_ALIGN_PARAGRAPH.CENTER
        table = self._blocks(rows=3 if head.subject or head.draft or head.marks else 2)
        left, right = table.rows[0].cells
        for line in balanced(capitals(head.upper)) if head.upper else []:
            self._line(left, line, centre, layout.issuer_pt)
        for line in balanced(capitals(head.issuer)):
            self._line(left, line, centre, layout.issuer_pt, bold=True)
        banner = self._line(right, layout.banner, centre, layout.banner_pt, bold=True)
        banner.runs[0].font.underline = WD_UNDERLINE.SINGLE
        left, right = table.rows[1].cells
        right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM  # the date stands beside the number
        if head.symbol:
            self._line(left, "*", centre, layout.issuer_pt)
            self._line(left, head.number_line, centre, layout.issuer_pt)
        self._line(right, head.place_and_date, centre, layout.place_and_date_pt, italic=True)
        left, right = table.rows[-1].cells
        if head.subject:
            self._line(left, head.subject, centre, layout.letter_subject_pt, italic=True, leading=_NARROW)
        if head.draft:
            self._line(left, f"Dự thảo lần {head.draft}", centre, layout.body_pt, bold=True)
        for mark in head.marks:
            self._line(right, capitals(mark), centre, layout.body_pt, bold=True)
        self._gap()  # two tables without anything between are one for Word

    def add_heading(self, heading: Heading) -> None:
        """Title and abstract, centred; the dashes below."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        centre = WD_ALIGN_PARAGRAPH.CENTER
        self._line(self._document, capitals(heading.title), centre, self._layout.title_pt, bold=True)
        for line in heading.abstract.splitlines():
            self._line(self._document, line, centre, self._layout.abstract_pt, bold=True)
        self._line(self._document, _DASHES, centre, self._layout.body_pt)

    def add_addressees(self, names: Sequence[str]) -> None:
        """`Kính gửi:` with one name, or a list of them."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        left, right = self._blocks(0.3).rows[0].cells
        self._line(left, "Kính gửi:", WD_ALIGN_PARAGRAPH.RIGHT, self._layout.body_pt)
        ends = [*[","] * (len(names) - 1), "."]
        for name, end in zip(names, ends, strict=True):
            words = name if len(names) == 1 else f"- {name}{end}"
            line = self._line(right, words, WD_ALIGN_PARAGRAPH.LEFT, self._layout.body_pt)
            line.paragraph_format.left_indent = Mm(3)
        self._gap()

    def add_text(self, text: str) -> None:
        """The paragraphs of a typed text."""
        for words in paragraphs(text):
            self._run(self._paragraph(), words)

    def add_labelled(self, label: str, text: str) -> None:
        """`- Label: text`, the label in italics, further paragraphs below; nothing where there is no text."""
        for number, words in enumerate(paragraphs(text)):
            paragraph = self._paragraph()
            if number == 0:
                self._run(paragraph, "- ")
                self._run(paragraph, f"{label}:", italic=True)
                self._run(paragraph, " ")
            self._run(paragraph, words)

    def add_point(self, words: str) -> None:
        """A numbered point in bold, never alone at the foot of a page."""
        paragraph = self._paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, words, bold=True)

    def add_table(
        self,
        heads: Sequence[str],
        shares: Sequence[float],
        rows: Sequence[Sequence[str]],
        centred: Collection[int] = (0,),
    ) -> None:
        """A ruled table whose heads repeat on every page; `shares` are the widths of the columns, of one."""
        table = self._table(shares, len(rows) + 1)
        table.style = self._document.styles["Table Grid"]
        self._repeat_on_every_page(table.rows[0])
        for row, cells in zip(table.rows, [heads, *rows], strict=True):
            for number, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
                self._fill_cell(cell, words, is_head=cells is heads, is_centred=number in centred)
        self._gap()

    def add_foot(self, signature: Signature, recipients: Recipients | None) -> None:
        """Recipients left, the signature block right with room for the hand; on one page, with the lines above."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        layout, centre = self._layout, WD_ALIGN_PARAGRAPH.CENTER
        if self._document.paragraphs:
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        left, right = self._blocks().rows[0].cells
        if recipients is not None:
            title = self._line(left, "Nơi nhận:", WD_ALIGN_PARAGRAPH.LEFT, layout.recipients_title_pt)
            title.runs[0].font.underline = True
            for words in recipients.printed:
                self._line(left, words, WD_ALIGN_PARAGRAPH.LEFT, layout.recipients_list_pt, leading=_NARROW)
        for words in (signature.authority, signature.post):
            if words:
                self._line(right, capitals(words), centre, layout.body_pt, bold=True)
        if signature.note:
            self._line(right, signature.note, centre, layout.table_pt, italic=True)
        name = self._line(right, signature.name, centre, layout.body_pt, bold=True)
        name.paragraph_format.space_before = Mm(layout.signature_room_mm)

    def content(self) -> bytes:
        """The finished file."""
        saved = io.BytesIO()
        self._document.save(saved)
        return saved.getvalue()

    def _lay_out_page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        section, layout = self._document.sections[0], self._layout
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(layout.margin_top_mm), Mm(layout.margin_bottom_mm)
        section.left_margin, section.right_margin = Mm(layout.margin_left_mm), Mm(layout.margin_right_mm)
        section.header_distance = Mm(layout.margin_top_mm / 2)
        section.different_first_page_header_footer = True  # numbered from the second page on
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Mm(0)
        number = self._run(paragraph, "", size=layout.page_number_pt)
        for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
            self._field_part(number, kind, words)

    def _field_part(self, run: Any, kind: str, words: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run.element.append(part)

    def _lay_out_text(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        style, layout = self._document.styles["Normal"], self._layout
        style.font.name, style.font.size = TYPEFACE, Pt(layout.body_pt)
        self._name_typeface(style.element)
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "vi-VN")
        form = style.paragraph_format
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.line_pt)
        form.first_line_indent, form.space_before = Mm(layout.first_line_indent_mm), Pt(0)
        form.space_after, form.widow_control = Pt(layout.paragraph_gap_pt), True

    def _name_typeface(self, styled: Any) -> None:
        """For every script: Word takes Vietnamese letters from the typeface for other scripts where only one is named."""
        from docx.oxml.ns import qn

        fonts = styled.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), TYPEFACE)

    def _blocks(self, share: float = _LEFT_OF_TWO, rows: int = 1) -> Any:
        """Two blocks side by side, as wide as the text: without the inner margin that Word gives a cell."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        table = self._table((share, 1 - share), rows)
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), "0")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        table._tblPr.append(margins)  # noqa: SLF001  the library offers no other way
        return table

    def _table(self, shares: Sequence[float], rows: int) -> Any:
        from docx.shared import Mm

        width = 210 - self._layout.margin_left_mm - self._layout.margin_right_mm
        table = self._document.add_table(rows=rows, cols=len(shares))
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Mm(width * share)
        for row in table.rows:
            self._keep_whole(row)
            for cell, share in zip(row.cells, shares, strict=True):
                cell.width = Mm(width * share)
        return table

    def _keep_whole(self, row: Any) -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  the library offers no other way

    def _repeat_on_every_page(self, row: Any) -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  the library offers no other way

    def _fill_cell(self, cell: Any, words: str, *, is_head: bool, is_centred: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        place = WD_ALIGN_PARAGRAPH.CENTER if is_head or is_centred else WD_ALIGN_PARAGRAPH.LEFT
        for line in words.splitlines() or [""]:
            self._line(cell, line, place, self._layout.table_pt, bold=is_head, leading=_NARROW)

    def _gap(self) -> None:
        self._line(self._document, "", None, self._layout.table_pt)

    def _paragraph(self) -> Any:
        return self._document.add_paragraph()

    def _line(
        self,
        place: Any,
        words: str,
        alignment: Any,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        leading: float = 0,
    ) -> Any:
        """A line of a block: no indent, no gap; the first one of a cell takes the paragraph that the cell has already."""
        from docx.shared import Mm, Pt

        is_new_cell = place is not self._document and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
        paragraph = place.paragraphs[0] if is_new_cell else place.add_paragraph()
        paragraph.alignment = alignment
        paragraph.paragraph_format.first_line_indent = Mm(0)
        paragraph.paragraph_format.space_after = Pt(0)
        if leading:
            paragraph.paragraph_format.line_spacing = Pt(leading)
        self._run(paragraph, words, size=size, bold=bold, italic=italic)
        return paragraph

    def _run(self, paragraph: Any, words: str, *, size: float = 0, bold: bool = False, italic: bool = False) -> Any:
        from docx.shared import Pt

        run = paragraph.add_run(set_words(words))
        run.bold, run.italic = bold or None, italic or None
        if size and size != self._layout.body_pt:
            run.font.size = Pt(size)
        return run
