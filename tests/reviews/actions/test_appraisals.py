"""Appraising in two hands: who drafts, who decides, and what follows from accepting, returning, re-review."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core import localtime
from core.errors import DomainError, Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import appraisals
from reviews.actions.appraisals import MarkText
from reviews.models import Appraisal, AppraisalMark, RemediationPlan, Review, TemplateSection
from reviews.states import AppraisalOutcome, AppraisalState, CycleState, Mark, Opening, ReviewState, SectionKind
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "chuyenvien", "thuongtruc", "trunguong", "thuky", "bithu", "canbo", "thuky_khac", "kiemtra", "mattran", "quantri",
    "nguoi_la",
)  # fmt: skip
DECISIONS: dict[str, Callable[..., Review]] = {
    "accept": appraisals.accept_review,
    "return": appraisals.return_review,
    "rereview": appraisals.require_rereview,
}


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def review(world) -> Review:
    return letters.submitted(make.collective_review(world, world.commune))


def decide(world, review, verb: str, *, by: str = "thuongtruc", **more):
    review.refresh_from_db()
    arguments: dict[str, Any] = {} if verb == "accept" else {"reason": "Chưa rõ trách nhiệm người đứng đầu."}
    if verb == "rereview":
        arguments |= {"order": appraising.order(), "due_on": localtime.today() + timedelta(days=10)}
    return DECISIONS[verb](review_id=review.pk, version=review.version, actor=world.actor(by), **(arguments | more))


def refusal(act) -> str:
    """The sentence of the refusal, "" where it went through; nothing of it stays either way."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DomainError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("mark", "barred"), [(Mark.REREVIEW, True), (Mark.SUPPLEMENT, False), (Mark.GOOD, False)])
def test_nothing_is_handed_up_as_good_or_accepted_against_a_mark_to_review_it_again(world, review, mark, barred):
    review.refresh_from_db()
    section = TemplateSection.objects.create(
        template=review.template, key="s1", order=1, heading="Hạn chế", kind=SectionKind.LIMITATIONS
    )

    def draft(outcome: str) -> Review:
        review.refresh_from_db()
        appraisals.draft_appraisal(
            review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"), proposed_outcome=outcome,
            remark="Xem từng mục.", marks=[MarkText(mark, "Chung chung.", section_id=section.pk)],
        )  # fmt: skip
        review.refresh_from_db()
        return review

    def propose() -> None:
        appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))

    draft(AppraisalOutcome.ACCEPT)
    assert (f"“{section.heading}”" in refusal(propose)) is barred
    draft(AppraisalOutcome.REREVIEW)
    propose()
    assert ("Kiểm điểm lại" in refusal(lambda: decide(world, review, "accept"))) is barred


class TestDraft:
    def test_it_names_its_drafter_and_stays_with_the_round(self, world, review):
        appraisal = appraising.drafted(world, review)

        assert (appraisal.drafted_by_name, appraisal.state) == ("Ngô Minh Đức", AppraisalState.DRAFT)
        assert appraisal.round == review.rounds.get()

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_the_managing_committee_drafts(self, world, review, who):
        may = who in {"chuyenvien", "thuongtruc"}

        told = refusal(
            lambda: appraisals.draft_appraisal(review_id=review.pk, version=review.version, actor=world.actor(who))
        )

        assert (told == "") == may

    @pytest.mark.parametrize("state", [ReviewState.DRAFT, ReviewState.RETURNED, ReviewState.ACCEPTED])
    def test_only_a_submitted_review_is_appraised(self, world, review, state):
        Review.objects.filter(pk=review.pk).update(state=state)

        with pytest.raises(NotAllowed, match=f"đang ở trạng thái “{state.label}”"):
            appraising.drafted(world, review)

    def test_saving_a_draft_handed_over_takes_it_back(self, world, review):
        appraising.proposed(world, review)

        assert appraising.drafted(world, review).proposed_at is None

    def test_an_old_page_does_not_overwrite_the_draft_of_a_colleague(self, world, review):
        seen = review.version
        appraising.drafted(world, review)

        with pytest.raises(StaleObject):
            appraisals.draft_appraisal(
                review_id=review.pk, version=seen, actor=world.actor("chuyenvien"), remark="Khác"
            )

    def test_marks_by_section_and_topic_are_kept(self, world, review):
        section = TemplateSection.objects.create(
            template=review.template, key="s1", order=1, heading="Hạn chế", kind=SectionKind.LIMITATIONS
        )

        appraisal = appraisals.draft_appraisal(
            review_id=review.pk,
            version=review.version,
            actor=world.actor("chuyenvien"),
            marks=[MarkText(Mark.SUPPLEMENT, "Nêu rõ nguyên nhân", section_id=section.pk)],
        )

        assert [(m.section, m.mark, m.remark) for m in appraisal.marks.all()] == [
            (section, Mark.SUPPLEMENT, "Nêu rõ nguyên nhân")
        ]

    def test_a_mark_on_a_topic_not_asked_of_this_review_is_refused(self, world, review):
        topic = letters.issued(world, [make.collective_review(world, world.other_commune)]).topics.get(order=1)

        with pytest.raises(Invalid, match="Danh sách mục thẩm định đã thay đổi"):
            appraisals.draft_appraisal(
                review_id=review.pk,
                version=review.version,
                actor=world.actor("chuyenvien"),
                marks=[MarkText(Mark.GOOD, topic_id=topic.pk)],
            )
        assert not AppraisalMark.objects.exists()


class TestPropose:
    def test_every_section_and_every_topic_has_a_mark_before_it_is_handed_over(self, world):
        review = letters.submitted(make.collective_review(world, world.commune))
        section = TemplateSection.objects.create(
            template=review.template, key="ii", order=1, number="II", heading="Hạn chế", kind=SectionKind.LIMITATIONS
        )
        letters.issued(world, [review])
        letters.submitted(Review.objects.get(pk=review.pk))
        topic = review.suggestions.get().deep_review.topics.get(order=1)
        draft = partial(appraisals.draft_appraisal, review_id=review.pk, actor=world.actor("chuyenvien"))
        good_section = MarkText(Mark.GOOD, section_id=section.pk)

        def propose_with(*marks: MarkText, outcome: str = "accept") -> tuple[tuple[str, str], ...]:
            review.refresh_from_db()
            draft(version=review.version, marks=marks, proposed_outcome=outcome)
            try:
                appraisals.propose_appraisal(
                    review_id=review.pk, version=review.version + 1, actor=world.actor("chuyenvien")
                )
            except Invalid as refusal:
                return refusal.items
            return ()

        neither = propose_with()
        assert neither[0] == ("Chưa đánh giá “II Hạn chế”.", f"muc-{section.pk}")
        assert (f"Chưa đánh giá “Gợi ý: {topic.title}”.", f"goi-y-{topic.pk}") in neither
        assert propose_with(good_section) == neither[1:]
        assert propose_with(outcome="") == (
            ("Hãy chọn kết quả đề nghị trước khi trình.", "id_proposed_outcome_0"), *neither
        ), "all at once"  # fmt: skip
        assert [anchor for _, anchor in propose_with(good_section, outcome="supplement")] == [
            "id_remark", *(anchor for _, anchor in neither[1:])
        ]  # fmt: skip
        assert propose_with(MarkText(Mark.REREVIEW, section_id=section.pk)) == (
            ("Đánh giá “Kiểm điểm lại” ở “II Hạn chế” nên không đề nghị công nhận đạt được.", f"muc-{section.pk}"),
            *neither[1:],
        )
        assert Appraisal.objects.get(round=review.rounds.latest("number")).state == AppraisalState.DRAFT, (
            "saved all the same"
        )
        assert propose_with(*appraising.marked(review, Mark.SUPPLEMENT)) == ()

    def test_an_outcome_is_chosen_before_it_is_handed_over(self, world, review):
        appraising.drafted(world, review, outcome="")
        review.refresh_from_db()

        with pytest.raises(Invalid, match="Hãy chọn kết quả đề nghị"):
            appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))

    def test_returning_is_proposed_with_a_remark(self, world, review):
        appraising.drafted(world, review, AppraisalOutcome.REREVIEW, remark="  ")
        review.refresh_from_db()

        with pytest.raises(Invalid, match="Hãy ghi nhận xét"):
            appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))

    def test_without_a_draft_there_is_nothing_to_hand_over(self, world, review):
        with pytest.raises(NotAllowed, match="Chưa có dự thảo thẩm định"):
            appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))


class TestWhoDecides:
    @pytest.mark.parametrize("verb", DECISIONS)
    def test_exactly_the_standing_committee_of_the_managing_unit(self, world, review, verb):
        appraising.proposed(world, review)

        allowed = {who for who in EVERYBODY if not refusal(lambda who=who: decide(world, review, verb, by=who))}

        assert allowed == {"thuongtruc"}

    @pytest.mark.parametrize("verb", DECISIONS)
    @pytest.mark.parametrize("state", [ReviewState.DRAFT, ReviewState.RETURNED, ReviewState.ACCEPTED])
    def test_only_while_it_is_submitted(self, world, review, verb, state):
        appraising.proposed(world, review)
        Review.objects.filter(pk=review.pk).update(state=state)

        assert f"khi đang ở trạng thái “{state.label}”" in refusal(lambda: decide(world, review, verb))

    @pytest.mark.parametrize("verb", DECISIONS)
    def test_a_committee_further_up_is_refused(self, world, review, verb):
        appraising.proposed(world, review)

        with pytest.raises(NotAllowed, match="cấp ủy trực tiếp quản lý quyết định"):
            decide(world, review, verb, by="trunguong")

    @pytest.mark.parametrize("verb", DECISIONS)
    def test_who_drafted_does_not_decide(self, world, review, verb):
        standing = world.actor("thuongtruc")
        appraisals.draft_appraisal(
            review_id=review.pk, version=review.version, actor=standing, proposed_outcome="accept"
        )
        review.refresh_from_db()
        appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=standing)

        with pytest.raises(NotAllowed, match="đã soạn dự thảo thẩm định này"):
            decide(world, review, verb)

    @pytest.mark.parametrize("verb", DECISIONS)
    def test_without_a_draft_handed_over_nothing_is_decided(self, world, review, verb):
        with pytest.raises(NotAllowed, match="Chưa có dự thảo thẩm định được trình"):
            decide(world, review, verb)
        appraising.drafted(world, review)
        with pytest.raises(NotAllowed, match="“Đang soạn thẩm định”"):
            decide(world, review, verb)

    @pytest.mark.parametrize("verb", DECISIONS)
    def test_nobody_decides_about_oneself_or_the_own_collective(self, world, review, verb):
        world.users["bithu"].grants.create(role=make.Role.STANDING, unit=world.province, started_on=make.FOUNDED)
        own = letters.submitted(make.individual_review(world, world.cadre("bithu"), world.commune))
        for subject in (review, own):
            appraising.proposed(world, subject)

        with pytest.raises(NotAllowed, match="của tập thể mà mình tham gia"):
            decide(world, review, verb, by="bithu")
        with pytest.raises(NotAllowed, match="của chính mình"):
            decide(world, own, verb, by="bithu")


class TestAccept:
    def test_the_review_is_settled_and_every_remedy_becomes_an_item(self, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Giải ngân chậm", {"owner_cadre": world.cadre("canbo")}, {})
        letters.submitted(review)

        appraising.accepted(world, review)

        review.refresh_from_db()
        assert (review.state, review.settled_at is not None) == (ReviewState.ACCEPTED, True)
        items = RemediationPlan.objects.get(review=review).items.all()
        whose = {(item.cycle_id, item.unit_id, item.managing_unit_id, item.cadre_id) for item in items}
        assert len(items) == 2
        assert whose == {(review.cycle_id, review.unit_id, review.managing_unit_id, review.cadre_id)}

    def test_the_decision_is_kept_with_its_person_and_office(self, world, review):
        appraising.accepted(world, review)

        appraisal = Appraisal.objects.get(round__review=review)
        assert (appraisal.outcome, appraisal.decided_by_name) == ("accept", "Hoàng Gia Lộc")
        assert "Tỉnh ủy Nam Trung" in appraisal.decided_office

    def test_one_audit_row_for_the_review_and_one_for_the_appraisal(self, world, review):
        appraising.accepted(world, review)

        verbs = list(AuditEntry.objects.values_list("verb", flat=True))
        assert (verbs.count("review.accept"), verbs.count("appraisal.decide")) == (1, 1)

    def test_a_remedy_without_a_deadline_bars_it_and_nothing_is_decided(self, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Giải ngân chậm", {"due_on": None})
        letters.submitted(review)
        appraising.proposed(world, review)

        assert "chưa ghi thời hạn" in refusal(lambda: decide(world, review, "accept"))
        assert Appraisal.objects.get().state == AppraisalState.PROPOSED


class TestReturn:
    @pytest.mark.parametrize(
        ("verb", "opening", "outcome"),
        [
            ("return", Opening.SUPPLEMENT, AppraisalOutcome.SUPPLEMENT),
            ("rereview", Opening.REREVIEW, AppraisalOutcome.REREVIEW),
        ],
    )
    def test_the_next_round_opens_with_the_reason_and_the_former_stays(self, world, review, verb, opening, outcome):
        make_due = localtime.today() + timedelta(days=10)
        appraising.proposed(world, review, outcome)

        decide(world, review, verb, due_on=make_due)

        review.refresh_from_db()
        former, following = review.rounds.order_by("number")
        assert (review.state, review.due_on) == (ReviewState.RETURNED, make_due)
        assert (following.opened_because, following.reason) == (opening, "Chưa rõ trách nhiệm người đứng đầu.")
        assert (former.submitted_at is not None, following.turn) == (True, 2)
        assert former.appraisal.outcome == outcome
        assert (review.handed_up_at, review.handed_up_by_id) == (None, None), "the next round is drafted anew"

    @pytest.mark.parametrize("verb", ["return", "rereview"])
    def test_a_reason_is_required(self, world, review, verb):
        appraising.proposed(world, review)

        with pytest.raises(Invalid, match="Hãy ghi rõ lý do"):
            decide(world, review, verb, reason=" \n ")

    def test_a_new_deadline_in_the_past_is_refused(self, world, review):
        appraising.proposed(world, review)

        with pytest.raises(Invalid, match="Hạn mới không thể trước hôm nay"):
            decide(world, review, "return", due_on=localtime.today() - timedelta(days=1))

    def test_without_a_new_deadline_the_old_one_stands(self, world, review):
        appraising.returned(world, review)

        review.refresh_from_db()
        assert review.due_on == date(2026, 12, 5)

    def test_in_a_closed_cycle_nothing_is_returned_but_it_may_be_accepted(self, world, review):
        appraising.proposed(world, review)
        world.cycle.state = CycleState.CLOSED
        world.cycle.save(update_fields=["state"])

        assert "đã kết thúc nên không trả lại được" in refusal(lambda: decide(world, review, "return"))
        assert refusal(lambda: decide(world, review, "accept")) == ""

    def test_each_round_has_its_own_appraisal(self, world, review):
        appraising.returned(world, review)
        letters.submitted(Review.objects.get(pk=review.pk))

        appraising.accepted(world, review)

        rounds = Appraisal.objects.filter(round__review=review).order_by("round__number")
        assert [appraisal.outcome for appraisal in rounds] == ["supplement", "accept"]

    def test_a_decision_cannot_be_changed_afterwards_even_in_the_database(self, world, review):
        appraising.returned(world, review)
        decision = Appraisal.objects.filter(round__review=review)

        with pytest.raises(IntegrityError, match="decided and frozen"), transaction.atomic():
            decision.update(reason="Khác")
        with pytest.raises(IntegrityError, match="decided and frozen"), transaction.atomic():
            AppraisalMark.objects.create(appraisal=decision.get(), mark=Mark.GOOD, section=None, topic=None)
