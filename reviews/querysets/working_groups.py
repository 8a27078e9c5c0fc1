"""Which working groups and visits a person may find; `rules.working_groups.may_view` says the same about one group."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cadres.roles import Actor, Role
from core import localtime

if TYPE_CHECKING:
    from reviews.models import GroupVisit, WorkingGroup  # noqa: F401  types only

KEEPERS = (Role.STAFF, Role.STANDING)


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def visible_to(self, actor: Actor) -> WorkingGroupQuerySet:
        """Groups of the person's committee; as a member, those that have not ended."""
        members = apps.get_model("reviews", "GroupMember")._default_manager
        mine = members.filter(group=OuterRef("pk"), cadre_id=actor.cadre_id or 0, left_on=None)
        going_on = Q(Exists(mine)) & Q(works_to__gte=localtime.today())
        return self.filter(Q(owner_id__in=actor.unit_ids(*KEEPERS)) | going_on)

    def given(self, cycle_id: int, unit_ids: Collection[int]) -> WorkingGroupQuerySet:
        """Groups of the cycle that one of these units was given to."""
        visits = apps.get_model("reviews", "GroupVisit")._default_manager.filter(unit__in=unit_ids)
        return self.filter(cycle=cycle_id, pk__in=visits.order_by().values("group"))

    def matching(self, words: str) -> WorkingGroupQuerySet:
        """Groups with the words in name or decision, accents and case aside."""
        if not words.strip():
            return self
        return self.filter(Q(name__unaccent__icontains=words.strip()) | Q(decision_number__icontains=words.strip()))

    def with_contents(self) -> WorkingGroupQuerySet:
        """Members and visits with their people, units, attendance: a fixed number of queries."""
        return self.select_related("cycle", "owner").prefetch_related(
            "members__cadre", "members__grants", "visits__unit", "visits__attendances"
        )

    def with_counts(self) -> WorkingGroupQuerySet:
        """How many are in it now, how many units it was given, how many of them it wrote a note about."""
        tables = {name: apps.get_model("reviews", name)._default_manager for name in ("GroupMember", "GroupVisit")}
        members = tables["GroupMember"].filter(group=OuterRef("pk"), left_on=None)
        visits = tables["GroupVisit"].filter(group=OuterRef("pk"))
        return self.annotate(
            member_count=_count(members), visit_count=_count(visits), noted_count=_count(visits.exclude(noted_at=None))
        )


class GroupVisitQuerySet(models.QuerySet["GroupVisit"]):
    def still_to_note(self, actor: Actor) -> GroupVisitQuerySet:
        """Visits of the person's running groups about which nobody has written yet."""
        groups = apps.get_model("reviews", "WorkingGroup")._default_manager.visible_to(actor)
        members = apps.get_model("reviews", "GroupMember")._default_manager
        mine = members.filter(group=OuterRef("group"), cadre_id=actor.cadre_id or 0, left_on=None)
        return self.filter(Exists(mine), group__in=groups.filter(works_from__lte=localtime.today()), noted_at=None)


def _count(rows: models.QuerySet[models.Model]) -> models.functions.Coalesce:
    counted = rows.order_by().values("group").annotate(n=models.Count("pk")).values("n")
    return models.functions.Coalesce(models.Subquery(counted), 0)
