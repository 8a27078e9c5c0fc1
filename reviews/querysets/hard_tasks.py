"""Which hard tasks a person may find."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cadres.roles import Actor, Role
from core import localtime
from core.days_off import late_before
from core.text import search_key
from reviews.querysets.remediation import overdue
from reviews.states import Subject
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import Cycle, HardTask  # noqa: F401  types only
    from units.models import Unit


def past(day: date) -> Q:
    """Tasks whose item is overdue; of one that has no item yet, the day registered is over."""
    return overdue(day, "item__") | Q(item=None, due_on__lt=late_before(day))


def left_to_unit(day: date) -> Q:
    """Tasks of persons who cannot be waited for: without an open account, or in no post of the unit on the day."""
    accounts, tenures = apps.get_model("cadres", "User"), apps.get_model("cadres", "Tenure")
    can_log_in = accounts._default_manager.filter(cadre=OuterRef("cadre"), is_active=True)
    held = tenures._default_manager.filter(cadre=OuterRef("cadre"), post__unit=OuterRef("unit"))
    return Q(cadre__isnull=False) & (~Exists(can_log_in) | ~Exists(held.held_on(day)))


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
        of_unit = Q(cadre=None) | left_to_unit(localtime.today())
        return self.filter(own | Q(unit_id__in=charged) & of_unit)

    def worded(self, text: str, *, cycle: Cycle, unit: Unit, cadre_id: int | None) -> HardTaskQuerySet:
        """What the same collective or person registered in the cycle with exactly these words."""
        whose = Q(cadre=None) if cadre_id is None else Q(cadre_id=cadre_id)
        return self.filter(whose, cycle=cycle, unit=unit, text=text)

    def past(self, day: date) -> HardTaskQuerySet:
        """Overdue, by their items as far as they have any."""
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
