"""The season of 2022 of a province whose districts have ended since, as one table."""

from datetime import date

import pytest

from cadres.roles import Role
from core import formats
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.models import Field
from reviews.reports import season_summary
from reviews.reports.rendering import render_pdf
from reviews.states import Ground
from tests.core.pdf_reading import body_text
from tests.factories import deep_reviews as letters
from tests.factories import reference
from tests.factories import small_province as make
from units.models import Bloc, Unit, UnitKind

pytestmark = pytest.mark.django_db

DISTRICTS, DEPARTMENTS, GRASSROOTS = 5, 24, 60
PERSONS_IN_DISTRICTS, PERSONS_IN_DEPARTMENTS = 12, 125
ENDED = date(2025, 6, 30)


@pytest.fixture
def season():
    """29 collectives and 137 persons suggested to by the province, 60 grassroots organisations by district committees."""
    reference.load_reference()
    world = make.small_province()
    world.cycle.period_from, world.cycle.period_to = date(2022, 1, 1), date(2022, 12, 31)
    world.cycle.name, world.cycle.plan_date = "Kiểm điểm năm 2022", date(2022, 10, 3)
    world.cycle.save()
    districts = _units(world.province, "Huyện ủy", DISTRICTS, "dang-bo-huyen", "Huyện, thị xã", 5)
    departments = _units(world.province, "Đảng ủy Sở", DEPARTMENTS, "dang-bo-truc-thuoc", "Sở, ban, ngành", 50)
    land, money = Field.objects.all()[:2]
    asked = [
        TopicText("Quản lý đất đai", land.pk, Ground.INSPECTION, "Vì sao để lấn chiếm?"),
        TopicText("Giải ngân vốn đầu tư công", money.pk, Ground.LATE_REMEDY, "Vì sao chậm?"),
    ]
    reviews = [make.collective_review(world, unit) for unit in (*districts, *departments)]
    reviews += _persons(world, districts, PERSONS_IN_DISTRICTS) + _persons(world, departments, PERSONS_IN_DEPARTMENTS)
    letters.issued(world, reviews, topics=asked)
    for district in districts:
        _suggest_below(world, district, asked[:1])
    Unit.objects.filter(pk__in=[unit.pk for unit in districts]).update(ended_on=ENDED)
    return world


def _units(parent: Unit, name: str, count: int, kind: str, bloc: str, order: int) -> list[Unit]:
    found, _ = Bloc.objects.get_or_create(name=bloc, defaults={"code": kind, "order": order})
    made = [make.unit(f"{name} số {n}", parent, kind=UnitKind.objects.get(code=kind)) for n in range(1, count + 1)]
    Unit.objects.filter(pk__in=[unit.pk for unit in made]).update(bloc=found, founded_on=date(2010, 1, 1))
    return made


def _persons(world: make.SmallProvince, units: list[Unit], count: int) -> list:
    return [
        make.individual_review(world, make.cadre(f"Nguyễn Văn {n}"), units[n % len(units)]) for n in range(1, count + 1)
    ]


def _suggest_below(world: make.SmallProvince, district: Unit, topics: list[TopicText]) -> None:
    """The district committee's own letter to its grassroots organisations, by its own hands."""
    below = _units(district, f"Đảng ủy cơ sở của {district.name}", GRASSROOTS // DISTRICTS, "dang-bo-co-so", "Xã", 10)
    make.grant(world.users["chuyenvien"], Role.STAFF, district)
    make.grant(world.users["thuongtruc"], Role.STANDING, district)
    reviews = [make.collective_review(world, unit) for unit in below]
    letters.issued(world, reviews, topics=topics, issuer=district)
    world.users["chuyenvien"].grants.filter(unit=district).delete()
    world.users["thuongtruc"].grants.filter(unit=district).delete()


def test_the_season_prints_as_it_was(season):
    paper = season_summary.collect(season.actor("thuongtruc"), cycle=season.cycle.pk)

    land, money = (field.name for field in Field.objects.all()[:2])
    told = [(row.depth, row.ordinal, row.name, row.counts.collectives, row.counts.persons) for row in paper.rows]
    level, grassroots = "Cấp xã và đảng bộ trực thuộc tỉnh", "Cấp cơ sở"
    assert told == [
        (0, "A", "Tỉnh ủy Nam Trung gợi ý", 29, 137),
        (1, "I", "Huyện, thị xã", 5, 12),
        (2, "", level, 5, 12),
        (1, "II", "Sở, ban, ngành", 24, 125),
        (2, "", level, 24, 125),
        (0, "B", "Cấp ủy cấp dưới gợi ý", 60, 0),
        (1, "I", "Xã", 60, 0),
        (2, "", grassroots, 60, 0),
    ]
    assert (paper.total.collectives, paper.total.persons) == (89, 137)
    assert dict(paper.total.topics) == {land: 29 + 137 + 60, money: 29 + 137}
    text = body_text(render_pdf(paper))
    assert (
        f"I Huyện, thị xã 5 12 {land} 17; {money} 17" in text or f"I Huyện, thị xã 5 12 {money} 17; {land} 17" in text
    )
    assert f"Cộng 89 137 {land} {formats.number(226)}; {money} {formats.number(166)}" in text
    inspecting = season_summary.collect(season.actor("kiemtra"), cycle=season.cycle.pk)
    assert (paper.signature.authority, inspecting.signature.authority) == ("Ban", "Ủy ban Kiểm tra")
