"""Two people at one moment: one change, one audit row, and a sentence for the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from core import localtime
from core.errors import DomainError
from core.models import AuditEntry
from reviews.actions import deep_reviews as life
from reviews.actions import deep_reviews_drafting as drafting
from reviews.models import DeepReviewTarget
from reviews.states import DeepReviewState
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(*attempts: Callable[[], Any]) -> list[str]:
    """Run them at once, each in a connection of its own; "done" or the name of the refusal, sorted."""

    def run(attempt: Callable[[], Any]) -> str:
        try:
            attempt()
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(run, attempts))


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


def test_two_approvers_make_one_approval(world, collective):
    world.users["pho_bi_thu"] = make.account("pho_bi_thu", None, (make.Role.STANDING, world.province))
    row = letters.proposed(world, [collective])
    first, second = world.actor("thuongtruc"), world.actor("pho_bi_thu")

    told = outcomes(
        lambda: life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=first),
        lambda: life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=second),
    )

    row.refresh_from_db()
    assert told == ["StaleObject", "done"]
    assert (row.state, row.approved_by_id in {first.user_id, second.user_id}) == (DeepReviewState.APPROVED, True)
    assert AuditEntry.objects.filter(verb="deepreview.approve").count() == 1


def test_a_double_click_names_a_target_once(world, collective):
    row, staff = letters.drafted(world), world.actor("chuyenvien")

    def add() -> None:
        drafting.add_targets(deep_review_id=row.pk, version=row.version, actor=staff, review_ids=[collective.pk])

    assert outcomes(add, add) == ["StaleObject", "done"]
    assert DeepReviewTarget.objects.count() == 1


def test_two_letters_do_not_get_the_same_number(world, collective):
    first = letters.approved(world, [collective], title="Một")
    second = letters.approved(world, [collective], title="Hai")
    standing = world.actor("thuongtruc")

    def issue(row):
        return lambda: life.issue_deep_review(
            deep_review_id=row.pk,
            version=row.version,
            actor=standing,
            number="12-CV/TU",
            issued_on=localtime.today(),
        )

    assert outcomes(issue(first), issue(second)) == ["Invalid", "done"]


def test_the_unit_and_its_head_acknowledge_once(world, collective):
    target = letters.issued(world, [collective]).targets.get()
    secretary, head = world.actor("thuky"), world.actor("bithu")

    told = outcomes(
        lambda: life.acknowledge_target(target_id=target.pk, actor=secretary),
        lambda: life.acknowledge_target(target_id=target.pk, actor=head),
    )

    assert told == ["NotAllowed", "done"]
    assert AuditEntry.objects.filter(verb="deepreviewtarget.acknowledge").count() == 1


def test_approving_and_sending_back_leaves_one_of_them(world, collective):
    row, standing = letters.proposed(world, [collective]), world.actor("thuongtruc")

    told = outcomes(
        lambda: life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=standing),
        lambda: life.send_back_deep_review(
            deep_review_id=row.pk, version=row.version, actor=standing, reason="Thiếu căn cứ"
        ),
    )

    assert told == ["StaleObject", "done"]
