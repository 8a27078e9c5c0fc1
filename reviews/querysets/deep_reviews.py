"""Which suggestions and targets a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cadres.roles import Actor, Role
from reviews.querysets.sheets import below, concerns

if TYPE_CHECKING:
    from reviews.models import DeepReview, DeepReviewTarget  # noqa: F401  type parameters only


class DeepReviewQuerySet(models.QuerySet["DeepReview"]):
    def visible_to(self, actor: Actor) -> DeepReviewQuerySet:
        """The issuing committee's own; once issued, those with a target on the person's side, or inspected."""
        targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.filter(deep_review=OuterRef("pk"))
        issued = Q(issued_at__isnull=False) & (
            Q(Exists(targets.filter(concerns(actor, "review__"))))
            | Q(Exists(targets.filter(below("review__unit__path", actor.paths(Role.INSPECTION)))))
        )
        return self.filter(Q(issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING)) | issued)


class DeepReviewTargetQuerySet(models.QuerySet["DeepReviewTarget"]):
    def visible_to(self, actor: Actor) -> DeepReviewTargetQuerySet:
        """All targets for the issuing committee; for the others those on their own side, once issued, or inspected."""
        issued = Q(deep_review__issued_at__isnull=False) & (
            concerns(actor, "review__") | below("review__unit__path", actor.paths(Role.INSPECTION))
        )
        return self.filter(Q(deep_review__issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING)) | issued)
