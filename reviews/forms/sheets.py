"""The form of a review as its page shows it: sections in the order of the paper, cards, rows, marks of what is missing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviews.actions.answer_rows import FIELDS, values_of
from reviews.actions.answers import Edit, Outcome
from reviews.forms.answers import Posted
from reviews.forms.sheet_controls import SHARES_HINT, Clash, Control, ControlMaker
from reviews.forms.sheet_ledger import LedgerLine, ShareLine, ledger_lines, share_lines
from reviews.forms.sheet_marks import NOTHING_ASKED, SETTLED_MARK, WRONG, Mark, four_questions, mark_headings, mark_of
from reviews.forms.sheet_rows import Row
from reviews.models import (
    Answer,
    Commitment,
    DeepReviewTopic,
    Explanation,
    Limitation,
    Remedy,
    Segment,
    TemplateSection,
)
from reviews.models.contents import RoundContents
from reviews.models.options import SheetOptions
from reviews.reports.reopened_parts import ReopenedPart, lacking
from reviews.reports.review_parts import ExplanationText, Section
from reviews.reports.review_sections import SectionWriter, explanation_text, segment_label
from reviews.rules import completeness as rules
from reviews.rules import reopening
from reviews.rules.hints import Hint
from reviews.rules.indicators import IndicatorProgress
from reviews.rules.missing import missing_unread, warning_of_former_meeting
from reviews.rules.opinions import warning_of_unanswered
from reviews.rules.remedied_share import REMEDIED_FROM, RemediedShare, remedied_share
from reviews.rules.topic_shares import written
from reviews.rules.writing import token_of
from reviews.states import SectionKind, Stance

K = SectionKind


@dataclass(slots=True)
class Card:
    """A limitation or the answer to a topic: its own row, its remedies, and which of the four questions are answered."""

    row: Row
    remedies: list[Row]
    answered: list[tuple[str, bool]]
    topic: DeepReviewTopic | None = None
    settled: ExplanationText | None = None


@dataclass(slots=True)
class SectionView:
    """One heading of the form with what is written under it; nothing can be where it has a place on paper alone."""

    section: TemplateSection
    number: str
    mark: Mark
    lacks: int = 0
    rows: list[Row] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    ledger: list[LedgerLine] = field(default_factory=list)
    shares: list[ShareLine] = field(default_factory=list)
    remedied: RemediedShare | None = None
    is_settled: bool = False
    is_asked: bool = True
    settled: Section | None = None

    @property
    def anchor(self) -> str:
        """The id of the section's box."""
        return f"muc-{self.section.pk}"


class SheetForm:
    """The whole form of one round. `posted` with `outcome`: what could not be stored stays as it was typed;
    `posted` alone (the save as a whole was refused): everything stays as it was typed.
    """

    def __init__(
        self,
        contents: RoundContents,
        options: SheetOptions,
        indicators: IndicatorProgress | None,
        *,
        posted: Posted | None = None,
        outcome: Outcome | None = None,
        was_refused: bool = False,
        reopened: Sequence[ReopenedPart] = (),
    ) -> None:
        self.contents, self.options, self.indicators, self.reopened = contents, options, indicators, reopened
        self.make = ControlMaker(options, posted, outcome)
        self.gone, self.closed = map(_texts_in, (outcome.gone, outcome.closed) if outcome else ([], []))
        self.gone += posted.strays if posted else []
        self.lacks = [*rules.missing(contents, indicators, options.profile), *lacking(reopened, options.profile)]
        self.was_refused = was_refused
        self.hints: list[Hint] = []
        self._writer = SectionWriter(contents, list(options.profile.choices.all()) if contents.round.is_limited else [])
        numbers = rules.section_numbers(contents.sections)
        self.sections = [
            self._view(section, numbers[section.pk])
            for section in contents.sections
            if rules.is_asked(section, contents) or section.number
        ]
        mark_headings(self.sections)

    @property
    def without_owner(self) -> list[tuple[int, int]]:
        """In a collective's form, the limitations that name no person: their number in the form and their id."""
        if not self.contents.review.is_collective:
            return []
        numbered = enumerate(self.contents.limitations, start=1)
        return [(ordinal, card.pk) for ordinal, card in numbered if not card.persons.all()]

    def show_hints(self, hints: Iterable[Hint]) -> None:
        """Put each hint below its control."""
        by_field: dict[str, list[Hint]] = {}
        for hint in hints:
            by_field.setdefault(hint.field, []).append(hint)
        for control in self._controls():
            control.hints = by_field.get(control.name, [])
            self.hints += control.hints

    def _controls(self) -> Iterator[Control]:
        for view in self.sections:
            lines = [*(line.row for line in view.ledger), *(line.row for line in view.shares)]
            cards = [row for card in view.cards for row in (card.row, *card.remedies)]
            for row in (*view.rows, *cards, *lines):
                yield from row.controls.values()

    @property
    def clashes(self) -> list[Clash]:
        """Every conflict still to be settled."""
        return [self.make.clash_of(conflict) for conflict in self.make.clashes.values()]

    @property
    def opinion_warning(self) -> str:
        """Opinions without an answer, where the profile points them out and does not bar."""
        return warning_of_unanswered(self.contents, self.options.profile)

    @property
    def meeting_warning(self) -> str:
        """A meeting held before the round was opened again, where the profile points it out and does not bar."""
        return warning_of_former_meeting(self.contents, self.options.profile)

    def _remedied(self) -> RemediedShare:
        period_to = self.contents.review.cycle.period_to
        return remedied_share(self.contents.carried_over, self.options.profile.figure_row(REMEDIED_FROM), period_to)

    def _view(self, section: TemplateSection, number: str) -> SectionView:
        lacks = sum(1 for one in self.lacks if one.section_id == section.pk)
        mark = mark_of(section, self.contents, self.indicators, lacks, strict=self.was_refused)
        if any(missing_unread(section, "", self.contents)):
            mark = WRONG
        view = SectionView(section, number, mark, lacks)
        if not rules.is_asked(section, self.contents):
            view.is_asked, view.mark = False, NOTHING_ASKED
        elif not reopening.may_write_section(self.contents.round, section):
            view.is_settled, view.mark, view.settled = True, SETTLED_MARK, self._writer.section(section)
        elif section.kind in rules.TEXT_KINDS:
            view.rows = self._answers(section)
            if section.kind == K.CARRIED_OVER:
                view.ledger = ledger_lines(self.contents.carried_over, self.make, self._row)
                view.remedied = self._remedied()
            elif section.kind == K.RESPONSIBILITY:
                view.shares = share_lines(self.contents.own_shares, self.make, self._row)
        elif section.kind == K.LIMITATIONS:
            view.cards = [self.limitation_card(row, n) for n, row in enumerate(self.contents.limitations, start=1)]
        elif section.kind == K.EXPLANATIONS:
            view.cards = [self.explanation_card(topic, n) for n, topic in enumerate(self.contents.topics, start=1)]
        elif section.kind == K.COMMITMENTS:
            view.rows = [self.commitment_row(row, n) for n, row in enumerate(self.contents.commitments, start=1)]
        return view

    def _row(self, kind: str, key: str, row: Any, controls: Iterable[Control], title: str = "") -> Row:
        token = self.make.tokens.get((kind, key)) or str(token_of(row.version, values_of(kind, row)))
        return Row(kind, key, token, {c.field: c for c in self.make.with_unread(kind, row, controls)}, title)

    def _answers(self, section: TemplateSection) -> list[Row]:
        """The text (for each post held, where the section asks so), then the degree, score or level of the whole."""
        segments = list(rules.asked_segments(section, self.contents))
        if section.kind == K.RATING:
            return [self._answer(section, None, self._grade(section))]
        if segments == [None]:
            return [self._answer(section, None, [self._text(section, None), *self._grade(section)])]
        rows = [self._answer(section, segment, [self._text(section, segment)]) for segment in segments]
        grade = self._grade(section)
        return [*rows, self._answer(section, None, grade)] if grade else rows

    def _answer(self, section: TemplateSection, segment: Segment | None, controls: list[Control]) -> Row:
        answer = self.contents.answer(section, segment) or Answer(round=self.contents.round, version=0)
        row = self._row("answer", _answer_key(section, segment), answer, controls)
        if segment is not None:
            row.title, row.note = segment_label(segment), segment.get_state_display()
        return row

    def _text(self, section: TemplateSection, segment: Segment | None) -> Control:
        answer = self.contents.answer(section, segment)
        label = f"{section.heading}: {segment_label(segment)}" if segment else section.heading
        text = answer.text if answer else ""
        return self.make.make("answer", _answer_key(section, segment), "text", text, label=label, rows=5)

    def _grade(self, section: TemplateSection) -> list[Control]:
        key, answer = _answer_key(section, None), self.contents.answer(section)
        choice = answer.choice if answer else ""
        if section.kind == K.RATING:
            levels = {"": "— chưa chọn —"} | self.options.levels
            return [self.make.make("answer", key, "choice", choice, offered=levels, label="Mức xếp loại")]
        if section.kind != K.GRADED_TEXT:
            return []
        if self.options.profile.has_degrees:
            degrees = {"": "— chưa chọn —"} | self.options.degrees
            return [self.make.make("answer", key, "choice", choice, offered=degrees)]
        return [self.make.make("answer", key, "score", answer and answer.score, hint=self.options.score_scale)]

    def limitation_card(self, limitation: Limitation, ordinal: int) -> Card:
        """A limitation with its four blocks."""
        key, options, none = str(limitation.pk), self.options, {"": "— chọn —"}
        unit_id = limitation.responsible_unit_id
        persons = frozenset(person.cadre_id for person in limitation.persons.all())
        controls = [
            self._plain("limitation", key, limitation, "fault"),
            self.make.make("limitation", key, "field_id", limitation.field_id, offered=none | options.fields),
            self.make.make("limitation", key, "responsible_unit_id", unit_id, offered=none | options.units),
            self._plain("limitation", key, limitation, "responsible_text"),
            self.make.make("limitation", key, "persons", persons, offered=options.member_lines),
            self._plain("limitation", key, limitation, "objective_cause"),
            self._plain("limitation", key, limitation, "subjective_cause"),
        ]
        gaps = rules.limitation_gaps(limitation, is_collective=self.contents.review.is_collective)
        row = self._row("limitation", key, limitation, controls, f"Hạn chế, khuyết điểm {ordinal}")
        return Card(row, self._remedies(limitation), four_questions(gaps))

    def explanation_card(self, topic: DeepReviewTopic, ordinal: int) -> Card:
        """The answer to a suggested topic."""
        explanation = self.contents.explanation(topic)
        row = explanation or Explanation(round=self.contents.round, topic=topic, version=0)
        key = str(topic.pk)
        if not reopening.may_write_topic(self.contents.round, topic):
            read = explanation_text(ordinal, topic, explanation)
            return Card(Row("explanation", key, "", {}, read.topic), [], [], topic, read)
        stances = {"": "— chọn —"} | dict(Stance.choices)
        texts = ("objective_cause", "subjective_cause", "lessons")
        hint = SHARES_HINT if self.contents.leaders else ""
        shares = written(explanation.persons.all()) if explanation else frozenset()
        controls = [
            self.make.make("explanation", key, "stance", row.stance, offered=stances),
            self._plain("explanation", key, row, "fault", label="Khuyết điểm (hoặc căn cứ chứng minh không có)"),
            self._plain("explanation", key, row, "responsible_text"),
            self.make.make("explanation", key, "shares", shares, offered=self.options.share_choices, hint=hint),
            *(self._plain("explanation", key, row, name) for name in texts),
        ]
        shown = self._row("explanation", key, row, controls, f"Nội dung được gợi ý {ordinal}")
        remedies = self._remedies(explanation) if explanation else []
        return Card(shown, remedies, four_questions(rules.explanation_gaps(explanation, self.contents.leaders)), topic)

    def commitment_row(self, commitment: Commitment, ordinal: int) -> Row:
        """One commitment."""
        key = str(commitment.pk)
        kinds = {"": "— chọn —"} | self.options.commitment_kinds
        controls = [
            self.make.make("commitment", key, "kind", commitment.kind, offered=kinds),
            self._plain("commitment", key, commitment, "text", label="Việc cam kết"),
            *(self._plain("commitment", key, commitment, name) for name in ("owner", "due_on", "measure")),
        ]
        return self._row("commitment", key, commitment, controls, f"Cam kết {ordinal}")

    def remedy_row(self, remedy: Remedy, ordinal: int) -> Row:
        """One remedy: what, who, by when, with which result."""
        key = str(remedy.pk)
        members = {"": "— chọn —"} | self.options.member_lines
        controls = [
            self._plain("remedy", key, remedy, "action", rows=2),
            self.make.make("remedy", key, "owner_cadre_id", remedy.owner_cadre_id, offered=members),
            *(self._plain("remedy", key, remedy, name) for name in ("owner_text", "due_on")),
            self._plain("remedy", key, remedy, "measure", rows=2),
        ]
        return self._row("remedy", key, remedy, controls, f"Biện pháp {ordinal}")

    def _remedies(self, card: Limitation | Explanation) -> list[Row]:
        return [self.remedy_row(remedy, n) for n, remedy in enumerate(card.remedies.all(), start=1)]

    def _plain(self, kind: str, key: str, row: Any, name: str, **more: Any) -> Control:
        assert name in FIELDS[kind], (kind, name)
        return self.make.make(kind, key, name, getattr(row, name), **more)


def _texts_in(edits: Iterable[Edit]) -> list[str]:
    """The words of edits that could not be stored; a blank line stands for one without words."""
    return [value if isinstance(value, str) else "" for edit in edits for value in edit.values.values()]


def _answer_key(section: TemplateSection, segment: Segment | None) -> str:
    return f"{section.pk}-{segment.pk if segment else 0}"
