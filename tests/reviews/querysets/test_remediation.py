"""Which items a list finds equals what the rules say of each item, for every role and every kind of item."""

import pytest

from cadres.roles import Role
from reviews.models import RemediationItem
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.rules import remediation as rules
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Items of three collectives and two persons, with owners on the own side and elsewhere."""
    world = make.small_province()
    canbo, other_head = world.cadre("canbo"), world.cadre("bithu_khac")
    reviews = [
        (make.collective_review(world, world.commune), other_head),
        (make.collective_review(world, world.other_commune), canbo),
        (make.collective_review(world, world.lookalike), None),
        (make.individual_review(world, canbo, world.commune), None),
        (make.individual_review(world, other_head, world.other_commune), world.cadre("bithu")),
    ]
    for review, owner in reviews:
        make.limitation(review, "Chậm", {"owner_cadre": owner})
        make.accept(review, world.actor("thuongtruc"))
    return world


def _items() -> RemediationItemQuerySet:
    return RemediationItem.objects.with_review()


def test_visible_items_are_those_that_may_be_viewed(world):
    seen = set()
    for who in world.users:
        actor = world.actor(who)
        listed = set(_items().visible_to(actor))
        assert listed == {item for item in _items() if rules.may_view(actor, item)}, who
        seen.add(frozenset(item.pk for item in listed))
    assert len(seen) > 5, "the roles must differ, or the test shows nothing"


def test_items_waiting_for_a_person_are_those_on_which_the_person_may_report(world):
    for who in world.users:
        actor = world.actor(who)
        assert set(_items().owned_by(actor)) == {i for i in _items() if rules.may_report(actor, i)}, who


@pytest.mark.parametrize("who", ["chuyenvien", "thuongtruc", "trunguong", "canbo", "thuky"])
def test_items_of_the_managing_committee_are_those_it_may_verify(world, who):
    for username in ("canbo", "thuky"):  # who also works for the committee above stays barred from the own side
        make.grant(world.users[username], Role.STANDING, world.province)
    reported = _items().filter(plan__review__unit=world.other_commune).first()
    assert reported is not None
    RemediationItem.objects.filter(pk=reported.pk).update(reported_by_id=world.users["thuky"].pk)
    actor = world.actor(who)

    found = set(_items().managed_by(actor, Role.STAFF, Role.STANDING))

    assert found == {item for item in _items() if rules.may_verify(actor, item)}
    assert len(found) == {"chuyenvien": 5, "thuongtruc": 5, "trunguong": 0, "canbo": 2, "thuky": 2}[who]
