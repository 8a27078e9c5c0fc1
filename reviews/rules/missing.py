"""One thing a round still lacks, and what is counted rather than written: indicators answered, facts of the meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core import localtime
from core.formats import day
from reviews.models import Explanation, Limitation, RegulationProfile, Round, TemplateSection
from reviews.models.contents import RoundContents
from reviews.models.unread import KeepsUnread, Unread
from reviews.rules.indicators import IndicatorProgress
from reviews.states import Opening, SectionKind

LONGEST_QUOTE: Final = 40
MEETING_BEFORE_REOPENING: Final = "meeting.before_reopening"  # 0 nothing, 1 a warning, 2 a bar
WARNS, BARS = 1, 2
_REOPENINGS: Final = frozenset({Opening.SUPPLEMENT, Opening.REREVIEW, Opening.SUGGESTION})
MEETING_REQUIRED: Final = "meeting.required.{side}"  # figure of the profile; {side} is "collective" or "individual"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing still to write: the sentence, the page and the control it leads to, the section it belongs to."""

    sentence: str
    anchor: str
    section_id: int | None = None
    page: str = "answers"


def missing_unread(section: TemplateSection, label: str, contents: RoundContents) -> Iterator[Missing]:
    """What was typed under the section and could not be read: no answer, and nobody's to drop without a word."""
    for stem, row in _rows_under(section, contents):
        for name, unread in row.unread_values.items() if row.unread else ():
            yield Missing(
                f"{label}: ô gõ “{_quoted(unread)}” chưa đọc được; hãy sửa lại.", f"{stem}-{name}", section.pk
            )


def _quoted(unread: Unread) -> str:
    return unread.text if len(unread.text) <= LONGEST_QUOTE else f"{unread.text[:LONGEST_QUOTE]}…"


def _rows_under(section: TemplateSection, contents: RoundContents) -> Iterator[tuple[str, KeepsUnread]]:
    """The rows that stand under a section, each with the beginning of its controls' names."""
    of_section = ((ids, answer) for ids, answer in contents.answers.items() if ids[0] == section.pk)
    yield from ((f"answer-{section.pk}-{segment_id or 0}", answer) for (_, segment_id), answer in of_section)
    if section.kind == SectionKind.CARRIED_OVER:
        yield from ((f"carried-{row.origin.hex}", row) for row in contents.carried_over)
    elif section.kind == SectionKind.RESPONSIBILITY:
        yield from ((f"share-{row.origin.hex}", row) for row in contents.own_shares)
    elif section.kind == SectionKind.COMMITMENTS:
        yield from ((f"commitment-{row.pk}", row) for row in contents.commitments)
    elif section.kind == SectionKind.LIMITATIONS:
        for limitation in contents.limitations:
            yield from _rows_of_card(f"limitation-{limitation.pk}", limitation)
    elif section.kind == SectionKind.EXPLANATIONS:
        explained = ((topic.pk, contents.explanation(topic)) for topic in contents.topics)
        for topic_id, explanation in explained:
            yield from _rows_of_card(f"explanation-{topic_id}", explanation)


def _rows_of_card(stem: str, card: Limitation | Explanation | None) -> Iterator[tuple[str, KeepsUnread]]:
    if card is not None:
        yield stem, card
        yield from ((f"remedy-{remedy.pk}", remedy) for remedy in card.remedies.all())


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
    if indicators.unread_notes:
        yield Missing(
            f"Đối chiếu biểu hiện: {indicators.unread_notes} ghi chú chưa dùng được; hãy sửa lại.",
            f"note-{indicators.first_unread_note}",
            section.pk,
            "indicators",
        )


def missing_of_meeting(contents: RoundContents, profile: RegulationProfile) -> Iterator[Missing]:
    """The facts of the meeting that the profile demands, and a meeting of its own for a round that was opened again."""
    stale = former_meeting(contents.round)
    if stale and (profile.figure(MEETING_BEFORE_REOPENING) or 0) >= BARS:
        yield Missing(stale, f"meeting-{contents.round.pk}-held_on", None, "meeting")
    for name, unread in contents.round.unread_values.items() if contents.round.unread else ():
        words = f"Hội nghị kiểm điểm: ô gõ “{_quoted(unread)}” chưa dùng được; hãy sửa lại."
        yield Missing(words, f"meeting-{contents.round.pk}-{name}", None, "meeting")
    if not profile.demands(MEETING_REQUIRED.format(side=contents.review.subject)):
        return
    facts = contents.round
    wanted = (
        ("ngày họp", "held_on", facts.held_on),
        ("địa điểm", "held_at", facts.held_at.strip()),
        ("người chủ trì", "chair", facts.chair.strip()),
        ("số người dự", "present", facts.present is not None and facts.total is not None),
        ("lý do vắng mặt", "absent_reasons", facts.absent_reasons.strip() or not some_were_absent(facts)),
        ("kết luận", "conclusion", facts.conclusion.strip()),
    )
    lacks = [(words, field) for words, field, there in wanted if not there]
    if lacks:
        words = ", ".join(word for word, _ in lacks)
        yield Missing(f"Hội nghị kiểm điểm: chưa ghi {words}.", f"meeting-{facts.pk}-{lacks[0][1]}", None, "meeting")


def some_were_absent(round_: Round) -> bool:
    """Whether fewer came to the meeting than belong to it."""
    return round_.present is not None and round_.total is not None and round_.present < round_.total


def warning_of_former_meeting(contents: RoundContents, profile: RegulationProfile) -> str:
    """The sentence where the profile points such a meeting out and does not bar."""
    return former_meeting(contents.round) if profile.figure(MEETING_BEFORE_REOPENING) == WARNS else ""


def former_meeting(round_: Round) -> str:
    """What to say of a round that was opened again after its meeting, whose facts came with the copy; else empty."""
    if round_.opened_because not in _REOPENINGS or round_.held_on is None:
        return ""
    reopened_on = localtime.local_day(round_.opened_at)
    if round_.held_on >= reopened_on:
        return ""
    return (
        f"Hội nghị ghi ngày {day(round_.held_on)}, trước khi bản này được mở lại ngày {day(reopened_on)}; "
        "nếu đã họp lại, hãy ghi lần họp của vòng này."
    )


def missing_signed_paper(contents: RoundContents) -> Iterator[Missing]:
    """What a secretary typed in from paper goes up only with that paper, signed and scanned."""
    if not contents.round.has_signed_paper:
        yield Missing(
            "Nhập thay: chưa đính kèm bản giấy có chữ ký của đồng chí được kiểm điểm.", "id_file", None, "attachments"
        )
