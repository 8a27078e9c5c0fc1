"""A day ends at midnight of Ho Chi Minh City, on a server whose own clock is UTC; what is late is late everywhere at once."""

import time
from datetime import UTC, date, datetime

import pytest

from core import localtime
from reviews.actions import remediation
from reviews.models import RemediationItem, Review
from reviews.reports.inbox.boxes import counts
from reviews.reports.inbox.source import Box
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 19)  # a Saturday
LAST_SECOND = datetime(2026, 12, 19, 16, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 19, 17, 0, 0, tzinfo=UTC)
END_OF_MONDAY = datetime(2026, 12, 21, 16, 59, 59, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 21, 17, 0, 0, tzinfo=UTC)


@pytest.fixture
def server_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def world(shared_province, server_in_utc):
    """A remedy of the commune, and a review of the other one, both due on the same day."""
    world = shared_province
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Chậm", {"due_on": DUE})
    make.accept(review, world.actor("thuongtruc"))
    Review.objects.filter(pk=make.collective_review(world, world.other_commune).pk).update(due_on=DUE)
    return world


def late(world, client, moment: datetime) -> list[int]:
    """How many are overdue: by the querysets, in the inboxes, and on the page of remediation."""
    client.force_login(world.users["chuyenvien"])
    with localtime.clock_at(moment):
        day = localtime.today()
        pages = [client.get(address) for address in ("/khac-phuc/?qua_han=on", "/kiem-diem/?qua_han=on")]
        return [
            RemediationItem.objects.overdue(day).count(),
            Review.objects.overdue(day).count(),
            counts(world.actor("thuky"), day)[Box.OVERDUE],
            counts(world.actor("bithu_khac"), day)[Box.OVERDUE],
            *(page.context["listing"].total for page in pages),
        ]


def test_nothing_is_overdue_in_the_last_second_of_its_day_and_all_is_in_the_next(world, client):
    assert late(world, client, LAST_SECOND) == [0, 0, 0, 0, 0, 0]
    assert late(world, client, MIDNIGHT) == [1, 1, 1, 1, 1, 1]


def test_a_saturday_is_late_on_tuesday_where_the_office_says_so(world, client, settings):
    settings.DEADLINE_ON_DAY_OFF = "next_working_day"

    assert late(world, client, END_OF_MONDAY) == [0, 0, 0, 0, 0, 0]
    assert late(world, client, TUESDAY) == [1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(("reported", "in_time"), [(LAST_SECOND, True), (MIDNIGHT, False)])
def test_the_mark_in_time_goes_by_the_local_day_of_the_report(world, reported, in_time):
    item = RemediationItem.objects.get()
    with localtime.clock_at(reported):
        item = remediation.report_done(
            item_id=item.pk, version=item.version, actor=world.actor("thuky"), evidence="Đã xong"
        )
    with localtime.clock_at(TUESDAY):
        item = remediation.verify(item_id=item.pk, version=item.version, actor=world.actor("chuyenvien"))
        item = remediation.close(item_id=item.pk, version=item.version, actor=world.actor("thuongtruc"))

    assert (item.done_on, item.on_time) == (localtime.local_day(reported), in_time)
