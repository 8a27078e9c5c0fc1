"""Which letters and targets each person finds: the same by list and by rule."""

import pytest

from reviews.models import DeepReview, DeepReviewTarget
from reviews.rules import deep_reviews as rules
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """Letters in every state to the commune, its people, another commune and one whose path only looks alike."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            world = make.small_province()
            reviews = [make.collective_review(world, u) for u in (world.commune, world.other_commune, world.lookalike)]
            reviews += [make.individual_review(world, world.cadre(n), world.commune) for n in ("bithu", "canbo")]
            for number, (state, build) in enumerate(letters.IN_STATE.items()):
                for at, review in enumerate(reviews):
                    more = {"number": f"{number}{at}-CV/TU"} if state in {"issued", "withdrawn"} else {}
                    build(world, [review], title=f"{state} {at}", **more)
            letters.issued(world, reviews, number="99-CV/TU", title="Gửi tất cả")
            yield world
            transaction.set_rollback(True)


WHO = (
    "chuyenvien", "thuongtruc", "trunguong", "thuky", "bithu", "canbo", "thanhvien", "thuky_khac", "bithu_khac",
    "thuky_gan_giong", "kiemtra", "mattran", "mattran_xa", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_letters_in_lists_are_those_that_the_rule_shows(province, who):
    actor = province.actor(who)
    letters_there = DeepReview.objects.with_contents()

    listed = set(DeepReview.objects.visible_to(actor))

    assert listed == {row for row in letters_there if rules.may_view(actor, row)}


@pytest.mark.parametrize("who", WHO)
def test_targets_in_lists_are_those_that_the_rule_shows(province, who):
    actor = province.actor(who)
    targets = DeepReviewTarget.objects.select_related("deep_review", "review__unit")

    listed = set(DeepReviewTarget.objects.visible_to(actor))

    assert listed == {target for target in targets if rules.may_view_target(actor, target)}


def test_drafts_are_seen_by_the_issuing_committee_only(province):
    drafts = DeepReview.objects.filter(issued_at=None)

    seeing = {who for who in WHO if drafts.visible_to(province.actor(who)).exists()}

    assert seeing == {"chuyenvien", "thuongtruc"}


def test_a_person_sees_the_own_target_and_no_other(province):
    everybody = DeepReview.objects.get(title="Gửi tất cả")

    targets = DeepReviewTarget.objects.visible_to(province.actor("canbo")).filter(deep_review=everybody)

    # the deputy sits in the commune's collective, and is a target in person; the head's target stays unseen
    assert {target.review.subject_name for target in targets} == {"Đảng ủy xã Tân Sơn", "Lê Văn Khải"}


def test_the_secretary_of_a_commune_finds_the_letters_to_it_and_its_people(province):
    found = DeepReviewTarget.objects.visible_to(province.actor("thuky"))

    assert {target.review.unit.name for target in found} == {"Đảng ủy xã Tân Sơn"}


@pytest.mark.parametrize("who", ["trunguong", "mattran", "quantri", "nguoi_la"])
def test_those_further_up_and_outside_find_nothing(province, who):
    assert not DeepReview.objects.visible_to(province.actor(who)).exists()


@pytest.mark.parametrize("who", ["thuky", "bithu", "canbo", "chuyenvien"])
def test_what_waits_for_acknowledgement_may_be_acknowledged(province, who):
    actor = province.actor(who)
    targets = DeepReviewTarget.objects.select_related("deep_review", "review__unit")

    waiting = set(DeepReviewTarget.objects.awaiting_acknowledgement(actor))

    assert waiting == {target for target in targets if rules.may_acknowledge(actor, target)}
