"""The Word face of a paper, read from the very document that is printed: no kind of paper needs a writer of its own.

What the style sheet says of a class for print, `_looks` says here for Word; a class that is not named stands as its
surroundings do, and a tag that no template of a paper uses is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from core.paper.layouts import Layout
from core.paper.word import Cell, Grid, Line, Look, Piece, Row, WordPaper

_BLOCKS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "div", "table"})
_INLINE: Final = frozenset({"b", "i", "s", "u", "span", "br", "svg"})
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")  # a no-break space is none of these
_WIDTH: Final = re.compile(r"width:\s*([\d.]+)%")
_BREAK: Final = Piece("\n")
_PLAIN: Final = Piece("")
_MARKUP: Final[dict[str, dict[str, Any]]] = {
    "b": {"bold": True},
    "i": {"italic": True},
    "s": {"is_struck": True},
    "u": {"underline": True},
}
_PAGE: Final = "page"
_STYLES: Final = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
_Part = Line | Grid | str


def word_of(html: str, layout: Layout, *, is_landscape: bool = False) -> bytes:
    """The printed document as DOCX: the same words in the same order, in the same layout."""
    from lxml.html import document_fromstring

    root = document_fromstring(html)
    author, subject = ("".join(root.xpath(f"//meta[@name='{name}']/@content")) for name in ("author", "description"))
    document = WordPaper(layout, root.findtext(".//title") or "", author, subject, is_landscape=is_landscape)
    for part in _Reader(layout).parts(root.find("body"), Look()):
        if isinstance(part, Grid):
            document.add_grid(part)
        elif isinstance(part, Line):
            document.add_line(part)
        else:
            document.break_page()
    return document.content()


class _Reader:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._looks = _looks(layout)

    def parts(self, element: Any, look: Look) -> Iterator[_Part]:
        """What stands in the element, one below the other: its own words, and the blocks between them."""
        words = [Piece(element.text or "")]
        for child in element:
            if child.tag in _BLOCKS:
                yield from _lines(words, look)
                yield from self._block(child, look)
                words = []
            elif child.tag == "colgroup":
                continue
            else:
                words.extend(self._pieces(child))
            words.append(Piece(child.tail or ""))
        yield from _lines(words, look)

    def _block(self, element: Any, outer: Look) -> Iterator[_Part]:
        classes = element.get("class", "").split()
        look = self._look(element, outer)
        if element.tag == "table":
            yield self._grid(element, classes, outer)
        elif "dots" in classes:
            yield Line((), replace(look, is_flat=True), dots=True)
        elif "room" not in classes:  # the name below it keeps the room
            if "appendix" in classes:
                yield _PAGE
            inside = list(self.parts(element, look))
            yield from inside
            if not inside and "name" in classes:
                yield Line((), look)

    def _look(self, element: Any, look: Look) -> Look:
        if element.tag in _STYLES:
            look = replace(look, style=_STYLES[element.tag])
            if element.tag == "h1" or look.align:
                look = replace(look, align="CENTER", is_flat=True)
        for name in element.get("class", "").split():
            look = replace(look, **self._looks.get(name, {}))
        return look

    def _pieces(self, element: Any, outer: Piece = _PLAIN) -> Iterator[Piece]:
        if element.tag not in _INLINE:
            raise ValueError(f"no Word for <{element.tag}>")
        if element.tag == "br":
            yield _BREAK
            return
        if element.tag == "svg":  # a picture is told in the words that it carries
            yield from (_BREAK, Piece(element.findtext("desc") or ""))
            return
        own = replace(outer, **_MARKUP.get(element.tag, {}))
        yield replace(own, text=element.text or "")
        for child in element:
            yield from self._pieces(child, own)
            yield replace(own, text=child.tail or "")

    def _grid(self, table: Any, classes: list[str], outer: Look) -> Grid:
        is_ruled = "ruled" in classes
        base = replace(outer, is_flat=True, style="", align="LEFT", keeps_next=False)
        if is_ruled or "charts" in classes:
            base = replace(base, size=self._layout.table_pt, leading=self._layout.table_line_pt)
        rows = tuple(
            Row(
                tuple(self._cell(cell, self._look(row, base)) for cell in row if cell.tag in ("td", "th")),
                is_head=row.getparent().tag == "thead",
                height_pt=42 if "by-hand" in row.get("class", "") else 0,
            )
            for row in table.iter("tr")
        )
        return Grid(_shares(table, rows), rows, is_ruled, is_foot="foot" in classes)

    def _cell(self, cell: Any, look: Look) -> Cell:
        look = self._look(cell, look)
        if cell.tag == "th":
            look = replace(look, align="CENTER", bold=True)
        lines = tuple(part for part in self.parts(cell, look) if isinstance(part, Line))
        return Cell(lines, int(cell.get("colspan", 1)), low="low" in cell.get("class", "").split())


def _lines(words: Iterable[Piece], look: Look) -> Iterator[Line]:
    """The words with white space folded, as a browser shows them; none where there is nothing but white space."""
    line: list[Piece] = []
    for piece in (*words, _BREAK):
        if piece is not _BREAK:
            line.append(piece)
            continue
        folded = _folded(line)
        if folded:
            yield Line(folded, look)
        line = []


def _folded(line: list[Piece]) -> tuple[Piece, ...]:
    folded: list[Piece] = []
    ends_blank = True
    for piece in line:
        text = _SPACE.sub(" ", piece.text)
        text = text[1:] if ends_blank and text.startswith(" ") else text
        if text:
            folded.append(replace(piece, text=text))
            ends_blank = text.endswith(" ")
    while folded and not folded[-1].text.rstrip(" "):
        folded.pop()
    if folded:
        folded[-1] = replace(folded[-1], text=folded[-1].text.rstrip(" "))
    return tuple(folded)


def _shares(table: Any, rows: tuple[Row, ...]) -> tuple[float, ...]:
    """The widths as the template gives them; what is left is shared by the columns without one."""
    count = max((sum(cell.span for cell in row.cells) for row in rows), default=1)
    named = [_WIDTH.search(one.get("style", "")) for one in table.xpath("./colgroup/col")]
    widths = [float(found[1]) if found else 0 for found in named][:count]
    widths += [0] * (count - len(widths))
    left = max(100 - sum(widths), 0) / max(widths.count(0), 1)
    whole = sum(width or left for width in widths)
    return tuple((width or left) / whole for width in widths)


def _looks(layout: Layout) -> dict[str, dict[str, Any]]:
    bold, leads = {"bold": True}, {"keeps_next": True}
    small = {"italic": True, "size": layout.table_pt}
    return {
        "issuer": {"size": layout.issuer_pt, "align": "CENTER"},
        "banner": {"size": layout.banner_pt, "align": "CENTER", "bold": True, "underline": True},
        "place": {"size": layout.place_and_date_pt, "align": "CENTER", "italic": True},
        "subject": {
            "size": layout.letter_subject_pt,
            "align": "CENTER",
            "italic": True,
            "leading": layout.narrow_line_pt,
        },
        "draft": bold | {"align": "CENTER"},
        "stamp": bold | {"align": "CENTER"},
        "heading": {"align": "CENTER", "is_flat": True},
        "abstract": bold | {"size": layout.abstract_pt},
        "to": {"align": "RIGHT", "right_mm": 3},
        "signature": {"align": "CENTER"},
        "authority": bold,
        "post": bold,
        "name": bold | {"above_mm": layout.signature_room_mm},
        "note": small,
        "recipients-title": {"size": layout.recipients_title_pt, "underline": True},
        "recipients": {"size": layout.recipients_list_pt, "leading": layout.narrow_line_pt},
        "c": {"align": "CENTER"},
        "r": {"align": "RIGHT"},
        "group": bold | leads,
        "part": bold | leads | {"align": "CENTER"},
        "total": bold,
        "caption": bold | leads | {"align": "LEFT"},
        "leads": leads | {"align": "LEFT"},
        "boxes": {"align": "LEFT"},
        "flat": {"is_flat": True},
        "particulars": {"align": "LEFT"},
        "remark": leads,
        "remark-title": bold | leads | {"align": "CENTER", "is_flat": True},
        "appendix-title": leads | {"align": "CENTER", "is_flat": True},
    }
