"""Turning a logged-in account into the Actor that rules and querysets ask: two queries, once per request."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Q

from cadres.models import Cadre, RoleGrant, Tenure, User
from cadres.roles import UNIT_ROLES, Actor, Grant, Office, Position, Role, Seat
from core import localtime
from core.kept_queries import kept

_OF_GRANT: Final = (
    "role",
    "unit_id",
    "unit__path",
    "unit__name",
    "unit__former_ids",
    "about_id",
    "started_on",
    "ended_on",
)
_OF_SEAT: Final = ("post__unit_id", "post__unit__path", "post__position", "started_on", "ended_on")


def actor_of(user: User, *, office: str = "", day: date | None = None) -> Actor:
    """The actor with the grants and seats in force on `day` (today where not given), and what the person was before.

    `office` is the label of the grant the person chose to act for; where it names none of the running grants, the
    first one counts.
    """
    day = day or localtime.today()
    held = _held(user.cadre_id, day) if user.cadre_id is not None else []
    return _actor(user, _given(user.pk, day), held, day, office)


def actors_of(users: Collection[User], day: date) -> dict[int, Actor]:
    """The actors of many accounts by their number, as `actor_of` gives them, in two queries for all."""
    grants: dict[int, list[Any]] = defaultdict(list)
    given = RoleGrant.objects.filter(
        _running_or_of_a_unit(day), started_on__lte=day, user__in=[user.pk for user in users]
    )
    for user_id, *facts in given.order_by("pk").values_list("user_id", *_OF_GRANT):
        grants[user_id].append(facts)
    seats: dict[int, list[Any]] = defaultdict(list)
    cadre_ids = [user.cadre_id for user in users if user.cadre_id is not None]
    held = Tenure.objects.filter(cadre_id__in=cadre_ids, started_on__lte=day).order_by()
    for cadre_id, *facts in held.values_list("cadre_id", *_OF_SEAT):
        seats[cadre_id].append(facts)
    return {
        user.pk: _actor(user, grants[user.pk], seats[user.cadre_id] if user.cadre_id else [], day) for user in users
    }


def actors_of_people(people: Collection[Cadre], day: date) -> dict[int, Actor]:
    """By person what each would act as: with the account, or without one by the posts alone; three queries for all."""
    ids = [person.pk for person in people]
    users = User.objects.filter(cadre_id__in=ids).select_related("cadre")
    found = {actor.cadre_id: actor for actor in actors_of(users, day).values()}
    posts: dict[int, list[Any]] = defaultdict(list)
    held = Tenure.objects.filter(cadre_id__in=set(ids) - found.keys(), started_on__lte=day).order_by()
    for cadre_id, *facts in held.values_list("cadre_id", *_OF_SEAT):
        posts[cadre_id].append(facts)
    return {
        one.pk: found.get(one.pk) or _actor(User(cadre=one, display_name=one.full_name), [], posts[one.pk], day)
        for one in people
    }


def _actor(user: User, given: Iterable[Any], held: Iterable[Any], day: date, office: str = "") -> Actor:
    grants, seats, offices = [], set(), set()
    for role, unit_id, path, name, former, about_id, first, last in given:
        if role in UNIT_ROLES:
            offices.add(Office(frozenset({unit_id, *former}), first, last, leads=True))
        if last is None or last >= day:
            grants.append(Grant(Role(role), unit_id, path, name, frozenset(former), about_id))
    for unit_id, path, position, first, last in held:
        offices.add(Office(frozenset({unit_id}), first, last, leads=position == Position.HEAD))
        if last is None or last >= day:
            seats.add(Seat(unit_id, path, Position(position)))
    labels = [grant.label for grant in grants]
    return Actor(
        user_id=user.pk,
        name=str(user),
        office=office if office in labels else (labels[0] if labels else ""),
        cadre_id=user.cadre_id,
        grants=frozenset(grants),
        seats=frozenset(seats),
        offices=frozenset(offices),
    )


@kept
def _given(user_id: int, day: date) -> Any:
    """Grants in force on the day, and those of a unit's secretary or head that ended before it."""
    grants = RoleGrant.objects.filter(_running_or_of_a_unit(day), user_id=user_id, started_on__lte=day).order_by("pk")
    return grants.values_list(*_OF_GRANT)


@kept
def _held(cadre_id: int, day: date) -> Any:
    tenures = Tenure.objects.filter(cadre_id=cadre_id, started_on__lte=day).order_by()
    return tenures.values_list(*_OF_SEAT)


def _running_or_of_a_unit(day: date) -> Q:
    return Q(ended_on=None) | Q(ended_on__gte=day) | Q(role__in=UNIT_ROLES)
