"""One thing a round still lacks, and what is counted rather than written: indicators answered, facts of the meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviews.models import RegulationProfile, TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules.indicators import IndicatorProgress

MEETING_REQUIRED: Final = "meeting.required.{side}"  # figure of the profile; {side} is "collective" or "individual"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing still to write: the sentence, the page and the control it leads to, the section it belongs to."""

    sentence: str
    anchor: str
    section_id: int | None = None
    page: str = "answers"


def missing_indicators(section: TemplateSection, indicators: IndicatorProgress) -> Iterator[Missing]:
    """Items of the catalogue not answered, and answers without their note."""
    if indicators.unanswered:
        yield Missing(
            f"Đối chiếu biểu hiện: còn {indicators.unanswered} trên {indicators.total} biểu hiện chưa trả lời.",
            f"indicator-{indicators.first_unanswered}",
            section.pk,
            "indicators",
        )
    if indicators.without_note:
        yield Missing(
            f"Đối chiếu biểu hiện: {indicators.without_note} biểu hiện trả lời “có” chưa ghi rõ nội dung.",
            f"note-{indicators.first_without_note}",
            section.pk,
            "indicators",
        )


def missing_of_meeting(contents: RoundContents, profile: RegulationProfile) -> Iterator[Missing]:
    """The facts of the meeting that the profile demands."""
    if not profile.demands(MEETING_REQUIRED.format(side=contents.review.subject)):
        return
    facts = contents.round
    wanted = (
        ("ngày họp", "held_on", facts.held_on),
        ("địa điểm", "held_at", facts.held_at.strip()),
        ("người chủ trì", "chair", facts.chair.strip()),
        ("số người dự", "present", facts.present is not None and facts.total is not None),
        ("kết luận", "conclusion", facts.conclusion.strip()),
    )
    lacks = [(words, field) for words, field, there in wanted if not there]
    if lacks:
        words = ", ".join(word for word, _ in lacks)
        yield Missing(f"Hội nghị kiểm điểm: chưa ghi {words}.", f"id_{lacks[0][1]}", None, "meeting")


def missing_signed_paper(contents: RoundContents) -> Iterator[Missing]:
    """What a secretary typed in from paper goes up only with that paper, signed and scanned."""
    if not contents.round.has_signed_paper:
        yield Missing(
            "Nhập thay: chưa đính kèm bản giấy có chữ ký của đồng chí được kiểm điểm.", "id_file", None, "attachments"
        )
