"""How far each section of a form is, as a mark with its word: đủ, đang viết, còn thiếu, có ô gõ chưa đúng, chưa viết."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from reviews.models import TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules import completeness as rules
from reviews.rules.indicators import IndicatorProgress
from reviews.states import SectionKind


@dataclass(frozen=True, slots=True)
class Mark:
    """Icon, class, and the word for those who do not see it."""

    icon: str
    css: str
    word: str


DONE: Final = Mark("check", "mark-done", "đủ")
STARTED: Final = Mark("half", "mark-started", "đang viết")
LACKING: Final = Mark("warning", "mark-missing", "còn thiếu")
WRONG: Final = Mark("warning", "mark-missing", "có ô gõ chưa đúng")
SETTLED_MARK: Final = Mark("check", "mark-done", "đã thẩm định đạt, vòng này không sửa")
EMPTY: Final = Mark("circle", "mark-empty", "chưa viết")
NOTHING_ASKED: Final = Mark("circle", "mark-empty", "không có nội dung")


class Marked(Protocol):
    """A section as a page shows it."""

    section: TemplateSection
    mark: Mark


def mark_of(
    section: TemplateSection, contents: RoundContents, indicators: IndicatorProgress | None, lacks: int, *, strict: bool
) -> Mark:
    """The mark of a section that lacks `lacks` things; `strict` after a refused submission, when begun is not enough."""
    is_topic = section.kind == SectionKind.EXPLANATIONS
    if not is_begun(section, contents, indicators):
        return LACKING if lacks and (is_topic or strict) else EMPTY
    if not lacks:
        return DONE
    return LACKING if strict or is_topic else STARTED


def is_begun(section: TemplateSection, contents: RoundContents, indicators: IndicatorProgress | None) -> bool:
    """Whether anything was written in the section."""
    if section.kind in rules.TEXT_KINDS:
        written = [contents.answer(section, segment) for segment in (None, *contents.segments)]
        if any(a is not None and (a.text.strip() or a.choice or a.score is not None or a.unread) for a in written):
            return True
        if section.kind == SectionKind.CARRIED_OVER:
            return any(row.version for row in contents.carried_over)
        return section.kind == SectionKind.RESPONSIBILITY and any(row.version for row in contents.own_shares)
    if section.kind == SectionKind.LIMITATIONS:
        return bool(contents.limitations)
    if section.kind == SectionKind.EXPLANATIONS:
        return bool(contents.explanations)
    if section.kind == SectionKind.COMMITMENTS:
        return any(rules.commitment_begun(commitment) for commitment in contents.commitments)
    if section.kind == SectionKind.INDICATORS:
        return bool(indicators and indicators.answered)
    return False


def mark_headings(sections: Sequence[Marked]) -> None:
    """A heading without an answer of its own takes its mark from the sections below it."""
    for position, view in enumerate(sections):
        if view.section.kind != SectionKind.HEADING:
            continue
        marks: list[Mark] = []
        for following in sections[position + 1 :]:
            if following.section.depth <= view.section.depth:
                break
            if following.mark != NOTHING_ASKED:
                marks.append(DONE if following.mark == SETTLED_MARK else following.mark)
        if marks and all(mark == DONE for mark in marks):
            view.mark = DONE
        elif found := [mark for mark in (WRONG, LACKING) if mark in marks]:
            view.mark = found[0]
        elif any(mark != EMPTY for mark in marks):
            view.mark = STARTED


def four_questions(gaps: Sequence[tuple[str, str]]) -> list[tuple[str, bool]]:
    """Which of the four questions of a card are answered, from its gaps."""
    fields = {"remedy" if name.startswith("remedy-") else name for _, name in gaps}
    is_blank = any(sentence.startswith(("thẻ còn trống", "chưa giải trình")) for sentence, _ in gaps)
    blocks = (
        ("Khuyết điểm", {"fault", "stance"}),
        ("Địa chỉ trách nhiệm", {"responsible_unit_id", "responsible_text", "persons", "shares"}),
        ("Nguyên nhân", {"subjective_cause"}),
        ("Biện pháp", {"remedy", "add-remedy"}),
    )
    return [(label, not is_blank and not (names & fields)) for label, names in blocks]
