"""Turning a logged-in account into the Actor that rules and querysets ask: two queries, once per request."""

from datetime import date
from typing import Any

from cadres.models import RoleGrant, Tenure, User
from cadres.roles import Actor, Grant, Position, Role, Seat
from core import localtime
from core.kept_queries import kept


def actor_of(user: User, *, office: str = "", day: date | None = None) -> Actor:
    """The actor with the grants and seats in force on `day` (today where not given).

    `office` is the label of the grant the person chose to act for; where it names none of the running grants, the
    first one counts.
    """
    day = day or localtime.today()
    grants = [
        Grant(Role(role), unit_id, path, name, frozenset(former), about_id)
        for role, unit_id, path, name, former, about_id in _running(user.pk, day)
    ]
    seats = frozenset[Seat]()
    if user.cadre_id is not None:
        facts = _held(user.cadre_id, day)
        seats = frozenset(Seat(unit_id, path, Position(position)) for unit_id, path, position in facts)
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
    return grants.values_list("role", "unit_id", "unit__path", "unit__name", "unit__former_ids", "about_id")


@kept
def _held(cadre_id: int, day: date) -> Any:
    tenures = Tenure.objects.held_on(day).filter(cadre_id=cadre_id).order_by()
    return tenures.values_list("post__unit_id", "post__unit__path", "post__position")


def office_label(grant: Grant) -> str:
    """The office in words, as it stands beside a signature and in the audit trail."""
    return f"{grant.role.label}, {grant.unit_name}"
