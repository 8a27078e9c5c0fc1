"""The history of a draft suggestion: each version against the one before, word by word. One query."""

from dataclasses import dataclass
from datetime import datetime

from reviews.models import DeepReview, DraftVersion
from reviews.reports.differences import Fields, TextDifference, text_differences

MOST_SHOWN = 30  # the latest; comparing more would keep people waiting


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What one person changed, between which proposals of the draft; the first version has nothing before it."""

    who: str
    at: datetime
    proposal: int
    texts: tuple[TextDifference, ...]
    is_first: bool

    @property
    def when(self) -> str:
        """Where it stands among the proposals, in words."""
        return f"sau lần trình thứ {self.proposal}" if self.proposal else "trước lần trình đầu tiên"


def collect(letter: DeepReview) -> list[DraftChange]:
    """The newest first; of each only the texts that differ."""
    versions = list(DraftVersion.objects.filter(deep_review=letter)[: MOST_SHOWN + 1])
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [_change(one, before) for one, before in pairs][:MOST_SHOWN]


def _change(version: DraftVersion, before: DraftVersion | None) -> DraftChange:
    texts = text_differences(_fields(before), _fields(version)) if before else ()
    return DraftChange(
        version.changed_by_name,
        version.changed_at,
        version.proposal,
        tuple(text for text in texts if text.differs),
        is_first=before is None,
    )


def _fields(version: DraftVersion) -> Fields:
    return [(name, label, words) for name, label, words in version.content]
