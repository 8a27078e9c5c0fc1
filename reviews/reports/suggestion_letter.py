"""The letter that suggests what to review in depth (công văn gợi ý kiểm điểm)."""

from dataclasses import dataclass
from typing import ClassVar

from core.paper.parts import LetterHead, Recipients, Signature


@dataclass(frozen=True, slots=True)
class SuggestedTopic:
    """One topic: on what grounds, what is to be made clear, and whom it concerns."""

    ordinal: int
    title: str
    grounds: str = ""
    to_clarify: str = ""
    concerned: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionLetterPaper:
    """A công văn: its subject stands under the number, it has no title."""

    TEMPLATE: ClassVar[str] = "reports/suggestion_letter.html"

    head: LetterHead
    addressees: tuple[str, ...]
    opening: str
    topics: tuple[SuggestedTopic, ...]
    closing: str
    signature: Signature
    recipients: Recipients

    @property
    def document_title(self) -> str:
        """Kind and subject, for the PDF's properties."""
        return f"Công văn {self.head.subject}"
