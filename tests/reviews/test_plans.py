"""The remediation plan as a document: approved by whom, frozen, changed by numbered amendments alone; the report on results."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core import localtime
from core.errors import DomainError, Invalid, NotAllowed, StaleObject
from reviews.actions import item_readings, plan_items, plans, remediation
from reviews.actions.appraisal_papers import PaperText
from reviews.actions.plan_items import ItemFacts, NewItem
from reviews.models import IssuedPaper, PlanChange, PlanDocument, RemediationItem, RemediationPlan, ReviewRead
from reviews.reports import remediation_papers as papers
from reviews.reports.paper_standing import LaterPaper, changed_by
from reviews.reports.printable import NotVisible
from reviews.reports.rendering import render_pdf
from tests.core.pdf_reading import body_text
from tests.factories import small_province as make
from tests.reviews.reports.faces import assert_faces_agree

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)
TEXT = PaperText("12-KH/ĐU", NOON.date(), "Bí thư", "Trần Văn Bình")
DEBT = ItemFacts(
    "Thu hồi tạm ứng", measure_kind="number", measure_unit="tỷ đồng", baseline=Decimal(26), target=Decimal(0)
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
    return make.accept(review, world.actor("thuongtruc"))


def approve(world, plan, who="bithu", text=TEXT) -> PlanDocument:
    version = RemediationPlan.objects.get(pk=plan.pk).version
    return plans.approve_plan(plan_id=plan.pk, version=version, actor=world.actor(who), text=text)


def amend(world, plan, number="13-KH/ĐU", who="bithu") -> PlanDocument:
    version = RemediationPlan.objects.get(pk=plan.pk).version
    text = replace(TEXT, number=number)
    return plans.amend_plan(plan_id=plan.pk, version=version, actor=world.actor(who), text=text, reason="Thêm việc")


def edit(world, plan, facts=DEBT, who="thuky") -> RemediationItem:
    item = plan.items.earliest("order")
    return plan_items.edit_item(item_id=item.pk, version=item.version, actor=world.actor(who), facts=facts)


def add(world, plan, who="thuky", **more) -> RemediationPlan:
    new = NewItem(ItemFacts("Rà soát quy chế"), "meeting", "", date(2027, 3, 31), owner_text="Văn phòng")
    version = RemediationPlan.objects.get(pk=plan.pk).version
    return plan_items.add_item(plan_id=plan.pk, version=version, actor=world.actor(who), new=replace(new, **more))


class TestApproving:
    @pytest.mark.parametrize(("who", "issuer"), [("bithu", "commune"), ("thuongtruc", "province")])
    def test_the_units_head_or_the_managing_committee_approves(self, world, plan, who, issuer):
        document = approve(world, plan, who)

        assert document.issuer == getattr(world, issuer)
        assert [row["action"] for row in document.rows] == ["Thu hồi tạm ứng"]

    @pytest.mark.parametrize("who", ["thuky", "canbo", "chuyenvien", "trunguong", "kiemtra", "bithu_khac"])
    def test_nobody_else_does(self, world, plan, who):
        with pytest.raises(NotAllowed):
            approve(world, plan, who)

    def test_a_person_does_not_approve_the_own_plan_and_the_committee_does(self, world):
        review = make.individual_review(world, world.cadre("bithu"), world.commune)
        make.limitation(review, "Ít đi cơ sở", {})
        plan = make.accept(review, world.actor("thuongtruc"))

        with pytest.raises(NotAllowed, match="không tự duyệt"):
            approve(world, plan, "bithu")
        assert approve(world, plan, "thuongtruc").issuer == world.province

    def test_a_second_click_and_a_second_approval_are_refused(self, world, plan):
        first = plan.version
        approve(world, plan)

        with pytest.raises(StaleObject):
            plans.approve_plan(plan_id=plan.pk, version=first, actor=world.actor("bithu"), text=TEXT)
        with pytest.raises(Invalid, match="đã được duyệt"):
            approve(world, plan, text=replace(TEXT, number="14-KH/ĐU"))
        assert PlanDocument.objects.count() == 1

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (replace(TEXT, number=" "), "ghi số"),
            (replace(TEXT, issued_on=date(2026, 11, 3)), "không thể sau hôm nay"),
            (replace(TEXT, issued_on=date(2020, 1, 1)), "trước ngày bản kiểm điểm"),
        ],
    )
    def test_a_paper_without_number_or_with_a_day_that_cannot_be_is_refused(self, world, plan, text, sentence):
        with pytest.raises(Invalid, match=sentence):
            approve(world, plan, text=text)

    def test_no_issued_document_is_changed_behind_the_programs_back(self, world, plan):
        approve(world, plan)

        refused = pytest.raises(IntegrityError, match="issued and frozen")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reviews_plandocument SET number = '1'")


class TestAmending:
    def test_before_it_is_approved_the_plan_is_written_freely(self, world, plan):
        add(world, plan)
        assert edit(world, plan).target == 0
        assert plan.items.count() == 2
        assert not PlanChange.objects.exists()

    def test_afterwards_changes_wait_for_a_numbered_amendment(self, world, plan):
        before = approve(world, plan)
        edit(world, plan, replace(DEBT, action="Thu hồi hết tạm ứng"))
        add(world, plan)
        item = plan.items.get()
        assert (item.action, item.target) == ("Thu hồi tạm ứng", None)

        document = amend(world, plan)

        assert document.sequence == 1
        told = [changed_by(IssuedPaper(kind="remediation_plan", about=one.pk)) for one in (before, document)]
        assert told == [[LaterPaper("13-KH/ĐU", document.issued_on)], []]
        assert [row["action"] for row in document.rows] == ["Thu hồi hết tạm ứng", "Rà soát quy chế"]
        assert [change["after"] for change in document.changes] == ["Thu hồi hết tạm ứng", "Rà soát quy chế"]
        assert [row["action"] for row in PlanDocument.objects.get(pk=before.pk).rows] == ["Thu hồi tạm ứng"]
        assert plan.items.earliest("order").target == 0
        with pytest.raises(Invalid, match="Chưa có thay đổi nào"):
            amend(world, plan, "15-KH/ĐU")

    def test_figures_of_an_approved_plan_are_not_set_beside_it(self, world, plan):
        approve(world, plan)
        item = plan.items.get()

        with pytest.raises(Invalid, match="Kế hoạch đã duyệt"):
            item_readings.set_measurement(
                item_id=item.pk,
                version=item.version,
                actor=world.actor("thuky"),
                measure_unit="ha",
                baseline=Decimal(1),
                target=Decimal(2),
            )

    def test_a_change_that_waits_is_taken_back(self, world, plan):
        approve(world, plan)
        edit(world, plan)
        version = RemediationPlan.objects.get(pk=plan.pk).version
        change = PlanChange.objects.get()

        plans.drop_change(plan_id=plan.pk, version=version, actor=world.actor("thuky"), change_id=change.pk)

        assert not PlanChange.objects.exists()

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            (replace(DEBT, action=" "), "Hãy ghi việc"),
            (replace(DEBT, target=Decimal(26)), "phải khác nhau"),
            (replace(DEBT, target=None), "phải ghi số đầu kỳ"),
        ],
    )
    def test_nonsense_is_refused(self, world, plan, facts, sentence):
        with pytest.raises(Invalid, match=sentence):
            edit(world, plan, facts)

    def test_a_deadline_in_the_past_and_the_same_item_twice_are_refused(self, world, plan):
        with pytest.raises(Invalid, match="Thời hạn đã qua"):
            add(world, plan, due_on=date(2026, 11, 1))
        add(world, plan)
        with pytest.raises(Invalid, match="đã có trong kế hoạch"):
            add(world, plan)

    @pytest.mark.parametrize("who", ["canbo", "thuky_khac", "kiemtra", "trunguong"])
    def test_others_do_not_write_the_plan(self, world, plan, who):
        with pytest.raises(DomainError):
            edit(world, plan, who=who)


class TestPapers:
    def test_the_paper_says_what_was_approved_and_the_result_what_came_of_it(self, world, plan):
        edit(world, plan, replace(DEBT, measure_verb="thu hồi"))
        document = approve(world, plan)
        item = plan.items.get()
        remediation.report_progress(
            item_id=item.pk, version=item.version, actor=world.actor("canbo"), text="Đã thu", reading=Decimal("6.4")
        )

        paper = papers.collect_document(world.actor("kiemtra"), document=document.pk)
        results = papers.collect_results(world.actor("thuky"), review=plan.review_id)

        printed = body_text(render_pdf(paper))
        assert "KẾ HOẠCH" in printed
        assert_faces_agree(paper, printed)
        assert paper.rows[0][2:] == ("Thu hồi tạm ứng", "Lê Văn Khải", "20/12/2026", "từ 26 đến 0 tỷ đồng")
        assert paper.head.number_line.replace("\u00a0", " ") == "Số 12-KH/ĐU"
        assert results.rows[0][4:] == ("đã thu hồi 19,6 tỷ đồng, đạt 75,4 %", "Đang thực hiện")
        assert "Tổng số 1 việc. Đã kết thúc 0 việc, đạt 0 %" in results.opening

    @pytest.mark.parametrize("who", ["thuky_khac", "mattran", "quantri"])
    def test_others_find_neither(self, world, plan, who):
        document = approve(world, plan)

        with pytest.raises(NotVisible):
            papers.collect_document(world.actor(who), document=document.pk)
        with pytest.raises(NotVisible):
            papers.collect_results(world.actor(who), review=plan.review_id)


def typed() -> dict[str, str | int]:
    return {"number": "12-KH/ĐU", "issued_on": "02/11/2026", "signer_post": "Bí thư", "signer_name": "Trần Văn Bình"}


class TestPages:
    def test_a_plan_is_approved_amended_and_shown(self, client, world, plan):
        address = f"/kiem-diem/{plan.review_id}/khac-phuc/"
        paper = {
            "number": "12-KH/ĐU",
            "issued_on": "02/11/2026",
            "signer_post": "Bí thư",
            "signer_name": "Trần Văn Bình",
        }
        client.force_login(world.users["bithu"])
        assert "Duyệt kế hoạch" in client.get(address).text
        assert client.post(f"{address}dieu-chinh/", {}).status_code == 422

        client.post(f"{address}duyet/", {**paper, "version": 1})
        item = plan.items.get()
        facts = {"action": "Thu hồi hết", "difficulty": "hard", "measure_kind": "yes_no"}
        waiting = client.post(f"/khac-phuc/{item.pk}/sua/", {**facts, "version": item.version}, follow=True)
        assert "có hiệu lực khi kế hoạch được điều chỉnh" in waiting.text
        new = {"kind": "conclusion", "action": "Làm rõ trách nhiệm", "difficulty": "ordinary", "measure_kind": "none"}
        version = RemediationPlan.objects.get(pk=plan.pk).version
        more = {**new, "version": version, "owner_text": "Văn phòng", "due_on": "31/03/2027"}
        assert "Thêm việc “Làm rõ trách nhiệm”" in client.post(f"{address}them/", more, follow=True).text
        version = RemediationPlan.objects.get(pk=plan.pk).version
        amendment = typed() | {"number": "13-KH/ĐU", "version": version, "reason": "Theo kết luận"}
        shown = client.post(f"{address}dieu-chinh/", amendment, follow=True)

        assert "Lần 1, số 13-KH/ĐU" in shown.text
        assert "mức độ khó: “Bình thường” đổi thành “Khó”" in shown.text
        assert plan.items.count() == 2
        assert not ReviewRead.objects.exists(), "a collective's plan is nobody's private matter"

    def test_a_used_number_is_refused_with_what_it_was_used_for(self, client, world, plan):
        other = make.collective_review(world, world.other_commune)
        make.limitation(other, "Chậm", {})
        approve(world, make.accept(other, world.actor("thuongtruc")), "thuongtruc")
        client.force_login(world.users["thuongtruc"])
        paper = {
            "number": "12-KH/ĐU",
            "issued_on": "02/11/2026",
            "signer_post": "Bí thư",
            "signer_name": "Trần Văn Bình",
        }

        answer = client.post(f"/kiem-diem/{plan.review_id}/khac-phuc/duyet/", {**paper, "version": 1})

        assert (answer.status_code, "đã dùng cho kế hoạch khắc phục" in answer.text) == (422, True)
