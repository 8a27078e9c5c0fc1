"""A province of the size of a merged one, for measuring: beside the small one, written in bulk under the same constraints."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import Any

from django.db import models, transaction

from cadres.actors import actor_of
from cadres.models import Cadre, CellMembership, Post, Tenure, Title, User
from core import audit, jobs
from core.models import JobState
from core.planner import count_rows_anew
from core.text import name_sort_key, search_key, sort_key
from reviews.actions.cycles import generate_reviews
from reviews.demo.calendar import TWO_TIERS_SINCE
from reviews.demo.names import invented_names, listed
from reviews.demo.organisation import BUILDER
from reviews.demo.progress import spread_states
from reviews.models import Cycle
from reviews.states import CycleKind, CycleState
from units.models import Bloc, Unit, UnitKind, UnitName, UnitPlacement

BATCH = 2000
CELLS_OF_A_BASE = 5
BASES_OF_A_DIRECT_UNIT = 9
_WORDS = listed(
    "An Bình Cường Đông Đức Giang Hải Hiệp Hòa Hưng Khánh Lạc Lâm Lộc Long Minh Mỹ Nghĩa Nhơn Phong Phú Phước "
    "Quang Sơn Tân Tây Thạnh Thành Thịnh Thới Thuận Trung Tường Vạn Vĩnh Xuân Yên"
)


def fill(*, units: int, people: int, seed: int, say: Callable[[str], None]) -> None:
    """Bring the province to this many units and people, and generate everybody's review in this year's cycle."""
    random = Random(seed + 1)  # noqa: S311  a size, not a secret
    province = Unit.objects.get(parent=None)
    with transaction.atomic():
        say(f"Thêm đơn vị cho đủ {units}")
        cells = _grow_tree(province, units - Unit.objects.count(), random)
        say(f"Thêm cán bộ, đảng viên cho đủ {people}")
        _settle(cells, people - Cadre.objects.count(), random)
        audit.record(actor=BUILDER, verb="demo.fill", target=province, units=units, people=people)
    count_rows_anew()
    say("Sinh bản kiểm điểm")
    cycle = Cycle.objects.filter(state=CycleState.OPEN, kind=CycleKind.YEAR).latest("period_to")
    with transaction.atomic():  # the job is done before it would be handed to a broker that may not run
        job = generate_reviews(cycle_id=cycle.pk, actor=actor_of(User.objects.get(username="chuyenvien")))
        jobs.run(job.pk)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise RuntimeError(f"the reviews were not generated: {job.error}")
    say("Rải các trạng thái")
    spread_states(cycle)
    count_rows_anew()


def _grow_tree(province: Unit, wanted: int, random: Random) -> list[Unit]:
    """New direct units, grassroots organisations and cells; returns the cells."""
    blocs = {bloc.code: bloc for bloc in Bloc.objects.all()}
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    family = 1 + BASES_OF_A_DIRECT_UNIT * (1 + CELLS_OF_A_BASE)
    direct_count = max(1, wanted // family)
    local = (("dang-bo-xa", "xa", "xã"), ("dang-bo-xa", "xa", "xã"), ("dang-bo-phuong", "phuong", "phường"))
    chosen = [local[number % len(local)] for number in range(direct_count)]
    direct = _insert(
        (kinds[kind], blocs[bloc], province, f"Đảng bộ {word} {name}")
        for (kind, bloc, word), name in zip(chosen, _place_names(random), strict=False)
    )
    remaining = max(wanted - len(direct), 0)
    base_count = remaining // (1 + CELLS_OF_A_BASE)
    bases = _insert(
        (kinds["dang-bo-co-so"], parent.bloc, parent, f"Đảng bộ cơ sở {number + 1}, {parent.name[9:]}")
        for number, parent in _shared(direct, base_count)
    )
    return _insert(
        (kinds["chi-bo"], parent.bloc, parent, f"Chi bộ {number + 1}, {parent.name[8:]}")
        for number, parent in _shared(bases, remaining - len(bases))
    )


def _place_names(random: Random) -> Iterator[str]:
    taken = set(Unit.objects.values_list("place", flat=True))
    while True:
        name = f"{random.choice(_WORDS)} {random.choice(_WORDS)} {random.choice(_WORDS)}"
        if name not in taken:
            taken.add(name)
            yield name


def _shared(parents: list[Unit], count: int) -> Iterator[tuple[int, Unit]]:
    """(running number within the parent, parent), the children spread evenly."""
    for place in range(count):
        yield place // len(parents), parents[place % len(parents)]


def _insert(rows: Iterable[tuple[UnitKind, Bloc | None, Unit, str]]) -> list[Unit]:
    units = [
        Unit(
            name=name,
            kind=kind,
            bloc=bloc,
            parent=parent,
            founded_on=TWO_TIERS_SINCE,
            sort_key=sort_key(name)[:600],
            search_key=search_key(name)[:400],
        )
        for kind, bloc, parent, name in rows
    ]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    for unit in units:
        assert unit.parent is not None
        unit.path = f"{unit.parent.path}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"], batch_size=BATCH)
    since: dict[str, Any] = {"valid_from": TWO_TIERS_SINCE}
    _bulk(UnitName, (UnitName(unit=unit, name=unit.name, **since) for unit in units))
    _bulk(UnitPlacement, (UnitPlacement(unit=unit, parent=unit.parent, **since) for unit in units))
    return units


def _settle(cells: list[Unit], wanted: int, random: Random) -> None:
    """People in the cells, evenly; the first of each cell heads it, the next ones sit in the committees above."""
    names = invented_names(random, set(), repeated=True)
    people = [_person(number, next(names), random) for number in range(max(wanted, len(cells)))]
    Cadre.objects.bulk_create(people, batch_size=BATCH)
    homes = [cells[place % len(cells)] for place in range(len(people))]
    _bulk(
        CellMembership,
        (CellMembership(cadre=c, unit=u, started_on=TWO_TIERS_SINCE) for c, u in zip(people, homes, strict=True)),
    )
    first_of = dict(zip((cell.pk for cell in reversed(cells)), reversed(people[: len(cells)]), strict=True))
    seats = [("bi-thu-chi-bo", cell, first_of[cell.pk]) for cell in cells]
    seats += _committees(cells, people[len(cells) :])
    _appoint(seats)


def _committees(cells: list[Unit], people: list[Cadre]) -> list[tuple[str, Unit, Cadre]]:
    """Head, deputy and member for each grassroots organisation, five leaders for each direct unit."""
    bases = list(dict.fromkeys(cell.parent for cell in cells))
    direct = list(dict.fromkeys(base.parent for base in bases if base))
    three = ("bi-thu", "pho-bi-thu", "uy-vien-ban-thuong-vu")
    five = ("bi-thu", "pho-bi-thu-thuong-truc", "pho-bi-thu", "chu-nhiem-ubkt", "uy-vien-ban-thuong-vu")
    wanted = [(title, unit) for unit in bases if unit for title in three]
    wanted += [(title, unit) for unit in direct if unit for title in five]
    return [(title, unit, cadre) for (title, unit), cadre in zip(wanted, people, strict=False)]


def _appoint(seats: list[tuple[str, Unit, Cadre]]) -> None:
    titles = {title.code: title for title in Title.objects.all()}
    posts = [
        Post(
            unit=unit,
            title=titles[code],
            name=titles[code].name,
            position=titles[code].position,
            single=titles[code].single,
            managed_by_id=unit.parent_id or unit.pk,
            order=titles[code].order,
        )
        for code, unit, _ in seats
    ]
    Post.objects.bulk_create(posts, batch_size=BATCH)
    _bulk(
        Tenure,
        (
            Tenure(cadre=cadre, post=post, single=post.single, started_on=TWO_TIERS_SINCE)
            for post, (_, _, cadre) in zip(posts, seats, strict=True)
        ),
    )


def _person(number: int, full_name: str, random: Random) -> Cadre:
    code = f"L{number + 1:06}"
    return Cadre(
        code=code,
        full_name=full_name,
        born_on=date(random.randint(1960, 2002), random.randint(1, 12), random.randint(1, 28)),
        in_political_system=number % 4 != 3,
        sort_key=name_sort_key(full_name)[:500],
        search_key=search_key(f"{full_name} {code}")[:200],
    )


def _bulk(model: type[models.Model], rows: Iterator[Any]) -> None:
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch)
