"""What is followed besides remedies: tasks of the meeting, commitments, hard tasks; and what Mặt trận sees of the last."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions import hard_task_remarks, item_course, item_readings, meeting_tasks, remediation
from reviews.actions.hard_tasks import change_hard_task, register_hard_task
from reviews.actions.meeting_tasks import TaskFacts
from reviews.models import Commitment, HardTask, MeetingTask, RemediationItem
from reviews.reports import remediation_papers
from reviews.reports.printable import NotVisible
from reviews.states import ItemKind
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)
DAY = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def clock():
    with localtime.clock_at(NOON):
        yield


@pytest.fixture
def world():
    return make.small_province()


def registered(world, who="thuky", cadre=None, text="Di dời tàu thuyền khỏi lòng hồ") -> HardTask:
    return register_hard_task(
        cycle_id=world.cycle.pk,
        unit_id=world.commune.pk,
        cadre_id=cadre.pk if cadre else None,
        actor=world.actor(who),
        text=text,
        measure="Lòng hồ không còn tàu",
        due_on=DAY,
    )


class TestMeetingTasks:
    def _add(self, world, review, who="thuky", **more) -> MeetingTask:
        usual = TaskFacts(action="Rà soát quy chế làm việc", due_on=DAY, owner_text="Văn phòng Đảng ủy")
        facts = replace(usual, **more)
        return meeting_tasks.add_meeting_task(review_id=review.pk, actor=world.actor(who), facts=facts)

    def test_each_becomes_an_item_once_the_review_is_accepted(self, world):
        review = make.collective_review(world, world.commune)
        self._add(world, review)

        item = make.accept(review, world.actor("thuongtruc")).items.get()

        assert (item.kind, item.action, item.owner_text) == ("meeting", "Rà soát quy chế làm việc", "Văn phòng Đảng ủy")
        assert (item.due_on, item.first_due_on, item.limitation) == (DAY, DAY, "")

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"action": " "}, "Hãy ghi nhiệm vụ"),
            ({"owner_text": ""}, "chọn người thực hiện"),
            ({"owner_cadre_id": 0}, "không thuộc tập thể"),
            ({"due_on": date(2020, 1, 1)}, "không thể trước ngày"),
        ],
    )
    def test_nonsense_is_refused(self, world, facts, sentence):
        with pytest.raises(Invalid, match=sentence):
            self._add(world, make.collective_review(world, world.commune), **facts)

    def test_a_second_click_adds_nothing_and_others_may_not(self, world):
        review = make.collective_review(world, world.commune)
        self._add(world, review)

        with pytest.raises(Invalid, match="đã được ghi rồi"):
            self._add(world, review)
        with pytest.raises(NotAllowed):
            self._add(world, review, "thuky_khac")
        assert MeetingTask.objects.count() == 1

    def test_the_page_of_the_meeting_lists_adds_changes_and_removes_them(self, client, world):
        review = make.collective_review(world, world.commune)
        address = f"/kiem-diem/{review.pk}/hoi-nghi/"
        client.force_login(world.users["thuky"])

        typed = {"action": "Rà soát quy chế", "owner_text": "Văn phòng", "due_on": "31/03/2027"}
        added = client.post(f"{address}nhiem-vu/", typed, follow=True)
        task = MeetingTask.objects.get()
        assert "Rà soát quy chế" in added.text
        client.post(f"{address}nhiem-vu/{task.pk}/", {**typed, "version": 1, "action": "Sửa quy chế"})
        old = client.post(f"{address}nhiem-vu/{task.pk}/", {**typed, "version": 1, "action": "Chậm mất rồi"})
        assert (old.status_code, "Chậm mất rồi" in old.text) == (422, True)
        assert client.post(f"{address}nhiem-vu/{task.pk}/xoa/", {"version": 1}).status_code == 422
        client.post(f"{address}nhiem-vu/{task.pk}/xoa/", {"version": 2})

        assert not MeetingTask.objects.exists()


def test_commitments_are_items_of_a_register_of_their_own(client, world):
    review = make.collective_review(world, world.commune)
    Commitment.objects.create(
        round=review.rounds.get(),
        order=1,
        text="Giúp xã Bình Minh đạt chuẩn nông thôn mới",
        due_on=DAY,
        owner="UBND xã",
    )
    Commitment.objects.create(round=review.rounds.get(), order=2, text="Giải ngân 100 %")
    make.limitation(review, "Giải ngân chậm", {})
    plan = make.accept(review, world.actor("thuongtruc"))

    found = plan.items.filter(kind=ItemKind.COMMITMENT).order_by("order")
    assert [item.owner_text for item in found] == ["UBND xã", ""]
    client.force_login(world.users["thuky"])
    listed = client.get("/khac-phuc/?nguon=commitment").text
    assert "Giúp xã Bình Minh" in listed
    assert "Thu hồi tạm ứng" not in listed


class TestHardTasks:
    def test_it_is_followed_from_the_day_when_its_review_is_there(self, world):
        early = registered(world)
        assert not RemediationItem.objects.exists()
        review = make.collective_review(world, world.commune)
        later = registered(world, text="Trả nợ xây dựng cơ bản")
        own = registered(world, "canbo", world.cadre("canbo"))

        make.accept(review, world.actor("thuongtruc"))

        items = RemediationItem.objects.order_by("pk")
        assert [item.hard_task for item in items] == [later, early]
        assert {(item.kind, item.difficulty) for item in items} == {("hard_task", "hardest")}
        assert not RemediationItem.objects.filter(hard_task=own).exists(), "the person has no review in the cycle"

    def test_the_plan_it_lies_in_is_made_on_the_day_of_acceptance_and_claims_nothing_before(self, client, world):
        with localtime.clock_at(NOON - timedelta(days=30)):
            review = make.collective_review(world, world.commune)
            registered(world)
        client.force_login(world.users["thuky"])
        before = client.get(f"/kiem-diem/{review.pk}/khac-phuc/").text
        with pytest.raises(NotVisible):
            remediation_papers.collect_results(world.actor("thuky"), review=review.pk)

        make.limitation(review, "Giải ngân chậm", {})
        plan = make.accept(review, world.actor("thuongtruc"))

        assert "Chưa lập kế hoạch" in before
        assert "In báo cáo kết quả khắc phục" not in before
        assert "Các việc phải theo dõi từ bản kiểm điểm" not in before
        assert plan.created_at == NOON
        assert (plan.version, plan.items.count()) == (2, 2)

    def test_its_words_are_mended_only_until_it_is_worked_on(self, world):
        make.collective_review(world, world.commune)
        task = registered(world)

        def change(version: int) -> HardTask:
            return change_hard_task(
                task_id=task.pk,
                version=version,
                actor=world.actor("thuky"),
                text="Di dời 62 tàu",
                measure="",
                due_on=date(2027, 4, 30),
            )

        changed = change(1)
        item = RemediationItem.objects.get()
        assert (item.action, item.due_on, item.first_due_on) == ("Di dời 62 tàu", date(2027, 4, 30), DAY)

        remediation.report_progress(
            item_id=item.pk, version=item.version, actor=world.actor("thuky"), text="Đã lập danh sách"
        )
        with pytest.raises(Invalid, match="xin gia hạn"):
            change(changed.version)

    def test_those_who_follow_see_progress_and_public_evidence_and_nothing_else(self, client, world):
        make.collective_review(world, world.commune)
        task = registered(world)
        item = RemediationItem.objects.get()
        thuky = world.actor("thuky")
        item = item_readings.set_measurement(
            item_id=item.pk, version=1, actor=thuky, measure_unit="tàu", baseline=Decimal(62), target=Decimal(0)
        )
        for text, reading, is_public in (("Nội bộ: còn vướng kinh phí", "60", False), ("Đã di dời 20 tàu", "42", True)):
            item = remediation.report_progress(
                item_id=item.pk,
                version=item.version,
                actor=thuky,
                text=text,
                reading=Decimal(reading),
                is_public=is_public,
            )

        client.force_login(world.users["mattran_xa"])
        page = client.get(f"/viec-kho/{task.pk}/").text
        assert "đã giảm 20 tàu, đạt 32,3 %" in page
        assert "Đã di dời 20 tàu" in page
        assert "còn vướng kinh phí" not in page
        assert f"/khac-phuc/{item.pk}/" not in page
        assert client.get(f"/khac-phuc/{item.pk}/").status_code == 404
        assert not RemediationItem.objects.visible_to(world.actor("mattran_xa")).exists()

    def test_a_remark_is_written_waits_and_is_answered_once(self, client, world):
        make.collective_review(world, world.commune)
        task = registered(world)
        address = f"/viec-kho/{task.pk}/"
        client.force_login(world.users["mattran"])
        sent = client.post(f"{address}y-kien/", {"version": 1, "text": "Cần công khai tiến độ"}, follow=True)
        assert "Chờ trả lời" in sent.text
        assert client.post(f"{address}y-kien/", {"version": 1, "text": "Cần công khai tiến độ"}).status_code == 422
        remark = task.remarks.get()
        assert client.post(f"{address}y-kien/{remark.pk}/", {"version": 1, "answer": "Tự trả lời"}).status_code == 422

        client.force_login(world.users["thuky"])
        assert client.get("/").text.count("Cần công khai tiến độ") == 1
        answered = client.post(f"{address}y-kien/{remark.pk}/", {"version": 1, "answer": "Đã niêm yết"}, follow=True)
        assert "Đã niêm yết" in answered.text
        again = client.post(f"{address}y-kien/{remark.pk}/", {"version": 2, "answer": "Lần nữa"})
        assert "đã trả lời ý kiến này" in again.text
        assert "Cần công khai tiến độ" not in client.get("/").text

    @pytest.mark.parametrize("who", ["thuky", "chuyenvien", "thuongtruc", "kiemtra", "canbo"])
    def test_only_mat_tran_and_mass_organisations_remark(self, world, who):
        task = registered(world)

        with pytest.raises(NotAllowed, match="Mặt trận"):
            hard_task_remarks.remark_on_hard_task(task_id=task.pk, version=1, actor=world.actor(who), text="Ý kiến")


def test_an_extension_that_waits_stands_in_the_inbox_of_the_standing_committee(client, world):
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Giải ngân chậm", {"owner_cadre": world.cadre("canbo"), "action": "Đôn đốc nhà thầu"})
    item = make.accept(review, world.actor("thuongtruc")).items.get()
    client.force_login(world.users["thuongtruc"])
    assert "Quyết định gia hạn" not in client.get("/").text

    item_course.ask_extension(
        item_id=item.pk, version=1, actor=world.actor("canbo"), new_due_on=DAY, reason="Chờ nghiệm thu"
    )

    assert "Quyết định gia hạn: Đôn đốc nhà thầu" in client.get("/").text
