"""Which audit entries belong to a unit, a person, an account, or to what an administrator looks after."""

from typing import Any

from django.db.models import Q, QuerySet

from cadres.models import Cadre, CellMembership, Post, RoleGrant, Tenure, User
from cadres.roles import Actor, Role
from core.models import AuditEntry
from units.models import Unit

TYPES = (
    "units.unit",
    "cadres.post",
    "cadres.tenure",
    "cadres.cadre",
    "cadres.cellmembership",
    "cadres.user",
    "cadres.rolegrant",
)


def log_of_unit(unit: Unit) -> QuerySet[AuditEntry]:
    """The unit itself, its posts and who held them, and roles given for it."""
    return _newest(
        _about("units.unit", [unit.pk])
        | _about("cadres.post", _ids(Post.objects.filter(unit=unit)))
        | _about("cadres.tenure", _ids(Tenure.objects.filter(post__unit=unit)))
        | _about("cadres.rolegrant", _ids(RoleGrant.objects.filter(unit=unit)))
    )


def log_of_cadre(cadre: Cadre) -> QuerySet[AuditEntry]:
    """The person, the posts held and the cells."""
    return _newest(
        _about("cadres.cadre", [cadre.pk])
        | _about("cadres.tenure", _ids(Tenure.objects.filter(cadre=cadre)))
        | _about("cadres.cellmembership", _ids(CellMembership.objects.filter(cadre=cadre)))
    )


def log_of_account(account: User) -> QuerySet[AuditEntry]:
    """The account and its roles, log-ins included."""
    grants = RoleGrant.objects.filter(user=account)
    return _newest(_about("cadres.user", [account.pk]) | _about("cadres.rolegrant", _ids(grants)))


def done_by_others(account: User) -> QuerySet[AuditEntry]:
    """What somebody else did to the account and its roles: its owner has to learn of a new password or address."""
    return log_of_account(account).exclude(user_id=account.pk)


def log_of_administrator(actor: Actor) -> QuerySet[AuditEntry]:
    """What was done to the units, people and accounts of the subtrees that the person administers; nothing of reviews."""
    if actor.works_for_all(Role.ADMIN):
        return _newest(Q(target_type__in=TYPES))
    units = Unit.objects.administered_by(actor)
    posts = Post.objects.filter(unit__in=units)
    people = Cadre.objects.administered_by(actor)
    accounts = User.objects.visible_to(actor)
    return _newest(
        _about("units.unit", units.values("pk"))
        | _about("cadres.post", posts.values("pk"))
        | _about("cadres.tenure", Tenure.objects.filter(post__in=posts).values("pk"))
        | _about("cadres.cadre", people.values("pk"))
        | _about("cadres.cellmembership", CellMembership.objects.filter(unit__in=units).values("pk"))
        | _about("cadres.user", accounts.values("pk"))
        | _about("cadres.rolegrant", RoleGrant.objects.filter(unit__in=units).values("pk"))
    )


def _ids(rows: QuerySet[Any]) -> list[int]:
    """Fetched, for an index is used with a list under OR, and not with a subquery."""
    return list(rows.order_by().values_list("pk", flat=True))


def _about(target_type: str, ids: object) -> Q:
    return Q(target_type=target_type, target_id__in=ids)


def _newest(condition: Q) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(condition).order_by("-at", "-pk")
