"""Founding the units of the demo province and filling them with people and posts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from cadres.actions.people import PersonalFacts, correct_cadre, register_cadre
from cadres.actions.posts import appoint, create_post
from cadres.actions.restructuring import end_unit
from cadres.models import Cadre, Post, Title
from cadres.roles import Actor, routine
from reviews.demo import places, posts
from reviews.demo.calendar import PROVINCE_FOUNDED, TWO_TIERS_SINCE, DemoCalendar, on
from reviews.demo.names import invented_names
from units.actions import create_unit
from units.models import Bloc, Unit, UnitKind

BUILDER: Actor = routine("Dữ liệu mẫu")
PEOPLE_OF_A_CELL = 5
_CELL_LEADERS = 2
# Who stands behind the demo accounts: (direct unit, cell, place in the cell) → name.
KNOWN = {
    ("tan-son", "Chi bộ Văn phòng Đảng ủy xã", 1): "Vũ Thị Thảo",
    ("tan-son", "Chi bộ Văn phòng Đảng ủy xã", 2): "Trần Đình Hưởng",
    ("tan-son", "Chi bộ Văn phòng Đảng ủy xã", 4): "Đặng Hữu Nhân",
    ("vinh-hoa", "Chi bộ Văn phòng Đảng ủy xã", 1): "Đỗ Thị Lành",
    ("vinh-hoa", "Chi bộ Văn phòng Đảng ủy xã", 4): "Lê Văn Khải",
    ("co-quan-dang", "Chi bộ Phòng Tổng hợp", 3): "Ngô Minh Đức",
    ("co-quan-dang", "Chi bộ Phòng Hành chính, Quản trị", 3): "Bùi Công Tâm",
    ("co-quan-dang", "Chi bộ Phòng Cán bộ", 3): "Hoàng Gia Lộc",
    ("co-quan-dang", "Chi bộ Phòng Nghiệp vụ I", 3): "Tạ Hữu Kiên",
    ("co-quan-dang", "Chi bộ Ban Phong trào", 3): "Lò Thị Mận",
}


@dataclass
class DemoProvince:
    """What the story refers to later: units by key, people by name, who leads what."""

    calendar: DemoCalendar
    random: Random
    province: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    grassroots: dict[str, list[Unit]] = field(default_factory=dict)
    cells: dict[int, list[Unit]] = field(default_factory=dict)
    people: dict[str, Cadre] = field(default_factory=dict)
    leaders: dict[int, list[Cadre]] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=dict)

    def unit(self, key: str) -> Unit:
        """A direct unit by its key."""
        return self.units[key]

    def head_of(self, unit: Unit) -> Cadre:
        """The first of its leaders."""
        return self.leaders[unit.pk][0]


def build_province(calendar: DemoCalendar, random: Random) -> DemoProvince:
    """Units since July 2025, a district that ended before, 600 people with their cells and posts."""
    with on(PROVINCE_FOUNDED):
        province = _found(places.PROVINCE, "dang-bo-tinh", None, PROVINCE_FOUNDED, place=places.PROVINCE_PLACE)
        district = _found(places.FORMER_DISTRICT, "dang-bo-huyen", province, PROVINCE_FOUNDED, place="Tân Thành")
    world = DemoProvince(calendar, random, province)
    names = invented_names(random, set(KNOWN.values()))
    with on(TWO_TIERS_SINCE):
        for plan in places.DIRECT_UNITS:
            _build_direct_unit(world, plan, names)
        _fill_posts(world, province, posts.PROVINCIAL, _provincial_leaders(world))
        last_day = date.fromordinal(TWO_TIERS_SINCE.toordinal() - 1)
        end_unit(
            unit_id=district.pk,
            version=district.version,
            actor=BUILDER,
            on=last_day,
            successor_id=world.unit("tan-son").pk,
            note="Kết thúc hoạt động cấp huyện",
        )
    return world


def _found(name: str, kind: str, parent: Unit | None, since: date, *, bloc: str = "", place: str = "") -> Unit:
    return create_unit(
        actor=BUILDER,
        name=name,
        kind_id=UnitKind.objects.values_list("pk", flat=True).get(code=kind),
        founded_on=since,
        parent_id=parent.pk if parent else None,
        bloc_id=Bloc.objects.values_list("pk", flat=True).get(code=bloc) if bloc else None,
        place=place,
    )


def _build_direct_unit(world: DemoProvince, plan: places.DirectUnit, names: Iterator[str]) -> None:
    unit = _found(plan.name, plan.kind, world.province, TWO_TIERS_SINCE, bloc=plan.bloc, place=plan.place)
    world.units[plan.key] = unit
    world.grassroots[plan.key] = []
    spare: list[Cadre] = []
    for name, cell_names in plan.grassroots:
        bloc = "truong-hoc" if "trường học" in name else plan.bloc
        organisation = _found(name, "dang-bo-co-so", unit, TWO_TIERS_SINCE, bloc=bloc, place=plan.place)
        world.grassroots[plan.key].append(organisation)
        members = [
            _build_cell(world, plan, organisation, cell, bloc, names, first=cell == cell_names[0])
            for cell in cell_names
        ]
        _fill_posts(world, organisation, posts.GRASSROOTS, [people[0] for people in members])
        spare += [cadre for people in members for cadre in people[_CELL_LEADERS:]]
    wanted = posts.standing_committee(_word(plan)) if plan.is_local else posts.JOINED
    _fill_posts(world, unit, wanted, [cadre for cadre in spare if _leads(plan, cadre)][: len(wanted)])


def _word(plan: places.DirectUnit) -> str:
    return plan.grassroots[0][0].removeprefix("Đảng bộ các cơ quan ")


def _leads(plan: places.DirectUnit, cadre: Cadre) -> bool:
    """Of the joined units: not the people whom the demo accounts of the province belong to."""
    known = {name for (key, _, _), name in KNOWN.items() if key == plan.key and not plan.is_local}
    return cadre.full_name not in known


def _build_cell(
    world: DemoProvince,
    plan: places.DirectUnit,
    parent: Unit,
    name: str,
    bloc: str,
    names: Iterator[str],
    *,
    first: bool,
) -> list[Cadre]:
    cell = _found(name, "chi-bo", parent, TWO_TIERS_SINCE, bloc=bloc, place=plan.place)
    world.cells.setdefault(parent.pk, []).append(cell)
    people = [_register(world, plan, cell, place, names) for place in range(PEOPLE_OF_A_CELL)]
    wanted = posts.CELL[: _CELL_LEADERS if first else 1]
    _fill_posts(world, cell, wanted, people[: len(wanted)])
    return people


def _register(world: DemoProvince, plan: places.DirectUnit, cell: Unit, place: int, names: Iterator[str]) -> Cadre:
    random = world.random
    full_name = KNOWN.get((plan.key, cell.name, place)) or next(names)
    villager = plan.is_local and place >= _CELL_LEADERS and cell.name.startswith(("Chi bộ ấp", "Chi bộ khu"))
    facts = PersonalFacts(
        code=f"HG{len(world.people) + 1:05}",
        full_name=full_name,
        born_on=date(random.randint(1966, 1996), random.randint(1, 12), random.randint(1, 28)),
        workplace="" if villager else cell.name.removeprefix("Chi bộ "),
        in_political_system=not villager,
    )
    cadre = register_cadre(actor=BUILDER, facts=facts, cell_id=cell.pk, in_cell_since=TWO_TIERS_SINCE)
    world.people[full_name] = cadre
    return cadre


def _provincial_leaders(world: DemoProvince) -> list[Cadre]:
    """The provincial standing committee: people of the Party's offices, the demo account among them."""
    taken = {cadre.pk for leaders in world.leaders.values() for cadre in leaders}
    known = set(KNOWN.values())
    cells = [cell.pk for one in world.grassroots["co-quan-dang"] for cell in world.cells[one.pk]]
    free = [
        cadre
        for cadre in world.people.values()
        if cadre.pk not in taken and cadre.full_name not in known and _cell_of(cadre) in cells
    ]
    return [free[0], world.people["Hoàng Gia Lộc"], *free[1:5]]


def _cell_of(cadre: Cadre) -> int:
    return cadre.cell_memberships.values_list("unit_id", flat=True).get()


def _fill_posts(world: DemoProvince, unit: Unit, wanted: tuple[posts.DemoPost, ...], people: list[Cadre]) -> None:
    world.posts[unit.pk], world.leaders[unit.pk] = [], []
    for order, (post, cadre) in enumerate(zip(wanted, people, strict=True), start=1):
        created = create_post(
            actor=BUILDER, unit_id=unit.pk, title_id=_title(post.title), name=post.name, order=order * 10
        )
        appoint(post_id=created.pk, version=None, actor=BUILDER, cadre_id=cadre.pk, on=TWO_TIERS_SINCE)
        world.posts[unit.pk].append(created)
        world.leaders[unit.pk].append(cadre)
        if post.government or post.union:
            print_posts(cadre, post)


def print_posts(cadre: Cadre, post: posts.DemoPost) -> None:
    """Keep what else the holder of the post is, as it is printed on the person's forms."""
    cadre.refresh_from_db()
    facts = PersonalFacts(**{name: getattr(cadre, name) for name in PersonalFacts.__dataclass_fields__})
    facts = replace(facts, government_post=post.government, union_post=post.union)
    correct_cadre(cadre_id=cadre.pk, version=cadre.version, actor=BUILDER, facts=facts)


def _title(code: str) -> int:
    return Title.objects.values_list("pk", flat=True).get(code=code)
