"""Units, people, posts, accounts: built by the application's own actions, under the name of a routine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from cadres.actions.accounts import create_account, grant_role
from cadres.actions.people import PersonalFacts, move_cell, register_cadre
from cadres.actions.posts import appoint, create_post
from cadres.actors import actor_of
from cadres.models import Cadre, CellMembership, Post, Tenure, Title, User
from cadres.roles import Actor, Position, Role, routine
from tests.factories.remembered import remembered
from units.actions import create_unit
from units.models import Unit, UnitKind

SYSTEM = routine("Dữ liệu kiểm thử")
LONG_AGO = date(2020, 1, 1)
PASSWORD = "Hoa sen trắng 2026"

_KINDS = {
    "dang-bo-tinh": ("Đảng bộ tỉnh", 2, "Cấp tỉnh", "Ban Thường vụ Tỉnh ủy", "TU", False),
    "dang-bo-xa": ("Đảng bộ xã", 3, "Cấp xã và đảng bộ trực thuộc tỉnh", "Ban Thường vụ Đảng ủy xã", "ĐU", False),
    "dang-bo-co-so": ("Đảng bộ cơ sở", 4, "Cấp cơ sở", "Đảng ủy", "ĐU", False),
    "chi-bo": ("Chi bộ", 6, "Chi bộ", "Chi ủy", "CB", True),
}
_TITLES = {
    Position.HEAD: ("bi-thu", "Bí thư", True),
    Position.DEPUTY: ("pho-bi-thu", "Phó Bí thư", False),
    Position.MEMBER: ("uy-vien-btv", "Ủy viên Ban Thường vụ", False),
}
_numbers = count(1)


def kind(code: str = "dang-bo-xa") -> UnitKind:
    """A kind of unit by its code; the ones that tests need are made where the reference data is not loaded."""
    name, tier, tier_name, committee, symbol, is_cell = _KINDS.get(code, _KINDS["dang-bo-xa"])
    fields = {
        "name": name,
        "tier": tier,
        "tier_name": tier_name,
        "committee_name": committee,
        "symbol": symbol,
        "is_cell": is_cell,
    }
    return UnitKind.objects.get_or_create(code=code, defaults=fields)[0]


def title(position: Position = Position.HEAD) -> Title:
    """A Party title of this position."""
    code, name, single = _TITLES[position]
    fields: dict[str, Any] = {"name": name, "side": Title.Side.PARTY, "position": position, "single": single}
    return Title.objects.get_or_create(code=code, defaults=fields)[0]


def make_unit(
    name: str = "", parent: Unit | None = None, *, kind_code: str = "", founded_on: date = LONG_AGO, **fields: Any
) -> Unit:
    """A unit; without a kind, a province at the top and a commune below."""
    code = kind_code or ("dang-bo-tinh" if parent is None else "dang-bo-xa")
    return create_unit(
        actor=SYSTEM,
        name=name or f"Đảng bộ số {next(_numbers)}",
        kind_id=kind(code).pk,
        founded_on=founded_on,
        parent_id=parent.pk if parent else None,
        **fields,
    )


def make_unit_numbered(number: int, name: str, parent: Unit | None) -> Unit:
    """A unit whose id, and so the end of its path, is this number: for traps like /1/2/ beside /1/20/.

    The sequence goes back to where it was: it outlives the test and would run away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('units_unit_id_seq')")
        (following,) = cursor.fetchone()
        cursor.execute("SELECT setval('units_unit_id_seq', %s::bigint, false)", [number])
        unit = make_unit(name, parent)
        cursor.execute("SELECT setval('units_unit_id_seq', %s::bigint, false)", [following])
    return unit


@dataclass(frozen=True)
class Tree:
    """A small province. `trap` is a sibling of `commune` whose path begins with the same characters but the slash."""

    province: Unit
    commune: Unit
    cell: Unit
    other_commune: Unit
    other_cell: Unit
    trap: Unit


@remembered
def make_tree() -> Tree:
    """Province → two communes with a cell each, and the trap."""
    province = make_unit("Đảng bộ tỉnh An Giang", place="An Giang")
    commune = make_unit("Đảng bộ xã Tân Sơn", province, place="Tân Sơn")
    cell = make_unit("Chi bộ ấp Đông", commune, kind_code="chi-bo")
    other = make_unit("Đảng bộ xã Vĩnh Hòa", province, place="Vĩnh Hòa")
    other_cell = make_unit("Chi bộ ấp Tây", other, kind_code="chi-bo")
    trap = make_unit_numbered(commune.pk * 1_000_000, "Đảng bộ xã Bình An", province)
    return Tree(province, commune, cell, other, other_cell, trap)


def make_cadre(full_name: str = "Trần Thị Hương", cell: Unit | None = None, **facts: Any) -> Cadre:
    """A person, in the cell since long ago where one is given."""
    number = next(_numbers)
    facts.setdefault("code", f"CB{number:05}")
    cadre = register_cadre(actor=SYSTEM, facts=PersonalFacts(full_name=full_name, **facts))
    if cell is not None:
        join_cell(cadre, cell)
    return cadre


def join_cell(cadre: Cadre, cell: Unit, on: date = LONG_AGO) -> CellMembership:
    """The person lives the Party life there from a day on."""
    cadre.refresh_from_db()
    return move_cell(cadre_id=cadre.pk, version=cadre.version, actor=SYSTEM, unit_id=cell.pk, on=on)


def make_post(unit: Unit, position: Position = Position.HEAD, name: str = "", managed_by: Unit | None = None) -> Post:
    """A post of the unit's collective; that of a head has one holder at a time."""
    return create_post(
        actor=SYSTEM,
        unit_id=unit.pk,
        title_id=title(position).pk,
        name=name,
        managed_by_id=managed_by.pk if managed_by else None,
    )


def hold(post: Post, cadre: Cadre, since: date = LONG_AGO, until: date | None = None) -> Tenure:
    """The person holds the post from a day on."""
    return appoint(post_id=post.pk, version=None, actor=SYSTEM, cadre_id=cadre.pk, on=since, until=until)


def make_account(
    username: str = "",
    *grants: tuple[Role, Unit],
    cadre: Cadre | None = None,
    name: str = "",
    since: date | None = LONG_AGO,
) -> User:
    """An account with these roles that has chosen its password already (PASSWORD)."""
    user, _ = create_account(
        actor=SYSTEM,
        username=username or f"tk{next(_numbers)}",
        display_name=name or (cadre.full_name if cadre else username),
        cadre_id=cadre.pk if cadre else None,
    )
    for role, unit in grants:
        give_role(user, role, unit, since)
    User.objects.filter(pk=user.pk).update(password=_hashed(), must_change_password=False, one_time_password_until=None)
    user.refresh_from_db()
    return user


def give_role(user: User, role: Role, unit: Unit, since: date | None = LONG_AGO, until: date | None = None) -> None:
    """The account has the role for the unit from a day on."""
    user.refresh_from_db()
    grant_role(
        actor=SYSTEM,
        user_id=user.pk,
        version=user.version,
        role=role,
        unit_id=unit.pk,
        started_on=since,
        ended_on=until,
    )


def login(client: Client, user: User) -> Client:
    """The client acts as this account from now on."""
    client.force_login(User.objects.get(pk=user.pk))
    return client


def acting(user: User) -> Actor:
    """The actor that this account is today."""
    return actor_of(user)


@cache
def _hashed() -> str:
    return make_password(PASSWORD)
