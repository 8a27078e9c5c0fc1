"""Who signs a plan signs what was on the screen; what is changed in it is checked again and kept, before and after."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core import localtime
from core.errors import Invalid, StaleObject
from core.models import AuditEntry
from reviews.actions import item_course, item_readings, plan_items, plans, remediation
from reviews.models import PlanChange, RemediationPlan
from reviews.reports import remediation_papers as papers
from tests.factories import small_province as make
from tests.reviews.test_plans import DEBT, NOON, TEXT, add, amend, approve, edit

pytestmark = pytest.mark.django_db


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
    return make.accept(review, world.actor("thuongtruc"))


@pytest.mark.parametrize("deed", ["edit", "measure", "hand_over"])
def test_what_was_not_on_the_screen_is_not_approved(world, plan, deed):
    seen, item = RemediationPlan.objects.get(pk=plan.pk).version, plan.items.get()
    known: dict[str, Any] = {"item_id": item.pk, "version": item.version, "actor": world.actor("thuky")}
    figures: dict[str, Any] = {"measure_unit": "ha", "baseline": Decimal(1), "target": Decimal(2)}
    deeds = {
        "edit": lambda: plan_items.edit_item(**known, facts=DEBT),
        "measure": lambda: item_readings.set_measurement(**known, **figures),
        "hand_over": lambda: item_course.hand_over(
            **known, owner_cadre_id=None, owner_text="Văn phòng", reason="Thôi chức"
        ),
    }
    deeds[deed]()

    with pytest.raises(StaleObject):
        plans.approve_plan(plan_id=plan.pk, version=seen, actor=world.actor("bithu"), text=TEXT)


def test_a_change_edited_after_the_list_was_read_is_not_issued_unseen(world, plan):
    approve(world, plan)
    edit(world, plan)
    seen = RemediationPlan.objects.get(pk=plan.pk).version
    edit(world, plan, replace(DEBT, target=Decimal(6)))

    with pytest.raises(StaleObject):
        plans.amend_plan(plan_id=plan.pk, version=seen, actor=world.actor("bithu"), text=TEXT, reason="Sửa")
    assert PlanChange.objects.get().facts["target"] == "6"


def test_a_change_of_what_was_reported_done_meanwhile_is_named_and_dropped_first(world, plan):
    approve(world, plan)
    item = edit(world, plan)
    remediation.report_done(item_id=item.pk, version=item.version, actor=world.actor("canbo"), evidence="Đã thu")

    with pytest.raises(Invalid) as refused:
        amend(world, plan)

    assert "Hãy bỏ thay đổi đang chờ của việc “Thu hồi tạm ứng”" in refused.value.items[0][0]
    assert plan.items.get().target is None


def test_a_change_of_the_unit_of_measure_beside_readings_is_refused_again(world, plan):
    edit(world, plan)
    approve(world, plan)
    item = edit(world, plan, replace(DEBT, measure_unit="hộ"))
    known: dict[str, Any] = {"item_id": item.pk, "version": item.version, "actor": world.actor("canbo")}
    remediation.report_progress(**known, text="Đã thu", reading=Decimal(6))

    with pytest.raises(Invalid) as refused:
        amend(world, plan)

    assert "số liệu ghi theo “tỷ đồng”" in refused.value.items[0][0]


def test_every_change_leaves_what_was_before_and_after(client, world, plan):
    approve(world, plan)
    edit(world, plan)
    client.force_login(world.users["bithu"])
    form = client.get(f"/khac-phuc/{plan.items.get().pk}/sua/").text
    edit(world, plan, replace(DEBT, target=Decimal(6)), "bithu")
    add(world, plan)
    amend(world, plan)

    rows = AuditEntry.objects.filter(target_type="reviews.remediationitem").order_by("pk")
    first, second, amended = (rows.filter(verb=f"remediationitem.{verb}") for verb in ("edit", "edit", "amend"))
    assert "tỷ đồng" in form, "the second editor goes on from what the first proposed"
    assert (first[0].data["before"]["target"], first[0].data["after"]["target"]) == (None, "0")
    assert (second[1].data["before"], second[1].data["after"]) == ({"target": "0"}, {"target": "6"})
    assert amended.get().data["before"]["measure_unit"] == ""
    assert rows.filter(verb="remediationitem.create").count() == plan.items.count() == 2


def test_the_amendment_prints_what_each_fact_was_and_is(world, plan):
    edit(world, plan)
    approve(world, plan)
    item = plan.items.get()
    item_course.hand_over(
        item_id=item.pk,
        version=item.version,
        actor=world.actor("thuky"),
        owner_cadre_id=None,
        owner_text="Văn phòng",
        reason="Thôi chức",
    )
    edit(world, plan, replace(DEBT, target=Decimal(6), difficulty="hard"))
    add(world, plan)

    changed, more = papers.collect_document(world.actor("bithu"), document=amend(world, plan).pk).changes

    assert changed == (
        "Sửa việc “Thu hồi tạm ứng”: người thực hiện trước là “Lê Văn Khải”, nay là “Văn phòng”; "
        "mức độ khó trước là “Bình thường”, nay là “Khó”; "
        "số đo trước là “từ 26 đến 0 tỷ đồng”, nay là “từ 26 đến 6 tỷ đồng”"
    )
    assert more.startswith("Thêm việc: Rà soát quy chế (người thực hiện: Văn phòng; thời hạn: 31/03/2027")


def test_the_result_names_every_state_so_that_the_parts_are_the_whole(world, plan):
    add(world, plan)
    item = plan.items.earliest("order")
    remediation.report_done(item_id=item.pk, version=item.version, actor=world.actor("canbo"), evidence="Đã thu")

    opening = papers.collect_results(world.actor("thuky"), review=plan.review_id).opening

    assert "Tổng số 2 việc. Đã kết thúc 0 việc" in opening
    assert "đúng hạn 0 việc. Còn lại: chưa thực hiện 1 việc, đã báo cáo hoàn thành 1 việc. Trong tổng số" in opening
