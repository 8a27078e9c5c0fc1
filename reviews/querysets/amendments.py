"""Which changes of issued letters a person may find: those that concern a target the person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role

if TYPE_CHECKING:
    from reviews.models import Amendment, Review  # noqa: F401  types only


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, actor: Actor) -> AmendmentQuerySet:
        """The issuing committee's own, and for the others those about a target on their side or inspected."""
        targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor)
        through = self.model.targets.through._default_manager.filter(deepreviewtarget__in=targets)
        issuing = Q(deep_review__issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))
        return self.filter(issuing | Q(pk__in=through.values("amendment")))

    def of_review(self, review: Review) -> AmendmentQuerySet:
        """Those that concern this review, the newest first."""
        return self.filter(targets__review=review).select_related("deep_review").order_by("-pk")

    def with_contents(self) -> AmendmentQuerySet:
        """Everything that pages and papers tell of a change: a fixed number of queries."""
        return self.prefetch_related(
            "targets__review__unit", "targets__review__cadre", "added_topics", "withdrawn_topics"
        ).order_by("pk")
