"""An individual's review (Mẫu 2A, 2B, 2C) on paper: own head, no number, then room for remarks of those above."""

from dataclasses import dataclass
from typing import ClassVar

from core.paper.parts import Heading, LetterHead, Signature
from reviews.reports.review_parts import IndicatorAppendix, Section


@dataclass(frozen=True, slots=True)
class Particular:
    """One line of the head: what it says about the person."""

    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One line of a remark block; empty text prints as dotted lines to write on."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RemarkBlock:
    """Remark and proposed level of one place of review, with its signature."""

    title: str
    lines: tuple[RemarkLine, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class IndividualReviewPaper:
    """A bản kiểm điểm cá nhân."""

    TEMPLATE: ClassVar[str] = "reports/individual_review.html"

    head: LetterHead
    heading: Heading
    particulars: tuple[Particular, ...]
    sections: tuple[Section, ...]
    signature: Signature
    remarks: tuple[RemarkBlock, ...] = ()
    appendix: IndicatorAppendix | None = None

    @property
    def document_title(self) -> str:
        """Title and person, for the PDF's properties."""
        return f"{self.heading.title} {self.heading.abstract} – {self.signature.name}".replace("\n", " ")
