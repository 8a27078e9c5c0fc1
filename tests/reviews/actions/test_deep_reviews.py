"""The life of a suggestion: who may do what and when, what follows from issuing and withdrawing it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import deep_reviews as life
from reviews.actions import deep_reviews_drafting as drafting
from reviews.models import DeepReview, DeepReviewTopic
from reviews.models.contents import contents_of
from reviews.reports.inbox.boxes import BoxLines, counts
from reviews.reports.inbox.source import Box
from reviews.states import CycleState, Opening, ReviewState
from reviews.states import DeepReviewState as S
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

DRAFTERS = {"chuyenvien", "thuongtruc"}
STANDING = {"thuongtruc"}
EVERYBODY = (
    "chuyenvien", "thuongtruc", "trunguong", "thuky", "bithu", "canbo", "thuky_khac", "kiemtra", "mattran", "quantri",
    "nguoi_la",
)  # fmt: skip

# Written by hand, not derived from the table: verb → (states from which it goes, who may).
MATRIX = {
    "edit": ({S.DRAFT}, DRAFTERS),
    "propose": ({S.DRAFT}, DRAFTERS),
    "recall": ({S.PROPOSED}, DRAFTERS),
    "approve": ({S.PROPOSED}, STANDING),
    "send_back": ({S.PROPOSED, S.APPROVED}, STANDING),
    "issue": ({S.APPROVED}, STANDING),
    "amend": ({S.ISSUED}, STANDING),
    "withdraw": ({S.ISSUED}, STANDING),
}


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def persons(world, collective):
    return [make.individual_review(world, world.cadre(name), world.commune) for name in ("bithu", "canbo")]


def issue(world, row, *, number: str = letters.NUMBER, issued_on=None, by: str = "thuongtruc"):
    return life.issue_deep_review(
        deep_review_id=row.pk,
        version=row.version,
        actor=world.actor(by),
        number=number,
        issued_on=issued_on or localtime.today(),
    )


def asked(review) -> list[str]:
    return list(DeepReviewTopic.objects.asked_of(review.pk).order_by("order").values_list("title", flat=True))


@pytest.mark.parametrize("state", list(letters.IN_STATE))
def test_each_verb_goes_from_its_states_and_for_its_people_only(world, collective, state):
    row = letters.IN_STATE[state](world, [collective])

    allowed = {
        (verb, who) for verb in MATRIX for who in EVERYBODY if DEEP_REVIEW_WORKFLOW.check(verb, world.actor(who), row)
    }

    assert set(MATRIX) == set(DEEP_REVIEW_WORKFLOW.transitions)
    assert allowed == {(verb, who) for verb, (states, people) in MATRIX.items() if state in states for who in people}


def test_wrong_person_and_wrong_state_are_two_sentences(world, collective):
    row = letters.drafted(world, [collective])

    with pytest.raises(NotAllowed, match="Chỉ thường trực, ban thường vụ cấp ủy ban hành duyệt"):
        life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))
    with pytest.raises(NotAllowed, match="khi đang ở trạng thái “Đang soạn”"):
        life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))


class TestPropose:
    def test_nothing_missing_is_the_condition(self, world, collective):
        row = letters.drafted(world, [collective])

        life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))

        row.refresh_from_db()
        assert (row.state, row.proposed_at is not None) == (S.PROPOSED, True)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"due_on": None}, "Chưa có hạn giải trình"),
            ({"due_on": date(1900, 1, 1)}, "Hạn giải trình 01/01/1900 sớm hơn cả kế hoạch của đợt"),
            ({"topics": []}, "Chưa có nội dung gợi ý nào"),
            ({"topics": [drafting.TopicText("Đất đai")]}, "Nội dung 1 chưa nêu vấn đề cần làm rõ"),
        ],
    )
    def test_a_missing_part_is_named(self, world, collective, change, sentence):
        row = letters.drafted(world, [collective], **change)

        with pytest.raises(NotAllowed, match=sentence):
            life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))

    def test_a_letter_to_nobody_stays_a_draft(self, world, collective):
        row = letters.drafted(world)

        with pytest.raises(NotAllowed, match="Chưa chọn tập thể, cá nhân nào"):
            life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))

    def test_every_target_needs_a_topic(self, world, collective, persons):
        row = letters.drafted(world, [collective, *persons])
        to_collective = [row.targets.get(review=collective).pk]
        row = drafting.assign_topics(
            deep_review_id=row.pk,
            version=row.version,
            actor=world.actor("chuyenvien"),
            only_for={topic.pk: to_collective for topic in row.topics.all()},
        )

        with pytest.raises(NotAllowed, match=r"Trần Đình Hưởng chưa được phân nội dung nào\. \(và 1 chỗ khác\)"):
            life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))


class TestApprove:
    def test_the_approver_is_kept_by_name_and_one_audit_row_written(self, world, collective):
        row = letters.approved(world, [collective])

        assert (row.state, row.approved_by_name) == (S.APPROVED, "Hoàng Gia Lộc")
        assert AuditEntry.objects.filter(verb="deepreview.approve", target_id=row.pk).count() == 1

    def test_an_approver_who_is_suggested_in_person_is_refused(self, world, collective):
        person = make.cadre("Đinh Công Tráng")
        world.users["pho_bi_thu"] = make.account("pho_bi_thu", person, (make.Role.STANDING, world.province))
        row = letters.proposed(world, [collective, make.individual_review(world, person, world.commune)])

        with pytest.raises(NotAllowed, match="được gợi ý trong văn bản này"):
            life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("pho_bi_thu"))

    def test_an_approver_who_sits_in_a_suggested_collective_is_refused(self, world, collective):
        person = make.cadre("Đinh Công Tráng")
        make.seat(person, world.commune, make.Position.MEMBER, "Ủy viên", managed_by=world.province)
        world.users["pho_bi_thu"] = make.account("pho_bi_thu", person, (make.Role.STANDING, world.province))
        row = letters.proposed(world, [collective])

        with pytest.raises(NotAllowed, match="tập thể mà đồng chí tham gia"):
            life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("pho_bi_thu"))

    def test_whoever_wrote_the_draft_last_neither_approves_nor_issues_it(self, world, collective):
        standing = world.actor("thuongtruc")
        row = letters.drafted(world)
        row = drafting.add_targets(
            deep_review_id=row.pk, version=row.version, actor=standing, review_ids=[collective.pk]
        )
        life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))
        row = letters.fresh(row)

        with pytest.raises(NotAllowed, match="Đồng chí đã soạn dự thảo gợi ý này"):
            life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=standing)
        DeepReview.objects.filter(pk=row.pk).update(state=S.APPROVED)
        with pytest.raises(NotAllowed, match="Đồng chí đã soạn dự thảo gợi ý này"):
            issue(world, row)
        assert row not in DeepReview.objects.awaiting_standing(standing)

    def test_another_member_of_the_standing_committee_approves_what_the_first_drafted(self, world, collective):
        world.users["pho_bi_thu"] = make.account(
            "pho_bi_thu", make.cadre("Đinh Công Tráng"), (make.Role.STANDING, world.province)
        )
        row = letters.drafted(world)
        row = drafting.add_targets(
            deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), review_ids=[collective.pk]
        )
        life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))
        row = letters.fresh(row)

        assert row in DeepReview.objects.awaiting_standing(world.actor("pho_bi_thu"))
        row = life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("pho_bi_thu"))
        assert (row.drafted_by_name, row.approved_by_name) == ("Hoàng Gia Lộc", "Đinh Công Tráng")

    def test_the_standing_committee_further_up_is_refused(self, world, collective):
        row = letters.proposed(world, [collective])

        with pytest.raises(NotAllowed, match="Chỉ thường trực, ban thường vụ cấp ủy ban hành"):
            life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("trunguong"))


class TestSendBack:
    def test_an_approved_letter_loses_its_approval_and_keeps_the_reason(self, world, collective):
        row = letters.approved(world, [collective])

        life.send_back_deep_review(
            deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), reason=" Thiếu căn cứ. "
        )

        row.refresh_from_db()
        assert (row.state, row.return_reason, row.approved_by_name) == (S.DRAFT, "Thiếu căn cứ.", "")

    def test_a_reason_is_required(self, world, collective):
        row = letters.proposed(world, [collective])

        with pytest.raises(Invalid, match="Hãy ghi rõ lý do"):
            life.send_back_deep_review(
                deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), reason=" \n "
            )


class TestIssue:
    def test_the_topics_reach_the_reviews_concerned(self, world, collective, persons):
        row = letters.approved(world, [collective, persons[0]])
        assert asked(collective) == []

        issue(world, row)

        titles = [topic.title for topic in letters.TOPICS]
        assert (asked(collective), asked(persons[0]), asked(persons[1])) == (titles, titles, [])

    def test_a_topic_for_some_reaches_only_these(self, world, collective, persons):
        row = letters.drafted(world, [collective, persons[0]])
        row = drafting.assign_topics(
            deep_review_id=row.pk,
            version=row.version,
            actor=world.actor("chuyenvien"),
            only_for={row.topics.get(order=2).pk: [row.targets.get(review=persons[0]).pk]},
        )
        row = life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))
        row = life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))

        issue(world, row)

        assert (len(asked(collective)), len(asked(persons[0]))) == (1, 2)

    def test_number_and_date_are_those_typed(self, world, collective):
        yesterday = localtime.today() - timedelta(days=1)
        row = issue(world, letters.approved(world, [collective]), number=" 12-CV/TU ", issued_on=yesterday)

        row.refresh_from_db()
        assert (row.state, row.number, row.issued_on) == (S.ISSUED, "12-CV/TU", yesterday)

    def test_a_number_used_before_is_refused_by_the_letter_that_has_it(self, world, collective, persons):
        letters.issued(world, [collective], title="Văn bản trước")
        row, today = letters.approved(world, [persons[0]]), localtime.today()
        earlier = max(today - timedelta(days=2), today.replace(month=1, day=1))

        with pytest.raises(Invalid, match="Số 12-cv/tu đã dùng cho văn bản “Văn bản trước”"):
            issue(world, row, number="12-cv/tu", issued_on=earlier)
        row.refresh_from_db()
        assert row.state == S.APPROVED

    def test_a_letter_without_number_is_refused(self, world, collective):
        with pytest.raises(Invalid, match="Hãy ghi số, ký hiệu"):
            issue(world, letters.approved(world, [collective]), number="  ")

    def test_a_date_in_the_future_is_refused(self, world, collective):
        with pytest.raises(Invalid, match="không thể sau hôm nay"):
            issue(world, letters.approved(world, [collective]), issued_on=localtime.today() + timedelta(days=1))

    def test_a_deadline_before_the_date_of_issue_is_refused(self, world, collective):
        late = letters.approved(world, [collective], due_on=localtime.today() - timedelta(days=1))

        with pytest.raises(Invalid, match="sớm hơn ngày ban hành"):
            issue(world, late)

    def test_a_cycle_closed_meanwhile_bars_it(self, world, collective):
        row = letters.approved(world, [collective])
        world.cycle.state = CycleState.CLOSED
        world.cycle.save(update_fields=["state"])

        with pytest.raises(NotAllowed, match="đã kết thúc"):
            issue(world, row)

    def test_what_is_signed_cannot_change_any_more_even_in_the_database(self, world, collective, persons):
        row = letters.issued(world, [collective])
        topic = row.topics.get(order=1)

        for change in (
            lambda: DeepReview.objects.filter(pk=row.pk).update(title="Khác"),
            lambda: DeepReviewTopic.objects.filter(pk=topic.pk).update(clarify="Khác"),
            lambda: row.targets.create(review=persons[0]),
            lambda: row.targets.get().delete(),
            lambda: topic.only_for.add(row.targets.get()),
            row.delete,
        ):
            with pytest.raises(IntegrityError, match="issued and frozen"), transaction.atomic():
                change()


class TestIssueWhenTheReviewIsAhead:
    """A suggestion that comes after the review was sent up."""

    def test_a_submitted_review_goes_back_with_the_letter_as_the_reason(self, world, collective):
        row = letters.approved(world, [collective])
        letters.submitted(collective)

        issue(world, row)

        collective.refresh_from_db()
        following = collective.rounds.latest("number")
        assert (collective.state, following.opened_because) == (ReviewState.RETURNED, Opening.SUGGESTION)
        assert "văn bản số 12-CV/TU" in following.reason
        assert (following.turn, collective.due_on) == (2, letters.DUE)
        assert AuditEntry.objects.filter(verb="review.suggest", target_id=collective.pk).count() == 1

    def test_the_round_submitted_before_keeps_what_it_was_asked(self, world, collective):
        row = letters.approved(world, [collective])
        letters.submitted(collective)
        issue(world, row)

        former, following = collective.rounds.order_by("number")

        assert contents_of(collective, former).topics == []
        assert len(contents_of(collective, following).topics) == len(letters.TOPICS)

    def test_an_accepted_review_bars_the_letter_and_is_named(self, world, collective, persons):
        row = letters.approved(world, [collective, persons[0]])
        letters.submitted(collective)
        collective.state = ReviewState.ACCEPTED
        collective.save(update_fields=["state"])

        with pytest.raises(NotAllowed, match="Đảng ủy xã Tân Sơn đã được thẩm định đạt"):
            issue(world, letters.fresh(row))

    def test_a_review_being_written_stays_in_its_round(self, world, collective):
        issue(world, letters.approved(world, [collective]))

        assert collective.rounds.count() == 1


class TestWithdraw:
    def test_the_topics_are_asked_no_more_and_the_letter_stays(self, world, collective):
        row = letters.withdrawn(world, [collective])

        assert asked(collective) == []
        assert (row.state, row.number, row.withdrawn_reason) == (S.WITHDRAWN, letters.NUMBER, "Ban hành nhầm căn cứ")

    def test_a_round_submitted_before_keeps_its_topics(self, world, collective):
        row = letters.issued(world, [collective])
        letters.submitted(collective)
        life.withdraw_deep_review(
            deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), reason="Nhầm"
        )

        assert len(contents_of(collective, collective.rounds.get()).topics) == len(letters.TOPICS)


class TestAcknowledge:
    def test_the_unit_says_that_it_has_the_letter(self, world, collective):
        target = letters.issued(world, [collective]).targets.get()

        life.acknowledge_target(target_id=target.pk, actor=world.actor("thuky"))

        target.refresh_from_db()
        assert (target.acknowledged_by_name, target.acknowledged_at is not None) == ("Vũ Thị Thảo", True)

    def test_it_is_said_once(self, world, collective):
        target = letters.issued(world, [collective]).targets.get()
        life.acknowledge_target(target_id=target.pk, actor=world.actor("thuky"))

        with pytest.raises(NotAllowed, match="Đã được xác nhận bởi Vũ Thị Thảo"):
            life.acknowledge_target(target_id=target.pk, actor=world.actor("bithu"))

    @pytest.mark.parametrize(
        ("who", "may"), [("canbo", True), ("thuky", True), ("thuky_khac", False), ("chuyenvien", False)]
    )
    def test_a_person_for_oneself_or_the_secretary_of_the_place(self, world, collective, persons, who, may):
        target = letters.issued(world, [persons[1]]).targets.select_related("deep_review", "review").get()

        if may:
            life.acknowledge_target(target_id=target.pk, actor=world.actor(who))
        else:
            with pytest.raises(NotAllowed, match="Chỉ người được gợi ý"):
                life.acknowledge_target(target_id=target.pk, actor=world.actor(who))

    def test_a_person_in_whose_place_another_confirmed_is_told_until_they_know(self, client, world):
        person = make.individual_review(world, world.cadre("canbo"), world.commune)
        row = letters.issued(world, [person])
        target = row.targets.get()

        life.acknowledge_target(target_id=target.pk, actor=world.actor("thuky"))

        client.force_login(world.users["canbo"])
        assert "Đã có người nhận thay đồng chí gợi ý kiểm điểm sâu" in client.get("/").text
        page = client.get(f"/goi-y/{row.pk}/").text
        assert "Vũ Thị Thảo nhận thay" in page
        assert "xác nhận đã nhận thay: Lê Văn Khải" in page
        with pytest.raises(NotAllowed, match="Chỉ chính đồng chí"):
            life.note_receipt(target_id=target.pk, actor=world.actor("thuky"))
        assert client.post(f"/goi-y/{row.pk}/da-biet/{target.pk}/").status_code == 302
        assert "nhận thay" not in client.get("/").text
        assert client.post(f"/goi-y/{row.pk}/da-biet/{target.pk}/").status_code == 422, "a second click"

    def test_an_own_receipt_and_that_of_a_collective_tell_nobody(self, world, collective):
        person = make.individual_review(world, world.cadre("canbo"), world.commune)
        row = letters.issued(world, [collective, person])
        for target, who in ((row.targets.get(review=collective), "bithu"), (row.targets.get(review=person), "canbo")):
            life.acknowledge_target(target_id=target.pk, actor=world.actor(who))

        assert not row.targets.filter(received_for_person=True).exists()

    def test_that_it_was_withdrawn_is_confirmed_too_by_those_who_had_received_it(self, world, collective):
        def waits() -> list[str]:
            actor, day = world.actor("thuky"), localtime.today()
            lines = BoxLines(actor, Box.WAITING, day, counts(actor, day))[0:50]
            return [line.text for line in lines if "Gợi ý đã rút" in line.text]

        row = letters.issued(world, [collective])
        target = row.targets.get()
        life.acknowledge_target(target_id=target.pk, actor=world.actor("thuky"))
        received = row.targets.get().received_at
        assert waits() == []

        life.withdraw_deep_review(
            deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), reason="Ban hành nhầm"
        )
        assert waits() == [f"Gợi ý đã rút, không phải giải trình nữa: {row.title}"]
        life.acknowledge_target(target_id=target.pk, actor=world.actor("thuky"))

        assert (waits(), row.targets.get().received_at) == ([], received)
        with pytest.raises(NotAllowed, match="Đã được xác nhận bởi"):
            life.acknowledge_target(target_id=target.pk, actor=world.actor("thuky"))


def test_an_old_page_approves_nothing(world, collective):
    row = letters.proposed(world, [collective])

    with pytest.raises(StaleObject):
        life.approve_deep_review(deep_review_id=row.pk, version=row.version - 1, actor=world.actor("thuongtruc"))
