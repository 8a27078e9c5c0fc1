"""From what was written in a round to the sections of the paper, in the order and numbering of its form template."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from cadres.roles import Position
from core import formats
from core.paper.parts import Choice
from reviews.models import (
    Commitment,
    DeepReviewTopic,
    Explanation,
    Limitation,
    ProfileChoice,
    Remedy,
    ResponsiblePerson,
    Segment,
    TemplateSection,
)
from reviews.models.contents import RoundContents
from reviews.models.regulation import SCORE_TOTAL
from reviews.models.round_facts import as_submitted
from reviews.models.standing import profile_of
from reviews.reports.carried_over import carried_rows, share_texts
from reviews.reports.review_parts import (
    CommitmentRow,
    ExplanationText,
    LimitationText,
    RemedyRow,
    ResponsibilityRow,
    ResponsiblePersonLine,
    Section,
    SegmentText,
)
from reviews.reports.share_matrix import share_tables
from reviews.states import SectionKind, Stance

_APPENDIX_NUMBER = re.compile(r"^Phụ lục\s*\w*[.:]\s*")
_LONGEST_FAULT_IN_A_TABLE = 160
ChoiceList = ProfileChoice.List


class SectionWriter:
    """Writes the sections of one round; everything was loaded before, no query here."""

    def __init__(self, contents: RoundContents, choices: list[ProfileChoice]) -> None:
        self._contents = contents
        self._choices = choices
        self._fill: dict[str, Callable[[TemplateSection], dict[str, object]]] = {
            SectionKind.GRADED_TEXT: self._grade,
            SectionKind.LIMITATIONS: lambda section: {"limitations": self._limitations()},
            SectionKind.CARRIED_OVER: lambda section: {"carried": carried_rows(self._contents.carried_over)},
            SectionKind.EXPLANATIONS: lambda section: self._explanations(),
            SectionKind.RESPONSIBILITY: self._responsibility,
            SectionKind.REMEDIES: lambda section: {"remedies": self._remedies()},
            SectionKind.COMMITMENTS: lambda section: {"commitments": self._commitments()},
            SectionKind.RATING: self._levels,
        }

    def body(self) -> tuple[Section, ...]:
        """The sections that stand before the signature."""
        written = (self.section(s) for s in self._contents.sections if not is_attached(s))
        return tuple(section for section in written if section is not None)

    def attachments(self, *, beside_indicators: bool) -> tuple[Section, ...]:
        """The sections that follow the signature; numbered only where more than one appendix is printed.

        The indicators are not among them: their answers have an appendix, and a rule, of their own.
        """
        asked = [s for s in self._contents.sections if is_attached(s) and s.kind != SectionKind.INDICATORS]
        written = [section for section in map(self.section, asked) if section is not None]
        first = 2 if beside_indicators else 1
        numbered = len(written) + beside_indicators > 1
        return tuple(
            replace(section, number=str(number) if numbered else "", heading=appendix_title(section.heading))
            for number, section in enumerate(written, start=first)
        )

    def section(self, section: TemplateSection) -> Section | None:
        """One section of the paper; None where it has no number and nothing in it."""
        answer = self._contents.answer(section)
        text = answer.text if answer else ""
        parts = tuple(self._segment_texts(section)) if section.per_segment else ()
        filled = self._fill[section.kind](section) if section.kind in self._fill else {}
        is_empty = not (text.strip() or parts or any(filled.values()) or section.kind == SectionKind.HEADING)
        if is_empty and section.only_if_any and not section.number:
            return None
        return Section(
            number=section.number.strip(" .-)"),
            heading=section.heading.removesuffix(" (nếu có)"),
            depth=section.depth,
            text=text,
            parts=parts,
            empty_note=self._empty_note(section) if is_empty else "",
            **filled,  # type: ignore[arg-type]
        )

    def _empty_note(self, section: TemplateSection) -> str:
        unfinished = self._contents.round.is_open and section.required and not section.only_if_any
        return "(Chưa viết.)" if unfinished else "Không có."

    def _segment_texts(self, section: TemplateSection) -> list[SegmentText]:
        found = ((segment, self._contents.answer(section, segment)) for segment in self._contents.segments)
        return [SegmentText(segment_label(segment), answer.text) for segment, answer in found if answer and answer.text]

    def _grade(self, section: TemplateSection) -> dict[str, object]:
        answer = self._contents.answer(section)
        if profile_of(self._contents.review.cycle).has_degrees:
            return {"degrees": self._boxes(ChoiceList.DEGREE, answer.choice if answer else "")}
        score = answer.score if answer else None
        return {"score": f"{formats.number(score)}{self._scale} điểm" if score is not None else ""}

    @cached_property
    def _scale(self) -> str:
        """`/100`: the most that the score could be, as it was when the round was submitted; empty where nobody said."""
        round_, then = self._contents.round, as_submitted(self._contents.round)
        figure = profile_of(self._contents.review.cycle).figure(SCORE_TOTAL) if round_.is_open else None
        total = then.score_total if then else figure
        return f"/{formats.number(total)}" if total is not None else ""

    def _levels(self, section: TemplateSection) -> dict[str, object]:
        answer = self._contents.answer(section)
        return {"levels": self._boxes(ChoiceList.LEVEL, answer.choice if answer else "")}

    def _boxes(self, of_list: str, chosen: str) -> tuple[Choice, ...]:
        return tuple(Choice(c.label, c.code == chosen) for c in self._choices if c.list == of_list)

    def _limitations(self) -> tuple[LimitationText, ...]:
        return tuple(
            LimitationText(number, card.fault, card.objective_cause, card.subjective_cause)
            for number, card in enumerate(self._contents.limitations, start=1)
        )

    def _explanations(self) -> dict[str, object]:
        """The answers to the suggested topics; for a collective also who of it answers for which."""
        contents = self._contents
        answers = [(n, contents.explanation(topic)) for n, topic in enumerate(contents.topics, start=1)]
        tables = share_tables(answers) if contents.review.is_collective else ()
        texts = (explanation_text(n, contents.topics[n - 1], answer) for n, answer in answers)
        return {"explanations": tuple(texts), "shares": tables}

    def _responsibility(self, section: TemplateSection) -> dict[str, object]:
        """Who answers for each limitation; in a person's form the own part in the collective's."""
        if self._contents.review.is_collective:
            return {"responsibilities": self._responsibilities()}
        return {"own_shares": share_texts(self._contents.own_shares)}

    def _responsibilities(self) -> tuple[ResponsibilityRow, ...]:
        rows = (_responsibility(number, card) for number, card in enumerate(self._contents.limitations, start=1))
        return tuple(row for row in rows if row.organisation or row.persons)

    def _remedies(self) -> tuple[RemedyRow, ...]:
        return tuple(
            remedy_row(f"{number}.{place}", remedy)
            for number, card in enumerate(self._contents.limitations, start=1)
            for place, remedy in enumerate(card.remedies.all(), start=1)
        )

    def _commitments(self) -> tuple[CommitmentRow, ...]:
        kinds = {choice.code: choice.label for choice in self._choices if choice.list in _commitment_lists()}
        return tuple(
            _commitment(number, row, kinds.get(row.kind, ""))
            for number, row in enumerate(self._contents.commitments, start=1)
        )


def is_attached(section: TemplateSection) -> bool:
    """Whether the form puts the section behind the signature, as an appendix: indicators, unnumbered commitments."""
    return section.kind == SectionKind.INDICATORS or (section.kind == SectionKind.COMMITMENTS and not section.number)


def appendix_title(heading: str) -> str:
    """`Các việc cam kết` from `Phụ lục 2. Các việc cam kết`: appendices are numbered as they are printed."""
    return _APPENDIX_NUMBER.sub("", heading)


def segment_label(segment: Segment) -> str:
    """`Phó Chủ tịch UBND xã Yên Phú (từ 01/01/2026 đến 31/05/2026)`; a post held to the end of the period `đến nay`.

    Reviews are written before their period ends: the day of its end would be one to come.
    """
    unit = "" if segment.unit.name in segment.post_name else f", {segment.unit.name}"
    is_held = segment.held_to >= segment.review.cycle.period_to
    until = "nay" if is_held else formats.day(segment.held_to)
    return f"{segment.post_name}{unit} (từ {formats.day(segment.held_from)} đến {until})"


def remedy_row(ordinal: str, remedy: Remedy) -> RemedyRow:
    """A remedy as it stands in a table or a line."""
    owner = remedy.owner_cadre.full_name if remedy.owner_cadre else remedy.owner_text
    return RemedyRow(ordinal, remedy.action, owner, formats.day(remedy.due_on) if remedy.due_on else "", remedy.measure)


def _commitment_lists() -> tuple[str, ...]:
    return (ChoiceList.COLLECTIVE_COMMITMENT, ChoiceList.INDIVIDUAL_COMMITMENT)


def _commitment(number: int, row: Commitment, kind: str) -> CommitmentRow:
    text = f"{row.text} (chủ trì: {row.owner})" if row.owner else row.text
    return CommitmentRow(number, kind, text, formats.day(row.due_on) if row.due_on else "", row.measure)


def _persons(persons: list[ResponsiblePerson]) -> tuple[ResponsiblePersonLine, ...]:
    order = list(Position)
    ranked = sorted(persons, key=lambda person: order.index(Position(person.position)))
    return tuple(
        ResponsiblePersonLine(
            p.cadre.full_name, Position(p.position).label.lower(), p.post_name, p.get_share_display().lower()
        )
        for p in ranked
        if p.is_responsible
    )


def _responsibility(number: int, card: Limitation) -> ResponsibilityRow:
    unit = card.responsible_unit.name if card.responsible_unit else ""
    organisation = ": ".join(part for part in (unit, card.responsible_text) if part)
    return ResponsibilityRow(number, _shortened(card.fault), organisation, _persons(list(card.persons.all())))


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _LONGEST_FAULT_IN_A_TABLE:
        return words
    return words[:_LONGEST_FAULT_IN_A_TABLE].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def explanation_text(number: int, topic: DeepReviewTopic, answer: Explanation | None) -> ExplanationText:
    """The answer to a suggested topic, or that there is none yet."""
    if answer is None:
        return ExplanationText(number, topic.title, stance="(Chưa giải trình.)", topic_id=topic.pk)
    is_refuted = answer.stance == Stance.REFUTED
    return ExplanationText(
        number,
        topic.title,
        fault_label="Căn cứ" if is_refuted else "Khuyết điểm",
        stance=f"{Stance(answer.stance).label}." if answer.stance else "",
        fault=answer.fault,
        responsibility=answer.responsible_text,
        persons=() if is_refuted else _persons(list(answer.persons.all())),
        objective_cause=answer.objective_cause,
        subjective_cause=answer.subjective_cause,
        remedies=tuple(remedy_row("", remedy) for remedy in answer.remedies.all()),
        lessons=answer.lessons,
        topic_id=topic.pk,
    )
