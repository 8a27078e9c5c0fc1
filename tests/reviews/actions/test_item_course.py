"""The course of an item: sub-steps, readings over time, extensions, other hands, a pause, an end without result."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from cadres.roles import Role
from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import item_course as course
from reviews.actions import item_readings, milestones, remediation
from reviews.models import Extension, Milestone, ProgressReport, Reading, RemediationItem
from reviews.rules import sheets
from reviews.states import CycleState, ExtensionOutcome, RemediationState
from reviews.templatetags.remediation import way_words
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def clock():
    with localtime.clock_at(NOON):
        yield


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def item(world) -> RemediationItem:
    """One item of the commune's collective review, owned by its deputy, due on 20/12/2026."""
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Tạm ứng vượt", {"owner_cadre": world.cadre("canbo")})
    return make.accept(review, world.actor("thuongtruc")).items.get()


def with_debt(world, item, baseline="26", target="0") -> RemediationItem:
    return item_readings.set_measurement(
        item_id=item.pk,
        version=item.version,
        actor=world.actor("canbo"),
        measure_unit="tỷ đồng",
        baseline=Decimal(baseline),
        target=Decimal(target),
        measure_verb="thu hồi",
    )


def report(world, item, reading, **more) -> RemediationItem:
    return remediation.report_progress(
        item_id=item.pk,
        version=item.version,
        actor=world.actor("canbo"),
        text="Đã đối chiếu công nợ",
        reading=Decimal(reading),
        **more,
    )


def words(item) -> str:
    return way_words(RemediationItem.objects.with_reading().get(pk=item.pk))


class TestReadings:
    def test_a_debt_says_what_was_collected_only_as_the_figures_say(self, world, item):
        measured = with_debt(world, item)
        assert words(measured) == ""

        report(world, measured, "6.4")

        assert words(item) == "đã thu hồi 19,6 tỷ đồng, đạt 75,4 %"

    @pytest.mark.parametrize(
        ("baseline", "target", "reading", "said"),
        [
            ("26", "6", "6.4", "đã thu hồi 19,6 tỷ đồng, đạt 98,0 %"),
            ("26", "0", "30", "chưa thu hồi; tăng 4 tỷ đồng"),
            ("26", "6", "6.001", "đã thu hồi 19,999 tỷ đồng, đạt 99,9 %"),
            ("26", "6", "6", "đã thu hồi 20 tỷ đồng, đạt 100,0 %"),
            ("26", "6", "5", "đã thu hồi 21 tỷ đồng, đạt 105,0 %"),
            ("40", "100", "77.5", "đã thu hồi 37,5 tỷ đồng, đạt 62,5 %"),
        ],
    )
    def test_shares_follow_the_direction_and_are_rounded_as_on_paper(
        self, world, item, baseline, target, reading, said
    ):
        report(world, with_debt(world, item, baseline, target), reading)

        assert words(item) == said

    def test_a_correction_counts_and_the_wrong_figure_stays_on_record(self, world, item):
        reported = report(world, with_debt(world, item), "0.64")
        wrong = Reading.objects.get()

        changed = item_readings.correct_reading(
            item_id=item.pk,
            version=reported.version,
            actor=world.actor("thuky"),
            reading_id=wrong.pk,
            value=Decimal("6.4"),
            note="Gõ nhầm dấu phẩy",
        )

        assert words(item) == "đã thu hồi 19,6 tỷ đồng, đạt 75,4 %"
        assert [row.value for row in Reading.objects.order_by("pk")] == [Decimal("0.640"), Decimal("6.400")]
        with pytest.raises(Invalid, match="đã được đính chính rồi"):
            item_readings.correct_reading(
                item_id=item.pk,
                version=changed.version,
                actor=world.actor("thuky"),
                reading_id=wrong.pk,
                value=Decimal(7),
                note="Lần nữa",
            )

    def test_no_reading_is_changed_behind_the_programs_back(self, world, item):
        report(world, with_debt(world, item), "6.4")

        refused = pytest.raises(IntegrityError, match="stays as it was written")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reviews_reading SET value = 0")

    def test_a_reading_older_than_the_last_is_refused_and_nothing_is_lost(self, world, item):
        reported = report(world, with_debt(world, item), "14.2", read_on=TODAY)

        with pytest.raises(Invalid, match="02/11/2026, mới hơn ngày 01/10/2026"):
            report(world, reported, "20", read_on=date(2026, 10, 1))

        assert ProgressReport.objects.count() == Reading.objects.count() == 1

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"measure_unit": "triệu đồng"}, "đo bằng “tỷ đồng”, không phải “triệu đồng”"),
            ({"read_on": TODAY + timedelta(days=1)}, "chưa tới"),
        ],
    )
    def test_another_unit_of_measure_and_a_day_to_come_are_refused(self, world, item, more, sentence):
        with pytest.raises(Invalid, match=sentence):
            report(world, with_debt(world, item), "14.2", **more)

    def test_the_unit_of_measure_stays_once_there_are_readings(self, world, item):
        reported = report(world, with_debt(world, item), "14.2")

        with pytest.raises(Invalid, match="không đổi được đơn vị tính"):
            item_readings.set_measurement(
                item_id=item.pk,
                version=reported.version,
                actor=world.actor("canbo"),
                measure_unit="triệu đồng",
                baseline=Decimal(26000),
                target=Decimal(0),
            )

    def test_an_item_without_figures_takes_no_reading(self, world, item):
        with pytest.raises(Invalid, match="chưa đặt số đầu kỳ"):
            report(world, item, "6.4")


class TestMilestones:
    def _add(self, world, item, text="Đối chiếu công nợ", due_on=date(2026, 11, 20)) -> RemediationItem:
        return milestones.add_milestone(
            item_id=item.pk, version=item.version, actor=world.actor("canbo"), text=text, due_on=due_on
        )

    def test_an_open_step_bars_done_and_closing_and_is_named(self, world, item):
        with_step = self._add(world, item)
        step = Milestone.objects.get()

        with pytest.raises(Invalid, match="còn 1 bước chưa xong") as refusal:
            remediation.report_done(
                item_id=item.pk, version=with_step.version, actor=world.actor("canbo"), evidence="Biên bản"
            )
        assert refusal.value.items[0][0] == "Đối chiếu công nợ"

        ticked = milestones.mark_milestone(
            item_id=item.pk,
            version=with_step.version,
            actor=world.actor("canbo"),
            milestone_id=step.pk,
            is_done=True,
        )
        done = remediation.report_done(
            item_id=item.pk, version=ticked.version, actor=world.actor("canbo"), evidence="Biên bản"
        )
        verified = remediation.verify(item_id=item.pk, version=done.version, actor=world.actor("chuyenvien"))
        Milestone.objects.update(done_on=None)
        with pytest.raises(Invalid, match="Chưa kết thúc được: còn 1 bước"):
            remediation.close(item_id=item.pk, version=verified.version, actor=world.actor("thuongtruc"))

    @pytest.mark.parametrize(
        ("due_on", "sentence"), [(date(2026, 11, 1), "đã qua"), (date(2026, 12, 21), "trong hạn của việc")]
    )
    def test_a_day_past_or_after_the_deadline_is_refused(self, world, item, due_on, sentence):
        with pytest.raises(Invalid, match=sentence):
            self._add(world, item, due_on=due_on)

    def test_a_done_step_is_not_taken_out(self, world, item):
        added = self._add(world, item)
        step = Milestone.objects.get()
        ticked = milestones.mark_milestone(
            item_id=item.pk, version=added.version, actor=world.actor("thuky"), milestone_id=step.pk, is_done=True
        )

        with pytest.raises(Invalid, match="không xóa"):
            milestones.remove_milestone(
                item_id=item.pk, version=ticked.version, actor=world.actor("thuky"), milestone_id=step.pk
            )

    def test_only_the_owners_side_keeps_steps(self, world, item):
        with pytest.raises(NotAllowed):
            milestones.add_milestone(
                item_id=item.pk,
                version=1,
                actor=world.actor("chuyenvien"),
                text="Đối chiếu",
                due_on=date(2026, 11, 20),
            )


class TestExtensions:
    def _ask(self, world, item, day=date(2027, 1, 31), who="canbo") -> RemediationItem:
        return course.ask_extension(
            item_id=item.pk, version=item.version, actor=world.actor(who), new_due_on=day, reason="Chờ bản án"
        )

    def _decide(self, world, item, outcome=ExtensionOutcome.GRANTED, who="thuongtruc", answer="") -> RemediationItem:
        return course.decide_extension(
            item_id=item.pk, version=item.version, actor=world.actor(who), outcome=outcome, answer=answer
        )

    def test_a_granted_one_moves_the_deadline_is_counted_and_the_first_day_stays(self, world, item):
        granted = self._decide(world, self._ask(world, item))
        again = self._decide(world, self._ask(world, granted, date(2027, 3, 31)))

        assert (again.due_on, again.first_due_on, again.extensions) == (date(2027, 3, 31), date(2026, 12, 20), 2)
        assert [(e.old_due_on, e.new_due_on) for e in Extension.objects.order_by("pk")] == [
            (date(2026, 12, 20), date(2027, 1, 31)),
            (date(2027, 1, 31), date(2027, 3, 31)),
        ]
        assert AuditEntry.objects.filter(verb="remediationitem.decide_extension").count() == 2

    def test_the_old_deadline_counts_until_it_is_decided_and_after_a_refusal(self, world, item):
        asked = self._ask(world, item)
        assert asked.due_on == date(2026, 12, 20)

        with pytest.raises(Invalid, match="lý do không cho gia hạn"):
            self._decide(world, asked, ExtensionOutcome.REFUSED)
        refused = self._decide(world, asked, ExtensionOutcome.REFUSED, answer="Không có vướng mắc mới")

        assert (refused.due_on, refused.extensions) == (date(2026, 12, 20), 0)

    @pytest.mark.parametrize("day", [date(2026, 12, 20), date(2026, 12, 1), date(2020, 1, 1)])
    def test_a_day_that_is_no_later_is_refused(self, world, item, day):
        with pytest.raises(Invalid, match=r"sau hạn đang có \(20/12/2026\)"):
            self._ask(world, item, day)

    def test_a_deadline_in_the_past_is_refused_for_an_overdue_item(self, world, item):
        with localtime.clock_at(NOON + timedelta(days=200)), pytest.raises(Invalid, match="Hạn mới đã qua"):
            self._ask(world, item, date(2027, 1, 31))

    def test_one_request_waits_at_a_time(self, world, item):
        asked = self._ask(world, item)

        with pytest.raises(Invalid, match="Đang có một đề nghị"):
            self._ask(world, asked)
        with pytest.raises(StaleObject):
            self._ask(world, item)

    @pytest.mark.parametrize("who", ["canbo", "thuky", "bithu", "chuyenvien", "trunguong", "kiemtra"])
    def test_only_the_standing_committee_of_the_managing_unit_decides(self, world, item, who):
        asked = self._ask(world, item)

        with pytest.raises(NotAllowed):
            self._decide(world, asked, who=who)


class TestOtherEnds:
    def test_what_another_authority_has_is_open_and_overdue_no_more_and_may_come_back(self, world, item):
        with pytest.raises(Invalid, match="văn bản chuyển"):
            course.transfer(item_id=item.pk, version=1, actor=world.actor("thuongtruc"), transferred_to="Công an tỉnh")
        sent = course.transfer(
            item_id=item.pk,
            version=1,
            actor=world.actor("thuongtruc"),
            transferred_to="Cơ quan Cảnh sát điều tra",
            transfer_paper="CV 15-CV/TU ngày 01/11/2026",
        )

        assert sent.state == RemediationState.TRANSFERRED
        assert not RemediationItem.objects.open().exists()
        assert not RemediationItem.objects.overdue(date(2027, 6, 1)).exists()
        back = course.resume(
            item_id=item.pk, version=sent.version, actor=world.actor("thuongtruc"), text="Có kết luận điều tra"
        )
        assert (back.state, back.due_on) == (RemediationState.IN_PROGRESS, date(2026, 12, 20))
        assert back.transferred_to == "Cơ quan Cảnh sát điều tra", "where it was stays on record"

    def test_a_suspended_item_stays_open_but_is_not_overdue(self, world, item):
        resting = course.suspend(item_id=item.pk, version=1, actor=world.actor("thuongtruc"), reason="Chờ quy hoạch")

        assert RemediationItem.objects.open().get() == resting
        assert not RemediationItem.objects.overdue(date(2027, 6, 1)).exists()
        with pytest.raises(NotAllowed, match="Tạm dừng"):
            remediation.report_progress(item_id=item.pk, version=2, actor=world.actor("canbo"), text="Đã làm")

    def test_given_up_it_is_reopened_only_while_its_cycle_runs(self, world, item):
        given_up = course.give_up(item_id=item.pk, version=1, actor=world.actor("thuongtruc"), reason="Dự án dừng")
        again = course.reopen(item_id=item.pk, version=2, actor=world.actor("thuongtruc"), text="Dự án lại chạy")
        assert (given_up.state, again.state) == (RemediationState.NOT_DONE, RemediationState.IN_PROGRESS)

        course.give_up(item_id=item.pk, version=3, actor=world.actor("thuongtruc"), reason="Dự án dừng hẳn")
        type(world.cycle).objects.update(state=CycleState.CLOSED)
        with pytest.raises(NotAllowed, match="Đợt kiểm điểm đã kết thúc"):
            course.reopen(item_id=item.pk, version=4, actor=world.actor("thuongtruc"), text="Thử lại")

    @pytest.mark.parametrize("who", ["canbo", "thuky", "chuyenvien", "trunguong"])
    @pytest.mark.parametrize("step", [course.suspend, course.give_up])
    def test_only_the_standing_committee_of_the_managing_unit_does_so_and_with_a_reason(self, world, item, who, step):
        with pytest.raises(NotAllowed):
            step(item_id=item.pk, version=1, actor=world.actor(who), reason="x")
        with pytest.raises(Invalid, match="lý do"):
            step(item_id=item.pk, version=1, actor=world.actor("thuongtruc"), reason=" ")


class TestOwners:
    def _hand_over(self, world, item, who="thuky", **more) -> RemediationItem:
        known = {
            "owner_cadre_id": world.cadre("thanhvien").pk,
            "owner_text": "",
            "reason": "Đồng chí Khải chuyển công tác",
        }
        return course.hand_over(item_id=item.pk, version=item.version, actor=world.actor(who), **(known | more))

    def test_an_owner_who_left_stays_named_in_the_history_and_reports_no_more(self, world, item):
        changed = self._hand_over(world, item)

        assert changed.owner_cadre == world.cadre("thanhvien")
        assert "Trước đây: Lê Văn Khải." in ProgressReport.objects.get().text
        with pytest.raises(NotAllowed):
            remediation.report_progress(item_id=item.pk, version=2, actor=world.actor("canbo"), text="Đã làm")
        remediation.report_progress(item_id=item.pk, version=2, actor=world.actor("thanhvien"), text="Đã làm")

    def test_until_then_secretary_and_head_report_for_an_owner_whose_post_ended(self, world, item):
        world.cadre("canbo").tenures.update(ended_on=TODAY - timedelta(days=1))

        remediation.report_progress(item_id=item.pk, version=1, actor=world.actor("thuky"), text="Đã bàn giao hồ sơ")

        item.refresh_from_db()
        assert (item.state, item.owner_cadre) == (RemediationState.IN_PROGRESS, world.cadre("canbo"))

    def test_co_owners_see_and_report_and_never_verify(self, world, item):
        other = world.cadre("bithu_khac")
        changed = self._hand_over(world, item, co_owner_ids=[other.pk], co_owner_text="Kho bạc")
        actor = world.actor("bithu_khac")

        assert RemediationItem.objects.visible_to(actor).get() == changed
        assert not sheets.may_view(actor, item.plan.review)
        done = remediation.report_done(item_id=item.pk, version=2, actor=actor, evidence="Biên bản")
        make.grant(world.users["bithu_khac"], Role.STANDING, world.province)
        with pytest.raises(NotAllowed, match="không tự xác minh"):
            remediation.verify(item_id=item.pk, version=done.version, actor=world.actor("bithu_khac"))

    @pytest.mark.parametrize("who", ["canbo", "thanhvien", "trunguong", "kiemtra", "thuky_khac"])
    def test_nobody_else_hands_it_over(self, world, item, who):
        with pytest.raises(NotAllowed):
            self._hand_over(world, item, who)

    def test_somebody_must_own_it(self, world, item):
        with pytest.raises(Invalid, match="chọn người thực hiện"):
            self._hand_over(world, item, owner_cadre_id=None)
