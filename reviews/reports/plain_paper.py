"""A paper of plain parts: texts, points and at most one table. Kinds that need no layout of their own are made of it."""

from dataclasses import dataclass
from typing import ClassVar

from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.workbooks import Sheet, Value


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered heading with its text."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PlainPaper:
    """What stands under a head: `columns` are names and widths in percent, `strong` the rows (from 0) in bold.

    With `by_hand` the rows are high enough to sign in. Two signatures stand side by side, one alone on the right.
    """

    TEMPLATE: ClassVar[str] = "reports/plain_paper.html"

    head: LetterHead
    heading: Heading
    opening: str
    signatures: tuple[Signature, ...]
    addressees: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    strong: frozenset[int] = frozenset()
    closing: str = ""
    recipients: Recipients | None = None
    by_hand: bool = False
    edition: str = ""

    @property
    def signature(self) -> Signature:
        """Who signs on the right."""
        return self.signatures[-1]

    @property
    def lines(self) -> list[tuple[bool, tuple[Value, ...]]]:
        """The rows with whether they are in bold."""
        return [(number in self.strong, row) for number, row in enumerate(self.rows)]

    @property
    def document_title(self) -> str:
        """Title and abstract, for the file's properties."""
        return self.heading.in_one_line

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The table for Excel, its widths in letters."""
        columns = tuple((name, max(width, 8)) for name, width in self.columns)
        return (Sheet(self.heading.title.capitalize(), columns, self.rows, self.strong),)


@dataclass(frozen=True, slots=True)
class WidePaper(PlainPaper):
    """The same in landscape."""

    IS_LANDSCAPE: ClassVar[bool] = True
