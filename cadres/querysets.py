"""How people, posts and accounts are found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cadres.roles import UNIT_ROLES, WIDE_ROLES, Actor
from core.text import search_key

if TYPE_CHECKING:
    from cadres.models import Cadre, CellMembership, Post, RoleGrant, Tenure, User  # noqa: F401  type parameters only


def _below(prefix: str, paths: list[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}__startswith": path})
    return condition


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, actor: Actor) -> CadreQuerySet:
        """Oneself; those who administer, serve, direct or inspect a subtree: its people; secretaries and heads: their unit's.

        A person belongs to a subtree by the cell or by a post, past or present.
        """
        tenure_rows = apps.get_model("cadres", "Tenure")._default_manager
        cell_rows = apps.get_model("cadres", "CellMembership")._default_manager
        wide = actor.paths(*WIDE_ROLES)
        own = actor.unit_ids(*UNIT_ROLES)
        tenures = tenure_rows.filter(cadre=OuterRef("pk")).filter(
            _below("post__unit__path", wide) | Q(post__unit_id__in=own)
        )
        cells = cell_rows.filter(cadre=OuterRef("pk")).filter(_below("unit__path", wide) | Q(unit_id__in=own))
        return self.filter(Q(pk=actor.cadre_id) | Exists(tenures) | Exists(cells))

    def administered_by(self, actor: Actor) -> CadreQuerySet:
        """People who belong or belonged to a unit that the person administers."""
        paths = actor.administered_paths
        tenures = apps.get_model("cadres", "Tenure")._default_manager.filter(cadre=OuterRef("pk"))
        cells = apps.get_model("cadres", "CellMembership")._default_manager.filter(cadre=OuterRef("pk"))
        return self.filter(
            Exists(tenures.filter(_below("post__unit__path", paths)))
            | Exists(cells.filter(_below("unit__path", paths)))
        )

    def matching(self, words: str) -> CadreQuerySet:
        """People whose name contains the words, without regard to accents and case."""
        key = search_key(words)
        return self.filter(search_key__contains=key) if key else self


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> PostQuerySet:
        """Posts of the units whose people the person may look up."""
        wide = _below("unit__path", actor.paths(*WIDE_ROLES))
        return self.filter(wide | Q(unit_id__in=actor.unit_ids(*UNIT_ROLES)))


class AccountQuerySet(models.QuerySet["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """The account of this name; Django's log-in asks by this method."""
        return self.get(username=username)

    def visible_to(self, actor: Actor) -> AccountQuerySet:
        """One's own; administrators: accounts that belong or belonged to a unit of theirs, by role, cell or post."""
        paths = actor.administered_paths
        conditions = Q(pk=actor.user_id)
        if paths:
            grants = apps.get_model("cadres", "RoleGrant")._default_manager.filter(user=OuterRef("pk"))
            tenures = apps.get_model("cadres", "Tenure")._default_manager.filter(cadre=OuterRef("cadre_id"))
            cells = apps.get_model("cadres", "CellMembership")._default_manager.filter(cadre=OuterRef("cadre_id"))
            conditions |= Q(Exists(grants.filter(_below("unit__path", paths))))
            conditions |= Q(Exists(tenures.filter(_below("post__unit__path", paths))))
            conditions |= Q(Exists(cells.filter(_below("unit__path", paths))))
        return self.filter(conditions)

    def matching(self, words: str) -> AccountQuerySet:
        """Accounts whose name, or whose person's name, contains the words, without regard to accents and case."""
        key = search_key(words)
        return self.filter(search_key__contains=key) if key else self


class TenureQuerySet(models.QuerySet["Tenure"]):
    def held_on(self, day: date) -> TenureQuerySet:
        """Posts held on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def held_during(self, start: date, end: date) -> TenureQuerySet:
        """Posts held on at least one day of the period."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=start), started_on__lte=end)


class CellMembershipQuerySet(models.QuerySet["CellMembership"]):
    def held_on(self, day: date) -> CellMembershipQuerySet:
        """Memberships running on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def running_on(self, day: date) -> RoleGrantQuerySet:
        """Grants in force on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)
