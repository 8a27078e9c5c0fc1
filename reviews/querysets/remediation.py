"""Which remediation items a person may find, and which of them wait."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor
from reviews.querysets.sheets import visible
from reviews.states import OPEN_REMEDIATION, RemediationState

if TYPE_CHECKING:
    from reviews.models import RemediationItem  # noqa: F401  the type parameter only


class RemediationItemQuerySet(models.QuerySet["RemediationItem"]):
    def visible_to(self, actor: Actor) -> RemediationItemQuerySet:
        """Items of reviews the person may see, and items the person owns."""
        own = Q(owner_cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
        return self.filter(own | visible(actor, "plan__review__"))

    def open(self) -> RemediationItemQuerySet:
        """Not closed yet."""
        return self.filter(state__in=OPEN_REMEDIATION)

    def overdue(self, day: date) -> RemediationItemQuerySet:
        """Past the deadline and not yet reported done."""
        return self.filter(state__in=[RemediationState.PLANNED, RemediationState.IN_PROGRESS], due_on__lt=day)
