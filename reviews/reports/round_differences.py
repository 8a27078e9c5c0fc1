"""What changed between two rounds of a review, section by section, card by card, word by word. Values in, no query.

Sections are matched by their key, cards by their `origin`: both outlive the copying of a round and a new version of the
form.
"""

from collections.abc import Hashable, Iterable, Mapping
from functools import partial

from cadres.roles import Position
from core import formats
from reviews.models import (
    Answer,
    CarriedOver,
    Commitment,
    Explanation,
    Limitation,
    OwnShare,
    Remedy,
    ResponsiblePerson,
    Round,
    TemplateSection,
)
from reviews.models.carried_over import is_marked
from reviews.models.contents import RoundContents
from reviews.reports.differences import CardDifference, Fields, SectionDifference, matched, named, text_differences
from reviews.reports.review_sections import remedy_row, segment_label
from reviews.rules.completeness import section_numbers
from reviews.states import SectionKind, Stance


def compare(before: RoundContents, after: RoundContents, labels: Mapping[str, str]) -> tuple[SectionDifference, ...]:
    """Every section of the later round, then those that only the earlier one had, then the meeting.

    `labels` are the words for the codes of degrees, levels and kinds of commitment.
    """
    former = {section.key: section for section in before.sections}
    pairs = [(former.pop(section.key, None), section) for section in after.sections]
    compared = [
        _section(old, new, before, after, labels) for old, new in [*pairs, *((old, None) for old in former.values())]
    ]
    return (*(one for one in compared if one is not None), _meeting(before.round, after.round))


def _section(
    old: TemplateSection | None,
    new: TemplateSection | None,
    before: RoundContents,
    after: RoundContents,
    labels: Mapping[str, str],
) -> SectionDifference | None:
    section, contents = (new, after) if new is not None else (old, before)
    assert section is not None  # a pair has one of both
    if section.kind == SectionKind.INDICATORS:
        return None  # answers to manifestations are compared nowhere
    number = section_numbers(contents.sections)[section.pk]
    note = "" if old and new else "Mục mới của mẫu" if new else "Mẫu mới không còn mục này"
    texts = text_differences(_texts(before, old, labels), _texts(after, new, labels))
    cards = _cards(section.kind, before, after, labels)
    return SectionDifference(
        f"{number}. {section.heading}" if number else section.heading, section.depth, note, texts, cards
    )


def _texts(contents: RoundContents, section: TemplateSection | None, labels: Mapping[str, str]) -> Fields:
    """What was written in the section: the whole, each post held, the degree or score."""
    if section is None:
        return []
    whole = contents.answer(section)
    fields: Fields = [("whole", "", whole.text if whole else "")]
    for segment in contents.segments:
        answer = contents.answer(section, segment)
        fields.append((segment.pk, segment_label(segment), answer.text if answer else ""))
    return fields + _grade(whole, labels)


def _grade(answer: Answer | None, labels: Mapping[str, str]) -> Fields:
    if answer is None:
        return []
    score = f"{formats.number(answer.score)} điểm" if answer.score is not None else ""
    return named(("Mức tự nhận", labels.get(answer.choice, answer.choice)), ("Tự chấm", score))


def _cards(
    kind: str, before: RoundContents, after: RoundContents, labels: Mapping[str, str]
) -> tuple[CardDifference, ...]:
    if kind == SectionKind.LIMITATIONS:
        return matched("Hạn chế", before.limitations, after.limitations, _origin, _limitation)
    if kind == SectionKind.COMMITMENTS:
        return matched("Cam kết", before.commitments, after.commitments, _origin, partial(_commitment, labels=labels))
    if kind == SectionKind.EXPLANATIONS:
        old, new = (list(contents.explanations.values()) for contents in (before, after))
        return matched("Giải trình", old, new, lambda card: card.topic_id, _explanation)
    if kind == SectionKind.CARRIED_OVER:
        was, now = ([row for row in contents.carried_over if is_marked(row)] for contents in (before, after))
        return matched("Việc kỳ trước", was, now, _origin, _carried_over)
    if kind == SectionKind.RESPONSIBILITY:
        said, says = ([row for row in contents.own_shares if row.text.strip()] for contents in (before, after))
        return matched("Hạn chế của tập thể", said, says, _origin, _own_share)
    return ()


def _origin(card: Limitation | Commitment | CarriedOver | OwnShare) -> Hashable:
    return card.origin


def _limitation(card: Limitation) -> Fields:
    unit = card.responsible_unit.name if card.responsible_unit else ""
    return named(
        ("Khuyết điểm", card.fault),
        ("Lĩnh vực", card.field.name if card.field else ""),
        ("Địa chỉ trách nhiệm", _lines([unit, card.responsible_text, *_persons(card.persons.all())])),
        ("Nguyên nhân khách quan", card.objective_cause),
        ("Nguyên nhân chủ quan", card.subjective_cause),
    ) + _remedies(card.remedies.all())


def _explanation(card: Explanation) -> Fields:
    return named(
        ("Nội dung được gợi ý", card.topic.title),
        ("Ý kiến", Stance(card.stance).label if card.stance else ""),
        ("Khuyết điểm hoặc căn cứ", card.fault),
        ("Địa chỉ trách nhiệm", _lines([card.responsible_text, *_persons(card.persons.all())])),
        ("Nguyên nhân khách quan", card.objective_cause),
        ("Nguyên nhân chủ quan", card.subjective_cause),
        ("Bài học kinh nghiệm", card.lessons),
    ) + _remedies(card.remedies.all())


def _commitment(card: Commitment, labels: Mapping[str, str]) -> Fields:
    return named(
        ("Loại cam kết", labels.get(card.kind, card.kind)),
        ("Việc cam kết", card.text),
        ("Người chịu trách nhiệm", card.owner),
        ("Thời hạn", formats.day(card.due_on) if card.due_on else ""),
        ("Kết quả phải đạt", card.measure),
    )


def _carried_over(row: CarriedOver) -> Fields:
    return named(
        ("Việc", row.action),
        ("Tình trạng", row.get_state_display() if row.state else ""),
        ("Số thực hiện", formats.number(row.actual) if row.actual is not None else ""),
        ("Lý do, tình hình", row.reason),
    )


def _own_share(row: OwnShare) -> Fields:
    return named(("Hạn chế của tập thể", row.fault), ("Trách nhiệm cá nhân", row.text))


def _remedies(remedies: Iterable[Remedy]) -> Fields:
    """Each remedy under its origin, so that a kept one stands beside itself wherever it has moved."""
    return [
        (remedy.origin, f"Biện pháp {place}", remedy_row("", remedy).line)
        for place, remedy in enumerate(remedies, start=1)
    ]


def _persons(persons: Iterable[ResponsiblePerson]) -> list[str]:
    order = list(Position)
    ranked = sorted(persons, key=lambda person: (order.index(Position(person.position)), person.cadre.sort_key))
    return [f"{one.cadre.full_name} ({_part(one)})" for one in ranked]


def _part(person: ResponsiblePerson) -> str:
    words = (Position(person.position).label, person.get_share_display())
    return ", ".join(part.lower() for part in words if part)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _meeting(before: Round, after: Round) -> SectionDifference:
    return SectionDifference("Hội nghị kiểm điểm", 1, "", text_differences(_facts(before), _facts(after)), ())


def _facts(round_: Round) -> Fields:
    attended = round_.present is not None and round_.total is not None
    return named(
        ("Ngày họp", formats.day(round_.held_on) if round_.held_on else ""),
        ("Địa điểm", round_.held_at),
        ("Chủ trì", round_.chair),
        ("Thư ký", round_.secretary),
        ("Có mặt", f"{round_.present}/{round_.total} đồng chí" if attended else ""),
        ("Lý do vắng mặt", round_.absent_reasons),
        ("Kết luận", round_.conclusion),
    )
