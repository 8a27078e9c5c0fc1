"""A large tree's dashboard is counted by the worker: the same numbers for everybody, a minute old at most."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cadres.roles import Grant, Role
from core import localtime
from reviews.actions.tree_figures import count_large_trees
from reviews.models import Review, TreeFigures
from reviews.reports import tree_figures
from reviews.reports.dashboard import ChainFilter, chain_tables
from reviews.states import ReviewState
from reviews.tasks import count_large_trees as the_task
from tests.factories import small_province as make
from tests.reviews.views.test_dashboard import suggest

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 10)


@pytest.fixture
def world():
    """Reviews and items of collectives and persons, some of them the staff's own, and a letter to three of them."""
    world = make.small_province()
    accepted = make.collective_review(world, world.commune)
    make.limitation(accepted, "Chậm", {"action": "Quá hạn", "due_on": date(2026, 12, 1)}, {"action": "Xong"})
    own = make.individual_review(world, world.cadre("canbo"), world.commune)
    make.limitation(own, "Việc của mình", {"action": "Tự sửa"})
    waiting = make.collective_review(world, world.other_commune)
    suggest(world, own, waiting)
    suggest(world, accepted, waiting, issuer=world.central)
    make.accept(accepted, world.actor("thuongtruc"))
    make.accept(own, world.actor("thuongtruc"))
    return world


@pytest.fixture(autouse=True)
def morning():
    with localtime.clock_at(datetime(2026, 12, 10, 9, tzinfo=localtime.HO_CHI_MINH)):
        yield


def shown(world, actor):
    return tree_figures.collect(world.cycle, actor, DAY)


def actors_at_the_top(world):
    """Staff with a review of their own, the same with inspection, with another office, and without anything besides."""
    nobody = world.actor("trunguong")
    staff = replace(nobody, cadre_id=world.cadre("canbo").pk)
    top = next(iter(staff.grants))
    yield staff
    yield nobody
    yield replace(staff, grants=staff.grants | {Grant(Role.INSPECTION, top.unit_id, top.unit_path)})
    yield replace(staff, grants=staff.grants | {Grant(Role.STAFF, world.province.pk, world.province.path)})


def test_kept_figures_are_those_that_would_be_counted_now(world):
    live = [shown(world, actor) for actor in actors_at_the_top(world)]
    assert all(figures.counted_at is None for figures in live)

    count_large_trees(large=1)

    for actor, before in zip(actors_at_the_top(world), live, strict=True):
        kept = shown(world, actor)
        assert kept.counted_at == localtime.now()
        assert chain_tables(world.cycle.pk, kept.chain, ChainFilter()) == chain_tables(
            world.cycle.pk, before.chain, ChainFilter()
        )
        assert (kept.reviews, kept.items) == (before.reviews, before.items)
    assert live[0] != live[1], "the own review makes a difference here"


def test_they_stay_until_they_are_counted_again(world):
    staff = world.actor("trunguong")
    count_large_trees(large=1)
    before = shown(world, staff)
    Review.objects.filter(unit=world.other_commune, cadre=None).update(state=ReviewState.SUBMITTED)
    assert shown(world, staff) == before

    count_large_trees(large=1)

    assert shown(world, staff) != before
    assert TreeFigures.objects.count() == 1


def test_old_ones_and_those_of_another_day_are_not_shown(world):
    staff = world.actor("trunguong")
    count_large_trees(large=1)
    assert tree_figures.collect(world.cycle, staff, DAY + timedelta(1)).counted_at is None
    with localtime.clock_at(localtime.now() + tree_figures.OLDEST + timedelta(seconds=1)):
        assert shown(world, staff).counted_at is None


def test_nobody_below_the_top_is_shown_them(world):
    count_large_trees(large=1)
    assert shown(world, world.actor("chuyenvien")).counted_at is None
    assert shown(world, world.actor("kiemtra")).counted_at is None


def test_a_small_tree_has_none(world):
    count_large_trees(large=1)
    the_task()
    assert not TreeFigures.objects.exists()
    assert shown(world, world.actor("trunguong")).counted_at is None


def test_the_page_says_when_it_was_counted(client, world):
    count_large_trees(large=1)
    client.force_login(world.users["trunguong"])
    assert "Số liệu tính lúc 09:00" in client.get("/tong-hop/").text
