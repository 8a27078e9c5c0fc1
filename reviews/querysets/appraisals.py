"""Which appraisals a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from reviews.querysets.sheets import visible

if TYPE_CHECKING:
    from reviews.models import Appraisal  # noqa: F401  the type parameter only


class AppraisalQuerySet(models.QuerySet["Appraisal"]):
    def visible_to(self, actor: Actor) -> AppraisalQuerySet:
        """The managing committee's own, drafts included; decided ones of reviews the person may see."""
        managing = Q(round__review__managing_unit_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))
        return self.filter(managing | (Q(decided_at__isnull=False) & visible(actor, "round__review__")))
