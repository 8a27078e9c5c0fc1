"""Why a collective or a person may be worth a suggestion: facts in words beside each candidate, each linked to its page.

Facts of the register and of former cycles only; nothing is weighed, counted together or put in an order.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cadres.roles import Actor
from core import formats
from reviews.models import (
    AppraisalMark,
    DeepReview,
    DeepReviewTarget,
    DeepReviewTopic,
    RegisteredGround,
    RemediationItem,
    Review,
    Round,
    Segment,
)
from reviews.states import WANTING_MARKS, AppraisalOutcome, DeepReviewState, Mark, Opening, Subject

_Whose = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact in words, with the page that shows it: the name of its address and the row."""

    words: str
    url_name: str
    pk: int


def reasons(
    actor: Actor, reviews: Sequence[Review], day: date, *, drafted: DeepReview | None = None
) -> dict[int, list[Reason]]:
    """By review: open grounds, overdue remedies, returns and suggestions of earlier cycles, letters of this one, topics
    that were suggested before and left unresolved. The letter being `drafted` is no reason for itself.

    Only of what the person may open: what another committee keeps about the same people stays there. A fixed number of
    queries.
    """
    found: dict[int, list[Reason]] = defaultdict(list)
    whose = {_whose(review): review for review in reviews}
    facts = (
        *_grounds(actor, reviews),
        *_overdue(actor, reviews, day),
        *_returned_before(actor, reviews),
        *_suggested(actor, reviews, whose, drafted),
        *_left_over(actor, reviews),
    )
    for key, reason in facts:
        if key in whose and reason not in found[whose[key].pk]:
            found[whose[key].pk].append(reason)
    return found


def former_posts(reviews: Sequence[Review], day: date) -> dict[int, list[str]]:
    """By review the posts that the person held in the period and has given up, each with its last day; one query."""
    held = Segment.objects.filter(review__in=[review.pk for review in reviews], tenure__ended_on__lt=day)
    found: dict[int, list[str]] = defaultdict(list)
    for segment in held.select_related("tenure").order_by("-held_to", "pk"):
        found[segment.review_id].append(with_last_day(segment.post_name, segment.tenure.ended_on, day))
    return found


def with_last_day(post: str, ended_on: date | None, day: date) -> str:
    """The post, with the day on which it was given up where that is past."""
    return f"{post} (thôi giữ ngày {formats.day(ended_on)})" if ended_on is not None and ended_on < day else post


def of_same_subject(reviews: Sequence[Review], prefix: str) -> Q:
    """Rows about the same collectives and persons in any cycle, by a lookup that leads to a review."""
    units = [review.unit_id for review in reviews if review.cadre_id is None]
    persons = [review.cadre_id for review in reviews if review.cadre_id is not None]
    collectives = Q(**{f"{prefix}subject": Subject.COLLECTIVE, f"{prefix}unit_id__in": units})
    return collectives | Q(**{f"{prefix}cadre_id__in": persons})


def _whose(review: Review) -> _Whose:
    return (review.unit_id, None) if review.cadre_id is None else (0, review.cadre_id)


def _grounds(actor: Actor, reviews: Sequence[Review]) -> Iterator[tuple[_Whose, Reason]]:
    units = [review.unit_id for review in reviews if review.cadre_id is None]
    persons = [review.cadre_id for review in reviews if review.cadre_id is not None]
    about = RegisteredGround.objects.filter(Q(units__in=units) | Q(cadres__in=persons)).values("pk")
    rows = RegisteredGround.objects.visible_to(actor).open().filter(pk__in=about).with_concerned()
    for ground in rows:
        reason = Reason(f"căn cứ chưa xử lý: {ground.source_in_words}", "reviews:ground_page", ground.pk)
        for unit in ground.units.all():
            yield (unit.pk, None), reason
        for cadre in ground.cadres.all():
            yield (0, cadre.pk), reason


def _overdue(actor: Actor, reviews: Sequence[Review], day: date) -> Iterator[tuple[_Whose, Reason]]:
    """Of the own plan, and those that name the person as owner in the plan of a collective or of another person."""
    persons = [review.cadre_id for review in reviews if review.cadre_id is not None]
    whose = of_same_subject(reviews, "plan__review__") | Q(owner_cadre_id__in=persons)
    counted: dict[int, int] = defaultdict(int)
    owned: dict[tuple[int, int], int] = defaultdict(int)
    of_plan: dict[int, Review] = {}
    for item in (
        RemediationItem.objects.visible_to(actor).overdue(day).filter(whose).select_related("plan__review__unit")
    ):
        review = item.plan.review
        of_plan[review.pk] = review
        counted[review.pk] += 1
        if item.owner_cadre_id is not None and item.owner_cadre_id != review.cadre_id:
            owned[review.pk, item.owner_cadre_id] += 1
    for review_id, count in counted.items():
        yield _whose(of_plan[review_id]), Reason(f"{count} việc khắc phục quá hạn", "reviews:plan_page", review_id)
    for (review_id, cadre_id), count in owned.items():
        words = f"{count} việc khắc phục quá hạn được giao trong kế hoạch của {of_plan[review_id].unit.name}"
        yield (0, cadre_id), Reason(words, "reviews:plan_page", review_id)


def _returned_before(actor: Actor, reviews: Sequence[Review]) -> Iterator[tuple[_Whose, Reason]]:
    returned = Round.objects.filter(
        of_same_subject(reviews, "review__"),
        review__in=Review.objects.visible_to(actor),
        opened_because__in=[Opening.SUPPLEMENT, Opening.REREVIEW],
    )
    counted: dict[int, int] = defaultdict(int)
    earlier: dict[int, Review] = {}
    shown = [review.pk for review in reviews]
    for round_ in returned.exclude(review__in=shown).select_related("review__cycle").order_by("pk"):
        counted[round_.review_id] += 1
        earlier[round_.review_id] = round_.review
    for review_id, count in counted.items():
        words = f"{count} lần bị trả lại: {earlier[review_id].cycle.name}"
        yield _whose(earlier[review_id]), Reason(words, "reviews:review_page", review_id)


def _suggested(
    actor: Actor, reviews: Sequence[Review], whose: dict[_Whose, Review], drafted: DeepReview | None
) -> Iterator[tuple[_Whose, Reason]]:
    targets = (
        DeepReviewTarget.objects.visible_to(actor)
        .in_force()
        .filter(of_same_subject(reviews, "review__"))
        .exclude(deep_review=drafted)
        .select_related("review", "deep_review__cycle")
    )
    for target in targets.exclude(deep_review__state=DeepReviewState.WITHDRAWN):
        key, letter = _whose(target.review), target.deep_review
        review = whose.get(key)
        if review is None:
            continue
        if letter.cycle_id == review.cycle_id:
            yield key, Reason(f"đã nêu trong “{letter.title}”", "reviews:deep_review_page", letter.pk)
        elif letter.issued_at is not None:
            yield key, Reason(f"đã được gợi ý: {letter.cycle.name}", "reviews:deep_review_page", letter.pk)


def _left_over(actor: Actor, reviews: Sequence[Review]) -> Iterator[tuple[_Whose, Reason]]:
    """Topics suggested before of which the appraisal left something, and that no letter takes up yet."""
    topics = DeepReviewTopic.objects.visible_to(actor).not_taken_up()
    marks = AppraisalMark.objects.filter(
        of_same_subject(reviews, "appraisal__round__review__"),
        mark__in=WANTING_MARKS,
        topic__in=topics,
        appraisal__outcome=AppraisalOutcome.ACCEPT,
        appraisal__round__review__in=Review.objects.visible_to(actor),
    )
    for mark in marks.select_related("topic", "appraisal__round__review__cycle"):
        review, topic = mark.appraisal.round.review, mark.topic
        assert topic is not None  # of the filter
        words = f"đã gợi ý, {Mark(mark.mark).label.lower()}: “{topic.title}” ({review.cycle.name})"
        yield _whose(review), Reason(words, "reviews:appraisal_page", review.pk)
