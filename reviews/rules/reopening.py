"""Which parts of the form a round may change: after a return for supplements those named in it, otherwise all.

A round keeps what it leaves alone (`settled_…`), so that a topic suggested later is open by itself. The tables of
responsibility and of remedies are made from the cards of limitations: naming one of those sections opens the cards too.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from core.verdict import YES, Verdict, no
from reviews.models import (
    Answer,
    CarriedOver,
    Commitment,
    DeepReviewTopic,
    Explanation,
    Limitation,
    OwnShare,
    RegulationProfile,
    Remedy,
    Round,
    TemplateSection,
)
from reviews.models.contents import RoundContents
from reviews.rules.completeness import is_asked
from reviews.states import SectionKind

MAY_NAME_NONE: Final = "supplement.may_name_no_section"  # a figure of the profile
UNMARKED_KINDS: Final = frozenset({SectionKind.HEADING, SectionKind.INDICATORS, SectionKind.EXPLANATIONS})
SETTLED: Final = "Mục này đã được thẩm định đạt; vòng này không sửa."
_SECTION_OF: Final[dict[type, SectionKind]] = {
    Limitation: SectionKind.LIMITATIONS,
    Commitment: SectionKind.COMMITMENTS,
    CarriedOver: SectionKind.CARRIED_OVER,
    OwnShare: SectionKind.RESPONSIBILITY,
}


def marked_sections(contents: RoundContents) -> list[TemplateSection]:
    """The sections that an appraisal marks and may name: those that take an answer, never the manifestations.

    Among them the one that was not asked, where a collective has named the person since.
    """
    named_since = contents.review.named_since_at is not None
    return [
        section
        for section in contents.sections
        if section.kind not in UNMARKED_KINDS
        and (is_asked(section, contents) or (named_since and section.kind == SectionKind.RESPONSIBILITY))
    ]


def left_alone(
    contents: RoundContents, sections: Collection[int], topics: Collection[int]
) -> tuple[list[int], list[int]]:
    """The sections and topics that a round for supplements of the named ones leaves as they are.

    Naming nothing, or everything, opens the whole form; sections and topics that come later stay open.
    """
    closed = [section for section in marked_sections(contents) if section.pk not in sections]
    other_topics = [topic.pk for topic in contents.topics if topic.pk not in topics]
    if not (sections or topics) or not (closed or other_topics):
        return [], []
    closed += [section for section in contents.sections if section.kind == SectionKind.INDICATORS]
    opens_cards = _opens_cards(contents, sections)
    return [s.pk for s in closed if not (opens_cards and s.kind == SectionKind.LIMITATIONS)], other_topics


def _opens_cards(contents: RoundContents, named: Collection[int]) -> bool:
    kinds = {section.kind for section in contents.sections if section.pk in named}
    return SectionKind.REMEDIES in kinds or (contents.review.is_collective and SectionKind.RESPONSIBILITY in kinds)


def may_name(contents: RoundContents, sections: Collection[int], topics: Collection[int]) -> Verdict:
    """Only parts of the appraised form are named."""
    known = {section.pk for section in marked_sections(contents)}
    asked = {topic.pk for topic in contents.topics}
    if known.issuperset(sections) and asked.issuperset(topics):
        return YES
    return no("Danh sách mục cần bổ sung đã thay đổi. Mời tải lại trang rồi chọn lại.")


def may_name_none(contents: RoundContents, profile: RegulationProfile) -> Verdict:
    """Without a section named the whole form is open: only where the profile allows it, or there is nothing to name."""
    if profile.demands(MAY_NAME_NONE) or not (marked_sections(contents) or contents.topics):
        return YES
    return no("Hãy chọn ít nhất một mục hoặc nội dung gợi ý phải bổ sung; những mục khác được giữ nguyên ở vòng sau.")


def may_write_section(round_: Round, section: TemplateSection) -> Verdict:
    """Whether this round is open for the section."""
    return no(SETTLED) if section.pk in round_.settled_section_ids else YES


def may_write_topic(round_: Round, topic: DeepReviewTopic | int) -> Verdict:
    """Whether this round is open for the answer to the suggested topic."""
    pk = topic if isinstance(topic, int) else topic.pk
    return no(SETTLED) if pk in round_.settled_topic_ids else YES


def may_write_kind(round_: Round, sections: Sequence[TemplateSection], kind: SectionKind | str) -> Verdict:
    """Whether this round is open for cards and rows that stand under sections of this kind."""
    of_kind = [section for section in sections if section.kind == kind]
    if not of_kind or any(may_write_section(round_, section) for section in of_kind):
        return YES
    return no(SETTLED)


def may_write_row(round_: Round, sections: Sequence[TemplateSection], row: Any) -> Verdict:
    """Whether this round is open for a row of the form; the one answer for page, autosave and buttons alike."""
    if not round_.is_limited or isinstance(row, Round):  # each round has its own meeting
        return YES
    if isinstance(row, Answer):
        return may_write_section(round_, row.section)
    if isinstance(row, Remedy) and row.explanation is None:
        return may_write_kind(round_, sections, SectionKind.LIMITATIONS)
    if isinstance(row, Remedy):
        return may_write_row(round_, sections, row.explanation)
    if isinstance(row, Explanation):
        return may_write_topic(round_, row.topic_id)
    return may_write_kind(round_, sections, _SECTION_OF[type(row)])
