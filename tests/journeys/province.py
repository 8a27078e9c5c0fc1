"""The province in which journeys take place: units, people and accounts, and nothing of a cycle yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cadres.models import Cadre
from cadres.roles import Position, Role
from core import localtime
from tests.factories import organisation as make
from tests.factories.reference import load_reference
from tests.factories.remembered import remembered
from units.models import Unit

HEAD, DEPUTY, MEMBER = "Trần Đình Hưởng", "Lê Văn Khải", "Nguyễn Thị Ánh Nguyệt"


@dataclass(frozen=True)
class Province:
    """Who is where. Accounts bear the names of the demo accounts and the password of the factories."""

    central: Unit
    unit: Unit
    commune: Unit
    cell: Unit
    other_commune: Unit
    other_cell: Unit
    people: dict[str, Cadre]
    period: tuple[date, date]
    due_on: date


@remembered
def build_province() -> Province:
    """A committee with one above it and two communes below; `canbo` came from the other commune a month ago."""
    load_reference()
    central = make.make_unit("Đảng bộ Trung ương", None, kind_code="trung-uong")
    unit = make.make_unit("Đảng bộ tỉnh Nam Trung", central, kind_code="dang-bo-tinh", place="Nam Trung")
    commune = make.make_unit("Đảng bộ xã Tân Sơn", unit, place="Tân Sơn")
    other = make.make_unit("Đảng bộ xã Vĩnh Hòa", unit, place="Vĩnh Hòa")
    cell = make.make_unit("Chi bộ thôn Đông", commune, kind_code="chi-bo")
    other_cell = make.make_unit("Chi bộ thôn Tây", other, kind_code="chi-bo")
    today = localtime.today()
    province = Province(
        central,
        unit,
        commune,
        cell,
        other,
        other_cell,
        _people(commune, other, cell, other_cell, moved_on=today - timedelta(days=30)),
        period=(today - timedelta(days=300), today + timedelta(days=40)),
        due_on=today + timedelta(days=20),
    )
    _accounts(province)
    return province


def _people(commune: Unit, other: Unit, cell: Unit, other_cell: Unit, *, moved_on: date) -> dict[str, Cadre]:
    people = {
        "bithu": make.make_cadre(HEAD, cell),
        "canbo": make.make_cadre(DEPUTY, cell),
        "thanhvien": make.make_cadre(MEMBER, cell),
        "bithu_khac": make.make_cadre("Phạm Quốc Bảo", other_cell),
    }
    make.hold(make.make_post(commune, Position.HEAD, "Bí thư Đảng ủy xã Tân Sơn"), people["bithu"])
    make.hold(make.make_post(commune, Position.DEPUTY, "Phó Bí thư Đảng ủy xã Tân Sơn"), people["canbo"], moved_on)
    make.hold(make.make_post(commune, Position.MEMBER, "Ủy viên Ban Thường vụ"), people["thanhvien"])
    make.hold(make.make_post(other, Position.HEAD, "Bí thư Đảng ủy xã Vĩnh Hòa"), people["bithu_khac"])
    former = make.make_post(other, Position.DEPUTY, "Phó Bí thư Đảng ủy xã Vĩnh Hòa")
    make.hold(former, people["canbo"], until=moved_on - timedelta(days=1))
    return people


def _accounts(world: Province) -> None:
    people = world.people
    make.make_account("thuky", (Role.SECRETARY, world.commune), name="Vũ Thị Thảo")
    make.make_account("bithu", (Role.HEAD, world.commune), cadre=people["bithu"])
    make.make_account("canbo", cadre=people["canbo"])
    make.make_account("thanhvien", cadre=people["thanhvien"])
    make.make_account("thuky_chibo", (Role.SECRETARY, world.cell), name="Bế Văn Đàn")
    make.make_account("thuky_khac", (Role.SECRETARY, world.other_commune), name="Đỗ Thị Lành")
    make.make_account("bithu_khac", (Role.HEAD, world.other_commune), cadre=people["bithu_khac"])
    make.make_account("chuyenvien", (Role.STAFF, world.unit), name="Ngô Minh Đức")
    make.make_account("thuongtruc", (Role.STANDING, world.unit), name="Hoàng Gia Lộc")
    make.make_account("trunguong", (Role.STANDING, world.central), name="Cao Bá Thành")
    make.make_account("kiemtra", (Role.INSPECTION, world.unit), name="Tạ Hữu Kiên")
    make.make_account("mattran", (Role.FRONT, world.unit), name="Lò Thị Mận")
    make.make_account("quantri", (Role.ADMIN, world.unit), name="Bùi Công Tâm")
