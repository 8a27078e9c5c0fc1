"""Which remediation items a person may find, and which of them wait."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, Exists, Func, OuterRef, Q, Subquery, Value, When

from cadres.roles import Actor, Role
from core.days_off import late_before
from core.text import search_key
from reviews.states import OPEN_REMEDIATION, WORKED_ON, Subject
from units.querysets import is_whole_tree, path_in

if TYPE_CHECKING:
    from reviews.models import Cycle, Reading, RemediationItem  # noqa: F401  types only

NO_BLOC = "0"  # in the address of the list: units without a khối
NO_FIELD = "khong"  # likewise: what is of no field
OPEN_CHOICE = "dang_mo"  # in the address of the list: every state but the last


MOST_NAMED = 300
"""How many people of a name are looked up before their items are."""


class SearchWords(Func):
    """A text without accents and case, as an index can hold it (a function of migration 0054)."""

    function = "reviews_search_words"
    output_field = CharField()


def open_ones() -> Q:
    """Items still to be brought to an end here: not closed, given up or handed to another authority."""
    return Q(state__in=OPEN_REMEDIATION)


def worked_on() -> Q:
    """Items in the hands of whoever owns them: what may be overdue, and what is reminded of."""
    return Q(state__in=WORKED_ON)


def overdue(day: date, of: str = "") -> Q:
    """Items past the deadline and not yet reported done; `of` leads to the item."""
    return Q(**{f"{of}state__in": WORKED_ON, f"{of}due_on__lt": late_before(day)})


def pressing_parts(day: date, wanted: Container[int] = range(3)) -> tuple[Q, ...]:
    """The parts in which items stand, the most pressing first: overdue, still open, over; each by deadline.

    `wanted`: those that there can be any of.
    """
    late = overdue(day)
    parts = (late, open_ones() & ~late, ~open_ones())
    return tuple(part for number, part in enumerate(parts) if number in wanted)


class RemediationItemQuerySet(models.QuerySet["RemediationItem"]):
    def visible_to(self, actor: Actor) -> RemediationItemQuerySet:
        """Items of reviews the person may see (`querysets.sheets.visible`, on the item's own columns), and items owned."""
        own = _own_side(actor) | _named(actor) | Q(managing_unit_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))
        inspected = path_in(actor.paths(Role.INSPECTION), "unit__path")
        followed = Q(cadre=None) & path_in(actor.paths(Role.STAFF, Role.STANDING), "unit__path")
        if _looks_at_units(actor):
            return self.filter(pk__in=_either(own, inspected, followed, _placed(actor)))
        return self.filter(own | inspected | followed)

    def seen_besides(self, actor: Actor, top_ids: list[int]) -> RemediationItemQuerySet:
        """What the person sees besides what the committee at the top of the tree sees, for which the person works."""
        others = [pk for pk in actor.unit_ids(Role.STAFF, Role.STANDING) if pk not in top_ids]
        inspected = path_in(actor.paths(Role.INSPECTION), "unit__path")
        of_persons = self.filter(cadre__isnull=False).exclude(managing_unit_id__in=top_ids)
        own = _own_side(actor) | _named(actor) | _placed(actor)
        return of_persons.filter(own | Q(managing_unit_id__in=others) | inspected)

    def owned_by(self, actor: Actor) -> RemediationItemQuerySet:
        """Items on which the person reports: own by name or by the own review, and those of a collective charged with."""
        collective = Q(cadre=None, unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD))
        return self.filter(collective | _of_person(actor) | _named(actor))

    def managed_by(self, actor: Actor, *roles: Role) -> RemediationItemQuerySet:
        """Items that the person's committee verifies and closes, the person's own side and own reports left out."""
        own = _own_side(actor) | _placed(actor) | _named(actor) | Q(reported_by_id=actor.user_id)
        return self.filter(managing_unit_id__in=actor.unit_ids(*roles)).exclude(own)

    def open(self) -> RemediationItemQuerySet:
        """Still to be brought to an end here."""
        return self.filter(open_ones())

    def halves(self) -> tuple[RemediationItemQuerySet, RemediationItemQuerySet]:
        """What is open and what is over, to be counted apart: each half has an index that answers alone."""
        return self.filter(open_ones()), self.filter(~open_ones())

    def overdue(self, day: date) -> RemediationItemQuerySet:
        """Past the deadline and not yet reported done."""
        return self.filter(overdue(day))

    def with_latest_step(self) -> RemediationItemQuerySet:
        """With `latest_step`, what was last reported or answered; in progress again after "send_back": sent back."""
        return self.annotate(latest_step=_latest("step"))

    def chosen(
        self,
        *,
        day: date,
        state: str = "",
        cycle: Cycle | None = None,
        field: str = "",
        unit_words: str = "",
        owner_words: str = "",
        subject: str = "",
        bloc: str = "",
        tier: str = "",
        overdue: bool = False,
        on_time: bool | None = None,
        kind: str = "",
    ) -> RemediationItemQuerySet:
        """The items that pass every given filter; words are looked for without regard to accents and case."""
        items = self.open() if state == OPEN_CHOICE else self.filter(state=state) if state else self
        items = items.overdue(day) if overdue else items
        unit_key, owner_key = search_key(unit_words), search_key(owner_words)
        conditions = [
            (cycle, Q(cycle=cycle)),
            (field, Q(field=None) if field == NO_FIELD else Q(field__code=field)),
            (unit_key, Q(unit__search_key__contains=unit_key)),
            (bloc, Q(unit__bloc=None if bloc == NO_BLOC else bloc)),
            (subject, Q(cadre__isnull=subject == Subject.COLLECTIVE)),
            (on_time is not None, Q(on_time=on_time)),
            (kind, Q(kind=kind)),
        ]
        for is_given, condition in conditions:
            items = items.filter(condition) if is_given else items
        if tier:  # the kinds by name: how many units are of them, PostgreSQL knows
            kinds = apps.get_model("units", "UnitKind")._default_manager.filter(tier=tier)
            items = items.filter(unit__kind__in=list(kinds.values_list("pk", flat=True)))
        return _of_owner_words(items, owner_key) if owner_key else items

    def with_review(self) -> RemediationItemQuerySet:
        """Everything that rules and list rows read, in one query."""
        return self.select_related("plan__review__unit", "plan__review__cadre", "owner_cadre", "field")

    def with_progress(self) -> RemediationItemQuerySet:
        """With `latest_percent` and `latest_reading`, the last that the owner reported."""
        return self.with_reading().annotate(latest_percent=_latest("percent", step="progress", percent__isnull=False))

    def with_reading(self) -> RemediationItemQuerySet:
        """With `latest_reading`, the figure of the latest day that nothing has corrected since."""
        readings = apps.get_model("reviews", "Reading")._default_manager.standing()
        last = readings.filter(item=OuterRef("pk")).order_by("-read_on", "-pk")
        return self.annotate(latest_reading=Subquery(last.values("value")[:1]))

    def pressing_first(self, day: date) -> RemediationItemQuerySet:
        """Overdue ones, then the open ones by deadline, then what is closed, given up or with another authority."""
        late = When(overdue(day), then=Value(0))
        still_open = When(open_ones(), then=Value(1))
        urgency = Case(late, still_open, default=Value(2))
        return self.alias(urgency=urgency).order_by("urgency", "due_on", "id")


def _of_owner_words(items: RemediationItemQuerySet, key: str) -> RemediationItemQuerySet:
    """Owners whose name contains the words; a few people are looked up first, for each way to an owner has its index."""
    named = apps.get_model("cadres", "Cadre")._default_manager.filter(search_key__contains=key).order_by()
    people = list(named.values_list("pk", flat=True)[: MOST_NAMED + 1])
    of_people = Q(owner_cadre__in=people) | Q(owner_cadre=None, cadre__in=people)
    if len(people) > MOST_NAMED:
        of_people = Q(owner_cadre__search_key__contains=key) | Q(owner_cadre=None, cadre__search_key__contains=key)
    in_words = ~Q(owner_text="") & Q(owner_words__contains=key)
    return items.alias(owner_words=SearchWords("owner_text")).filter(of_people | in_words)


class ReadingQuerySet(models.QuerySet["Reading"]):
    def standing(self) -> ReadingQuerySet:
        """Those that no later one corrects; asked so that PostgreSQL knows that these are nearly all."""
        return self.filter(~Exists(self.model._default_manager.filter(corrects=OuterRef("pk"))))


def owned_by(cadre_id: int | None) -> Q:
    """Items of this owner, None: of nobody named; personal work without one is that person's own."""
    own = Q(owner_cadre=None, cadre=cadre_id)
    return own if cadre_id is None else own | Q(owner_cadre=cadre_id)


def _named(actor: Actor) -> Q:
    if actor.cadre_id is None:
        return Q(pk__in=[])
    # said twice, as the index of co-owners holds only the items that have some
    co_owned = Q(co_owner_ids__contains=[actor.cadre_id]) & ~Q(co_owner_ids=[])
    return Q(owner_cadre_id=actor.cadre_id) | co_owned


def _of_person(actor: Actor) -> Q:
    return Q(cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])


def _own_side(actor: Actor) -> Q:
    """`querysets.sheets.concerns` as far as the item's own columns tell it."""
    members = {*actor.unit_ids(Role.SECRETARY, Role.HEAD), *actor.seat_unit_ids}
    return _of_person(actor) | Q(cadre=None, unit_id__in=sorted(members))


def _placed(actor: Actor) -> Q:
    """The rest of it: items of persons with a part to write in a unit charged with."""
    charged = actor.unit_ids(Role.SECRETARY, Role.HEAD)
    return Q(plan__review__place_unit_ids__overlap=charged) if charged else Q(pk__in=[])


def _looks_at_units(actor: Actor) -> bool:
    """Whether what the person sees depends on more than the item's own columns."""
    paths = actor.paths(Role.STAFF, Role.STANDING, Role.INSPECTION)
    return bool(actor.unit_ids(Role.SECRETARY, Role.HEAD)) or not all(is_whole_tree(path) for path in paths)


def _either(*conditions: Q) -> models.QuerySet[Any, Any]:
    """The ids of the items that fulfil one of the conditions. Each is looked up by its own index and joined once, where
    an OR over columns of several tables would be tried on every item there is.
    """
    items = apps.get_model("reviews", "RemediationItem")._default_manager.order_by()
    first, *others = (items.filter(condition).values("pk") for condition in conditions)
    return first.union(*others)


def _latest(column: str, **condition: bool | str) -> Subquery:
    """A column of the last report on the item, or of the last one that fulfils a condition."""
    reports = apps.get_model("reviews", "ProgressReport")._default_manager
    last = reports.filter(item=OuterRef("pk"), **condition).order_by("-at", "-pk")
    return Subquery(last.values(column)[:1])
