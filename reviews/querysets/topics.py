"""Which suggested topics a review has to answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from reviews.states import DeepReviewState

if TYPE_CHECKING:
    from reviews.models import DeepReviewTopic  # noqa: F401  the type parameter only


class DeepReviewTopicQuerySet(models.QuerySet["DeepReviewTopic"]):
    def asked_of(self, review_id: int, at: datetime | None = None) -> DeepReviewTopicQuerySet:
        """Topics of issued suggestions that name this review as a target, for all targets or for this one.

        With `at`, those in force at that moment: a round submitted then keeps the topics that it had to answer, whatever
        was issued, changed or withdrawn afterwards.
        """
        to_all, to_this = Q(only_for=None), Q(only_for__review_id=review_id)
        if at is None:
            asked = self.filter(
                deep_review__state=DeepReviewState.ISSUED,
                withdrawn_by=None,
                deep_review__targets__review_id=review_id,
                deep_review__targets__withdrawn_by=None,
            )
        else:
            standing = Q(deep_review__withdrawn_at=None) | Q(deep_review__withdrawn_at__gt=at)
            asked = self.filter(
                standing,
                in_force_at("", at),
                in_force_at("deep_review__targets__", at),
                deep_review__issued_at__lte=at,
                deep_review__targets__review_id=review_id,
            )
        return asked.filter(to_all | to_this).distinct()


def in_force_at(prefix: str, at: datetime | F) -> Q:
    """Rows of a letter that no change had still to add, or had withdrawn, at that moment (or at that of a column)."""
    there = Q(**{f"{prefix}added_by": None}) | Q(**{f"{prefix}added_by__issued_at__lte": at})
    not_gone = Q(**{f"{prefix}withdrawn_by": None}) | Q(**{f"{prefix}withdrawn_by__issued_at__gt": at})
    return there & not_gone
