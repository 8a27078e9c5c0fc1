"""A province of any size, its people, posts and accounts, written in bulk under the same constraints as any other data.

The shape does not change with the size: ten people in a cell, five cells in a grassroots organisation, five of these in
a commune. So a commune of the province of 5,000 has as much to do as one of the province of 1,000, and what a page of
the provincial committee costs more in the larger one is growth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection

from cadres.models import Cadre, CellMembership, Post, RoleGrant, Tenure, Title, User
from cadres.roles import Role
from core import localtime
from core.text import name_sort_key, search_key, sort_key
from reviews.demo.names import invented_names
from units.models import Bloc, Unit, UnitKind, UnitName, UnitPlacement

FOUNDED = date(2025, 7, 1)
PASSWORD = "Hoa sen trắng 2026"
PEOPLE_OF_A_CELL = 10
CELLS_OF_AN_ORGANISATION = 5
ORGANISATIONS_OF_A_COMMUNE = 5
ONE_MOVED_OF = 100  # so many people share one who changed posts within the period
HALF_A_YEAR = timedelta(days=180)
MOST_ROWS = 2000

_PLACES = ("Tân Sơn", "Vĩnh Hòa", "Long Thạnh", "An Phú", "Bình Minh", "Hòn Ngọc", "Phú Lâm", "Mỹ Đức", "Thạnh Lợi")
_BLOCS = ("xa", "phuong", "so-ban-nganh", "doanh-nghiep", "truong-hoc")
_COMMITTEE = ("bi-thu", "pho-bi-thu-thuong-truc", "pho-bi-thu", *["uy-vien-ban-thuong-vu"] * 6)
_POSTS = {2: _COMMITTEE[:6], 3: _COMMITTEE, 4: _COMMITTEE[:3], 6: ("bi-thu-chi-bo", "pho-bi-thu-chi-bo")}


@dataclass
class Province:
    """What was made, level by level; the people cell by cell, in the order of the cells."""

    top: Unit
    communes: list[Unit] = field(default_factory=list)
    organisations: list[Unit] = field(default_factory=list)
    cells: list[Unit] = field(default_factory=list)
    people: list[Cadre] = field(default_factory=list)
    leaders: dict[int, list[Cadre]] = field(default_factory=dict)

    @property
    def units(self) -> list[Unit]:
        """All of them, from the top down."""
        return [self.top, *self.communes, *self.organisations, *self.cells]


def build_province(people: int) -> Province:
    """Units, people with their cells and posts, an account for everybody, the provincial offices."""
    random = Random(people)
    cells = people // PEOPLE_OF_A_CELL
    organisations = cells // CELLS_OF_AN_ORGANISATION
    communes = organisations // ORGANISATIONS_OF_A_COMMUNE
    (top,) = _found("dang-bo-tinh", ["Đảng bộ tỉnh Hòa Giang"], [None])
    world = Province(top)
    places = [f"{_PLACES[n % len(_PLACES)]} {n // len(_PLACES) + 1}" for n in range(communes)]
    world.communes = _found("dang-bo-xa", [f"Đảng bộ xã {place}" for place in places], [top] * communes)
    world.organisations = _found(
        "dang-bo-co-so",
        [f"Đảng bộ cơ sở số {n + 1}" for n in range(organisations)],
        _parents(world.communes, organisations),
    )
    world.cells = _found("chi-bo", [f"Chi bộ số {n + 1}" for n in range(cells)], _parents(world.organisations, cells))
    _bear(world, random)
    _appoint(world)
    _open_accounts(world)
    return world


def _parents(above: Sequence[Unit], count: int) -> list[Unit | None]:
    return [above[n * len(above) // count] for n in range(count)]


def _found(kind_code: str, names: Sequence[str], parents: Sequence[Unit | None]) -> list[Unit]:
    kind = UnitKind.objects.get(code=kind_code)
    blocs = [Bloc.objects.get(code=code) for code in _BLOCS]
    units = Unit.objects.bulk_create(
        [
            Unit(
                name=name,
                kind=kind,
                bloc=None if parent is None else blocs[number % len(blocs)],
                parent=parent,
                place="Hòa Giang",
                founded_on=FOUNDED,
                sort_key=sort_key(name),
                search_key=search_key(name),
            )
            for number, (name, parent) in enumerate(zip(names, parents, strict=True))
        ],
        batch_size=MOST_ROWS,
    )
    for unit in units:
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"], batch_size=MOST_ROWS)
    UnitName.objects.bulk_create([UnitName(unit=unit, name=unit.name, valid_from=FOUNDED) for unit in units])
    UnitPlacement.objects.bulk_create(
        [UnitPlacement(unit=unit, parent=unit.parent, valid_from=FOUNDED) for unit in units]
    )
    return units


def _bear(world: Province, random: Random) -> None:
    names = invented_names(random, set(), repeated=True)  # there are fewer names than people in a large province

    def person(number: int) -> Cadre:
        name = next(names)
        code = f"HG{number:05}"
        return Cadre(
            code=code,
            full_name=name,
            born_on=date(1965 + number % 35, 1 + number % 12, 1 + number % 28),
            workplace="Ủy ban nhân dân xã",
            sort_key=name_sort_key(name),
            search_key=search_key(f"{name} {code}"),
        )

    count = len(world.cells) * PEOPLE_OF_A_CELL
    world.people = Cadre.objects.bulk_create([person(number) for number in range(count)], batch_size=MOST_ROWS)
    memberships = [
        CellMembership(cadre=cadre, unit=world.cells[number // PEOPLE_OF_A_CELL], started_on=FOUNDED)
        for number, cadre in enumerate(world.people)
    ]
    CellMembership.objects.bulk_create(memberships, batch_size=MOST_ROWS)


def _appoint(world: Province) -> None:
    """A cell is led by two of its people; the committees above by others of the cells below them, none of them twice."""
    free = {
        cell.pk: world.people[n * PEOPLE_OF_A_CELL : (n + 1) * PEOPLE_OF_A_CELL] for n, cell in enumerate(world.cells)
    }
    for unit in reversed(world.units):
        below = [people for cell in world.cells if cell.path.startswith(unit.path) and (people := free[cell.pk])]
        world.leaders[unit.pk] = [below[n % len(below)].pop(0) for n in range(len(_POSTS[unit.kind.tier]))]
    titles = {title.code: title for title in Title.objects.all()}
    posts = {
        (post.unit_id, post.title.code): post
        for post in Post.objects.bulk_create(
            [_post(unit, titles[code]) for unit in world.units for code in dict.fromkeys(_POSTS[unit.kind.tier])],
            batch_size=MOST_ROWS,
        )
    }
    held = [
        Tenure(cadre=cadre, post=(post := posts[unit.pk, code]), single=post.single, started_on=FOUNDED)
        for unit in world.units
        for code, cadre in zip(_POSTS[unit.kind.tier], world.leaders[unit.pk], strict=True)
    ]
    moved = [
        Tenure(cadre=cadre, post=posts[world.communes[number // ONE_MOVED_OF % len(world.communes)].pk, _COMMITTEE[-1]],
               started_on=FOUNDED, ended_on=localtime.today() - HALF_A_YEAR)
        for number, cadre in enumerate(world.people)
        if number % ONE_MOVED_OF == ONE_MOVED_OF - 2
    ]  # fmt: skip
    Tenure.objects.bulk_create([*held, *moved], batch_size=MOST_ROWS)


def _post(unit: Unit, title: Title) -> Post:
    return Post(
        unit=unit,
        title=title,
        name=title.name,
        position=title.position,
        single=title.single,
        managed_by=unit.parent or unit,
        order=title.order,
    )


def _open_accounts(world: Province) -> None:
    password = make_password(PASSWORD)
    names = {world.people[0].pk: "canbo"}
    for place, name in enumerate(("chuyenvien", "thuongtruc", "kiemtra", "quantri")):
        names[world.people[(place + 1) * PEOPLE_OF_A_CELL - 1].pk] = name
    names[world.leaders[world.communes[0].pk][0].pk] = "bithu"
    names[world.leaders[world.communes[0].pk][1].pk] = "thuky"
    users = User.objects.bulk_create(
        [
            User(
                username=(username := names.get(cadre.pk, cadre.code.lower())),
                display_name=cadre.full_name,
                cadre=cadre,
                password=password,
                must_change_password=False,
                search_key=search_key(f"{username} {cadre.full_name}"),
            )
            for cadre in world.people
        ],
        batch_size=MOST_ROWS,
    )
    _grant(world, {user.cadre_id: user for user in users}, {user.username: user for user in users})


def _grant(world: Province, of_cadre: dict[int | None, User], named: dict[str, User]) -> None:
    grants = []
    for unit in world.units[1:]:
        head, deputy, *others = (of_cadre[cadre.pk] for cadre in world.leaders[unit.pk])
        grants += [(head, Role.HEAD, unit), (deputy, Role.SECRETARY, unit)]
        if others:
            grants += [(head, Role.STANDING, unit), (others[0], Role.STAFF, unit)]
    offices = {"chuyenvien": Role.STAFF, "thuongtruc": Role.STANDING, "kiemtra": Role.INSPECTION, "quantri": Role.ADMIN}
    grants += [(named[name], role, world.top) for name, role in offices.items()]
    rows = [RoleGrant(user=user, role=role, unit=unit, started_on=FOUNDED) for user, role, unit in grants]
    RoleGrant.objects.bulk_create(rows, batch_size=MOST_ROWS)


def tidy_up() -> None:
    """What PostgreSQL does by itself within minutes of such a load."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
