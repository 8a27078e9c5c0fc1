"""Writing the rows of new reviews: the review, its places and segments, the first round, the empty indicator sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, IntegerField, SmallIntegerField, Value
from django.db.models.functions import Cast

from cadres.roles import Actor
from core import audit, localtime
from reviews.models import Cycle, FormTemplate, IndicatorSheet, Review, ReviewPlace, Round, Segment
from reviews.rules.assignment import PlacePlan, SegmentPlan
from reviews.states import IndicatorAnswer, Subject


@dataclass(frozen=True, slots=True)
class NewReview:
    """A review still to be written into the database."""

    subject: Subject
    unit_id: int
    cadre_id: int | None
    managing_unit_id: int | None
    template: FormTemplate
    due_on: date
    places: tuple[PlacePlan, ...]
    position: str = ""
    post_line: str = ""
    segments: tuple[SegmentPlan, ...] = ()


def add_reviews(cycle: Cycle, new: Sequence[NewReview], catalogue_size: int, actor: Actor) -> list[Review]:
    """Write them in five statements, with an audit row each; the caller knows that none of them exists."""
    now = localtime.now()
    reviews = Review.objects.bulk_create(
        Review(
            cycle=cycle,
            subject=one.subject,
            unit_id=one.unit_id,
            cadre_id=one.cadre_id,
            managing_unit_id=one.managing_unit_id,
            template=one.template,
            position=one.position,
            post_line=one.post_line,
            due_on=one.due_on,
            awaits_letter=cycle.only_chosen,
            place_unit_ids=[place.unit_id for place in one.places],
            created_at=now,
        )
        for one in new
    )
    pairs = list(zip(reviews, new, strict=True))
    add_places(((review, one.places) for review, one in pairs))
    add_segments(((review, one.segments) for review, one in pairs))
    rounds = Round.objects.bulk_create(Round(review=review, number=1, opened_at=now) for review in reviews)
    blank = Unanswered(catalogue_size)
    IndicatorSheet.objects.bulk_create(IndicatorSheet(round=round_, answers=blank) for round_ in rounds)
    facts = ((review.pk, {"cycle": cycle.pk, "form": one.template.code}) for review, one in pairs)
    audit.record_many(actor=actor, verb="review.generate", model=Review, facts=facts)
    return reviews


def make_known(reviews: Iterable[Review]) -> None:
    """Open reviews of an extraordinary cycle to those whom they concern: a letter goes to them now."""
    hidden = [review.pk for review in reviews if review.awaits_letter]
    Review.objects.filter(pk__in=hidden).update(awaits_letter=False)


class Unanswered(Func):
    """An array of this many unanswered items, filled by PostgreSQL: sending each number takes half the generation."""

    function = "ARRAY_FILL"
    template = "%(function)s(%(expressions)s)"
    output_field = ArrayField(SmallIntegerField())

    def __init__(self, size: int) -> None:
        super().__init__(
            Cast(Value(IndicatorAnswer.UNANSWERED.value), SmallIntegerField()),
            Value([size], output_field=ArrayField(IntegerField())),
        )


def add_places(places: Iterable[tuple[Review, Iterable[PlacePlan]]]) -> None:
    """The collectives in which each review is read; `place_unit_ids` of the review is the caller's."""
    ReviewPlace.objects.bulk_create(
        ReviewPlace(review=review, unit_id=place.unit_id, kind=place.kind, position=place.position)
        for review, ones in places
        for place in ones
    )


def add_segments(segments: Iterable[tuple[Review, Iterable[SegmentPlan]]], *, after: int = 0) -> None:
    """The posts held in the period, in the order of their days."""
    Segment.objects.bulk_create(
        Segment(
            review=review,
            tenure_id=one.tenure_id,
            unit_id=one.unit_id,
            post_name=one.post_name,
            position=one.position,
            held_from=one.held_from,
            held_to=one.held_to,
            order=order,
        )
        for review, ones in segments
        for order, one in enumerate(ones, start=after + 1)
    )
