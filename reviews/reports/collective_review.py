"""The collective's review (Mẫu 01) on paper."""

from dataclasses import dataclass
from typing import ClassVar

from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.reports.review_parts import IndicatorAppendix, Section


@dataclass(frozen=True, slots=True)
class CollectiveReviewPaper:
    """A báo cáo kiểm điểm as it goes to the meeting and to the superior."""

    TEMPLATE: ClassVar[str] = "reports/collective_review.html"

    head: LetterHead
    heading: Heading
    opening: str
    sections: tuple[Section, ...]
    signature: Signature
    recipients: Recipients
    appendix: IndicatorAppendix | None = None

    @property
    def document_title(self) -> str:
        """Title and issuer, for the PDF's properties."""
        return f"{self.heading.title} {self.heading.abstract}".replace("\n", " ")
