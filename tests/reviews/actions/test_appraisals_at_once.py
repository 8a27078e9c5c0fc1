"""Two deciders at one moment: one decision, and the other is told."""

import pytest

from core.models import AuditEntry
from reviews.actions import appraisals
from reviews.models import Appraisal, RemediationPlan
from reviews.states import ReviewState
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.reviews.actions.test_deep_reviews_at_once import outcomes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    built = make.small_province()
    built.users["pho_bi_thu"] = make.account("pho_bi_thu", None, (make.Role.STANDING, built.province))
    return built


@pytest.fixture
def review(world):
    return letters.submitted(make.collective_review(world, world.commune))


def test_accepting_and_returning_leaves_one_decision(world, review):
    appraising.proposed(world, review)
    review.refresh_from_db()
    first, second = world.actor("thuongtruc"), world.actor("pho_bi_thu")

    told = outcomes(
        lambda: appraisals.accept_review(review_id=review.pk, version=review.version, actor=first),
        lambda: appraisals.return_review(
            review_id=review.pk, version=review.version, actor=second, reason="Chưa rõ nguyên nhân"
        ),
    )

    review.refresh_from_db()
    assert told == ["StaleObject", "done"]
    assert AuditEntry.objects.filter(verb="appraisal.decide").count() == 1
    assert review.rounds.count() == (2 if review.state == ReviewState.RETURNED else 1)


def test_a_double_click_accepts_once(world, review):
    appraising.proposed(world, review)
    review.refresh_from_db()
    standing = world.actor("thuongtruc")

    def accept() -> None:
        appraisals.accept_review(review_id=review.pk, version=review.version, actor=standing)

    assert outcomes(accept, accept) == ["StaleObject", "done"]
    assert RemediationPlan.objects.count() == 1


def test_two_first_drafts_make_one(world, review):
    staff, standing = world.actor("chuyenvien"), world.actor("thuongtruc")

    told = outcomes(
        lambda: appraisals.draft_appraisal(review_id=review.pk, version=review.version, actor=staff, remark="Một"),
        lambda: appraisals.draft_appraisal(review_id=review.pk, version=review.version, actor=standing, remark="Hai"),
    )

    assert told == ["StaleObject", "done"]
    assert Appraisal.objects.count() == 1


def test_a_draft_changed_meanwhile_is_not_decided_on(world, review):
    appraising.proposed(world, review)
    review.refresh_from_db()
    staff, standing = world.actor("chuyenvien"), world.actor("thuongtruc")

    told = outcomes(
        lambda: appraisals.accept_review(review_id=review.pk, version=review.version, actor=standing),
        lambda: appraisals.draft_appraisal(review_id=review.pk, version=review.version, actor=staff, remark="Khác"),
    )

    assert told == ["StaleObject", "done"]
