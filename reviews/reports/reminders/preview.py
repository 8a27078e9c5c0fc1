"""What a rule would do today: whom it reaches and of how many things, before anything is written."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cadres.models import RoleGrant, User
from cadres.roles import Role
from core import days_off
from reviews.models import ReminderRule
from reviews.reports.reminders.gathering import gather, reachable
from reviews.reports.reminders.kinds import KINDS, Remindable
from reviews.rules.reminders import day_before, due_dates
from reviews.states import Audience

PEOPLE_AT_A_TIME = 1000
MOST_SHOWN = 50
MOST_COUNTED = 2000  # a page is not to wait for a whole province
_UNDER = {Audience.STAFF: Role.STAFF, Audience.STANDING: Role.STANDING}


@dataclass(frozen=True, slots=True)
class Preview:
    """How many people and things (at least so many, where `is_more`), and the first of the people with their numbers."""

    people: int
    things: int
    is_more: bool
    first: tuple[tuple[str, int], ...]


def preview(rule: ReminderRule, day: date) -> Preview:
    """What the rule alone would do on this day, if the day before had been done."""
    since = day_before(day)
    kind = next(one for one in KINDS if one.kind == rule.kind)
    dates = due_dates(rule, since, day, days_off.calendar())
    people, things, first = 0, 0, list[tuple[str, int]]()
    after = 0
    concerned = _concerned(rule, kind, dates, day) if dates else User.objects.none()
    while people < MOST_COUNTED and (users := list(concerned.filter(pk__gt=after)[:PEOPLE_AT_A_TIME])):
        after = users[-1].pk
        found = gather(users, [rule], since, day)
        people += len(found)
        things += sum(gathered.count for gathered in found.values())
        first += [(str(user), found[user.pk].count) for user in users if user.pk in found]
        del first[MOST_SHOWN:]
    return Preview(people, things, people >= MOST_COUNTED, tuple(first))


def _concerned(rule: ReminderRule, kind: Remindable, dates: set[date], day: date) -> QuerySet[User]:
    """The accounts that such a rule can reach for what is due then; who is told in truth, `gather` says."""
    rows = kind.rows(day).filter(due__in=dates).order_by()
    if rule.audience == Audience.OWNER:
        secretaries = _holders(Role.SECRETARY, rows.values("at_unit"), day)
        return reachable(day).filter(Q(cadre_id__in=rows.values("doer")) | Q(pk__in=secretaries))
    if rule.audience == Audience.CO_OWNER:
        helpers = rows.values_list(kind.helpers, flat=True) if kind.helpers else []
        return reachable(day).filter(cadre_id__in={pk for pks in helpers for pk in pks})
    role = {Audience.SECRETARY: Role.SECRETARY, Audience.HEAD: Role.HEAD}.get(Audience(rule.audience))
    if role is not None:
        return reachable(day).filter(pk__in=_holders(role, rows.values("at_unit"), day))
    if rule.audience in _UNDER:
        return reachable(day).filter(pk__in=_holders(_UNDER[Audience(rule.audience)], rows.values("under"), day))
    return User.objects.none()


def _holders(role: Role, units: QuerySet, day: date) -> QuerySet:
    """Who holds the role at one of these units, or at one that took over the work of others."""
    somewhere = Q(unit__in=units) | ~Q(unit__former_ids=[])
    return RoleGrant.objects.running_on(day).filter(somewhere, role=role).values("user_id")
