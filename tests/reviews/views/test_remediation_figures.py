"""Remediation in numbers: every number equals the list it opens, for each role, with a fixed number of questions."""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from core import localtime
from reviews.actions import remediation
from reviews.actions.item_readings import set_measurement
from reviews.actions.tree_figures import count_large_trees
from reviews.forms.item_filter import ItemFilter
from reviews.models import Field, KeptRemediationFigures, RemediationItem, TreeFigures
from reviews.reports import remediation_figures
from reviews.tasks import count_large_trees as the_task
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a href="/khac-phuc/\?([^"]*)" aria-label="([^"]+): ([0-9.]+)"')
_PAGE = "/khac-phuc/tinh-hinh/"
DAY = date(2026, 12, 10)


@pytest.fixture(autouse=True)
def morning():
    with localtime.clock_at(datetime(2026, 12, 10, 9, tzinfo=localtime.HO_CHI_MINH)):
        yield


@pytest.fixture
def world():
    """Items overdue by 1, 30, 31, 90, 91, 180 and 181 days, due today, in 30 and in 31 days; one closed, one of a person."""
    world = make.small_province()
    review = make.collective_review(world, world.commune)
    ages = (1, 30, 31, 90, 91, 180, 181, 0, -30, -31)
    remedies = [{"action": f"Cách {age} ngày", "due_on": date.fromordinal(DAY.toordinal() - age)} for age in ages]
    remedies.append({"action": "Đã xong", "owner_cadre": world.cadre("canbo"), "due_on": date(2026, 12, 31)})
    make.limitation(review, "Chậm", *remedies)
    person = make.individual_review(world, world.cadre("canbo"), world.commune)
    make.limitation(person, "Ít đi cơ sở", {"action": "Đi cơ sở", "due_on": date(2027, 6, 1)})
    make.accept(person, world.actor("thuongtruc"))
    plan = make.accept(review, world.actor("thuongtruc"))
    plan.items.update(field=None)
    plan.items.filter(action="Cách 91 ngày").update(field=Field.objects.get_or_create(code="dat-dai", name="Đất")[0])
    done = plan.items.get(action="Đã xong")
    remediation.report_done(item_id=done.pk, version=1, actor=world.actor("thuky"), evidence="x")
    remediation.verify(item_id=done.pk, version=2, actor=world.actor("chuyenvien"))
    remediation.close(item_id=done.pk, version=3, actor=world.actor("thuongtruc"))
    debt(world, plan.items.get(action="Cách 31 ngày"))
    return world


def debt(world, item: RemediationItem) -> None:
    set_measurement(
        item_id=item.pk,
        version=item.version,
        actor=world.actor("thuky"),
        measure_unit="tỷ đồng",
        baseline=Decimal(26),
        target=Decimal(0),
        measure_verb="thu hồi",
    )
    for reading in ("12", "6.4"):
        item.refresh_from_db()
        remediation.report_progress(
            item_id=item.pk, version=item.version, actor=world.actor("thuky"), text="Đã thu", reading=Decimal(reading)
        )


def page_of(client, world, who: str, query: str = "") -> str:
    client.force_login(world.users[who])
    answer = client.get(_PAGE + query)
    assert answer.status_code == 200
    return answer.text


def links(page: str) -> list[tuple[str, str, int]]:
    found = _LINK.findall(page)
    return [(unescape(query), unescape(label), int(count.replace(".", ""))) for query, label, count in found]


def listed(actor, query: str) -> int:
    filters = ItemFilter(QueryDict(query), actor=actor)
    assert filters.is_valid(), filters.errors
    return filters.apply_to(RemediationItem.objects.visible_to(actor)).count()


WHO = ("chuyenvien", "thuky", "canbo", "kiemtra", "trunguong")


@pytest.mark.parametrize(
    ("who", "query"),
    [
        *((who, "") for who in WHO),
        ("chuyenvien", "?linh_vuc=dat-dai&cap=3"),
        ("chuyenvien", "?loai=collective&nguoi=khong"),
    ],
)
def test_every_number_opens_a_list_of_so_many(client, world, who, query):
    found = links(page_of(client, world, who, query))

    assert found
    actor = world.actor(who)
    assert [(q, label, listed(actor, q)) for q, label, _ in found] == found


def test_personal_work_without_a_named_owner_is_counted_and_listed_as_that_persons(client, world):
    canbo = world.cadre("canbo")
    actor = world.actor("chuyenvien")

    assert f"nguoi={canbo.pk}" in page_of(client, world, "chuyenvien")
    assert (listed(actor, f"nguoi={canbo.pk}&loai=individual"), listed(actor, "nguoi=khong&loai=individual")) == (1, 0)
    assert listed(actor, f"chu_tri={canbo.full_name}&loai=individual") == 1


def test_the_numbers_are_right(client, world):
    numbers = {label: count for _, label, count in reversed(links(page_of(client, world, "chuyenvien")))}

    assert {label.removeprefix("Tổng số, "): n for label, n in numbers.items() if label.startswith("Tổng số")} == {
        "Tất cả": 12,
        "Chưa kết thúc": 11,
        "Đến hạn trong 30 ngày": 2,
        "Quá hạn": 7,
        "Quá hạn đến 30 ngày": 2,
        "Quá hạn 31–90 ngày": 2,
        "Quá hạn 91–180 ngày": 2,
        "Quá hạn trên 180 ngày": 1,
        "Xong đúng hạn": 1,
        "Chưa thực hiện": 10,
        "Đang thực hiện": 1,
        "Đã kết thúc": 1,
    }
    assert numbers["Từ 01/01/2026 đến 10/12/2026, Xong đúng hạn"] == 1
    assert numbers["Tháng 12/2026, Đến hạn"] == 3


def test_money_comes_from_the_last_figures_entered(client, world):
    page = page_of(client, world, "chuyenvien")

    assert "19,6 tỷ đồng" in page
    assert "75,4" in page
    assert "Chưa có việc nào được đo bằng số" in page_of(client, world, "chuyenvien", "?loai=individual")


def test_a_foreign_unit_or_person_in_the_address_tells_no_name(client, world):
    stranger = make.cadre("Người Không Ai Biết")

    page = page_of(client, world, "canbo", f"?duoi={world.other_commune.pk}&nguoi={stranger.pk}")

    assert world.other_commune.name not in page
    assert stranger.full_name not in page


@pytest.mark.parametrize("query", ["?duoi=x", "?nguoi=-1", "?duoi=" + "9" * 40, "?nguon=%00", "?dot=abc", "?rieng=on"])
def test_nonsense_in_the_address_breaks_nothing(client, world, query):
    page_of(client, world, "chuyenvien", query)
    assert client.get(f"/khac-phuc/{query}&han=x&theo=x&tu=x&den=x&so_do=x&chieu=x").status_code == 200


def test_kept_figures_are_those_that_would_be_counted_now(client, world):
    live = {who: links(page_of(client, world, who)) for who in ("trunguong", "chuyenvien")}

    count_large_trees(many=1)

    assert KeptRemediationFigures.objects.count() == 1
    assert TreeFigures.objects.count() == 1, "many items cost the dashboard as much as many units"
    kept = page_of(client, world, "trunguong")
    assert "Số liệu tính lúc" in kept
    assert links(kept) == live["trunguong"]
    assert links(page_of(client, world, "chuyenvien")) == live["chuyenvien"]
    assert "Số liệu tính lúc" not in page_of(client, world, "trunguong", "?cap=3"), "what is narrowed is counted anew"


def test_few_items_are_counted_at_once(client, world):
    count_large_trees(many=1)
    the_task()

    assert not KeptRemediationFigures.objects.exists()
    assert not TreeFigures.objects.exists()
    assert "Số liệu tính lúc" not in page_of(client, world, "trunguong")


def test_what_a_person_sees_besides_is_added_to_what_is_kept(world):
    actor = replace(world.actor("trunguong"), cadre_id=world.cadre("canbo").pk)
    items = RemediationItem.objects.visible_to(actor)
    live = remediation_figures.collect(actor, DAY, items, {}, None)

    count_large_trees(many=1)

    kept = remediation_figures.collect(actor, DAY, items, {}, None)
    assert kept.counted_at is not None
    assert replace(kept, counted_at=None, owners=live.owners) == live
    assert live.table != remediation_figures.collect(world.actor("trunguong"), DAY, items, {}, None).table


def test_it_asks_as_often_for_30_items_as_for_1(client, world, django_assert_max_num_queries: DjangoAssertNumQueries):
    page_of(client, world, "chuyenvien")
    with django_assert_max_num_queries(13) as one:
        client.get(_PAGE)
    review = make.collective_review(world, world.other_commune)
    make.limitation(review, "Chậm", *({"action": f"Việc {n}", "owner_cadre": world.cadre("canbo")} for n in range(30)))
    make.accept(review, world.actor("thuongtruc"))

    with django_assert_max_num_queries(13) as many:
        client.get(_PAGE)

    assert len(one) == len(many)
