"""Who is to be told of what on a day: for some people at a time, in a few queries for all of them together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadres.actors import actors_of
from cadres.models import Tenure, User
from cadres.roles import Actor, Role
from core import days_off
from reviews.models import ReminderRule
from reviews.reports.reminders.kinds import KINDS, Remindable
from reviews.rules.reminders import Since, due_dates
from reviews.states import Audience, ReminderKind

MOST_NAMED = 200  # a committee far behind gets the most pressing by name, the others by number
ROWS_AT_A_TIME = 1000

_OFFICES = {
    Audience.SECRETARY: (Role.SECRETARY, "at_unit"),
    Audience.HEAD: (Role.HEAD, "at_unit"),
    Audience.STAFF: (Role.STAFF, "under"),
    Audience.STANDING: (Role.STANDING, "under"),
}
Reached = Callable[[Any], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits, as a digest names it."""

    kind: str
    id: int
    words: str
    unit: str
    due: date
    path: str


@dataclass(slots=True)
class Gathered:
    """What one person is told: the things by name up to a number, and of how many more there are."""

    named: dict[tuple[str, int], Due] = field(default_factory=dict)
    unnamed: dict[tuple[str, int], date] = field(default_factory=dict)
    _least_pressing: list[tuple[int, tuple[str, int]]] = field(default_factory=list)

    def knows(self, key: tuple[str, int]) -> bool:
        """Whether another rule has told of it already."""
        return key in self.named or key in self.unnamed

    def takes_by_name(self, key: tuple[str, int], due: date) -> bool:
        """Whether it is among the most pressing so far; what is less so is only counted, from then on or at once."""
        if len(self.named) >= MOST_NAMED:
            if -due.toordinal() <= self._least_pressing[0][0]:
                self.unnamed[key] = due
                return False
            other = heappop(self._least_pressing)[1]
            self.unnamed[other] = self.named.pop(other).due
        heappush(self._least_pressing, (-due.toordinal(), key))
        return True

    @property
    def dues(self) -> list[date]:
        """The deadlines of all, named or not."""
        return [*(one.due for one in self.named.values()), *self.unnamed.values()]

    @property
    def count(self) -> int:
        """How many things in all."""
        return len(self.named) + len(self.unnamed)

    @property
    def in_order(self) -> list[Due]:
        """Those named, the longest due first."""
        return sorted(self.named.values(), key=lambda one: (one.due, one.kind, one.id))


def reachable(day: date) -> QuerySet[User]:
    """The accounts that may be reminded: open, and not of somebody who has left."""
    staying = Q(cadre=None) | Q(cadre__left_on=None) | Q(cadre__left_on__gt=day)
    return User.objects.filter(staying, is_active=True).select_related("cadre").order_by("pk")


def gather(users: Collection[User], rules: Sequence[ReminderRule], since: Since, day: date) -> dict[int, Gathered]:
    """What each of these accounts is told, by its number; who is told nothing is left out.

    Nobody is told of what they may not see at that moment, and of each thing once, however many rules reach them.
    """
    actors = actors_of(users, day)
    found: dict[int, Gathered] = defaultdict(Gathered)
    for kind in KINDS:
        for audience, days in _days_by_audience(rules, kind.kind, since, day).items():
            for rows, reached in _searches(audience, kind, users, actors, day):
                _note(found, kind, rows.filter(due__in=days), reached, actors)
    return found


def unreached(kind: Remindable, rules: Sequence[ReminderRule], since: Since, day: date) -> QuerySet[Any]:
    """The rows due by the rules for owners, whose doer is a person without an account: what an administrator is told."""
    days = _days_by_audience(rules, kind.kind, since, day).get(Audience.OWNER, set())
    return kind.rows(day).filter(~_has_account(day), due__in=days, doer__isnull=False)


def _days_by_audience(
    rules: Sequence[ReminderRule], kind: ReminderKind, since: Since, day: date
) -> dict[Audience, set[date]]:
    days: dict[Audience, set[date]] = defaultdict(set)
    for rule in rules:
        if rule.kind == kind:
            days[Audience(rule.audience)] |= due_dates(rule, since, day, days_off.calendar())
    return {audience: wanted for audience, wanted in days.items() if wanted}


def _searches(
    audience: Audience, kind: Remindable, users: Collection[User], actors: dict[int, Actor], day: date
) -> Iterable[tuple[QuerySet[Any], Reached]]:
    """The rows that concern these accounts as this audience, each with whom a row reaches."""
    of_cadre = {user.cadre_id: user.pk for user in users if user.cadre_id is not None}
    if audience == Audience.CO_OWNER:
        if column := kind.helpers:
            rows, replaced = kind.rows(day).filter(**{f"{column}__overlap": list(of_cadre)}), _replaced(of_cadre, day)
            yield (
                rows,
                lambda row: [
                    of_cadre[pk]
                    for pk in getattr(row, column)
                    if pk in of_cadre and (row.cadre_id is not None or (pk, row.at_unit) not in replaced)
                ],
            )
        return
    if audience != Audience.OWNER:
        role, column = _OFFICES[audience]
        holders = _holders(actors, role)
        yield kind.rows(day).filter(**{f"{column}__in": holders}), lambda row: holders[getattr(row, column)]
        return
    yield kind.rows(day).filter(doer__in=of_cadre, replaced=False), lambda row: (of_cadre[row.doer],)
    secretaries = _holders(actors, Role.SECRETARY)
    unmanned = kind.rows(day).filter(Q(doer=None) | Q(replaced=True) | ~_has_account(day), at_unit__in=secretaries)
    yield unmanned, lambda row: secretaries[row.at_unit]


def _replaced(cadres: Collection[int], day: date) -> set[tuple[int, int]]:
    """By person and unit, the posts that ended without another in the unit: work of the unit is no longer theirs."""
    held = Tenure.objects.filter(cadre__in=cadres)
    ended = held.filter(ended_on__lt=day).values_list("cadre_id", "post__unit_id")
    return set(ended) - set(held.held_on(day).values_list("cadre_id", "post__unit_id"))


def _holders(actors: dict[int, Actor], role: Role) -> dict[int, list[int]]:
    """The accounts that hold the role, by unit; for an ended unit those of its successor."""
    holders: dict[int, list[int]] = defaultdict(list)
    for user_id, actor in actors.items():
        for unit_id in actor.unit_ids(role):
            holders[unit_id].append(user_id)
    return dict(holders)


def _has_account(day: date) -> Exists:
    return Exists(reachable(day).order_by().filter(cadre_id=OuterRef("doer")))


def _note(
    found: dict[int, Gathered], kind: Remindable, rows: QuerySet[Any], reached: Reached, actors: dict[int, Actor]
) -> None:
    for row in rows.order_by("due", "pk").iterator(chunk_size=ROWS_AT_A_TIME):
        key = (str(kind.kind), row.pk)
        due: Due | None = None
        for user_id in reached(row):
            if not kind.may_view(actors[user_id], row):
                continue
            gathered = found[user_id]
            if not gathered.knows(key) and gathered.takes_by_name(key, row.due):
                due = due or Due(*key, kind.words(row), kind.unit(row), row.due, kind.path(row))
                gathered.named[key] = due
