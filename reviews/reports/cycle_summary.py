"""The cycle's summary table: by khối and level, how many were suggested, answered, accepted, returned, reviewed again."""

from dataclasses import dataclass
from typing import ClassVar

from core.paper.parts import Heading, LetterHead, Recipients, Signature


@dataclass(frozen=True, slots=True)
class Figures:
    """The five counts of one row; rows of one table add up to its total."""

    suggested: int = 0
    answered: int = 0
    accepted: int = 0
    returned: int = 0
    reviewed_again: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(a + b for a, b in zip(self.columns, other.columns, strict=True)))

    @property
    def columns(self) -> tuple[int, ...]:
        """In the order of the table's columns."""
        return (self.suggested, self.answered, self.accepted, self.returned, self.reviewed_again)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A khối (`is_group`, with its sums) or a level within it."""

    ordinal: str
    name: str
    counts: Figures
    is_group: bool = False

    @property
    def figures(self) -> tuple[int, ...]:
        """The counts as the template prints them."""
        return self.counts.columns


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """One table: collectives, or individuals."""

    caption: str
    rows: tuple[SummaryRow, ...]

    @property
    def total(self) -> tuple[int, ...]:
        """The sum of the khối rows, column by column."""
        return sum((row.counts for row in self.rows if row.is_group), Figures()).columns


@dataclass(frozen=True, slots=True)
class CycleSummaryPaper:
    """The summary as a signed table."""

    TEMPLATE: ClassVar[str] = "reports/cycle_summary.html"

    head: LetterHead
    heading: Heading
    opening: str
    tables: tuple[SummaryTable, ...]
    closing: str
    signature: Signature
    recipients: Recipients

    @property
    def document_title(self) -> str:
        """Title and abstract, for the PDF's properties."""
        return f"{self.heading.title} {self.heading.abstract}".replace("\n", " ")
