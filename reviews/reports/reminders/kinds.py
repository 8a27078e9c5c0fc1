"""The kinds of things that people are reminded of: which rows still wait, whose they are, and how one of them reads.

Every query of a kind carries the same columns: `due` its deadline, `doer` the person who has to act (none where nobody is
named), `at_unit` the collective, `under` the committee directly above, `replaced` whether the doer has left the unit's post.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from cadres.models import Tenure
from cadres.roles import Actor
from core.verdict import Verdict
from reviews.models import DeepReviewTarget, RemediationItem, Review
from reviews.querysets.remediation import worked_on
from reviews.reports.inbox.source import clipped
from reviews.reports.inbox.writing import title_of
from reviews.rules import deep_reviews, remediation, sheets
from reviews.states import CycleState, DeepReviewState, ItemKind, ReminderKind, ReviewState

_ITEM_WORDS = {ItemKind.COMMITMENT: "Cam kết", ItemKind.HARD_TASK: "Việc khó"}
_WRITING = [ReviewState.DRAFT, ReviewState.RETURNED]


@dataclass(frozen=True)
class Remindable:
    """One kind of thing. `may_view` asks of a row, without a query, what `visible_to` asks of the table."""

    kind: ReminderKind
    rows: Callable[[date], QuerySet[Any]]
    may_view: Callable[[Actor, Any], Verdict]
    words: Callable[[Any], str]
    unit: Callable[[Any], str]
    path: Callable[[Any], str]
    helpers: str = ""  # the column with the numbers of those who work on it too


def _items(day: date) -> QuerySet[Any]:
    items = RemediationItem.objects.with_review().filter(worked_on())
    held = Tenure.objects.filter(cadre=OuterRef("owner_cadre"), post__unit=OuterRef("unit"))
    gone = Exists(held.filter(ended_on__lt=day)) & ~Exists(held.held_on(day))
    return items.annotate(
        due=F("due_on"),
        doer=Coalesce("owner_cadre_id", "cadre_id"),
        at_unit=F("unit_id"),
        under=F("managing_unit_id"),
        replaced=ExpressionWrapper(Q(cadre=None) & gone, output_field=BooleanField()),
    )


def _reviews(day: date) -> QuerySet[Any]:
    """Those of open cycles that their writers have still to hand in."""
    waiting = Review.objects.filter(state__in=_WRITING, cycle__state=CycleState.OPEN, awaits_letter=False)
    return waiting.select_related("unit", "cadre", "cycle").annotate(
        due=F("due_on"),
        doer=F("cadre_id"),
        at_unit=F("unit_id"),
        under=F("managing_unit_id"),
        replaced=Value(value=False),
    )


def _targets(day: date) -> QuerySet[Any]:
    """Targets of letters in force whose review, with the explanation in it, was not handed in (again) yet."""
    asked = DeepReviewTarget.objects.in_force().filter(
        deep_review__state=DeepReviewState.ISSUED, review__state__in=_WRITING, review__cycle__state=CycleState.OPEN
    )
    named = asked.select_related("deep_review__issuer", "review__unit", "review__cadre", "review__cycle")
    return named.annotate(
        due=F("due_on"),
        doer=F("review__cadre_id"),
        at_unit=F("review__unit_id"),
        under=F("review__managing_unit_id"),
        replaced=Value(value=False),
    )


KINDS = (
    Remindable(
        ReminderKind.REMEDIATION,
        _items,
        remediation.may_view,
        lambda item: f"{_ITEM_WORDS.get(item.kind, 'Khắc phục')}: {clipped(item.action)}",
        lambda item: item.plan.review.unit.name,
        lambda item: reverse("reviews:item_page", args=[item.pk]),
        helpers="co_owner_ids",
    ),
    Remindable(
        ReminderKind.REVIEW,
        _reviews,
        sheets.may_follow,
        lambda review: f"Trình {title_of(review)}",
        lambda review: review.unit.name,
        lambda review: reverse("reviews:review_page", args=[review.pk]),
    ),
    Remindable(
        ReminderKind.EXPLANATION,
        _targets,
        deep_reviews.may_view_target,
        lambda target: f"Giải trình gợi ý “{clipped(target.deep_review.title)}” trong {title_of(target.review)}",
        lambda target: target.review.unit.name,
        lambda target: reverse("reviews:deep_review_page", args=[target.deep_review_id]),
    ),
)
