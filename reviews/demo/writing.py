"""Filling a review the way a person does it in the form: through the same actions, everything that is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random

from cadres.models import Cadre
from cadres.roles import Actor
from core import localtime
from reviews.actions.answer_rows import add_commitment, add_limitation, add_remedy, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.indicators import NoteEdit, answer_group, answer_indicators
from reviews.actions.meetings import MeetingFacts, record_meeting
from reviews.demo.ledger import answer_what_is_left
from reviews.demo.texts.pieces import CommitmentText, ExplanationText, LimitationText, RemedyText
from reviews.models import Explanation, Field, Limitation, Remedy, Review, Round
from reviews.models.contents import RoundContents, contents_of
from reviews.models.options import SheetOptions
from reviews.rules.completeness import TEXT_KINDS, asked_segments
from reviews.rules.indicators import IndicatorChange
from reviews.rules.writing import token_of
from reviews.states import IndicatorAnswer, SectionKind, Share

_SCORES = {"strengths-1": "6.5", "strengths-2": "63.5", "strengths-3": "7", "strengths-4": "7.5", "strengths-5": "6"}
_GROUP_IN_ONE_ACT, _EVERY = 27, 4


@dataclass(frozen=True)
class Sheet:
    """Everything that one review will say."""

    texts: dict[str, str]
    limitations: tuple[LimitationText, ...]
    commitments: tuple[CommitmentText, ...]
    answers: tuple[ExplanationText, ...] = ()
    level: str = "good"
    post: str = ""
    admitted: dict[int, str] = field(default_factory=dict)
    meeting: MeetingFacts | None = None


def write_sheet(review: Review, actor: Actor, sheet: Sheet, *, only_begun: bool = False) -> None:
    """Write the whole sheet into the open round; `only_begun` stops after the first texts, as in a form left for lunch."""
    contents = _contents(review)
    people = _people(contents.review)
    texts = list(_texts(contents, sheet))
    if only_begun:
        save_answers(review_id=review.pk, actor=actor, edits=texts[:2])
        return
    cards = [edit for text in sheet.limitations for edit in _limitation(review, actor, text, people)]
    commitments = [_commitment(review, actor, text) for text in sheet.commitments]
    save_answers(review_id=review.pk, actor=actor, edits=[*texts, *cards, *commitments])
    explain(review, actor, sheet.answers)
    answer_what_is_left(review, actor)
    answer_catalogue(review, actor, sheet.admitted)
    if sheet.meeting is not None:
        hold_meeting(review, actor, sheet.meeting)


def explain(review: Review, actor: Actor, answers: tuple[ExplanationText, ...]) -> None:
    """Answer every suggested topic of the review, the given answers taken in turn."""
    if not answers:
        return
    contents = _contents(review)
    people = _people(contents.review)
    for place, topic in enumerate(contents.topics):
        text = answers[place % len(answers)]
        values = {
            "stance": text.stance,
            "fault": text.fault,
            "responsible_text": text.responsible,
            "shares": _shares(text.leaders, people, contents.leaders),
            "objective_cause": text.objective,
            "subjective_cause": text.subjective,
            "lessons": text.lessons,
        }
        save_answers(review_id=review.pk, actor=actor, edits=[Edit("explanation", str(topic.pk), values)])
        if text.remedy is not None:
            remedy = add_remedy(review_id=review.pk, actor=actor, card=("explanation", str(topic.pk)))
            save_answers(review_id=review.pk, actor=actor, edits=[_remedy(remedy.pk, text.remedy, people)])


def answer_catalogue(review: Review, actor: Actor, admitted: dict[int, str], *, leave_open: int = 0) -> None:
    """Answer the catalogue: "không có" but for the admitted positions, each with its note; some left open if asked."""
    size = review.cycle.catalogue.items.count()
    changes = [
        IndicatorChange(position, 0, IndicatorAnswer.REMEDYING if position in admitted else IndicatorAnswer.NONE)
        for position in range(size - leave_open)
    ]
    notes = [NoteEdit(position, text) for position, text in admitted.items()]
    answer_indicators(review_id=review.pk, actor=actor, changes=changes, notes=notes)
    if not leave_open and review.pk % _EVERY == 0:
        answer_group(review_id=review.pk, actor=actor, group_number=_GROUP_IN_ONE_ACT)


def hold_meeting(review: Review, actor: Actor, facts: MeetingFacts) -> None:
    """Enter the facts of the meeting."""
    round_ = Round.objects.get(review=review, submitted_at=None)
    record_meeting(round_id=round_.pk, version=round_.version, actor=actor, facts=facts)


def meeting(chair: str, secretary: str, place: str, members: int, conclusion: str, random: Random) -> MeetingFacts:
    """A meeting held yesterday by the story's clock, with nobody or one person absent."""
    present = members - (random.random() < 0.25)
    return MeetingFacts(
        held_on=localtime.today() - timedelta(days=1),
        held_at=place,
        chair=chair,
        secretary=secretary,
        present=present,
        total=members,
        absent_reasons="" if present == members else "01 đồng chí đi học lớp cao cấp lý luận chính trị",
        conclusion=conclusion,
    )


def _contents(review: Review) -> RoundContents:
    review = Review.objects.with_subject().get(pk=review.pk)
    return contents_of(review, Round.objects.get(review=review, submitted_at=None))


def _texts(contents: RoundContents, sheet: Sheet) -> Iterator[Edit]:
    for section in contents.sections:
        if section.kind not in TEXT_KINDS:
            continue
        whole: dict[str, object] = {}
        if section.kind == SectionKind.RATING:
            whole["choice"] = sheet.level
        elif section.kind == SectionKind.GRADED_TEXT:
            whole["score"] = Decimal(_SCORES.get(section.key, "7"))
        text = sheet.texts.get(section.key, "")
        for segment in asked_segments(section, contents):
            if segment is None:
                whole |= {"text": text.replace("{post}", sheet.post)} if text else {}
            else:
                words = text.replace("{post}", segment.post_name)
                yield Edit("answer", f"{section.pk}-{segment.pk}", {"text": words})
        if whole:
            yield Edit("answer", f"{section.pk}-0", whole)


def _limitation(review: Review, actor: Actor, text: LimitationText, people: list[int]) -> Iterator[Edit]:
    card = add_limitation(review_id=review.pk, actor=actor)
    yield Edit("limitation", str(card.pk), _limitation_values(text, people))
    remedies = list(card.remedies.all())
    while len(remedies) < len(text.remedies):
        remedies.append(add_remedy(review_id=review.pk, actor=actor, card=("limitation", str(card.pk))))
    for remedy, words in zip(remedies, text.remedies, strict=True):
        yield _remedy(remedy.pk, words, people)


def _limitation_values(text: LimitationText, people: list[int]) -> dict[str, object]:
    return {
        "field_id": Field.objects.values_list("pk", flat=True).get(code=text.field),
        "fault": text.fault,
        "responsible_text": text.share,
        "persons": _persons(text.leaders, people),
        "objective_cause": text.objective,
        "subjective_cause": text.subjective,
    }


def mend(review: Review, actor: Actor, cause: str) -> None:
    """Write anew what a return asks for: causes and responsibility of every limitation and answer, measures of remedies."""
    round_ = Round.objects.get(review=review, submitted_at=None)
    edits = [_mended("limitation", card.pk, card, cause) for card in round_.limitations.all()]
    edits += [_mended("explanation", card.topic_id, card, cause) for card in round_.explanations.all()]
    for remedy in Remedy.objects.filter(limitation__round=round_):
        measure = f"{remedy.measure.rstrip(' .')}; báo cáo tiến độ trước ngày 05 hằng tháng."
        edits.append(Edit("remedy", str(remedy.pk), {"measure": measure}, _token("remedy", remedy)))
    save_answers(review_id=review.pk, actor=actor, edits=edits)


def name_one_more(review: Review, actor: Actor, cadre: Cadre) -> None:
    """Hold the first limitation that does not name the person against them too."""
    cards = Limitation.objects.filter(round__review=review.pk, round__submitted_at=None).exclude(persons__cadre=cadre)
    card = cards.earliest("order")
    named = frozenset({cadre.pk, *card.persons.values_list("cadre_id", flat=True)})
    edit = Edit("limitation", str(card.pk), {"persons": named}, _token("limitation", card))
    save_answers(review_id=review.pk, actor=actor, edits=[edit])


def _mended(kind: str, key: int, card: Limitation | Explanation, cause: str) -> Edit:
    whose = "Người đứng đầu chịu trách nhiệm chung; cấp phó phụ trách chịu trách nhiệm trực tiếp."
    responsible = f"{card.responsible_text.strip()} {whose}".strip()
    return Edit(kind, str(key), {"subjective_cause": cause, "responsible_text": responsible}, _token(kind, card))


def _token(kind: str, row: Limitation | Explanation | Remedy) -> str:
    return str(token_of(row.version, values_of(kind, row)))


def _remedy(pk: int, text: RemedyText, people: list[int]) -> Edit:
    values = {
        "action": text.action,
        "owner_cadre_id": people[min(text.owner, len(people) - 1)],
        "due_on": localtime.today() + timedelta(days=text.days),
        "measure": text.measure,
    }
    return Edit("remedy", str(pk), values)


def _commitment(review: Review, actor: Actor, text: CommitmentText) -> Edit:
    row = add_commitment(review_id=review.pk, actor=actor, kind=text.kind)
    values = {
        "text": text.text,
        "owner": "Ban Thường vụ" if review.is_collective else "Bản thân",
        "due_on": localtime.today() + timedelta(days=text.days),
        "measure": text.measure,
    }
    return Edit("commitment", str(row.pk), values)


def _people(review: Review) -> list[int]:
    """Whom the places in a text mean: the leaders of the collective in their order; in a personal review the person."""
    return list(SheetOptions(review).members) if review.cadre_id is None else [review.cadre_id]


def _persons(places: tuple[int, ...], people: list[int]) -> frozenset[int]:
    return frozenset(people[place] for place in places if place < len(people))


def _shares(places: tuple[int, ...], people: list[int], leaders: Mapping[int, str]) -> frozenset[str]:
    """The first of those named answers directly, the others with them; the other leaders were not in charge."""
    named = [people[place] for place in places if place < len(people)]
    shares = dict.fromkeys(leaders, Share.NONE) | dict.fromkeys(named, Share.RELATED)
    shares |= dict.fromkeys(named[:1], Share.DIRECT)
    return frozenset(f"{cadre_id}:{share}" for cadre_id, share in shares.items())
