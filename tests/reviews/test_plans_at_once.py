"""A plan is locked with its items: whoever approves it approves what its items say, whoever is faster (real threads)."""

from decimal import Decimal
from functools import partial

import pytest

from core import localtime
from reviews.actions import item_readings, plans
from reviews.actions.appraisal_papers import PaperText
from reviews.models import PlanDocument, RemediationItem, RemediationPlan
from tests.at_once import at_once
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def plan(world) -> RemediationPlan:
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Tạm ứng vượt", {"owner_cadre": world.cadre("canbo"), "action": "Thu hồi tạm ứng"})
    return make.accept(review, world.actor("thuongtruc"))


def approving(world, plan: RemediationPlan, number: str):
    text = PaperText(number, localtime.today(), "Bí thư", "Trần Văn Bình")
    version = RemediationPlan.objects.get(pk=plan.pk).version
    return partial(plans.approve_plan, plan_id=plan.pk, version=version, actor=world.actor("bithu"), text=text)


def test_two_who_approve_at_once_make_one_document(world, plan):
    outcomes = at_once(approving(world, plan, "12-KH/ĐU"), approving(world, plan, "13-KH/ĐU"))

    assert outcomes.count("done") == 1
    assert PlanDocument.objects.filter(plan=plan).count() == 1


def test_who_approves_beside_somebody_who_changes_an_item_approves_what_it_says(world, plan):
    item = plan.items.get()
    measuring = partial(
        item_readings.set_measurement,
        item_id=item.pk,
        version=item.version,
        actor=world.actor("thuky"),
        measure_unit="tỷ đồng",
        baseline=Decimal(26),
        target=Decimal(0),
    )
    outcomes = at_once(approving(world, plan, "12-KH/ĐU"), measuring)

    assert outcomes.count("done") == 1, "the slower one sees what changed first"
    is_approved = PlanDocument.objects.filter(plan=plan).exists()
    assert (RemediationItem.objects.get(pk=item.pk).baseline is None) is is_approved
