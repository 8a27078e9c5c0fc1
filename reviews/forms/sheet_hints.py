"""The hints for clearer writing of a form: of all of it when it is opened, of the rows that a save has touched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from reviews.models import Answer, CarriedOver, Commitment, Explanation, Limitation, OwnShare, Remedy, Review
from reviews.models.contents import RoundContents
from reviews.models.hints import dismissed_hints, texts_of_last_cycle
from reviews.rules.hint_data import HintData, hint_data
from reviews.rules.hints import (
    Hint,
    Known,
    cause_hints,
    deadline_hints,
    is_worth_comparing,
    remedy_hints,
    repeated_hints,
    vague_hints,
)
from reviews.states import SectionKind

Hinted = Answer | Limitation | Remedy | Commitment | Explanation | CarriedOver | OwnShare
_LAST: Final = "kỳ trước"
_COMPARED: Final = ("fault", "subjective_cause")
_OF_SECTIONS: Final = {SectionKind.REMEDIES: "remedy", SectionKind.RESPONSIBILITY: "share"}


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """What a limitation of the open round says that another one may repeat."""

    pk: int
    fault: str
    subjective_cause: str
    actions: Sequence[str]

    @classmethod
    def of(cls, card: Limitation) -> "WrittenCard":
        """From a card with its remedies loaded."""
        return cls(card.pk, card.fault, card.subjective_cause, [remedy.action for remedy in card.remedies.all()])


@dataclass
class KnownTexts:
    """What was written elsewhere: by field (or key of a section), each with the row it stands in."""

    texts: dict[str, list[tuple[str, Known]]] = field(default_factory=dict)

    def add(self, of: str, row: str, known: Known) -> None:
        """Remember a text."""
        self.texts.setdefault(of, []).append((row, known))

    def others(self, of: str, row: str) -> Iterator[Known]:
        """The texts of this field in other rows."""
        return (known for owner, known in self.texts.get(of, ()) if owner != row)


def hints_of(contents: RoundContents) -> list[Hint]:
    """Every hint of an open round that was not waved away, in no order; two queries."""
    known = _known(contents.review, (WrittenCard.of(card) for card in contents.limitations))
    finder = HintFinder(known, hint_data(), contents.review.cycle.period_from)
    sections = {section.pk: section for section in contents.sections}
    found: list[Hint] = []
    for answer in contents.answers.values():
        if answer.section_id in sections:
            found += finder.of_answer(answer, sections[answer.section_id].kind, sections[answer.section_id].key)
    cards: list[Limitation | Explanation] = [*contents.limitations, *contents.explanations.values()]
    for card in cards:
        found += finder.of_row(card)
        for remedy in card.remedies.all():
            found += finder.of_row(remedy)
    others: list[Hinted] = [*contents.commitments, *contents.carried_over, *contents.own_shares]
    for row in others:
        found += finder.of_row(row)
    return _without(found, contents.round.pk)


def hints_of_rows(review: Review, round_id: int, rows: Iterable[Hinted]) -> list[Hint]:
    """The hints of the rows of the open round that a save has touched; what to compare with is read only if needed."""
    rows = list(rows)
    known = KnownTexts()
    if any(is_worth_comparing(text, hint_data()) for row in rows for text in _compared_texts(row)):
        cards = any(isinstance(row, (Limitation, Remedy)) for row in rows)
        known = _known(review, _written_cards(round_id) if cards else ())
    finder = HintFinder(known, hint_data(), review.cycle.period_from)
    found: list[Hint] = []
    for row in rows:
        found += (
            finder.of_answer(row, row.section.kind, row.section.key) if isinstance(row, Answer) else finder.of_row(row)
        )
    return _without(found, round_id) if found else []


def _compared_texts(row: Hinted) -> tuple[str, ...]:
    if isinstance(row, Limitation):
        return row.fault, row.subjective_cause
    if isinstance(row, Remedy) and row.limitation_id is not None:
        return (row.action,)
    return (row.text,) if isinstance(row, Answer) else ()


def _written_cards(round_id: int) -> Iterator[WrittenCard]:
    cards = Limitation.objects.filter(round=round_id).order_by("order", "pk")
    rows = cards.values_list("pk", "fault", "subjective_cause", "remedies__action")
    for (pk, fault, cause), group in groupby(rows, key=lambda row: row[:3]):
        yield WrittenCard(pk, fault, cause, [action for *_, action in group if action])


def _known(review: Review, cards: Iterable[WrittenCard]) -> KnownTexts:
    known = KnownTexts()
    for of, text in texts_of_last_cycle(review):
        known.add(of, "", Known(text, _LAST))
    for ordinal, card in enumerate(cards, start=1):
        name = f"limitation-{card.pk}"
        for of in _COMPARED:
            known.add(of, name, Known(getattr(card, of), f"hạn chế {ordinal}"))
        for action in card.actions:
            known.add("action", name, Known(action, f"biện pháp ở hạn chế {ordinal}"))
    return known


def _without(found: list[Hint], round_id: int) -> list[Hint]:
    away = dismissed_hints(round_id)
    return [hint for hint in found if (hint.field, hint.code) not in away]


class HintFinder:
    """Finds the hints of single rows; no query."""

    def __init__(self, known: KnownTexts, data: HintData, period_from: date) -> None:
        self.known, self.data, self.period_from = known, data, period_from

    def of_answer(self, answer: Answer, kind: str, key: str) -> list[Hint]:
        """A section's text: said last year in the same words; in the remedies or responsibilities, stock phrases."""
        name = f"answer-{answer.section_id}-{answer.segment_id or 0}-text"
        found = repeated_hints(name, answer.text, self.known.others(key, name), self.data)
        where = _OF_SECTIONS.get(SectionKind(kind))
        return found + (self._vague(name, where, answer.text) if where else [])

    def of_row(self, row: Hinted) -> list[Hint]:
        """A card or a row below it."""
        if isinstance(row, Limitation):
            return self._limitation(row)
        if isinstance(row, Remedy):
            return self._remedy(row)
        if isinstance(row, Explanation):
            name = f"explanation-{row.topic_id}"
            return [*self._causes(name, row), *self._vague(f"{name}-responsible_text", "share", row.responsible_text)]
        if isinstance(row, Commitment):
            name = f"commitment-{row.pk}"
            return [
                *self._vague(f"{name}-text", "remedy", row.text),
                *self._vague(f"{name}-measure", "measure", row.measure),
                *deadline_hints(f"{name}-due_on", row.due_on, self.period_from),
            ]
        if isinstance(row, CarriedOver):
            return self._vague(f"carried-{row.origin.hex}-reason", "cause", row.reason)
        return self._vague(f"share-{row.origin.hex}-text", "share", row.text) if isinstance(row, OwnShare) else []

    def _limitation(self, row: Limitation) -> list[Hint]:
        name = f"limitation-{row.pk}"
        found = self._causes(name, row)
        for of in _COMPARED:
            found += repeated_hints(f"{name}-{of}", getattr(row, of), self.known.others(of, name), self.data)
        return [
            *found,
            *self._vague(f"{name}-fault", "fault", row.fault),
            *self._vague(f"{name}-responsible_text", "share", row.responsible_text),
        ]

    def _causes(self, name: str, row: Limitation | Explanation) -> list[Hint]:
        found = cause_hints(name, fault=row.fault, objective=row.objective_cause, subjective=row.subjective_cause)
        return [*found, *self._vague(f"{name}-subjective_cause", "cause", row.subjective_cause)]

    def _remedy(self, row: Remedy) -> list[Hint]:
        name = f"remedy-{row.pk}"
        repeated: list[Hint] = []
        found = remedy_hints(
            name,
            action=row.action,
            has_owner=bool(row.owner_cadre_id or row.owner_text.strip()),
            has_date=row.due_on is not None,
            measure=row.measure,
        )
        if row.limitation_id is not None:  # what is done about a suggested topic may well be done about a limitation
            others = self.known.others("action", f"limitation-{row.limitation_id}")
            repeated = repeated_hints(f"{name}-action", row.action, others, self.data)
        return [
            *found,
            *repeated,
            *deadline_hints(f"{name}-due_on", row.due_on, self.period_from),
            *self._vague(f"{name}-action", "remedy", row.action),
            *self._vague(f"{name}-measure", "measure", row.measure),
        ]

    def _vague(self, name: str, where: str, text: str) -> list[Hint]:
        return vague_hints(name, where, text, self.data)
