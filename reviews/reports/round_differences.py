"""What changed between two rounds of a review, section by section, card by card, word by word. Values in, no query.

Sections are matched by their key, cards by their `origin`: both outlive the copying of a round and a new version of the
form.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from cadres.roles import Position
from core import formats
from core.differences import Piece, word_differences
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
from reviews.reports.review_sections import remedy_row, segment_label
from reviews.rules.completeness import section_numbers
from reviews.states import SectionKind, Stance

Card = TypeVar("Card")
Fields = list[tuple[Hashable, str, str]]
"""What a card or section says, as (what names the text in both rounds, its label, its words)."""
ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class TextDifference:
    """One text of both rounds, cut where they differ."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    differs: bool

    @property
    def old(self) -> str:
        """The earlier text in one piece."""
        return "".join(piece.text for piece in self.before)

    @property
    def new(self) -> str:
        """The later text in one piece."""
        return "".join(piece.text for piece in self.after)


@dataclass(frozen=True, slots=True)
class CardDifference:
    """A limitation, commitment or explanation of both rounds: what became of it in words, and its texts."""

    title: str
    fate: str
    words: str
    texts: tuple[TextDifference, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One heading of the form with what differs below it."""

    heading: str
    depth: int
    note: str
    texts: tuple[TextDifference, ...]
    cards: tuple[CardDifference, ...]

    @property
    def differs(self) -> bool:
        """Whether anything below the heading (or the heading itself) is another."""
        return bool(self.note or any(t.differs for t in self.texts) or any(c.fate != SAME for c in self.cards))


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
    texts = _differences(_texts(before, old, labels), _texts(after, new, labels))
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
    return _named(("Mức tự nhận", labels.get(answer.choice, answer.choice)), ("Tự chấm", score))


def _named(*fields: tuple[str, str]) -> Fields:
    """Texts that their label names."""
    return [(label, label, text) for label, text in fields]


def _differences(before: Fields, after: Fields) -> tuple[TextDifference, ...]:
    """The texts of the same name side by side, in the later order; what only the earlier round had comes last."""
    old = {name: (label, text) for name, label, text in before}
    pairs = [(label, old.pop(name, ("", ""))[1], text) for name, label, text in after]
    pairs += [(f"{label} (lần trước)" if label else "", text, "") for label, text in old.values()]
    return tuple(_difference(*pair) for pair in pairs if pair[1] or pair[2])


def _difference(label: str, before: str, after: str) -> TextDifference:
    if before == after:
        return TextDifference(label, (Piece(before, differs=False),), (Piece(after, differs=False),), differs=False)
    left, right = word_differences(before, after)
    differs = any(piece.differs for piece in (*left, *right)) or before.split() != after.split()
    return TextDifference(label, tuple(left), tuple(right), differs)


def _cards(
    kind: str, before: RoundContents, after: RoundContents, labels: Mapping[str, str]
) -> tuple[CardDifference, ...]:
    if kind == SectionKind.LIMITATIONS:
        return _matched("Hạn chế", before.limitations, after.limitations, _origin, _limitation)
    if kind == SectionKind.COMMITMENTS:
        return _matched("Cam kết", before.commitments, after.commitments, _origin, partial(_commitment, labels=labels))
    if kind == SectionKind.EXPLANATIONS:
        old, new = (list(contents.explanations.values()) for contents in (before, after))
        return _matched("Giải trình", old, new, lambda card: card.topic_id, _explanation)
    if kind == SectionKind.CARRIED_OVER:
        was, now = ([row for row in contents.carried_over if is_marked(row)] for contents in (before, after))
        return _matched("Việc kỳ trước", was, now, _origin, _carried_over)
    if kind == SectionKind.RESPONSIBILITY:
        said, says = ([row for row in contents.own_shares if row.text.strip()] for contents in (before, after))
        return _matched("Hạn chế của tập thể", said, says, _origin, _own_share)
    return ()


def _origin(card: Limitation | Commitment | CarriedOver | OwnShare) -> Hashable:
    return card.origin


def _matched(
    name: str,
    before: Sequence[Card],
    after: Sequence[Card],
    identity: Callable[[Card], Hashable],
    fields_of: Callable[[Card], Fields],
) -> tuple[CardDifference, ...]:
    """Cards of the same identity side by side; new ones in their place, those taken out at the end."""
    old = {identity(card): (place, card) for place, card in enumerate(before, start=1)}
    found: list[CardDifference] = []
    for place, card in enumerate(after, start=1):
        former = old.pop(identity(card), None)
        if former is None:
            found.append(_card(f"{name} {place}", ADDED, "mới thêm", [], fields_of(card)))
        else:
            found.append(_kept_card(name, former[0], place, fields_of(former[1]), fields_of(card)))
    for place, card in old.values():
        found.append(_card(f"{name} {place} (lần trước)", REMOVED, "đã bỏ", fields_of(card), []))
    return tuple(found)


def _kept_card(name: str, was: int, is_now: int, before: Fields, after: Fields) -> CardDifference:
    title = f"{name} {is_now}" if was == is_now else f"{name} {is_now} (lần trước là {was})"
    texts = _differences(before, after)
    changed = [text.label.lower() for text in texts if text.differs]
    if not changed:
        return CardDifference(title, SAME, "giữ nguyên", texts)
    return CardDifference(title, CHANGED, f"đã sửa: {', '.join(changed)}", texts)


def _card(title: str, fate: str, words: str, before: Fields, after: Fields) -> CardDifference:
    return CardDifference(title, fate, words, _differences(before, after))


def _limitation(card: Limitation) -> Fields:
    unit = card.responsible_unit.name if card.responsible_unit else ""
    return _named(
        ("Khuyết điểm", card.fault),
        ("Lĩnh vực", card.field.name if card.field else ""),
        ("Địa chỉ trách nhiệm", _lines([unit, card.responsible_text, *_persons(card.persons.all())])),
        ("Nguyên nhân khách quan", card.objective_cause),
        ("Nguyên nhân chủ quan", card.subjective_cause),
    ) + _remedies(card.remedies.all())


def _explanation(card: Explanation) -> Fields:
    return _named(
        ("Nội dung được gợi ý", card.topic.title),
        ("Ý kiến", Stance(card.stance).label if card.stance else ""),
        ("Khuyết điểm hoặc căn cứ", card.fault),
        ("Địa chỉ trách nhiệm", _lines([card.responsible_text, *_persons(card.persons.all())])),
        ("Nguyên nhân khách quan", card.objective_cause),
        ("Nguyên nhân chủ quan", card.subjective_cause),
    ) + _remedies(card.remedies.all())


def _commitment(card: Commitment, labels: Mapping[str, str]) -> Fields:
    return _named(
        ("Loại cam kết", labels.get(card.kind, card.kind)),
        ("Việc cam kết", card.text),
        ("Người chịu trách nhiệm", card.owner),
        ("Thời hạn", formats.day(card.due_on) if card.due_on else ""),
        ("Kết quả phải đạt", card.measure),
    )


def _carried_over(row: CarriedOver) -> Fields:
    return _named(
        ("Việc", row.action),
        ("Tình trạng", row.get_state_display() if row.state else ""),
        ("Số thực hiện", formats.number(row.actual) if row.actual is not None else ""),
        ("Lý do, tình hình", row.reason),
    )


def _own_share(row: OwnShare) -> Fields:
    return _named(("Hạn chế của tập thể", row.fault), ("Trách nhiệm cá nhân", row.text))


def _remedies(remedies: Iterable[Remedy]) -> Fields:
    """Each remedy under its origin, so that a kept one stands beside itself wherever it has moved."""
    return [
        (remedy.origin, f"Biện pháp {place}", remedy_row("", remedy).line)
        for place, remedy in enumerate(remedies, start=1)
    ]


def _persons(persons: Iterable[ResponsiblePerson]) -> list[str]:
    order = list(Position)
    ranked = sorted(persons, key=lambda person: (order.index(Position(person.position)), person.cadre.sort_key))
    return [f"{one.cadre.full_name} ({Position(one.position).label.lower()})" for one in ranked]


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _meeting(before: Round, after: Round) -> SectionDifference:
    return SectionDifference("Hội nghị kiểm điểm", 1, "", _differences(_facts(before), _facts(after)), ())


def _facts(round_: Round) -> Fields:
    attended = round_.present is not None and round_.total is not None
    return _named(
        ("Ngày họp", formats.day(round_.held_on) if round_.held_on else ""),
        ("Địa điểm", round_.held_at),
        ("Chủ trì", round_.chair),
        ("Thư ký", round_.secretary),
        ("Có mặt", f"{round_.present}/{round_.total} đồng chí" if attended else ""),
        ("Lý do vắng mặt", round_.absent_reasons),
        ("Kết luận", round_.conclusion),
    )
