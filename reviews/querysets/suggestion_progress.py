"""How far a suggested review is: one definition for the numbers of the dashboard and for the list behind them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from cadres.roles import Actor
from reviews.states import PLANNED_KINDS, AppraisalOutcome, DeepReviewState

if TYPE_CHECKING:
    from reviews.models import Appraisal, Explanation, RemediationPlan
    from reviews.querysets.remediation import RemediationItemQuerySet
    from reviews.querysets.sheets import ReviewQuerySet


class SuggestionStep(StrEnum):
    """The steps of a suggestion in the order of the year.

    Who answered has received, said or not: a unit may answer what it never acknowledged. The receipt that an amendment
    asks for is its own, and takes nobody out of those who received the letter. The last three part those appraised by
    the last decision on an answer.
    """

    SUGGESTED = "duoc-goi-y"
    ACKNOWLEDGED = "da-tiep-nhan"
    ANSWERED = "da-giai-trinh"
    APPRAISED = "da-tham-dinh"
    ACCEPTED = "dat"
    SUPPLEMENT = "bo-sung"
    REREVIEW = "kiem-diem-lai"

    @property
    def label(self) -> str:
        """The column's heading."""
        return _LABELS[self]


_LABELS = {
    SuggestionStep.SUGGESTED: "Được gợi ý",
    SuggestionStep.ACKNOWLEDGED: "Đã tiếp nhận",
    SuggestionStep.ANSWERED: "Đã giải trình",
    SuggestionStep.APPRAISED: "Đã thẩm định",
    SuggestionStep.ACCEPTED: "Đạt",
    SuggestionStep.SUPPLEMENT: "Trả lại, bổ sung",
    SuggestionStep.REREVIEW: "Kiểm điểm lại",
}
_TOPIC = "suggestions__deep_review__topics"
ASKED_FIELD = f"{_TOPIC}__field"  # of `asked_of`: the field of what the review was asked


def answered_reviews() -> models.QuerySet[Explanation, Any]:
    """The reviews (their numbers) that answered in a round that went up; written before the letter came, nothing is."""
    return _answers().values("round__review")


def suggested_to(reviews: ReviewQuerySet, actor: Actor) -> ReviewQuerySet:
    """The reviews named in an issued suggestion that the person may see, with what `reached` asks about.

    Acknowledged: every such suggestion, once. Answered: in a round that was submitted. `outcome`: what was decided last
    on a round with answers, empty where nothing was.
    """
    issued = _letters_to(actor).values("review")
    decided = _appraisals().filter(decided_at__isnull=False, round__review=OuterRef("pk"), round__in=_answered_rounds())
    return reviews.filter(pk__in=issued).alias(
        is_acknowledged=~Q(pk__in=issued.filter(received_at=None)),
        is_answered=Q(pk__in=answered_reviews()),
        outcome=Subquery(decided.order_by("-round__number").values("outcome")[:1]),
    )


def asked_of(reviews: ReviewQuerySet, actor: Actor, **of_topic: Any) -> ReviewQuerySet:
    """Those of `suggested_to`, once for each topic in force that asks something of them; its field is `ASKED_FIELD`.

    `of_topic` says more of these topics, by their paths; it has to be the same join that is asked.
    """
    return reviews.filter(
        Q(**{f"{_TOPIC}__only_for": None}) | Q(**{f"{_TOPIC}__only_for": F("suggestions")}),
        suggestions__in=_letters_to(actor).values("pk"),
        **{f"{_TOPIC}__isnull": False, f"{_TOPIC}__withdrawn_by": None, **of_topic},
    )


def after_suggestions(items: RemediationItemQuerySet, actor: Actor) -> RemediationItemQuerySet:
    """The items that grew from reviews to which a suggestion went that the person may see."""
    return items.filter(kind__in=PLANNED_KINDS, plan__review__in=_letters_to(actor).values("review"))


def plans_after_suggestions(actor: Actor, cycle_id: int) -> models.QuerySet[RemediationPlan, Any]:
    """The plans (their numbers) of the reviews of a cycle to which a suggestion went that the person may see.

    With them `after_suggestions` becomes two short queries where one joins more tables than PostgreSQL puts in order.
    """
    plans = apps.get_model("reviews", "RemediationPlan")._default_manager.order_by()
    letters = _letters_to(actor).filter(review__cycle_id=cycle_id)
    return plans.filter(review__in=letters.values("review")).values_list("pk")


def reached(step: SuggestionStep) -> Q:
    """The reviews of `suggested_to` that came at least as far as this step."""
    return {
        SuggestionStep.SUGGESTED: Q(),
        SuggestionStep.ACKNOWLEDGED: Q(is_acknowledged=True) | Q(is_answered=True),
        SuggestionStep.ANSWERED: Q(is_answered=True),
        SuggestionStep.APPRAISED: Q(outcome__isnull=False),
        SuggestionStep.ACCEPTED: Q(outcome=AppraisalOutcome.ACCEPT),
        SuggestionStep.SUPPLEMENT: Q(outcome=AppraisalOutcome.SUPPLEMENT),
        SuggestionStep.REREVIEW: Q(outcome=AppraisalOutcome.REREVIEW),
    }[step]


def _letters_to(actor: Actor) -> Any:
    """The targets in force of issued letters, as far as the person may see them."""
    targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor).in_force()
    return targets.filter(deep_review__state=DeepReviewState.ISSUED).order_by()


def _answers() -> models.QuerySet[Explanation, Any]:
    """What was answered to issued suggestions in rounds that went up."""
    explanations = apps.get_model("reviews", "Explanation")._default_manager.order_by()
    return explanations.filter(round__submitted_at__isnull=False, topic__deep_review__state=DeepReviewState.ISSUED)


def _answered_rounds() -> models.QuerySet[Explanation, Any]:
    return _answers().filter(round__review=OuterRef(OuterRef("pk"))).values("round")


def _appraisals() -> models.QuerySet[Appraisal, Any]:
    return apps.get_model("reviews", "Appraisal")._default_manager.order_by()
