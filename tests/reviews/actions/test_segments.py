"""Segments: sent by their author, confirmed by the unit concerned, and by nobody else."""

import pytest
from django.db import transaction

from core.errors import NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions.segments import confirm_segment, send_segment
from reviews.models import Review, Segment
from reviews.states import ReviewState, SegmentState
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "canbo", "thuky", "bithu", "thuky_khac", "bithu_khac", "thuky_bay", "thuky_chibo", "chuyenvien", "thuongtruc",
    "kiemtra", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def former(world) -> Segment:
    """The post in the other commune."""
    return world.own("canbo").segments.get(unit=world.other_commune)


def send(world, segment, by="canbo"):
    segment.refresh_from_db()
    return send_segment(segment_id=segment.pk, version=segment.version, actor=world.actor(by))


def confirm(world, segment, by="thuky_khac", remark=""):
    segment.refresh_from_db()
    return confirm_segment(segment_id=segment.pk, version=segment.version, actor=world.actor(by), remark=remark)


def test_each_post_of_the_period_is_a_segment(world):
    assert [s.unit for s in world.own("canbo").segments.all()] == [world.other_commune, world.commune]


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_author_sends_it(world, former, who):
    if who == "canbo":
        assert send(world, former).state == SegmentState.SENT
        return
    with pytest.raises(NotAllowed):
        send(world, former, who)


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_unit_concerned_confirms_it(world, former, who):
    send(world, former)
    if who in {"thuky_khac", "bithu_khac"}:
        confirmed = confirm(world, former, who, "Hoàn thành tốt nhiệm vụ.")
        assert (confirmed.state, confirmed.remark) == (SegmentState.CONFIRMED, "Hoàn thành tốt nhiệm vụ.")
        assert AuditEntry.objects.filter(verb="segment.confirm", target_id=former.pk).count() == 1
        return
    with pytest.raises(NotAllowed):
        confirm(world, former, who)


def test_it_is_not_confirmed_before_it_was_sent(world, former):
    with pytest.raises(NotAllowed, match="chưa được gửi"):
        confirm(world, former)


def test_it_is_not_sent_or_confirmed_twice(world, former):
    send(world, former)
    with pytest.raises(NotAllowed, match="đã được gửi"):
        send(world, former)
    confirm(world, former)
    with pytest.raises(NotAllowed, match="đã được xác nhận"):
        confirm(world, former)


def test_an_old_page_is_refused(world, former):
    send(world, former)

    with pytest.raises(StaleObject):
        confirm_segment(segment_id=former.pk, version=1, actor=world.actor("thuky_khac"))


def test_after_the_submission_it_is_confirmed_but_no_longer_sent_by_hand(world, former):
    send(world, former)
    Review.objects.filter(pk=former.review_id).update(state=ReviewState.SUBMITTED)

    assert confirm(world, former).state == SegmentState.CONFIRMED
    other = world.own("canbo").segments.get(unit=world.commune)
    with pytest.raises(NotAllowed):
        send(world, other)
