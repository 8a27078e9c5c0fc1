"""How far a suggested review is: one definition for the numbers of the dashboard and for the list behind them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

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


def submitted_explanations() -> models.QuerySet[Explanation]:
    """What the outer query's review answered in rounds that went up; written before the letter came, nothing is."""
    return apps.get_model("reviews", "Explanation")._default_manager.filter(
        round__review=OuterRef("pk"),
        round__submitted_at__isnull=False,
        topic__deep_review__state=DeepReviewState.ISSUED,
    )


def suggested_to(reviews: ReviewQuerySet, actor: Actor) -> ReviewQuerySet:
    """The reviews named in an issued suggestion that the person may see, with what `reached` asks about.

    Acknowledged: every such suggestion. Answered: in a round that was submitted. Appraised: that round was decided on.
    """
    targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor).in_force()
    issued = targets.filter(review=OuterRef("pk"), deep_review__state=DeepReviewState.ISSUED)
    answers = submitted_explanations()
    return reviews.filter(Exists(issued)).alias(
        is_acknowledged=~Exists(issued.filter(acknowledged_at=None)),
        is_answered=Exists(answers),
        is_appraised=Exists(answers.filter(round__appraisal__decided_at__isnull=False)),
    )


def reached(step: SuggestionStep) -> Q:
    """The reviews of `suggested_to` that came at least as far as this step."""
    return {
        SuggestionStep.SUGGESTED: Q(),
        SuggestionStep.ACKNOWLEDGED: Q(is_acknowledged=True),
        SuggestionStep.ANSWERED: Q(is_answered=True),
        SuggestionStep.APPRAISED: Q(is_appraised=True),
    }[step]
