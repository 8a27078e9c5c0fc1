"""A paper with a table of thousands of rows, taken apart so that it can be printed part by part.

Laid out as a whole, such a table needs memory by the row. A part needs that of some hundred rows, and goes on where the
part before it began a page: what comes out are the pages that the whole would have had.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

ROWS_AT_ONCE: Final = 500

_ROW: Final = re.compile(r"<tr\b.*?</tr>\s*", re.DOTALL)
_ROWS: Final = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
_ON_EVERY_PAGE: Final = re.compile(r'<div class="seal">.*?</div></div>', re.DOTALL)
_NEVER_CLOSED: Final = frozenset({"br", "col", "hr", "img", "meta"})
_NAME: Final = "row-"


@dataclass(frozen=True, slots=True)
class LongTable:
    """`again` is what a part begins with that goes on: the paper's properties, and the head of the table."""

    before: str
    again: str
    rows: tuple[str, ...]
    after: str
    rows_at_once: int

    def part(self, first: int) -> str:
        """The document with the rows from this one on (0: the first), as many as are laid out at once; each has a name.

        The last of them has what follows the table too. Where it ends before, the open elements are closed by the parser.
        """
        rows = enumerate(self.rows[first : first + self.rows_at_once], first)
        named = (row.replace("<tr", f'<tr id="{_NAME}{number}"', 1) for number, row in rows)
        beginning = self.again if first else self.before
        return beginning + "".join(named) + (self.after if self.is_last(first) else "")

    def is_last(self, first: int) -> bool:
        """Whether the part from this row on is the last one."""
        return first + self.rows_at_once >= len(self.rows)


def long_table(html: str, rows_at_once: int = ROWS_AT_ONCE) -> LongTable | None:
    """The longest table of the document, taken apart; None where it is not longer than what is laid out at once.

    The markup is that of our own templates, in which typed text cannot write a tag.
    """
    tables = [found for found in _ROWS.finditer(html) if found[1].count("</tr>") > rows_at_once]
    longest = max(tables, key=lambda found: found[1].count("</tr>"), default=None)
    if longest is None or "<table" in longest[1] or "<body>" not in html:
        return None
    before, after = html[: longest.start(1)], html[longest.end(1) :]
    top, body, content = before.partition("<body>")
    sticking = "".join(_ON_EVERY_PAGE.findall(content))
    head = content[content.rindex("<table") :]
    again = f"{top}{body}{sticking}{_open_elements(content[: -len(head)])}{head}"
    return LongTable(before, again, tuple(_ROW.findall(longest[1])), after, rows_at_once)


def rows_begun_on(anchors: dict[str, object]) -> list[int]:
    """The rows that stand on a page, by the names that the engine found there."""
    return sorted(int(name.removeprefix(_NAME)) for name in anchors if name.startswith(_NAME))


def last_clean_break(pages: list[list[int]]) -> int | None:
    """The last page, from 0, that begins with a row and not with the rest of one; None where there is no such page.

    `pages` are the rows on each page; a row that was parted stands on both. The first page is no break.
    """
    breaks = (at for at in range(len(pages) - 1, 0, -1) if pages[at] and pages[at][0] not in pages[at - 1])
    return next(breaks, None)


class _Open(HTMLParser):
    """The elements that are open at the end of what was fed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _NEVER_CLOSED:
            self.tags.append((tag, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.tags and self.tags.pop()[0] != tag:
            pass


def _open_elements(html: str) -> str:
    parser = _Open()
    parser.feed(html)
    return "".join(text for _, text in parser.tags)
