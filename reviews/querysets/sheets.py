"""Which reviews and segments a person may find; `rules.sheets.may_view` says the same about one object."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from reviews.states import ReviewState, SegmentState, Subject

if TYPE_CHECKING:
    from reviews.models import Review, Segment  # noqa: F401  type parameters only


def below(prefix: str, paths: list[str]) -> Q:
    """Rows whose unit path (a field lookup) lies in one of these subtrees; none for no path."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}__startswith": path})
    return condition


def concerns(actor: Actor, prefix: str = "") -> Q:
    """Reviews the person writes, is the subject of, or is charged with at a place: their own side of the table."""
    charged = actor.unit_ids(Role.SECRETARY, Role.HEAD)
    members = sorted({*charged, *actor.seat_unit_ids})
    collective = Q(**{f"{prefix}subject": Subject.COLLECTIVE, f"{prefix}unit_id__in": members})
    placed = Q(**{f"{prefix}place_unit_ids__overlap": charged}) if charged else Q(pk__in=[])
    own = Q(**{f"{prefix}cadre_id": actor.cadre_id}) if actor.cadre_id is not None else Q(pk__in=[])
    return collective | placed | own


def visible(actor: Actor, prefix: str = "") -> Q:
    """Reviews the person may find: their own side; as managing committee; as inspection; collectives below a committee.

    Personal reviews are not seen by a committee further up than the managing one.
    """
    managing = Q(**{f"{prefix}managing_unit_id__in": actor.unit_ids(Role.STAFF, Role.STANDING)})
    inspected = below(f"{prefix}unit__path", actor.paths(Role.INSPECTION))
    followed = Q(**{f"{prefix}subject": Subject.COLLECTIVE}) & below(
        f"{prefix}unit__path", actor.paths(Role.STAFF, Role.STANDING)
    )
    return concerns(actor, prefix) | managing | inspected | followed


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """Reviews whose row (state, deadline) the person may see; the content has a rule of its own."""
        return self.filter(visible(actor))

    def concerning(self, actor: Actor) -> ReviewQuerySet:
        """Reviews on the person's own side: written by them, about them, or in a place they are charged with."""
        return self.filter(concerns(actor))

    def managed_by(self, actor: Actor) -> ReviewQuerySet:
        """Reviews the person's committee appraises."""
        return self.filter(managing_unit_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))

    def overdue(self, day: date) -> ReviewQuerySet:
        """Not yet submitted (or returned and not submitted again) after the deadline."""
        return self.filter(state__in=[ReviewState.DRAFT, ReviewState.RETURNED], due_on__lt=day)

    def with_subject(self) -> ReviewQuerySet:
        """Everything that rules and list rows read, in one query."""
        return self.select_related("unit", "unit__kind", "unit__bloc", "cadre", "managing_unit", "cycle", "template")


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, actor: Actor) -> SegmentQuerySet:
        """Segments of reviews the person may see, and those sent for confirmation to a unit the person is charged with."""
        sent = Q(
            unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD),
            state__in=[SegmentState.SENT, SegmentState.CONFIRMED],
        )
        return self.filter(sent | visible(actor, "review__"))

    def awaiting(self, actor: Actor) -> SegmentQuerySet:
        """Segments the person has to confirm for a unit."""
        return self.filter(unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD), state=SegmentState.SENT).exclude(
            review__cadre_id=actor.cadre_id or 0
        )
