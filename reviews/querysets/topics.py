"""Which suggested topics a review has to answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from reviews.states import DeepReviewState

if TYPE_CHECKING:
    from reviews.models import DeepReviewTopic  # noqa: F401  the type parameter only


class DeepReviewTopicQuerySet(models.QuerySet["DeepReviewTopic"]):
    def asked_of(self, review_id: int, at: datetime | None = None) -> DeepReviewTopicQuerySet:
        """Topics of issued suggestions that name this review as a target, for all targets or for this one.

        With `at`, those in force at that moment: a round submitted then keeps the topics that it had to answer, whatever
        was issued or withdrawn afterwards.
        """
        if at is None:
            issued = self.filter(deep_review__state=DeepReviewState.ISSUED)
        else:
            standing = Q(deep_review__withdrawn_at=None) | Q(deep_review__withdrawn_at__gt=at)
            issued = self.filter(standing, deep_review__issued_at__lte=at)
        asked = issued.filter(deep_review__targets__review_id=review_id)
        return asked.filter(Q(only_for=None) | Q(only_for__review_id=review_id)).distinct()
