"""Everything written in one round, loaded with a fixed number of queries: for the form, the check, the print, the copy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Model

from core.kept_queries import kept
from core.rows import attach, follow, follow_all, read_rows, read_rows_of_any
from reviews.models.answers import Answer, Commitment, Explanation, Limitation, Remedy, ResponsiblePerson
from reviews.models.carried_over import CarriedOver, carried_over_of
from reviews.models.deep_reviews import DeepReviewTopic
from reviews.models.opinions import Opinion
from reviews.models.options import leaders_of
from reviews.models.own_shares import OwnShare, own_shares_of
from reviews.models.round_facts import as_submitted
from reviews.models.sheets import Review, Round, Segment
from reviews.models.standing import sections_of
from reviews.models.templates import TemplateSection
from reviews.querysets.opinions import OpinionTally
from reviews.querysets.topics import DeepReviewTopicQuerySet


@dataclass(frozen=True)
class RoundContents:
    """One round of a review, with what its template asks and what was written. Indicator answers are NOT in it."""

    review: Review
    round: Round
    sections: list[TemplateSection]
    segments: list[Segment]
    answers: dict[tuple[int, int | None], Answer]
    limitations: list[Limitation]
    commitments: list[Commitment]
    topics: list[DeepReviewTopic]
    explanations: dict[int, Explanation]
    carried_over: list[CarriedOver] = field(default_factory=list)
    own_shares: list[OwnShare] = field(default_factory=list)
    opinions: OpinionTally = field(default_factory=OpinionTally)
    leaders: dict[int, str] = field(default_factory=dict)
    """Head and deputies of a collective that was asked about topics: person → name."""

    def answer(self, section: TemplateSection, segment: Segment | None = None) -> Answer | None:
        """What was written for a section (for one segment of it)."""
        return self.answers.get((section.pk, segment.pk if segment else None))

    def explanation(self, topic: DeepReviewTopic) -> Explanation | None:
        """The answer to a suggested topic, if one was begun."""
        return self.explanations.get(topic.pk)


def contents_of(review: Review, round_: Round, *, named: bool = True) -> RoundContents:
    """Load a round with all its parts: at most twenty-two queries, whatever their number of rows; three more where the
    unit answers for ended ones.

    `named`: with the people, units and fields that paper names; a form has their names in its lists of choices, unless
    it shows parts that this round leaves alone as they read.
    """
    of_round = [round_.pk]
    limitations = read_rows(Limitation, round_id=of_round, order=("order", "id"))
    explanations = read_rows(Explanation, round_id=of_round)
    _attach_parts(limitations, explanations, named=named)
    topics = _topics(review, round_)
    if named:
        follow_all((limitations, "responsible_unit"), (limitations, "field"))
        _attach_topics(explanations, topics)
    contents = RoundContents(
        review=review,
        round=round_,
        sections=sections_of(round_.template_of(review)),
        segments=[] if review.is_collective else _segments(review),
        answers={(a.section_id, a.segment_id): a for a in read_rows(Answer, round_id=of_round)},
        limitations=limitations,
        commitments=read_rows(Commitment, round_id=of_round, order=("order", "id")),
        topics=topics,
        explanations={e.topic_id: e for e in explanations},
        carried_over=carried_over_of(review, round_),
        own_shares=own_shares_of(review, round_, {topic.pk for topic in topics}),
        opinions=Opinion.objects.filter(round=round_).tally(),
        leaders=_leaders(review) if topics and review.is_collective else {},
    )
    return _as_named_then(contents) if named and not round_.is_open else contents


def _as_named_then(contents: RoundContents) -> RoundContents:
    """A submitted round names people, units, fields and posts as they were called when it was submitted."""
    then = as_submitted(contents.round)
    if then is None:
        return contents
    named: list[Model | None] = []
    for limitation in contents.limitations:
        named += [limitation.responsible_unit, limitation.field]
    cards: list[Limitation | Explanation] = [*contents.limitations, *contents.explanations.values()]
    for card in cards:
        named += [*(person.cadre for person in card.persons.all()), *(one.owner_cadre for one in card.remedies.all())]
    for row in filter(None, named):
        then.put_on(row)
    for topic in contents.topics:
        for letter in (topic.deep_review, topic.origin.deep_review) if topic.origin else (topic.deep_review,):
            letter.issuer = then.unit(letter.issuer_id) or letter.issuer
    return replace(contents, segments=then.segments(contents.segments))


def _segments(review: Review) -> list[Segment]:
    found = list(Segment.objects.filter(review=review).select_related("unit"))
    for segment in found:
        segment.review = review  # their words ask for its period
    return found


def _leaders(review: Review) -> dict[int, str]:
    return leaders_of(review.cycle, [review.unit_id]).get(review.unit_id, {})


def _attach_parts(limitations: Sequence[Limitation], explanations: Sequence[Explanation], *, named: bool) -> None:
    """Let each card have its persons and remedies."""
    cards = {"limitation_id": [one.pk for one in limitations], "explanation_id": [one.pk for one in explanations]}
    persons = read_rows_of_any(ResponsiblePerson, order=("id",), **cards)
    remedies = read_rows_of_any(Remedy, order=("order", "id"), **cards)
    if named:
        follow_all((persons, "cadre"), (remedies, "owner_cadre"))
    for parents, column in ((limitations, "limitation_id"), (explanations, "explanation_id")):
        attach(parents, "persons", persons, column)
        attach(parents, "remedies", remedies, column)


def _topics(review: Review, round_: Round) -> list[DeepReviewTopic]:
    """What letters asked of the review, each topic with its letter."""
    at = round_.submitted_at
    found = _asked_now(review.pk) if at is None else _in_order(DeepReviewTopic.objects.asked_of(review.pk, at=at))
    due = dict(found)
    topics = {topic.pk: topic for topic in read_rows(DeepReviewTopic, id=list(due))}
    follow(list(topics.values()), "deep_review")
    for pk, due_on in due.items():
        topics[pk].due_now = due_on
    return [topics[pk] for pk in due]


@kept
def _asked_now(review_id: int) -> Any:
    return _in_order(DeepReviewTopic.objects.asked_of(review_id))


def _in_order(topics: DeepReviewTopicQuerySet) -> Any:
    """The topics, each with the day by which this review has to answer it now."""
    in_order = topics.order_by("deep_review__issued_on", "deep_review_id", "order")
    return in_order.values_list("pk", "deep_review__targets__due_on")


def _attach_topics(explanations: Iterable[Explanation], topics: Iterable[DeepReviewTopic]) -> None:
    """An explanation of what is asked no more has its topic looked up when somebody reads it."""
    asked = {topic.pk: topic for topic in topics}
    for explanation in explanations:
        if explanation.topic_id in asked:
            explanation.topic = asked[explanation.topic_id]
