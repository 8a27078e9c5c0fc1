"""A commitment that is followed: changed after it was signed only with a number, a reason and what it said before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import plan_items
from reviews.actions.commitment_items import bring_forward
from reviews.actions.item_readings import set_measurement
from reviews.actions.milestones import add_milestone, remove_milestone
from reviews.actions.plan_items import ItemFacts
from reviews.models import Commitment, PlanChange, ProgressReport, RemediationItem, RemediationPlan
from reviews.reports import remediation_papers as papers
from reviews.states import ItemKind
from tests.factories import small_province as make
from tests.reviews.test_plans import NOON, amend, approve

pytestmark = pytest.mark.django_db

MORE = ItemFacts(
    "Giúp xã Yên Phú làm đường liên thôn",
    measure_kind="number",
    measure_unit="km",
    baseline=Decimal(0),
    target=Decimal("2.5"),
)


@pytest.fixture(autouse=True)
def clock():
    with localtime.clock_at(NOON):
        yield


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def plan(world) -> RemediationPlan:
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Tạm ứng vượt", {"owner_cadre": world.cadre("canbo"), "action": "Thu hồi tạm ứng"})
    Commitment.objects.create(round=review.rounds.get(), order=1, kind="giup-do", text="Giúp xã Yên Phú")
    return make.accept(review, world.actor("thuongtruc"))


def commitment(plan) -> RemediationItem:
    return plan.items.get(kind=ItemKind.COMMITMENT)


def edit(world, plan, facts=MORE, who="thuky", reason="Làm rõ việc và số đo") -> RemediationItem:
    item = commitment(plan)
    known = {"item_id": item.pk, "version": item.version, "actor": world.actor(who)}
    return plan_items.edit_item(**known, facts=facts, reason=reason)


def amendments(plan) -> list[str]:
    return list(commitment(plan).reports.filter(step=ProgressReport.Step.AMEND).values_list("text", flat=True))


def test_each_change_is_numbered_with_its_reason_and_what_it_said_before(world, plan):
    edit(world, plan)
    edit(world, plan, replace(MORE, target=Decimal(3)), reason="Xã xin thêm")

    first, second = amendments(plan)
    assert first.startswith("Lần 1. Lý do: Làm rõ việc và số đo\n")
    assert "“Giúp xã Yên Phú” đổi thành “Giúp xã Yên Phú làm đường liên thôn”" in first
    assert second == "Lần 2. Lý do: Xã xin thêm\nSố đo: “từ 0 đến 2,5 km” đổi thành “từ 0 đến 3 km”."
    assert commitment(plan).target == 3


def measure(world, plan, who="thuky", target="4") -> RemediationItem:
    item, figures = commitment(plan), dict[str, Any](measure_unit="km", baseline=Decimal(0), target=Decimal(target))
    return set_measurement(item_id=item.pk, version=item.version, actor=world.actor(who), **figures)


def test_the_first_figures_are_one_change_more_and_others_need_a_reason_from_who_writes_the_plan(world, plan, client):
    measure(world, plan)
    for who in ("thuky", "chuyenvien"):
        with pytest.raises(NotAllowed, match="Sửa việc"):
            measure(world, plan, who, target="3")

    assert commitment(plan).target == 4
    assert [text.partition("\n")[0] for text in amendments(plan)] == ["Lần 1. Lý do: Cam kết chưa có số đo."]
    client.force_login(world.users["thuky"])
    page = client.get(f"/khac-phuc/{commitment(plan).pk}/").text
    assert "/so-do/" not in page
    assert "/sua/" in page


def test_nothing_changed_is_refused_and_no_empty_change_waits(world, plan):
    edit(world, plan)
    with pytest.raises(Invalid, match="Chưa có gì thay đổi"):
        edit(world, plan, replace(MORE, action=f" {MORE.action} "), reason="Lưu lại")
    approve(world, plan)
    with pytest.raises(Invalid, match="Chưa có gì thay đổi"):
        edit(world, plan)
    edit(world, plan, replace(MORE, target=Decimal(3)))
    with pytest.raises(Invalid, match="Chưa có gì thay đổi"):
        edit(world, plan)

    assert (len(amendments(plan)), PlanChange.objects.get().facts["target"]) == (1, "3")


def test_without_a_reason_or_by_others_it_stays_as_it_was_signed(world, plan):
    with pytest.raises(Invalid, match="lý do sửa cam kết"):
        edit(world, plan, reason="  ")
    for who in ("thanhvien", "kiemtra", "thuky_khac"):
        with pytest.raises(NotAllowed):
            edit(world, plan, who=who)

    assert (commitment(plan).action, amendments(plan)) == ("Giúp xã Yên Phú", [])


def test_beside_an_approved_plan_it_waits_for_the_amendment_whose_paper_names_it(world, plan):
    approve(world, plan)
    edit(world, plan)
    assert (commitment(plan).action, PlanChange.objects.count(), amendments(plan)) == ("Giúp xã Yên Phú", 1, [])

    document = amend(world, plan)

    assert commitment(plan).target == Decimal("2.5")
    assert "(văn bản điều chỉnh số 13-KH/ĐU)" in amendments(plan)[0]
    assert [row["action"] for row in document.rows] == ["Thu hồi tạm ứng"], "the plan itself has no commitments"
    assert [change["after"] for change in document.changes] == [MORE.action]
    paper = papers.collect_document(world.actor("thuky"), document=document.pk)
    assert "làm đường liên thôn" in paper.changes[0]


def test_its_deadline_comes_forward_with_a_reason_and_never_back(world, plan):
    item = commitment(plan)
    known = {"item_id": item.pk, "version": item.version, "actor": world.actor("bithu"), "reason": "Ghi ngày cụ thể"}
    with pytest.raises(Invalid, match="muộn hơn thì xin gia hạn"):
        bring_forward(**known, new_due_on=item.due_on)
    with pytest.raises(Invalid, match="đã qua"):
        bring_forward(**known, new_due_on=date(2026, 11, 1))

    step = {"item_id": item.pk, "actor": world.actor("thuky")}
    item = add_milestone(**step, version=item.version, text="Giao mặt bằng", due_on=date(2027, 4, 1))
    known["version"] = item.version
    with pytest.raises(Invalid, match="Bước “Giao mặt bằng” có hạn 01/04/2027"):
        bring_forward(**known, new_due_on=date(2027, 3, 31))
    item = remove_milestone(**step, version=item.version, milestone_id=item.milestones.get().pk)
    known["version"] = item.version

    bring_forward(**known, new_due_on=date(2027, 3, 31))

    moved = commitment(plan)
    assert (moved.due_on, moved.first_due_on, moved.extensions) == (date(2027, 3, 31), date(2027, 3, 31), 0)
    assert "đổi thành “31/03/2027”" in amendments(plan)[0]
    remedy = plan.items.get(kind=ItemKind.REMEDY)
    with pytest.raises(NotAllowed, match="việc cam kết"):
        bring_forward(**known | {"item_id": remedy.pk, "version": remedy.version}, new_due_on=date(2026, 11, 20))


def test_the_page_edits_it_and_keeps_what_was_typed_when_it_is_refused(world, plan, client):
    client.force_login(world.users["thuky"])
    item = commitment(plan)
    page = client.get(f"/khac-phuc/{item.pk}/").text
    assert f"/khac-phuc/{item.pk}/sua/" in page
    assert f"/khac-phuc/{item.pk}/re/som-hon/" in page
    typed = {"version": item.version, "action": MORE.action, "difficulty": "ordinary", "measure_kind": "none"}

    refused = client.post(f"/khac-phuc/{item.pk}/sua/", typed)
    done = client.post(f"/khac-phuc/{item.pk}/sua/", typed | {"reason": "Nói rõ việc"}, follow=True)

    assert refused.status_code == 422
    assert MORE.action in refused.text
    assert "Lần 1. Lý do: Nói rõ việc" in done.text
