"""Accounts: creating them, the roles they are given for a unit and a period, and ending them."""

import re
from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction

from cadres.actions.log_in import login_name
from cadres.actions.passwords import PASSWORD_FIELDS, give_one_time_password
from cadres.models import Cadre, RoleGrant, User
from cadres.roles import Actor, Role
from cadres.rules import accounts as rules
from cadres.scopes import Homes, homes_of_account, homes_of_cadre, overlapping
from core import audit, localtime
from core.errors import Invalid
from core.formats import day
from core.locking import locked, require
from core.text import fold_space, search_key
from units.models import Unit

WhenOpened = Callable[[User, Actor], None]
_when_opened: list[WhenOpened] = []

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def when_opened(act: WhenOpened) -> WhenOpened:
    """Have this done with every account that is opened, in the same transaction; named by the parts that import this one."""
    _when_opened.append(act)
    return act


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    username: str,
    display_name: str = "",
    email: str = "",
    cadre_id: int | None = None,
    role: Role | None = None,
    unit_id: int | None = None,
    since: date | None = None,
) -> tuple[User, str]:
    """An account with a one-time password, which is returned once and kept nowhere in clear.

    It belongs to a person or brings its first role; either says who administers it. Refused: a name that is taken, a
    person who has an account, somebody beyond the administrator's subtree.
    """
    cadre = None if cadre_id is None else Cadre.objects.get(pk=cadre_id)
    unit = None if unit_id is None or role is None else Unit.objects.get(pk=unit_id)
    require(rules.may_create(actor, _homes_of_new(cadre, unit)))
    user = User(
        username=_good_name(username),
        display_name=fold_space(display_name) or (cadre.full_name if cadre else ""),
        email=email.strip(),
        cadre=cadre,
    )
    _set_key(user)
    _refuse_taken(user)
    password = give_one_time_password(user)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as clash:  # the same name or person in the same moment
        raise Invalid(f"Tên đăng nhập “{user.username}” hoặc người này vừa được cấp tài khoản.") from clash
    audit.record(actor=actor, verb="account.create", target=user, username=user.username, cadre_id=cadre_id)
    if unit is not None and role is not None:
        grant_role(actor=actor, user_id=user.pk, version=user.version, role=role, unit_id=unit.pk, started_on=since)
        user.refresh_from_db()
    for act in _when_opened:
        act(user, actor)
    return user, password


@transaction.atomic
def correct_account(*, user_id: int, version: int, actor: Actor, display_name: str, email: str) -> User:
    """Shown name and e-mail address. Whoever sets the address can reset the password, so the rule is the same."""
    user = locked(User.objects, user_id, version)
    require(rules.may_manage(actor, user, homes_of_account(user)))
    before = {"display_name": user.display_name, "email": user.email}
    user.display_name, user.email = fold_space(display_name), email.strip()
    _set_key(user)
    _save(user, "display_name", "email", "search_key")
    after = {"display_name": user.display_name, "email": user.email}
    changed = {field: [old, after[field]] for field, old in before.items() if old != after[field]}
    audit.record(actor=actor, verb="account.correct", target=user, changed=changed)
    return user


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user_id: int,
    version: int,
    role: Role,
    unit_id: int,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> RoleGrant:
    """The account has the role for the unit and everything the role reaches below it, from a day to a day.

    Refused: for oneself, beyond one's subtree, where the same role already runs in that time, for a unit that has ended.
    """
    user = locked(User.objects, user_id, version)
    unit = locked(Unit.objects, unit_id, None)
    require(rules.may_grant(actor, user, unit))
    started_on = started_on or localtime.today()
    _refuse_impossible_days(unit, started_on, ended_on)
    running = RoleGrant.objects.filter(overlapping(started_on, ended_on), user=user, role=role, unit=unit).first()
    if running is not None:
        until = f"đến ngày {day(running.ended_on)}" if running.ended_on else "chưa có ngày kết thúc"
        raise Invalid(f"Tài khoản đã có vai trò này tại {unit.name} từ ngày {day(running.started_on)}, {until}.")
    grant = RoleGrant.objects.create(user=user, role=role, unit=unit, started_on=started_on, ended_on=ended_on)
    _save(user)
    audit.record(
        actor=actor,
        verb="grant.start",
        target=grant,
        user_id=user.pk,
        role=str(role),
        unit_id=unit.pk,
        on=started_on,
        until=ended_on,
    )
    return grant


@transaction.atomic
def end_grant(*, grant_id: int, version: int, actor: Actor, on: date) -> RoleGrant:
    """The last day of a role; from the next day on the account no longer has its rights.

    A role that has not begun by that day is taken back whole. Refused: for oneself, beyond one's subtree, prolonging.
    """
    grant = locked(RoleGrant.objects.select_related("user", "unit"), grant_id, version)
    require(rules.may_grant(actor, grant.user, grant.unit))
    if grant.ended_on is not None and grant.ended_on <= on:
        raise Invalid(f"Vai trò này kết thúc ngày {day(grant.ended_on)}. Muốn kéo dài, mời cấp vai trò mới.")
    facts = {"user_id": grant.user_id, "role": grant.role, "unit_id": grant.unit_id}
    if on < grant.started_on:
        if grant.started_on <= localtime.today():
            raise Invalid(f"Vai trò bắt đầu ngày {day(grant.started_on)}: ngày kết thúc không thể sớm hơn.")
        audit.record(actor=actor, verb="grant.withdraw", target=grant.user, **facts, on=on)
        RoleGrant.objects.filter(pk=grant.pk).delete()
        return grant
    grant.ended_on = on
    grant.version += 1
    grant.save(update_fields=["ended_on", "version"])
    audit.record(actor=actor, verb="grant.end", target=grant, **facts, on=on)
    return grant


@transaction.atomic
def deactivate_account(*, user_id: int, version: int, actor: Actor, reason: str = "") -> User:
    """Lock the account at once: its sessions end and nobody logs in with it until it is opened again."""
    return _set_active(user_id, version, actor, active=False, reason=fold_space(reason))


@transaction.atomic
def reactivate_account(*, user_id: int, version: int, actor: Actor) -> tuple[User, str]:
    """Open a locked account again, with a new one-time password, which is returned once."""
    user = _set_active(user_id, version, actor, active=True)
    password = give_one_time_password(user)
    user.save(update_fields=list(PASSWORD_FIELDS))
    return user, password


def _set_active(user_id: int, version: int, actor: Actor, *, active: bool, reason: str = "") -> User:
    user = locked(User.objects, user_id, version)
    require(rules.may_manage(actor, user, homes_of_account(user)))
    if user.is_active == active:
        raise Invalid("Tài khoản đang hoạt động." if active else "Tài khoản đã bị khóa từ trước.")
    user.is_active = active
    user.session_epoch += 1
    _save(user, "is_active", "session_epoch")
    verb = "account.reactivate" if active else "account.deactivate"
    audit.record(actor=actor, verb=verb, target=user, reason=reason)
    return user


def _homes_of_new(cadre: Cadre | None, unit: Unit | None) -> Homes:
    person = homes_of_cadre(cadre.pk) if cadre is not None else Homes(frozenset(), frozenset())
    first_role = frozenset({unit.path}) if unit is not None else frozenset[str]()
    return Homes(person.counting | first_role, person.ever | first_role)


def _good_name(typed: str) -> str:
    name = login_name(typed)
    if not _USERNAME.fullmatch(name):
        raise Invalid("Tên đăng nhập gồm 3 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối, gạch dưới.")
    return name


def _set_key(user: User) -> None:
    longest = getattr(User._meta.get_field("search_key"), "max_length", None)
    user.search_key = search_key(f"{user.username} {user.display_name}")[:longest]


def _refuse_taken(user: User) -> None:
    if User.objects.filter(username=user.username).exists():
        raise Invalid(f"Tên đăng nhập “{user.username}” đã có người dùng. Mời chọn tên khác.")
    if user.cadre is not None and User.objects.filter(cadre=user.cadre).exists():
        raise Invalid(f"Đồng chí {user.cadre.full_name} đã có tài khoản.")


def _refuse_impossible_days(unit: Unit, started_on: date, ended_on: date | None) -> None:
    if ended_on is not None and ended_on < started_on:
        raise Invalid("Ngày kết thúc sớm hơn ngày bắt đầu. Mời kiểm tra lại hai ngày ấy.")
    if unit.ended_on is not None and (ended_on is None or ended_on > unit.ended_on):
        raise Invalid(f"{unit.name} đã kết thúc hoạt động từ ngày {day(unit.ended_on)}. Mời chọn đơn vị khác.")


def _save(user: User, *fields: str) -> None:
    user.version += 1
    user.save(update_fields=[*fields, "version"])
