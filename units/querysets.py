"""How units are found: in a subtree, alive on a day, by a name typed without accents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from core.text import search_key

if TYPE_CHECKING:
    from units.models import Unit  # noqa: F401  the type parameter only


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, path: str) -> UnitQuerySet:
        """The unit of this path and everything below it."""
        return self.filter(path__startswith=path)

    def within_any(self, paths: Iterable[str]) -> UnitQuerySet:
        """Units below any of these paths; none for no path."""
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(path__startswith=path)
        return self.filter(condition)

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
