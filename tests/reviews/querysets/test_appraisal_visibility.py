"""Which appraisals each person finds: the same by list and by rule."""

import pytest
from django.db import transaction

from reviews.models import Appraisal
from reviews.rules import appraisals as rules
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

WHO = (
    "chuyenvien", "thuongtruc", "trunguong", "thuky", "bithu", "canbo", "thanhvien", "thuky_khac", "bithu_khac",
    "thuky_gan_giong", "kiemtra", "mattran", "mattran_xa", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """Appraisals drafted, handed over, decided: of collectives and of persons."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.small_province()
        appraising.drafted(world, letters.submitted(make.collective_review(world, world.commune)))
        appraising.returned(world, letters.submitted(make.collective_review(world, world.other_commune)))
        appraising.accepted(world, letters.submitted(make.collective_review(world, world.lookalike)))
        for name, build in (
            ("bithu", appraising.proposed),
            ("canbo", appraising.accepted),
            ("thanhvien", appraising.returned),
            ("bithu_khac", appraising.accepted),
        ):
            where = world.other_commune if name == "bithu_khac" else world.commune
            build(world, letters.submitted(make.individual_review(world, world.cadre(name), where)))
        yield world
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", WHO)
def test_those_in_lists_are_those_that_the_rule_shows(province, who):
    actor = province.actor(who)
    every = Appraisal.objects.select_related("round__review__unit")

    assert set(Appraisal.objects.visible_to(actor)) == {one for one in every if rules.may_view(actor, one)}


def test_undecided_ones_are_seen_by_the_managing_committee_only(province):
    undecided = Appraisal.objects.filter(decided_at=None)

    assert {w for w in WHO if undecided.visible_to(province.actor(w)).exists()} == {"chuyenvien", "thuongtruc"}


def test_a_person_sees_the_decision_on_the_own_review(province):
    seen = Appraisal.objects.visible_to(province.actor("canbo"))

    assert {one.round.review.subject_name for one in seen} == {"Lê Văn Khải"}


def test_a_committee_further_up_sees_decisions_on_collectives_only(province):
    seen = Appraisal.objects.visible_to(province.actor("trunguong"))

    assert {one.round.review.subject for one in seen} == {"collective"}
