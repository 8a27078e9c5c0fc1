"""How people, posts and accounts are found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from cadres.roles import UNIT_ROLES, WIDE_ROLES, Actor, Role
from core.text import search_key
from units.querysets import path_in

if TYPE_CHECKING:
    from cadres.models import Cadre, CellMembership, Post, RoleGrant, Tenure, User  # noqa: F401  type parameters only


def _rows_of(model: str) -> models.Manager[Any]:
    return apps.get_model("cadres", model)._default_manager


def _people_of(paths: list[str], unit_ids: list[int]) -> tuple[models.QuerySet[Any], models.QuerySet[Any]]:
    """The ids of people by post and by cell. As a union inside IN they are joined once, where an OR is tried row by row."""
    by_post = _rows_of("Tenure").filter(path_in(paths, "post__unit__path") | Q(post__unit_id__in=unit_ids))
    by_cell = _rows_of("CellMembership").filter(path_in(paths, "unit__path") | Q(unit_id__in=unit_ids))
    return by_post.order_by().values("cadre_id"), by_cell.order_by().values("cadre_id")


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, actor: Actor) -> CadreQuerySet:
        """Oneself; those who administer, serve, direct or inspect a subtree: its people; secretaries and heads: their unit's.

        A person belongs to a subtree by the cell or by a post, past or present; those without either are found by
        whoever works for the whole tree.
        """
        if actor.works_for_all(*WIDE_ROLES):
            return self.all()
        oneself = self.model._default_manager.filter(pk=actor.cadre_id or 0).order_by().values("pk")
        people = _people_of(actor.paths(*WIDE_ROLES), actor.unit_ids(*UNIT_ROLES))
        return self.filter(pk__in=oneself.union(*people))

    def administered_by(self, actor: Actor) -> CadreQuerySet:
        """People who belong or belonged to a unit that the person administers."""
        if actor.works_for_all(Role.ADMIN):
            return self.all()
        by_post, by_cell = _people_of(actor.administered_paths, [])
        return self.filter(pk__in=by_post.union(by_cell))

    def matching(self, words: str) -> CadreQuerySet:
        """People whose name contains the words, without regard to accents and case."""
        key = search_key(words)
        return self.filter(search_key__contains=key) if key else self


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> PostQuerySet:
        """Posts of the units whose people the person may look up."""
        wide = path_in(actor.paths(*WIDE_ROLES), "unit__path")
        return self.filter(wide | Q(unit_id__in=actor.unit_ids(*UNIT_ROLES)))


class AccountQuerySet(models.QuerySet["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """The account of this name; Django's log-in asks by this method."""
        return self.get(username=username)

    def visible_to(self, actor: Actor) -> AccountQuerySet:
        """One's own; administrators: accounts that belong or belonged to a unit of theirs, by role, cell or post."""
        if actor.works_for_all(Role.ADMIN):
            return self.all()
        own = self.model._default_manager.filter(pk=actor.user_id or 0).order_by().values("pk")
        paths = actor.administered_paths
        if not paths:
            return self.filter(pk__in=own)
        by_role = _rows_of("RoleGrant").filter(path_in(paths, "unit__path")).order_by().values("user_id")
        by_post, by_cell = _people_of(paths, [])
        by_person = self.model._default_manager.filter(cadre_id__in=by_post.union(by_cell)).order_by().values("pk")
        return self.filter(pk__in=own.union(by_role, by_person))

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
