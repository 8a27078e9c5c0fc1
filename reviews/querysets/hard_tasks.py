"""Which hard tasks a person may find."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from core.days_off import late_before
from core.text import search_key
from reviews.states import Subject
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import Cycle, HardTask  # noqa: F401  types only
    from units.models import Unit


def past(day: date) -> Q:
    """Tasks whose day is over."""
    return Q(due_on__lt=late_before(day))


class HardTaskQuerySet(models.QuerySet["HardTask"]):
    def visible_to(self, actor: Actor) -> HardTaskQuerySet:
        """Own ones; the unit's for its people; the subtree's for committees above, inspection and Mặt trận."""
        own = Q(cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
        units = sorted({*actor.unit_ids(Role.SECRETARY, Role.HEAD), *actor.seat_unit_ids})
        wide = path_in(actor.paths(Role.STAFF, Role.STANDING, Role.INSPECTION, Role.FRONT), "unit__path")
        return self.filter(own | Q(unit_id__in=units) | wide)

    def answered_by(self, actor: Actor) -> HardTaskQuerySet:
        """Those whose remarks the person has to answer (`rules.hard_tasks.may_answer`)."""
        charged = actor.unit_ids(Role.SECRETARY, Role.HEAD)
        own = Q(cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
        return self.filter(own | Q(cadre=None, unit_id__in=charged))

    def worded(self, text: str, *, cycle: Cycle, unit: Unit, cadre_id: int | None) -> HardTaskQuerySet:
        """What the same collective or person registered in the cycle with exactly these words."""
        whose = Q(cadre=None) if cadre_id is None else Q(cadre_id=cadre_id)
        return self.filter(whose, cycle=cycle, unit=unit, text=text)

    def past(self, day: date) -> HardTaskQuerySet:
        """Registered for a day that is over."""
        return self.filter(past(day))

    def chosen(
        self, *, day: date, unit_words: str = "", person_words: str = "", whose: str = "", past: bool = False
    ) -> HardTaskQuerySet:
        """The tasks that pass every given filter; names are looked for without regard to accents and case."""
        tasks = self.past(day) if past else self
        if unit_key := search_key(unit_words):
            tasks = tasks.filter(unit__search_key__contains=unit_key)
        if person_key := search_key(person_words):
            tasks = tasks.filter(cadre__search_key__contains=person_key)
        if whose:
            tasks = tasks.filter(cadre__isnull=whose == Subject.COLLECTIVE)
        return tasks

    def with_names(self) -> HardTaskQuerySet:
        """Everything that rules and list rows read, in one query."""
        return self.select_related("unit", "cadre", "cycle", "item")
