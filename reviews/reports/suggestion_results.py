"""What came of each suggestion, reported back to the one who suggested: the appraisal, and how far the remedying is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse

from cadres.roles import Actor
from core import localtime
from reviews.models import Appraisal, DeepReview, DeepReviewTarget, RemediationItem
from reviews.querysets.remediation import OPEN_CHOICE, open_ones, overdue
from reviews.states import AppraisalOutcome

OF_TARGET: Final = "goi_y_gui"  # in the address of the list of items: those that grew from one target's topics
_COUNTS: Final = (
    ("every", "việc khắc phục", ""),
    ("running", "chưa kết thúc", f"&trang_thai={OPEN_CHOICE}"),
    ("past_due", "quá hạn", "&qua_han=on"),
    ("in_time", "xong đúng hạn", "&dung_han=on"),
    ("too_late", "xong chậm", "&xong_cham=on"),
)
_TONES: Final = {
    AppraisalOutcome.ACCEPT: "done",
    AppraisalOutcome.SUPPLEMENT: "warn",
    AppraisalOutcome.REREVIEW: "warn",
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number of items with the list behind it."""

    number: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """The last decision on an answer, and the items by how far they are; nothing that is zero but the whole."""

    outcome: str
    tone: str
    counts: tuple[Number, ...] = ()


def collect(actor: Actor, row: DeepReview, targets: Sequence[DeepReviewTarget]) -> dict[int, Result]:
    """By target, of what the person may open; nothing for one on whose answer nothing was decided. Two queries."""
    reviews = [target.review_id for target in targets]
    decided = Appraisal.objects.visible_to(actor).filter(
        round__review__in=reviews, decided_at__isnull=False, round__explanations__topic__deep_review=row
    )
    outcomes = dict(decided.order_by("round__number").values_list("round__review", "outcome"))
    counted = _counted(actor, row, reviews)
    return {
        target.pk: Result(
            AppraisalOutcome(outcome).label,
            _TONES[AppraisalOutcome(outcome)],
            _counts(target, counted.get(target.review_id, {})),
        )
        for target in targets
        if (outcome := outcomes.get(target.review_id))
    }


def _counted(actor: Actor, row: DeepReview, reviews: list[int]) -> dict[int, dict[str, int]]:
    items = RemediationItem.objects.visible_to(actor).filter(topic__deep_review=row, plan__review__in=reviews)
    counted = (
        items.order_by()
        .values_list("plan__review")
        .annotate(
            every=Count("pk"),
            running=Count("pk", filter=open_ones()),
            past_due=Count("pk", filter=overdue(localtime.today())),
            in_time=Count("pk", filter=Q(on_time=True)),
            too_late=Count("pk", filter=Q(on_time=False)),
        )
    )
    names = [name for name, *_ in _COUNTS]
    return {review_id: dict(zip(names, numbers, strict=True)) for review_id, *numbers in counted}


def _counts(target: DeepReviewTarget, counted: dict[str, int]) -> tuple[Number, ...]:
    address = f"{reverse('reviews:remediation')}?{OF_TARGET}={target.pk}"
    return tuple(Number(counted[name], words, address + query) for name, words, query in _COUNTS if counted.get(name))
