"""Why a collective or a person may be worth a suggestion, in words beside each candidate."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from cadres.roles import Actor
from reviews.models import DeepReviewTarget, RemediationItem, Review, Round
from reviews.states import DeepReviewState, Opening, Subject

_Whose = tuple[int, int | None]


def reasons(actor: Actor, reviews: Sequence[Review], day: date) -> dict[int, list[str]]:
    """By review: overdue remedies, returns and suggestions of earlier cycles, letters of this cycle. Three queries.

    Only of what the person may open: what another committee keeps about the same people stays there.
    """
    found: dict[int, list[str]] = defaultdict(list)
    whose = {_whose(review): review.pk for review in reviews}
    for key, count in _overdue(actor, reviews, day).items():
        if key in whose:
            found[whose[key]].append(f"{count} việc khắc phục quá hạn")
    for key, count in _returned_before(actor, reviews).items():
        if key in whose:
            found[whose[key]].append(f"{count} lần bị trả lại ở các kỳ trước")
    for review_id, sentence in _suggested(actor, reviews):
        found[review_id].append(sentence)
    return found


def of_same_subject(reviews: Sequence[Review], prefix: str) -> Q:
    """Rows about the same collectives and persons in any cycle, by a lookup that leads to a review."""
    units = [review.unit_id for review in reviews if review.cadre_id is None]
    persons = [review.cadre_id for review in reviews if review.cadre_id is not None]
    collectives = Q(**{f"{prefix}subject": Subject.COLLECTIVE, f"{prefix}unit_id__in": units})
    return collectives | Q(**{f"{prefix}cadre_id__in": persons})


def _whose(review: Review) -> _Whose:
    return (review.unit_id, None) if review.cadre_id is None else (0, review.cadre_id)


def _overdue(actor: Actor, reviews: Sequence[Review], day: date) -> Counter[_Whose]:
    items = RemediationItem.objects.visible_to(actor).overdue(day).filter(of_same_subject(reviews, "plan__review__"))
    return Counter(_whose(item.plan.review) for item in items.select_related("plan__review"))


def _returned_before(actor: Actor, reviews: Sequence[Review]) -> Counter[_Whose]:
    returned = Round.objects.filter(
        of_same_subject(reviews, "review__"),
        review__in=Review.objects.visible_to(actor),
        opened_because__in=[Opening.SUPPLEMENT, Opening.REREVIEW],
    )
    earlier = returned.exclude(review__in=[review.pk for review in reviews]).select_related("review")
    return Counter(_whose(round_.review) for round_ in earlier)


def _suggested(actor: Actor, reviews: Sequence[Review]) -> list[tuple[int, str]]:
    targets = (
        DeepReviewTarget.objects.visible_to(actor)
        .filter(of_same_subject(reviews, "review__"))
        .select_related("review", "deep_review__cycle")
    )
    whose = {_whose(review): review for review in reviews}
    sentences: dict[tuple[int, str], None] = {}
    for target in targets.exclude(deep_review__state=DeepReviewState.WITHDRAWN):
        review = whose.get(_whose(target.review))
        if review is None:
            continue
        if target.deep_review.cycle_id == review.cycle_id:
            sentences[review.pk, f"đã nêu trong “{target.deep_review.title}”"] = None
        elif target.deep_review.issued_at is not None:
            sentences[review.pk, f"đã được gợi ý trong đợt {target.deep_review.cycle.name}"] = None
    return list(sentences)
