"""How far a suggested review is: one definition for the numbers of the dashboard and for the list behind them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from cadres.roles import Actor
from reviews.states import DeepReviewState

if TYPE_CHECKING:
    from reviews.models import Explanation
    from reviews.querysets.sheets import ReviewQuerySet


class SuggestionStep(StrEnum):
    """The steps of a suggestion in the order of the year; a unit may answer what it never acknowledged."""

    SUGGESTED = "duoc-goi-y"
    ACKNOWLEDGED = "da-tiep-nhan"
    ANSWERED = "da-giai-trinh"
    APPRAISED = "da-tham-dinh"

    @property
    def label(self) -> str:
        """The column's heading."""
        return _LABELS[self]


_LABELS = {
    SuggestionStep.SUGGESTED: "Được gợi ý",
    SuggestionStep.ACKNOWLEDGED: "Đã tiếp nhận",
    SuggestionStep.ANSWERED: "Đã giải trình",
    SuggestionStep.APPRAISED: "Đã thẩm định",
}


def answered_reviews() -> models.QuerySet[Explanation, Any]:
    """The reviews (their numbers) that answered in a round that went up; written before the letter came, nothing is."""
    explanations = apps.get_model("reviews", "Explanation")._default_manager.order_by()
    submitted = explanations.filter(round__submitted_at__isnull=False, topic__deep_review__state=DeepReviewState.ISSUED)
    return submitted.values("round__review")


def suggested_to(reviews: ReviewQuerySet, actor: Actor) -> ReviewQuerySet:
    """The reviews named in an issued suggestion that the person may see, with what `reached` asks about.

    Acknowledged: every such suggestion. Answered: in a round that was submitted. Appraised: that round was decided on.
    Each set is read once, not looked into for every review.
    """
    targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor).in_force()
    issued = targets.filter(deep_review__state=DeepReviewState.ISSUED).order_by().values("review")
    answers = answered_reviews()
    return reviews.filter(pk__in=issued).alias(
        is_acknowledged=~Q(pk__in=issued.filter(acknowledged_at=None)),
        is_answered=Q(pk__in=answers),
        is_appraised=Q(pk__in=answers.filter(round__appraisal__decided_at__isnull=False)),
    )


def reached(step: SuggestionStep) -> Q:
    """The reviews of `suggested_to` that came at least as far as this step."""
    return {
        SuggestionStep.SUGGESTED: Q(),
        SuggestionStep.ACKNOWLEDGED: Q(is_acknowledged=True),
        SuggestionStep.ANSWERED: Q(is_answered=True),
        SuggestionStep.APPRAISED: Q(is_appraised=True),
    }[step]
