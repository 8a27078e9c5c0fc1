"""Limitations that come again take up the history of the old item."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import recurrences, remediation
from reviews.models import Cycle, ProgressReport, RemediationItem, Review
from reviews.states import RemediationState
from tests.factories import small_province as make
from units.models import Unit

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)


@pytest.fixture(autouse=True)
def clock():
    with localtime.clock_at(NOON):
        yield


@pytest.fixture
def world():
    return make.small_province()


def year_before(world) -> Cycle:
    cycle = Cycle.objects.get(pk=world.cycle.pk)
    cycle.pk, cycle.name = None, "Kiểm điểm năm 2025"
    cycle.period_from, cycle.period_to = date(2025, 1, 1), date(2025, 12, 31)
    cycle.save()
    return cycle


def last_year(world, faults: list[str], due_on: date = date(2026, 6, 30)) -> list[RemediationItem]:
    """Items of the commune's plan of the year before."""
    review = make.collective_review(replace(world, cycle=year_before(world)), world.commune)
    for number, fault in enumerate(faults, start=1):
        make.limitation(review, fault, {"due_on": due_on, "action": f"Việc {number}"}, order=number)
    return list(make.accept(review, world.actor("thuongtruc")).items.order_by("order"))


def remedied(items: list[RemediationItem]) -> None:
    done = {"state": RemediationState.CLOSED, "closed_at": NOON, "on_time": True, "done_on": date(2026, 6, 1)}
    RemediationItem.objects.filter(pk__in=[item.pk for item in items]).update(**done)


def this_year(world, *faults: str) -> Review:
    review = make.collective_review(world, world.commune)
    for number, fault in enumerate(faults, start=1):
        make.limitation(review, fault, {}, order=number)
    return review


class TestRecurrence:
    def test_the_same_words_link_the_new_item_to_the_old_ones_history(self, client, world):
        old = last_year(world, ["Giải ngân  vốn đầu tư chậm"])[0]
        remediation.report_progress(item_id=old.pk, version=1, actor=world.actor("thuky"), text="Đã họp giao ban")
        remedied([old])

        new = make.accept(this_year(world, "Giải ngân vốn đầu tư chậm"), world.actor("thuongtruc")).items.get()

        assert new.recurs_of == old
        assert ProgressReport.objects.filter(item=old, step="recur").count() == 1
        client.force_login(world.users["thuky"])
        assert "Đã họp giao ban" in client.get(f"/khac-phuc/{new.pk}/").text
        assert f"/khac-phuc/{new.pk}/" in client.get(f"/khac-phuc/{old.pk}/").text

    def test_a_unit_takes_up_what_those_it_took_over_were_told(self, world):
        old = last_year(world, ["Giải ngân chậm"])[0]
        Unit.objects.filter(pk=world.other_commune.pk).update(former_ids=[world.commune.pk])
        review = make.collective_review(world, Unit.objects.get(pk=world.other_commune.pk))
        make.limitation(review, "Giải ngân chậm", {})

        assert make.accept(review, world.actor("thuongtruc")).items.get().recurs_of == old

    def test_it_is_linked_by_hand_once_and_to_own_items_only(self, world):
        old = last_year(world, ["Giải ngân chậm"])[0]
        new = make.accept(this_year(world, "Tiến độ đầu tư công thấp"), world.actor("thuongtruc")).items.get()
        link = recurrences.link_recurrence

        with pytest.raises(Invalid, match="chính đơn vị"):
            link(item_id=new.pk, version=1, actor=world.actor("thuky"), earlier_id=new.pk)
        with pytest.raises(NotAllowed):
            link(item_id=new.pk, version=1, actor=world.actor("kiemtra"), earlier_id=old.pk)
        linked = link(item_id=new.pk, version=1, actor=world.actor("thuky"), earlier_id=old.pk)
        assert linked.recurs_of == old
        with pytest.raises(NotAllowed, match="chỉ một lần"):
            link(item_id=new.pk, version=2, actor=world.actor("thuky"), earlier_id=old.pk)

    def test_a_colleague_who_owns_one_item_does_not_read_the_persons_earlier_faults(self, client, world):
        earlier = replace(world, cycle=year_before(world))
        person = world.cadre("bithu")
        old = make.individual_review(earlier, person, world.commune)
        make.limitation(old, "Khuyết điểm riêng năm trước", {"action": "Việc cũ"})
        make.accept(old, world.actor("thuongtruc"))
        review = make.individual_review(world, person, world.commune)
        make.limitation(review, "Ít đi cơ sở", {"owner_cadre": world.cadre("canbo")})
        new = make.accept(review, world.actor("thuongtruc")).items.get()

        pages = {}
        for who in ("canbo", "bithu"):
            client.force_login(world.users[who])
            pages[who] = client.get(f"/khac-phuc/{new.pk}/re/tai-dien/")
        client.force_login(world.users["canbo"])
        sent = client.post(f"/khac-phuc/{new.pk}/re/tai-dien/", {"version": 1})

        assert pages["canbo"].status_code == 200, "the item itself is the colleague's too"
        assert "Khuyết điểm riêng" not in pages["canbo"].text + sent.text
        assert "Khuyết điểm riêng" in pages["bithu"].text
        assert recurrences.earlier_items(review, world.actor("canbo")) == []
