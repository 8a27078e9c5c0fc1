"""How units are found: in a subtree, alive on a day, by a name typed without accents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from core.text import search_key
from units.actors import UnitActor

if TYPE_CHECKING:
    from units.models import Unit  # noqa: F401  the type parameter only


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, actor: UnitActor) -> UnitQuerySet:
        """Units in the subtrees the person works for, and those in whose collective the person sits."""
        return self.filter(path_in(actor.readable_unit_paths) | Q(pk__in=actor.seat_unit_ids))

    def administered_by(self, actor: UnitActor) -> UnitQuerySet:
        """Units that the person administers: what a picker of an administration page may offer."""
        return self.filter(path_in(actor.administered_paths))

    def within(self, path: str) -> UnitQuerySet:
        """The unit of this path and everything below it."""
        return self.filter(path__startswith=path)

    def within_any(self, paths: Iterable[str]) -> UnitQuerySet:
        """Units below any of these paths; none for no path."""
        return self.filter(path_in(paths))

    def existing_on(self, day: date) -> UnitQuerySet:
        """Units that had been founded and had not ended on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), founded_on__lte=day)

    def existing_during(self, start: date, end: date) -> UnitQuerySet:
        """Units alive on at least one day of the period."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=start), founded_on__lte=end)

    def matching(self, words: str) -> UnitQuerySet:
        """Units whose name or symbol contains the words, without regard to accents and case."""
        key = search_key(words)
        return self.filter(search_key__contains=key) if key else self


def path_in(paths: Iterable[str], lookup: str = "path") -> Q:
    """The condition that a unit path (`lookup` leads to it) lies in one of these subtrees; nothing fits for none.

    Everything fits for the whole tree, so that its committee's queries need not look at the units at all.
    """
    condition = Q(pk__in=[])
    for path in paths:
        condition |= ~Q(pk__in=[]) if is_whole_tree(path) else Q(**{f"{lookup}__startswith": path})
    return condition


def is_whole_tree(path: str) -> bool:
    """Whether the path is that of the top, of which there is one."""
    return path.count("/") == 2


def ancestor_ids(path: str) -> list[int]:
    """The units on a path from the root down, the unit itself last: '/1/5/' gives [1, 5]."""
    return [int(part) for part in path.split("/") if part]
