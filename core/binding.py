"""Binding papers to one pack: cover and contents in front, running page numbers, a mark, bookmarks, right-hand pages.

The papers stay as they were printed; numbers and marks are laid over them, so that no paper is printed a second time.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from core.outlines import Mark, entry_of, headings_of
from core.pdf import html_to_pdf

_A4: Final = (595.28, 841.89)
_AT_ONCE: Final = 300  # pages of marks rendered in one go


@dataclass(frozen=True, slots=True)
class Bound:
    """One paper of the pack: how contents and bookmarks call it, under which heading, and where its bytes are."""

    title: str
    group: str
    read: Callable[[], bytes]


def bind(
    papers: Sequence[Bound],
    *,
    title: str,
    front: Callable[[Sequence[int]], bytes],
    mark: str = "",
    two_sided: bool = False,
) -> bytes:
    """The pack as one PDF. `front` prints cover and contents for the page numbers on which the papers begin."""
    import pikepdf

    counts = [_count(paper.read()) for paper in papers]
    leading = front([1] * len(papers))
    starts = _starts(_count(leading), counts, two_sided)
    leading = front(starts)
    starts = _starts(_count(leading), counts, two_sided)
    bound = io.BytesIO()
    with pikepdf.new() as whole:
        whole.Root.Lang = pikepdf.String("vi")
        whole.docinfo["/Title"] = title
        _extend(whole, leading)
        _take_author(whole, leading)
        headings: list[tuple[Mark, ...]] = []
        numbered: list[tuple[int, bool]] = []
        for paper, start in zip(papers, starts, strict=True):
            while len(whole.pages) < start - 1:
                whole.add_blank_page(page_size=_A4)
            first = len(whole.pages)
            headings.append(_extend(whole, paper.read()))
            numbered += [(page, page == first) for page in range(first, len(whole.pages))]
        _lay_numbers(whole, numbered, mark)
        _add_bookmarks(whole, papers, starts, headings)
        whole.save(bound, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return bound.getvalue()


def _starts(front_pages: int, counts: Sequence[int], two_sided: bool) -> list[int]:
    """The page on which each paper begins, the cover being page 1; on right-hand pages alone, where it is two-sided."""
    starts, following = [], front_pages + 1
    for count in counts:
        if two_sided and following % 2 == 0:
            following += 1
        starts.append(following)
        following += count
    return starts


def _count(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _extend(whole: Any, pdf: bytes) -> tuple[Mark, ...]:
    """Add the pages; what comes back are the headings that the paper had for bookmarks."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        whole.pages.extend(opened.pages)
        return headings_of(opened)


def _take_author(whole: Any, front: bytes) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(front)) as opened:
        whole.docinfo["/Author"] = str(opened.docinfo.get("/Author", ""))


def _lay_numbers(whole: Any, numbered: Sequence[tuple[int, bool]], mark: str) -> None:
    """The running number at the foot of each page of a paper, the mark at its head; lying pages keep their way."""
    import pikepdf

    for begin in range(0, len(numbered), _AT_ONCE):
        part = numbered[begin : begin + _AT_ONCE]
        sizes = [_is_lying(whole.pages[page]) for page, _ in part]
        marks = html_to_pdf(_marks(part, sizes, mark))
        with pikepdf.open(io.BytesIO(marks)) as laid:
            for (page, _), over in zip(part, laid.pages, strict=True):
                whole.pages[page].add_overlay(over)


def _is_lying(page: Any) -> bool:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    return right - left > top - bottom


def _marks(part: Sequence[tuple[int, bool]], lying: Sequence[bool], mark: str) -> str:
    sheets = "".join(
        f'<section class="{"lying" if is_lying else "standing"}"><div class="number">{page + 1}</div>'
        + (f'<div class="mark">{escape(mark)}</div>' if mark and is_first else "")
        + "</section>"
        for (page, is_first), is_lying in zip(part, lying, strict=True)
    )
    return f'<!DOCTYPE html><html lang="vi"><head><style>{_STYLE}</style></head><body>{sheets}</body></html>'


_STYLE: Final = """
@font-face { font-family: "Tinos"; src: url("bundled:tinos-regular.ttf") }
@font-face { font-family: "Tinos"; font-weight: bold; src: url("bundled:tinos-bold.ttf") }
@page standing { size: 210mm 297mm; margin: 0 }
@page lying { size: 297mm 210mm; margin: 0 }
body { margin: 0; font: 11pt/12pt "Tinos" }
section { position: relative; break-after: page }
section:last-child { break-after: auto }
.standing { page: standing; width: 210mm; height: 296mm }
.lying { page: lying; width: 297mm; height: 209mm }
.number { position: absolute; right: 15mm; bottom: 7mm }
.mark { position: absolute; right: 15mm; top: 7mm; font: bold 10pt/12pt "Tinos"; border: .6pt solid black; padding: 1pt 4pt }
"""


def _add_bookmarks(
    whole: Any, papers: Sequence[Bound], starts: Sequence[int], headings: Sequence[tuple[Mark, ...]]
) -> None:
    """Every paper, under its heading of the agenda where it has one, with its own headings below it."""
    import pikepdf

    with whole.open_outline() as outline:
        heading = None
        for paper, start, own in zip(papers, starts, headings, strict=True):
            item = entry_of(paper.title, start - 1, own)
            if not paper.group:
                heading = None
                outline.root.append(item)
                continue
            if heading is None or heading.title != paper.group:
                heading = pikepdf.OutlineItem(paper.group, start - 1)
                outline.root.append(heading)
            heading.children.append(item)
