"""Which suggested topics a review has to answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from cadres.roles import Actor, Role
from reviews.states import WANTING_MARKS, AppraisalOutcome, DeepReviewState, Mark

if TYPE_CHECKING:
    from reviews.models import DeepReviewTopic  # noqa: F401  the type parameter only

_LAST: Final = 2**62  # behind every change of a letter


class DeepReviewTopicQuerySet(models.QuerySet["DeepReviewTopic"]):
    def asked_of(self, review_id: int | OuterRef, at: datetime | None = None) -> DeepReviewTopicQuerySet:
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

    def visible_to(self, actor: Actor) -> DeepReviewTopicQuerySet:
        """Topics of issued letters: all of the person's committee's, and those that ask, or asked, a target that they see.

        `rules.topic_origins.may_view` says the same about one.
        """
        own = Q(deep_review__issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))
        seen = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor)
        met = seen.filter(
            Q(added_by=None) | Q(added_by__lt=Coalesce(OuterRef("withdrawn_by"), _LAST)),
            Q(withdrawn_by=None) | Q(withdrawn_by__gt=Coalesce(OuterRef("added_by"), 0)),
            deep_review=OuterRef("deep_review"),
        )
        chosen = self.model.only_for.through._default_manager.filter(deepreviewtopic=OuterRef("pk"))
        asked = (~Exists(chosen) & Exists(met)) | Exists(met.filter(own_topics=OuterRef("pk")))
        return self.filter(own | asked, deep_review__issued_at__isnull=False)

    def matching(self, words: str) -> DeepReviewTopicQuerySet:
        """Topics with the words in their title, or in the title or number of their letter."""
        if not words.strip():
            return self
        columns = (
            "title__unaccent__icontains",
            "deep_review__title__unaccent__icontains",
            "deep_review__number__icontains",
        )
        return self.filter(reduce(or_, (Q(**{column: words.strip()}) for column in columns)))

    def left_unresolved(self) -> DeepReviewTopicQuerySet:
        """Topics that the appraisal called unresolved when it accepted an answer, and that no later letter in force takes up."""
        return self._marked([Mark.UNRESOLVED]).not_taken_up()

    def not_treated_deeply(self) -> DeepReviewTopicQuerySet:
        """Topics of which an accepted review left something: marked so, or accepted with a remark."""
        return self._marked(WANTING_MARKS, or_remarked=True)

    def not_taken_up(self) -> DeepReviewTopicQuerySet:
        """Topics that no later letter in force asks about again."""
        later = self.model._default_manager.filter(
            origin=OuterRef("pk"), withdrawn_by=None, deep_review__state=DeepReviewState.ISSUED
        )
        return self.filter(~Exists(later))

    def _marked(self, marks: Collection[str], *, or_remarked: bool = False) -> DeepReviewTopicQuerySet:
        said = Q(mark__in=marks) | ~Q(remark="") if or_remarked else Q(mark__in=marks)
        every = apps.get_model("reviews", "AppraisalMark")._default_manager
        accepted = every.filter(said, topic=OuterRef("pk"), appraisal__outcome=AppraisalOutcome.ACCEPT)
        return self.filter(Exists(accepted))


def in_force_at(prefix: str, at: datetime | F) -> Q:
    """Rows of a letter that no change had still to add, or had withdrawn, at that moment (or at that of a column)."""
    there = Q(**{f"{prefix}added_by": None}) | Q(**{f"{prefix}added_by__issued_at__lte": at})
    not_gone = Q(**{f"{prefix}withdrawn_by": None}) | Q(**{f"{prefix}withdrawn_by__issued_at__gt": at})
    return there & not_gone
