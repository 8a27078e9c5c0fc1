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
    pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
    with opened.open_outline() as outline:
        marks = tuple(_marks(outline.root, pages))
    return marks[0].children if len(marks) == 1 else marks


def entry_of(title: str, first_page: int, headings: tuple[Mark, ...]) -> Any:
    """The entry of a paper that begins on this page of the whole, closed over its headings."""
    import pikepdf

    entry = pikepdf.OutlineItem(title, first_page)
    entry.is_closed = bool(headings)
    entry.children.extend(_items(headings, first_page))
    return entry


def _marks(items: Any, pages: dict[tuple[int, int], int]) -> Iterator[Mark]:
    for item in items:
        page, *place = item.destination  # where it has a point (XYZ): from the left, from the foot, either may be null
        top = float(place[2]) if len(place) > 2 and place[2] is not None else None
        yield Mark(str(item.title), pages[page.objgen], top, tuple(_marks(item.children, pages)))


def _items(marks: tuple[Mark, ...], first_page: int) -> Iterator[Any]:
    import pikepdf

    for mark in marks:
        item = pikepdf.OutlineItem(mark.title, first_page + mark.page, "XYZ", top=mark.top)
        item.children.extend(_items(mark.children, first_page))
        yield item
