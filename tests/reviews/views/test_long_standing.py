"""Matters that drag on: which they are, what is told of them, and to whom."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import localtime
from reviews.actions import milestones, recurrences, remediation
from reviews.models import Cycle, RemediationItem
from reviews.states import RemediationState
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

PAGE = "/khac-phuc/ton-dong/"
DAY = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)


@pytest.fixture(autouse=True)
def clock():
    with localtime.clock_at(DAY):
        yield


@pytest.fixture
def world():
    return make.small_province()


def items_of_2025(world, *remedies: dict[str, object]) -> list[RemediationItem]:
    cycle = Cycle.objects.get(pk=world.cycle.pk)
    cycle.pk, cycle.name = None, "Kiểm điểm năm 2025"
    cycle.period_from, cycle.period_to = date(2025, 1, 1), date(2025, 12, 31)
    cycle.save()
    review = make.collective_review(replace(world, cycle=cycle), world.commune)
    make.limitation(review, "Giải ngân chậm", *remedies)
    return list(make.accept(review, world.actor("thuongtruc")).items.order_by("order"))


def page(client, world, who: str, query: str = "") -> str:
    client.force_login(world.users[who])
    return str(client.get(PAGE + query).text)


def is_told(item: RemediationItem, text: str) -> bool:
    return f'href="/khac-phuc/{item.pk}/"' in text


def test_what_is_open_long_after_its_first_day_is_told_whatever_it_was_extended_to(client, world):
    days = [date(2026, 5, 5), date(2026, 5, 6), date(2026, 1, 1)]
    old, younger, done = items_of_2025(world, *({"action": f"Việc {d}", "due_on": d} for d in days))
    RemediationItem.objects.filter(pk=old.pk).update(due_on=date(2026, 12, 31), extensions=1)
    closed = {"state": RemediationState.CLOSED, "closed_at": DAY, "on_time": False}
    RemediationItem.objects.filter(pk=done.pk).update(**closed)

    text = page(client, world, "chuyenvien")

    assert [is_told(one, text) for one in (old, younger, done)] == [True, False, False]
    assert "đã gia hạn 1 lần, hạn đầu 05/05/2026" in text


def test_a_recurrence_is_told_with_its_cycles_its_last_report_and_the_steps_left(client, world):
    (before,) = items_of_2025(world, {"due_on": date(2026, 12, 1)})
    remediation.report_progress(item_id=before.pk, version=1, actor=world.actor("thuky"), text="Đã họp giao ban")
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Vẫn giải ngân chậm", {"due_on": date(2027, 3, 1)})
    item = make.accept(review, world.actor("thuongtruc")).items.get()
    item.refresh_from_db()
    recurrences.link_recurrence(item_id=item.pk, version=item.version, actor=world.actor("thuky"), earlier_id=before.pk)
    item.refresh_from_db()
    step: dict[str, Any] = {"text": "Lập kế hoạch vốn", "due_on": date(2026, 12, 1)}
    milestones.add_milestone(item_id=item.pk, version=item.version, actor=world.actor("thuky"), **step)

    text = page(client, world, "chuyenvien")

    assert "Tái diễn lần 1" in text
    assert "Đã họp giao ban" in text
    assert f"Kiểm điểm năm 2025; {world.cycle.name}" in text
    assert "Bước: Lập kế hoạch vốn (01/12/2026)" in text


def test_each_sees_the_own_matters_only_and_an_empty_page_says_so(client, world):
    (item,) = items_of_2025(world, {"due_on": date(2026, 1, 1)})

    seen = {who for who in world.users if is_told(item, page(client, world, who))}

    assert seen == {"thuky", "bithu", "canbo", "thanhvien", "chuyenvien", "thuongtruc", "trunguong", "kiemtra"}
    assert "Không có việc nào tồn đọng kéo dài" in page(
        client, world, "thuky_khac" if "thuky_khac" in world.users else "mattran"
    )


def test_thirty_matters_cost_as_many_queries_as_one(client, world):
    items_of_2025(world, *({"action": f"Việc {n}", "due_on": date(2026, 1, 1)} for n in range(30)))
    client.force_login(world.users["chuyenvien"])
    client.get(PAGE)

    def queries(kept: int) -> int:
        pks = list(RemediationItem.objects.order_by("pk").values_list("pk", flat=True)[kept:])
        RemediationItem.objects.filter(pk__in=pks).update(first_due_on=date(2026, 10, 1))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    assert queries(30) == queries(1) <= 15
