"""Which issued reports on the situation a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import SituationReport  # noqa: F401  the type parameter only


class SituationReportQuerySet(models.QuerySet["SituationReport"]):
    def visible_to(self, actor: Actor) -> SituationReportQuerySet:
        """Those of the person's own committee, and those of the units that the person inspects.

        A committee further up is not shown them: they count persons whom it does not manage.
        """
        own = Q(issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))
        return self.filter(own | path_in(actor.paths(Role.INSPECTION), "issuer__path"))
