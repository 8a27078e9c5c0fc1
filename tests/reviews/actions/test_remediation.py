"""From an accepted review to closed items: what each action changes, keeps and refuses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from unicodedata import normalize

import pytest
from django.db import connection

from cadres.roles import Role
from core import localtime
from core.errors import DomainError, Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import item_readings, remediation
from reviews.models import (
    Commitment,
    DeepReview,
    DeepReviewTarget,
    DeepReviewTopic,
    Explanation,
    ProgressReport,
    RemediationItem,
    RemediationPlan,
)
from reviews.states import ItemKind, RemediationState
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def item(world) -> RemediationItem:
    """One item of the commune's collective review, owned by its deputy, due on 20/12/2026."""
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Giải ngân chậm", {"owner_cadre": world.cadre("canbo")})
    plan = make.accept(review, world.actor("thuongtruc"))
    return plan.items.get()


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=localtime.HO_CHI_MINH)


class TestCreatePlan:
    def test_every_remedy_becomes_an_item_with_what_its_card_says(self, world):
        review = make.collective_review(world, world.commune)
        deputy = world.cadre("canbo")
        make.limitation(
            review,
            "Tạm ứng vượt 26 tỷ đồng",
            {"owner_cadre": deputy, "measure": "Còn dưới 6 tỷ đồng", "due_on": date(2026, 12, 31)},
            {"action": "Bàn giao hồ sơ", "owner_text": "Văn phòng Đảng ủy"},
        )

        plan = make.accept(review, world.actor("thuongtruc"))

        first, second = plan.items.order_by("order")
        assert (first.limitation, first.owner_cadre, first.due_on) == (
            "Tạm ứng vượt 26 tỷ đồng",
            deputy,
            date(2026, 12, 31),
        )
        assert (first.measure, str(first.field), first.state) == ("Còn dưới 6 tỷ đồng", "Đầu tư công", "planned")
        assert (second.owner_cadre, second.owner_text, second.order) == (None, "Văn phòng Đảng ủy", 2)

    def test_remedies_of_explained_topics_follow_with_their_topic(self, world):
        review = make.collective_review(world, world.commune)
        suggestion = DeepReview.objects.create(cycle=world.cycle, issuer=world.province, title="Gợi ý")
        DeepReviewTarget.objects.create(deep_review=suggestion, review=review)
        topic = DeepReviewTopic.objects.create(deep_review=suggestion, order=1, title="Quản lý đất đai")
        explanation = Explanation.objects.create(round=review.rounds.get(), topic=topic)
        make.explained_remedy(explanation, action="Thu hồi 3 thửa đất")
        make.limitation(review, "Giải ngân chậm", {})

        plan = make.accept(review, world.actor("thuongtruc"))

        limitation, explained = plan.items.order_by("order")
        assert (limitation.topic, explained.topic) == (None, topic)
        assert explained.limitation == "Quản lý đất đai"

    def test_commitments_are_followed_too_without_a_day_until_the_end_of_the_next_period(self, world):
        review = make.collective_review(world, world.commune)
        round_, days = review.rounds.get(), [date(2027, 5, 1), None]
        for order, day in enumerate(days, start=1):
            Commitment.objects.create(round=round_, order=order, text=f"Việc {order}", owner="Đảng ủy", due_on=day)
        Commitment.objects.create(round=round_, order=3, text=" ")
        make.limitation(review, "Giải ngân chậm", {})

        plan = make.accept(review, world.actor("thuongtruc"))

        _, dated, undated = plan.items.order_by("order")
        assert [(i.kind, i.action, i.owner_text, i.due_on, i.limitation) for i in (dated, undated)] == [
            (ItemKind.COMMITMENT, "Việc 1", "Đảng ủy", days[0], ""),
            (ItemKind.COMMITMENT, "Việc 2", "Đảng ủy", date(2027, 12, 31), ""),
        ]

    def test_doing_it_twice_adds_nothing(self, world, item):
        review = item.plan.review

        again = remediation.create_plan(
            review=review, round_=review.rounds.latest("number"), actor=world.actor("thuongtruc")
        )

        assert again == item.plan
        assert RemediationItem.objects.count() == 1
        assert AuditEntry.objects.filter(verb="remediationplan.create").count() == 1

    def test_a_review_without_limitations_gets_an_empty_plan(self, world):
        plan = make.accept(make.collective_review(world, world.commune), world.actor("thuongtruc"))

        assert plan.items.count() == 0

    def test_remedies_without_words_are_left_out(self, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Giải ngân chậm", {"action": " \n"}, {"action": "Đôn đốc"})

        assert make.accept(review, world.actor("thuongtruc")).items.get().action == "Đôn đốc"

    def test_a_remedy_without_a_deadline_bars_accepting_and_is_named(self, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Giải ngân chậm", {"action": "Đôn đốc", "due_on": None})

        with pytest.raises(Invalid, match="chưa ghi thời hạn") as refusal:
            make.accept(review, world.actor("thuongtruc"))

        assert "Đôn đốc" in refusal.value.items[0][0]
        assert not RemediationPlan.objects.exists()

    def test_every_item_and_the_plan_have_an_audit_row_with_the_deciding_person(self, item):
        rows = AuditEntry.objects.filter(verb__in=["remediationplan.create", "remediationitem.create"])

        assert sorted((row.verb, row.target_id, row.actor_name) for row in rows) == [
            ("remediationitem.create", item.pk, "Hoàng Gia Lộc"),
            ("remediationplan.create", item.plan_id, "Hoàng Gia Lộc"),
        ]


class TestReporting:
    def test_progress_moves_the_item_and_stays_on_record(self, world, item):
        item_readings.set_measurement(
            item_id=item.pk,
            version=1,
            actor=world.actor("canbo"),
            measure_unit="tỷ đồng",
            baseline=Decimal(26),
            target=Decimal(6),
        )
        changed = remediation.report_progress(
            item_id=item.pk,
            version=2,
            actor=world.actor("canbo"),
            text="Đã thu 8 tỷ",
            percent=40,
            reading=Decimal("18.4"),
        )

        report = ProgressReport.objects.get()
        assert (changed.state, changed.version) == (RemediationState.IN_PROGRESS, 3)
        assert (report.step, report.text, report.percent, report.measured.value) == (
            "progress",
            "Đã thu 8 tỷ",
            40,
            Decimal("18.4"),
        )
        assert report.by_name == "Lê Văn Khải"

    def test_text_typed_in_decomposed_form_is_stored_composed(self, world, item):
        remediation.report_progress(
            item_id=item.pk, version=1, actor=world.actor("canbo"), text=normalize("NFD", "Đã thu hồi nợ")
        )

        assert ProgressReport.objects.get().text == "Đã thu hồi nợ"

    def test_secretary_reports_for_the_collective(self, world, item):
        remediation.report_done(item_id=item.pk, version=1, actor=world.actor("thuky"), evidence="Biên bản số 12")

        item.refresh_from_db()
        assert item.state == RemediationState.REPORTED

    @pytest.mark.parametrize(
        "who", ["thuky_khac", "thanhvien", "chuyenvien", "thuongtruc", "trunguong", "kiemtra", "mattran", "quantri"]
    )
    def test_nobody_else_reports(self, world, item, who):
        with pytest.raises(NotAllowed, match="Chỉ người được giao việc"):
            remediation.report_progress(item_id=item.pk, version=1, actor=world.actor(who), text="Đã thu 8 tỷ")

        assert not ProgressReport.objects.exists()

    def test_done_without_evidence_is_refused(self, world, item):
        with pytest.raises(Invalid, match="minh chứng"):
            remediation.report_done(item_id=item.pk, version=1, actor=world.actor("canbo"), evidence="  ")

    def test_progress_after_done_is_refused_by_state(self, world, item):
        remediation.report_done(item_id=item.pk, version=1, actor=world.actor("canbo"), evidence="Biên bản")

        with pytest.raises(NotAllowed, match="Đã báo cáo hoàn thành"):
            remediation.report_progress(item_id=item.pk, version=2, actor=world.actor("canbo"), text="Thêm")


def _reported(world, item, moment: datetime | None = None) -> RemediationItem:
    with localtime.clock_at(moment or localtime.now()):
        return remediation.report_done(
            item_id=item.pk, version=item.version, actor=world.actor("canbo"), evidence="Biên bản số 12"
        )


def _closed(world, item) -> RemediationItem:
    verified = remediation.verify(item_id=item.pk, version=item.version, actor=world.actor("chuyenvien"))
    return remediation.close(item_id=item.pk, version=verified.version, actor=world.actor("thuongtruc"))


class TestVerifyingAndClosing:
    @pytest.mark.parametrize(
        "who", ["canbo", "bithu", "thuky", "thanhvien", "trunguong", "kiemtra", "mattran", "quantri", "thuky_khac"]
    )
    def test_only_the_managing_committee_verifies(self, world, item, who):
        reported = _reported(world, item)

        with pytest.raises(NotAllowed):
            remediation.verify(item_id=item.pk, version=reported.version, actor=world.actor(who))

    @pytest.mark.parametrize("who", ["chuyenvien", "trunguong", "kiemtra", "canbo"])
    def test_only_the_standing_committee_of_the_managing_unit_closes(self, world, item, who):
        reported = _reported(world, item)
        verified = remediation.verify(item_id=item.pk, version=reported.version, actor=world.actor("chuyenvien"))

        with pytest.raises(NotAllowed):
            remediation.close(item_id=item.pk, version=verified.version, actor=world.actor(who))

    def test_who_reported_it_never_verifies_even_after_moving_to_the_committee(self, world, item):
        reported = _reported(world, item)
        RemediationItem.objects.filter(pk=item.pk).update(reported_by_id=world.users["chuyenvien"].pk)

        with pytest.raises(NotAllowed, match="không tự xác minh"):
            remediation.verify(item_id=item.pk, version=reported.version, actor=world.actor("chuyenvien"))
        with pytest.raises(NotAllowed, match="không tự xác minh"):
            remediation.send_back(
                item_id=item.pk, version=reported.version, actor=world.actor("chuyenvien"), reason="Thiếu"
            )

    def test_who_verified_it_does_not_close_it_but_another_of_the_committee_does(self, world, item):
        reported = _reported(world, item)
        verified = remediation.verify(item_id=item.pk, version=reported.version, actor=world.actor("thuongtruc"))

        with pytest.raises(NotAllowed, match="Người đã xác minh"):
            remediation.close(item_id=item.pk, version=verified.version, actor=world.actor("thuongtruc"))

        world.users["thuongtruc2"] = make.account("thuongtruc2", None, (Role.STANDING, world.province))
        closed = remediation.close(item_id=item.pk, version=verified.version, actor=world.actor("thuongtruc2"))
        assert closed.state == RemediationState.CLOSED

    def test_an_item_is_not_closed_before_it_was_verified(self, world, item):
        reported = _reported(world, item)

        with pytest.raises(NotAllowed, match="Đã báo cáo hoàn thành"):
            remediation.close(item_id=item.pk, version=reported.version, actor=world.actor("thuongtruc"))

    @pytest.mark.parametrize(
        ("reported_at", "on_time"),
        [
            pytest.param(at(date(2026, 12, 20), 23, 59, 59), True, id="last-second-of-the-due-day"),
            pytest.param(at(date(2026, 12, 21), 0, 0, 0), False, id="first-second-after-it"),
        ],
    )
    def test_the_day_the_owner_reported_counts_not_the_day_it_was_closed(self, world, item, reported_at, on_time):
        reported = _reported(world, item, reported_at)

        with localtime.clock_at(reported_at + timedelta(days=30)):
            closed = _closed(world, reported)

        assert (closed.on_time, closed.done_on) == (on_time, reported_at.date())

    def test_a_report_sent_back_no_longer_counts_for_being_on_time(self, world, item):
        reported = _reported(world, item, at(date(2026, 12, 10)))
        with localtime.clock_at(at(date(2026, 12, 15))):
            back = remediation.send_back(
                item_id=item.pk, version=reported.version, actor=world.actor("chuyenvien"), reason="Thiếu minh chứng"
            )
        assert (back.state, back.reported_at, back.done_on) == (RemediationState.IN_PROGRESS, None, None)

        again = _reported(world, back, at(date(2026, 12, 22)))

        assert _closed(world, again).on_time is False

    def test_sending_back_needs_a_reason(self, world, item):
        reported = _reported(world, item)

        with pytest.raises(Invalid, match="lý do"):
            remediation.send_back(item_id=item.pk, version=reported.version, actor=world.actor("chuyenvien"), reason="")

    def test_a_closed_item_takes_nothing_more(self, world, item):
        closed = _closed(world, _reported(world, item))
        owner, staff, standing = (world.actor(who) for who in ("canbo", "chuyenvien", "thuongtruc"))

        for attempt in (
            lambda: remediation.report_progress(item_id=item.pk, version=closed.version, actor=owner, text="x"),
            lambda: remediation.report_done(item_id=item.pk, version=closed.version, actor=owner, evidence="x"),
            lambda: remediation.send_back(item_id=item.pk, version=closed.version, actor=staff, reason="x"),
            lambda: remediation.verify(item_id=item.pk, version=closed.version, actor=staff),
            lambda: remediation.close(item_id=item.pk, version=closed.version, actor=standing),
        ):
            with pytest.raises(NotAllowed, match="Đã kết thúc"):
                attempt()

    def test_every_step_leaves_one_report_and_one_audit_row(self, world, item):
        _closed(world, _reported(world, item))

        assert list(ProgressReport.objects.values_list("step", flat=True)) == ["done", "verify", "close"]
        verbs = AuditEntry.objects.filter(target_type="reviews.remediationitem", target_id=item.pk).order_by("pk")
        assert [row.verb.partition(".")[2] for row in verbs] == ["create", "done", "verify", "close"]


class TestMeasurement:
    def test_figures_are_kept_with_what_they_were_before(self, world, item):
        changed = item_readings.set_measurement(
            item_id=item.pk,
            version=1,
            actor=world.actor("thuky"),
            measure_unit="tỷ đồng",
            baseline=Decimal(26),
            target=Decimal(6),
        )

        assert (changed.baseline, changed.target, changed.version) == (Decimal(26), Decimal(6), 2)
        assert AuditEntry.objects.get(verb="remediationitem.set_measurement").data["before"]["baseline"] is None

    def test_equal_figures_are_refused(self, world, item):
        with pytest.raises(Invalid, match="phải khác nhau"):
            item_readings.set_measurement(
                item_id=item.pk,
                version=1,
                actor=world.actor("thuky"),
                measure_unit="",
                baseline=Decimal(6),
                target=Decimal(6),
            )

    def test_figures_stand_once_it_is_reported_done(self, world, item):
        reported = _reported(world, item)

        with pytest.raises(NotAllowed, match="không đổi"):
            item_readings.set_measurement(
                item_id=item.pk,
                version=reported.version,
                actor=world.actor("chuyenvien"),
                measure_unit="",
                baseline=Decimal(26),
                target=Decimal(6),
            )


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """Two people, or one who clicks twice: one change, one report, one audit row, one refusal."""

    def _race(self, *attempts) -> list[str]:
        def run(attempt) -> str:
            try:
                attempt()
            except DomainError as refusal:
                return type(refusal).__name__
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(run, attempts))

    def test_a_double_click_reports_once(self, world, item):
        owner = world.actor("canbo")

        def report() -> None:
            remediation.report_done(item_id=item.pk, version=1, actor=owner, evidence="Biên bản")

        assert self._race(report, report) == ["StaleObject", "done"]
        assert ProgressReport.objects.count() == 1
        assert AuditEntry.objects.filter(verb="remediationitem.done").count() == 1

    def test_verifying_and_sending_back_at_once_leaves_one_of_them(self, world, item):
        reported = _reported(world, item)
        staff, standing = world.actor("chuyenvien"), world.actor("thuongtruc")

        outcomes = self._race(
            lambda: remediation.verify(item_id=item.pk, version=reported.version, actor=staff),
            lambda: remediation.send_back(item_id=item.pk, version=reported.version, actor=standing, reason="Thiếu"),
        )

        item.refresh_from_db()
        assert outcomes == ["StaleObject", "done"]
        assert item.state in (RemediationState.VERIFIED, RemediationState.IN_PROGRESS)
        assert ProgressReport.objects.exclude(step="done").count() == 1

    def test_an_old_page_is_told_so(self, world, item):
        remediation.report_progress(item_id=item.pk, version=1, actor=world.actor("canbo"), text="Đã thu 8 tỷ")

        with pytest.raises(StaleObject, match="tải lại trang"):
            remediation.report_progress(item_id=item.pk, version=1, actor=world.actor("thuky"), text="Đã thu 9 tỷ")
