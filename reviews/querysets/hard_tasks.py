"""Which hard tasks a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from reviews.querysets.sheets import below

if TYPE_CHECKING:
    from reviews.models import HardTask  # noqa: F401  the type parameter only


class HardTaskQuerySet(models.QuerySet["HardTask"]):
    def visible_to(self, actor: Actor) -> HardTaskQuerySet:
        """Own ones; the unit's for its people; the subtree's for committees above, inspection and Mặt trận."""
        own = Q(cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
        units = sorted({*actor.unit_ids(Role.SECRETARY, Role.HEAD), *actor.seat_unit_ids})
        wide = below("unit__path", actor.paths(Role.STAFF, Role.STANDING, Role.INSPECTION, Role.FRONT))
        return self.filter(own | Q(unit_id__in=units) | wide)
