"""Which suggested topics a review has to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from reviews.states import DeepReviewState

if TYPE_CHECKING:
    from reviews.models import DeepReviewTopic  # noqa: F401  the type parameter only


class DeepReviewTopicQuerySet(models.QuerySet["DeepReviewTopic"]):
    def asked_of(self, review_id: int) -> DeepReviewTopicQuerySet:
        """Topics of issued suggestions that name this review as a target, for all targets or for this one."""
        issued = self.filter(deep_review__state=DeepReviewState.ISSUED, deep_review__targets__review_id=review_id)
        return issued.filter(Q(only_for=None) | Q(only_for__review_id=review_id)).distinct()
