"""Which pledges a person may find, and whom a cell still waits for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear

from cadres.roles import Actor, Role
from reviews.states import CycleState, PledgeState

if TYPE_CHECKING:
    from reviews.models import Cycle, Pledge  # noqa: F401  types only

HANDED_IN = (PledgeState.HANDED_IN, PledgeState.RECEIVED)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, actor: Actor) -> PledgeQuerySet:
        """The own ones; those handed in at a cell of which the person is secretary or head; nobody else's."""
        own = Q(cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
        at_cell = Q(unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD), state__in=HANDED_IN)
        return self.filter(own | at_cell)

    def to_receive(self, actor: Actor) -> PledgeQuerySet:
        """Handed in at a cell that the person is charged with, not yet received; never the own one."""
        waiting = self.filter(unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD), state=PledgeState.HANDED_IN)
        return waiting.exclude(cadre_id=actor.cadre_id or 0)

    def with_names(self) -> PledgeQuerySet:
        """Everything that rules and pages read, in one query."""
        return self.select_related("cadre", "unit", "cycle", "form")


def _rows(app: str, model: str) -> models.Manager[Any]:
    return apps.get_model(app, model)._default_manager


def members(day: date) -> models.QuerySet[Any]:
    """Who lives the Party life in which cell on `day`, without those who left."""
    here = Q(cadre__left_on=None) | Q(cadre__left_on__gt=day)
    return _rows("cadres", "CellMembership").held_on(day).filter(here)  # type: ignore[attr-defined]


def handed_in_for(year: Any, cadre: Any) -> models.QuerySet[Any]:
    """The pledge of this person for this year, once it was handed in."""
    return _rows("reviews", "Pledge").filter(year=year, cadre=cadre, state__in=HANDED_IN)


def all_calls() -> models.QuerySet[Cycle]:
    """Cycles that ask or asked for a pledge of their year, with that year."""
    asking = _rows("reviews", "Cycle").filter(pledge_due_on__isnull=False)
    return asking.annotate(pledge_year=ExtractYear("period_to"))


def calls() -> models.QuerySet[Cycle]:
    """Those still open."""
    return all_calls().filter(state=CycleState.OPEN)


def calls_on(cadre_id: int, day: date) -> models.QuerySet[Cycle]:
    """The calls that reach the person's cell."""
    cells = members(day).filter(cadre_id=cadre_id, unit__path__startswith=OuterRef("scope__path"))
    return calls().filter(Exists(cells))


def unanswered_calls(actor: Actor, day: date) -> models.QuerySet[Cycle]:
    """The calls for which the acting person has not handed in a pledge."""
    mine = handed_in_for(OuterRef("pledge_year"), actor.cadre_id or 0)
    return calls_on(actor.cadre_id or 0, day).filter(~Exists(mine))
