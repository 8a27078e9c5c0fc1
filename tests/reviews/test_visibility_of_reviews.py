"""Who finds a review in lists is who may see it by the rule: every actor × every review × every state."""

import pytest
from django.db import transaction

from reviews.models import Review, Segment
from reviews.rules import sheets as rules
from reviews.states import ReviewState, SegmentState
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "thuky", "thuky2", "bithu", "bithu2", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "bithu_khac", "thuky_bay",
    "chuyenvien", "thuongtruc", "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.mark.parametrize("state", ReviewState)
@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_hold_exactly_what_the_rule_shows(world, who, state):
    Review.objects.update(state=state)
    actor = world.actor(who)
    every = list(Review.objects.with_subject())

    listed = set(Review.objects.visible_to(actor).values_list("pk", flat=True))

    assert listed == {review.pk for review in every if rules.may_view(actor, review)}
    assert len(every) >= 8


@pytest.mark.parametrize("who", EVERYBODY)
def test_before_its_letter_is_issued_an_extraordinary_review_is_its_managing_committees_alone(world, who):
    Review.objects.update(awaits_letter=True)
    actor = world.actor(who)
    every = list(Review.objects.with_subject())

    listed = set(Review.objects.visible_to(actor).values_list("pk", flat=True))

    assert listed == {review.pk for review in every if rules.may_view(actor, review)}
    assert listed == {review.pk for review in every if rules.is_managing(actor, review)}


@pytest.mark.parametrize("state", SegmentState)
@pytest.mark.parametrize("who", EVERYBODY)
def test_segments_found_are_those_the_rule_shows(world, who, state):
    Segment.objects.update(state=state)
    actor = world.actor(who)
    every = list(Segment.objects.select_related("review__unit", "review__cadre", "unit"))

    found = set(Segment.objects.visible_to(actor).values_list("pk", flat=True))

    assert found == {segment.pk for segment in every if rules.may_view_segment(actor, segment)}
    assert len(every) >= 5


@pytest.mark.parametrize("who", EVERYBODY)
def test_segments_awaiting_somebody_are_those_they_may_confirm(world, who):
    Segment.objects.update(state=SegmentState.SENT)
    actor = world.actor(who)
    every = Segment.objects.select_related("review__unit", "review__cadre")

    awaiting = set(Segment.objects.awaiting(actor).values_list("pk", flat=True))

    assert awaiting == {segment.pk for segment in every if rules.may_confirm_segment(actor, segment)}


def test_a_unit_whose_number_begins_with_anothers_sees_nothing_of_it(world):
    assert not Review.objects.visible_to(world.actor("thuky_bay")).exclude(unit=world.trap).exists()


def test_nobody_without_an_office_finds_anything(world):
    for who in ("mattran", "quantri", "nguoi_la"):
        assert not Review.objects.visible_to(world.actor(who)).exists()


def test_a_committee_further_up_finds_no_personal_review(world):
    province_wide = Review.objects.visible_to(world.actor("chuyenvien"))
    managed = Review.objects.managed_by(world.actor("chuyenvien"))

    assert not province_wide.exclude(cadre=None).difference(managed.exclude(cadre=None)).exists()
