"""Turning a logged-in account into the Actor that rules and querysets ask: two queries, once per request."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Final

from cadres.models import RoleGrant, Tenure, User
from cadres.roles import Actor, Grant, Position, Role, Seat
from core import localtime
from core.kept_queries import kept

_OF_GRANT: Final = ("role", "unit_id", "unit__path", "unit__name", "unit__former_ids", "about_id")
_OF_SEAT: Final = ("post__unit_id", "post__unit__path", "post__position")


def actor_of(user: User, *, office: str = "", day: date | None = None) -> Actor:
    """The actor with the grants and seats in force on `day` (today where not given).

    `office` is the label of the grant the person chose to act for; where it names none of the running grants, the
    first one counts.
    """
    day = day or localtime.today()
    held = _held(user.cadre_id, day) if user.cadre_id is not None else []
    return _actor(user, _running(user.pk, day), held, office)


def actors_of(users: Collection[User], day: date) -> dict[int, Actor]:
    """The actors of many accounts by their number, as `actor_of` gives them, in two queries for all."""
    grants: dict[int, list[Any]] = defaultdict(list)
    running = RoleGrant.objects.running_on(day).filter(user__in=[user.pk for user in users]).order_by("pk")
    for user_id, *facts in running.values_list("user_id", *_OF_GRANT):
        grants[user_id].append(facts)
    seats: dict[int, list[Any]] = defaultdict(list)
    cadre_ids = [user.cadre_id for user in users if user.cadre_id is not None]
    held = Tenure.objects.held_on(day).filter(cadre_id__in=cadre_ids).order_by()
    for cadre_id, *facts in held.values_list("cadre_id", *_OF_SEAT):
        seats[cadre_id].append(facts)
    return {user.pk: _actor(user, grants[user.pk], seats[user.cadre_id] if user.cadre_id else []) for user in users}


def _actor(user: User, running: Iterable[Any], held: Iterable[Any], office: str = "") -> Actor:
    grants = [
        Grant(Role(role), unit_id, path, name, frozenset(former), about_id)
        for role, unit_id, path, name, former, about_id in running
    ]
    seats = frozenset(Seat(unit_id, path, Position(position)) for unit_id, path, position in held)
    labels = [office_label(grant) for grant in grants]
    return Actor(
        user_id=user.pk,
        name=str(user),
        office=office if office in labels else (labels[0] if labels else ""),
        cadre_id=user.cadre_id,
        grants=frozenset(grants),
        seats=seats,
    )


@kept
def _running(user_id: int, day: date) -> Any:
    grants = RoleGrant.objects.running_on(day).filter(user_id=user_id).order_by("pk")
    return grants.values_list(*_OF_GRANT)


@kept
def _held(cadre_id: int, day: date) -> Any:
    tenures = Tenure.objects.held_on(day).filter(cadre_id=cadre_id).order_by()
    return tenures.values_list(*_OF_SEAT)


def office_label(grant: Grant) -> str:
    """The office in words, as it stands beside a signature and in the audit trail."""
    return f"{grant.role.label}, {grant.unit_name}"
