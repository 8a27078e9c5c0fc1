"""Which cycles a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cadres.roles import Actor, Role
from reviews.states import CycleState
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import Cycle  # noqa: F401  the type parameter only

WORKING_ROLES = (Role.SECRETARY, Role.HEAD, Role.STAFF, Role.STANDING, Role.INSPECTION)


def ancestors(path: str) -> list[str]:
    """The path itself and those of every unit above it: '/1/5/' gives '/1/' and '/1/5/'."""
    ids = [part for part in path.split("/") if part]
    return ["/" + "/".join(ids[: depth + 1]) + "/" for depth in range(len(ids))]


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, actor: Actor) -> CycleQuerySet:
        """The owner's cycles; opened ones whose scope touches a unit the person works for; ones with an own review.

        One opened for a few is found by those alone who find a review in it: its name may tell of a single person.
        """
        owned = Q(owner_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))
        paths = sorted({*actor.paths(*WORKING_ROLES), *(seat.unit_path for seat in actor.seats)})
        around = {ancestor for path in paths for ancestor in ancestors(path)}
        touching = Q(scope__path__in=sorted(around)) | path_in(
            actor.paths(Role.STAFF, Role.STANDING, Role.INSPECTION), "scope__path"
        )
        reviews = apps.get_model("reviews", "Review")._default_manager
        if actor.cadre_id is not None:
            touching |= Q(Exists(reviews.filter(cycle=OuterRef("pk"), cadre_id=actor.cadre_id)))
        known = Q(Exists(reviews.visible_to(actor).filter(cycle=OuterRef("pk"))))
        found = (Q(only_chosen=False) & touching) | (Q(only_chosen=True) & known)
        return self.filter(owned | (found & ~Q(state=CycleState.DRAFT)))
