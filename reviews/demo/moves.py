"""Leaders who took over other posts within this year's period: their reviews have a segment for each post."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cadres.actions.people import PersonalFacts, correct_cadre, move_cell
from cadres.actions.posts import appoint, end_tenure
from cadres.models import Cadre, Post, Tenure
from reviews.demo.calendar import on
from reviews.demo.organisation import BUILDER, DemoProvince, print_posts
from reviews.demo.posts import DemoPost
from units.models import Unit

CHAIR, CHECK, VICE = 2, 3, 5


def move_leaders(world: DemoProvince) -> None:
    """The chairman of Vĩnh Hòa goes to Tân Sơn, whose chairman retires; two heads of inspection change places."""
    day = world.calendar.moved_on
    tan_son, vinh_hoa = world.unit("tan-son"), world.unit("vinh-hoa")
    with on(day - timedelta(days=1), 16):
        retired = _leave(world, tan_son, CHAIR, day)
        _retire(retired, day)
        canbo = _leave(world, vinh_hoa, CHAIR, day)
        vice = _leave(world, vinh_hoa, VICE, day)
    with on(day, 9):
        _take_over(world, tan_son, CHAIR, canbo, "Quyết định số 312-QĐ/TU")
        _live_in(world, canbo, tan_son, day)
        print_posts(canbo, DemoPost("", "", "Chủ tịch Ủy ban nhân dân xã"))
        _take_over(world, vinh_hoa, CHAIR, vice, "Quyết định số 313-QĐ/TU")
        _change_places(world, world.unit("long-thanh"), world.unit("binh-minh"), day)


def _change_places(world: DemoProvince, one: Unit, other: Unit, day: date) -> None:
    with on(day - timedelta(days=1), 17):
        first, second = _leave(world, one, CHECK, day), _leave(world, other, CHECK, day)
    with on(day, 10):
        _take_over(world, other, CHECK, first, "Quyết định số 314-QĐ/TU")
        _take_over(world, one, CHECK, second, "Quyết định số 315-QĐ/TU")
        _live_in(world, first, other, day)
        _live_in(world, second, one, day)


def _leave(world: DemoProvince, unit: Unit, place: int, day: date) -> Cadre:
    post: Post = world.posts[unit.pk][place]
    tenure = Tenure.objects.get(post=post, ended_on=None)
    end_tenure(tenure_id=tenure.pk, version=None, actor=BUILDER, on=day - timedelta(days=1))
    return Cadre.objects.get(pk=tenure.cadre_id)


def _take_over(world: DemoProvince, unit: Unit, place: int, cadre: Cadre, decision: str) -> None:
    post = world.posts[unit.pk][place]
    day = world.calendar.moved_on
    appoint(post_id=post.pk, version=None, actor=BUILDER, cadre_id=cadre.pk, on=day, decision=decision)
    world.leaders[unit.pk][place] = cadre


def _live_in(world: DemoProvince, cadre: Cadre, unit: Unit, day: date) -> None:
    key = next(key for key, one in world.units.items() if one.pk == unit.pk)
    cell = world.cells[world.grassroots[key][0].pk][1]
    cadre.refresh_from_db()
    move_cell(cadre_id=cadre.pk, version=cadre.version, actor=BUILDER, unit_id=cell.pk, on=day)
    cadre.refresh_from_db()
    _correct(cadre, workplace=cell.name.removeprefix("Chi bộ "))


def _retire(cadre: Cadre, day: date) -> None:
    _correct(cadre, government_post="", left_on=day)


def _correct(cadre: Cadre, **changes: Any) -> None:
    facts = PersonalFacts(**{name: getattr(cadre, name) for name in PersonalFacts.__dataclass_fields__})
    correct_cadre(cadre_id=cadre.pk, version=cadre.version, actor=BUILDER, facts=replace(facts, **changes))
