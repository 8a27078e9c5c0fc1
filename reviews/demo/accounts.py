"""The accounts of the demo province: ten that people log in with, and one for everybody else who acts in the story."""

import re
from dataclasses import dataclass, field

from cadres.actions.accounts import create_account, grant_role
from cadres.actions.passwords import set_chosen_password
from cadres.actors import actor_of
from cadres.models import Cadre, User
from cadres.roles import Actor, Role
from core.text import search_key
from reviews.demo.calendar import TWO_TIERS_SINCE, on
from reviews.demo.organisation import BUILDER, DemoProvince
from units.models import Unit

PASSWORD = "Soi.Sua@2026"  # noqa: S105  printed for everybody: the demo province holds nothing real
PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that `make run` prints."""

    username: str
    person: str
    task: str
    role: Role | None = None
    unit: str = ""


DEMO_ACCOUNTS = (
    DemoAccount("thuky", "Vũ Thị Thảo", "thư ký cấp ủy xã Tân Sơn: viết bản của tập thể", Role.SECRETARY, "tan-son"),
    DemoAccount("bithu", "Trần Đình Hưởng", "bí thư Đảng ủy xã Tân Sơn: trình bản của tập thể", Role.HEAD, "tan-son"),
    DemoAccount("canbo", "Lê Văn Khải", "cán bộ chuyển từ xã Vĩnh Hòa về xã Tân Sơn trong kỳ"),
    DemoAccount(
        "thuky2", "Đỗ Thị Lành", "thư ký cấp ủy xã Vĩnh Hòa: xác nhận phần của canbo", Role.SECRETARY, "vinh-hoa"
    ),
    DemoAccount("chuyenvien", "Ngô Minh Đức", "chuyên viên giúp việc Ban Thường vụ Tỉnh ủy", Role.STAFF, PROVINCE),
    DemoAccount("thuongtruc", "Hoàng Gia Lộc", "Thường trực Tỉnh ủy: duyệt, quyết định", Role.STANDING, PROVINCE),
    DemoAccount("kiemtra", "Tạ Hữu Kiên", "Ủy ban Kiểm tra Tỉnh ủy", Role.INSPECTION, PROVINCE),
    DemoAccount("mattran", "Lò Thị Mận", "Mặt trận Tổ quốc tỉnh: theo dõi việc khó", Role.FRONT, PROVINCE),
    DemoAccount("quantri", "Bùi Công Tâm", "văn thư, quản trị của tỉnh", Role.ADMIN, PROVINCE),
)


@dataclass
class DemoPeople:
    """Who acts: accounts by person, and the actor each of them is on the day of the clock."""

    users: dict[int, User] = field(default_factory=dict)
    by_name: dict[str, User] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """The actor of a demo account."""
        return actor_of(self.by_name[username])

    def acting(self, cadre: Cadre) -> Actor:
        """The actor of this person's account."""
        return actor_of(self.users[cadre.pk])


def open_accounts(world: DemoProvince) -> DemoPeople:
    """The printed accounts with the common password; for the other leaders accounts whose password nobody knows."""
    people = DemoPeople()
    with on(TWO_TIERS_SINCE, 9):
        for account in DEMO_ACCOUNTS:
            if account.role == Role.FRONT:
                user = _open_outsider(people, account)
            else:
                user = _open(people, account.username, world.people[account.person])
            set_chosen_password(
                user_id=user.pk, actor=actor_of(user), new_password=PASSWORD, verb="account.change_password"
            )
            if account.role is not None:
                unit = world.province if account.unit == PROVINCE else world.unit(account.unit)
                _grant(user, account.role, unit)
        for key, unit in world.units.items():
            _open_for_direct_unit(world, people, key, unit)
        _open_for_commune_committee(world, people)
    return people


def account_lines() -> list[str]:
    """What is printed and kept for `make run`."""
    lines = [f"Tài khoản mẫu (mật khẩu chung: {PASSWORD})"]
    return lines + [f"{account.username:<11} {account.person}, {account.task}" for account in DEMO_ACCOUNTS]


def ensure_account(people: DemoPeople, cadre: Cadre) -> User:
    """The person's account, opened now where there is none."""
    return people.users.get(cadre.pk) or _open(people, _username(cadre), cadre)


def _open_for_direct_unit(world: DemoProvince, people: DemoPeople, key: str, unit: Unit) -> None:
    for cadre in world.leaders[unit.pk]:
        ensure_account(people, cadre)
    _grant(people.users[world.head_of(unit).pk], Role.HEAD, unit, if_missing=True)
    office = world.cells[world.grassroots[key][0].pk][0]
    secretary = world.leaders[office.pk][1]
    _grant(ensure_account(people, secretary), Role.SECRETARY, unit, if_missing=True)


def _open_for_commune_committee(world: DemoProvince, people: DemoPeople) -> None:
    """Tân Sơn appraises what lies below it, its offices what lies below them; heads hand in for their units."""
    commune = world.unit("tan-son")
    _grant(people.users[world.leaders[commune.pk][1].pk], Role.STANDING, commune)
    _grant(people.users[world.leaders[commune.pk][4].pk], Role.STAFF, commune)
    offices = world.leaders[world.grassroots["tan-son"][0].pk]
    _grant(ensure_account(people, offices[0]), Role.STANDING, world.grassroots["tan-son"][0])
    _grant(people.users[world.leaders[commune.pk][1].pk], Role.STAFF, world.grassroots["tan-son"][0])
    for organisation in world.grassroots["tan-son"]:
        _grant(ensure_account(people, world.head_of(organisation)), Role.HEAD, organisation)
        for cell in world.cells[organisation.pk]:
            _grant(ensure_account(people, world.head_of(cell)), Role.HEAD, cell)


def _open(people: DemoPeople, username: str, cadre: Cadre) -> User:
    user, _ = create_account(actor=BUILDER, username=username, cadre_id=cadre.pk, email=_address(username))
    people.users[cadre.pk] = people.by_name[username] = user
    return user


def _open_outsider(people: DemoPeople, account: DemoAccount) -> User:
    """Mặt trận follows hard tasks and is reviewed nowhere here, so its account belongs to no cadre."""
    user, _ = create_account(
        actor=BUILDER, username=account.username, display_name=account.person, email=_address(account.username)
    )
    people.by_name[account.username] = user
    return user


def _grant(user: User, role: Role, unit: Unit, *, if_missing: bool = False) -> None:
    if if_missing and user.grants.filter(role=role, unit=unit).exists():
        return
    user.refresh_from_db(fields=["version"])
    grant_role(
        actor=BUILDER, user_id=user.pk, version=user.version, role=role, unit_id=unit.pk, started_on=TWO_TIERS_SINCE
    )


def _address(username: str) -> str:
    """In a domain that can never exist (RFC 2606): no letter of the demo reaches anybody, whatever is set up."""
    return f"{username}@tinh-mau.example"


def _username(cadre: Cadre) -> str:
    """Given name, initials and the number of the card: `huong.td.00012`."""
    *others, given = re.findall(r"[a-z]+", search_key(cadre.full_name))
    return f"{given}.{''.join(word[0] for word in others)}.{cadre.code[-5:]}"
