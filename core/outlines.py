"""Bookmarks of merged PDFs: each paper's entry, and under it the headings that the paper was printed with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """One bookmark of a paper: its page, from 0, how far up that page it points, and those under it."""

    title: str
    page: int
    top: float | None
    children: tuple["Mark", ...] = ()


def headings_of(opened: Any) -> tuple[Mark, ...]:
    """The bookmarks of an opened paper. Its title, over all others, is left out: the paper's own entry names it."""
    marks = marks_of(opened)
    return marks[0].children if len(marks) == 1 else marks


def marks_of(opened: Any) -> tuple[Mark, ...]:
    """All bookmarks of an opened paper or of a part of one."""
    pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
    with opened.open_outline() as outline:
        return tuple(_marks(outline.root, pages))


def entry_of(title: str, first_page: int, headings: tuple[Mark, ...]) -> Any:
    """The entry of a paper that begins on this page of the whole, closed over its headings."""
    import pikepdf

    entry = pikepdf.OutlineItem(title, first_page)
    entry.is_closed = bool(headings)
    entry.children.extend(items_of(headings, first_page))
    return entry


def _marks(items: Any, pages: dict[tuple[int, int], int]) -> Iterator[Mark]:
    for item in items:
        page, *place = item.destination  # where it has a point (XYZ): from the left, from the foot, either may be null
        top = float(place[2]) if len(place) > 2 and place[2] is not None else None
        yield Mark(str(item.title), pages[page.objgen], top, tuple(_marks(item.children, pages)))


def items_of(marks: tuple[Mark, ...], first_page: int) -> Iterator[Any]:
    """The same bookmarks where their paper begins on this page of the whole."""
    import pikepdf

    for mark in marks:
        item = pikepdf.OutlineItem(mark.title, first_page + mark.page, "XYZ", top=mark.top)
        item.children.extend(items_of(mark.children, first_page))
        yield item
