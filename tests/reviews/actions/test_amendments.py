"""Changing an issued letter: each change a frozen document, told to those it concerns; submitted rounds keep what was asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import amendments as actions
from reviews.actions import deep_reviews as life
from reviews.actions.amendment_documents import ChangePaper
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.models import Amendment, DeepReview, DeepReviewTarget, DeepReviewTopic, Review
from reviews.querysets.suggestion_progress import SuggestionStep, reached, suggested_to
from reviews.states import CycleState, Opening, ReviewState
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

DUE = localtime.today() + timedelta(days=20)
LATER = DUE + timedelta(days=15)


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def collective(world):
    return make.collective_review(world, world.commune)


@pytest.fixture
def head(world):
    return make.individual_review(world, world.cadre("bithu"), world.commune)


@pytest.fixture
def letter(world, collective, head):
    row = letters.issued(world, [collective, head], due_on=DUE)
    for target in row.targets.all():
        life.acknowledge_target(target_id=target.pk, actor=world.actor("bithu"))
    return letters.fresh(row)


def paper(number: str = "31-CV/TU", **changed: Any) -> ChangePaper:
    known: dict[str, Any] = {"issued_on": localtime.today(), "reason": "Theo đề nghị của đơn vị"}
    return ChangePaper(number, **(known | changed))


def change(act, world, row, *, by: str = "thuongtruc", number: str = "31-CV/TU", **data: Any) -> Amendment:
    data.setdefault("paper", paper(number))
    return act(deep_review_id=row.pk, version=letters.fresh(row).version, actor=world.actor(by), **data)


def target_of(row, review) -> DeepReviewTarget:
    return row.targets.get(review=review)


def target_of_in_force(row, review) -> DeepReviewTarget:
    return row.targets.in_force().get(review=review)


def asked(review, at=None) -> list[str]:
    return list(DeepReviewTopic.objects.asked_of(review.pk, at=at).order_by("order").values_list("title", flat=True))


def waiting_for(world, who: str) -> set[int]:
    return {t.review_id for t in DeepReviewTarget.objects.awaiting_acknowledgement(world.actor(who))}


class TestWho:
    def test_only_the_standing_committee_and_none_of_the_suggested(self, world, letter, collective):
        member = make.cadre("Đinh Công Tráng")
        make.seat(member, world.commune, make.Position.MEMBER, "Ủy viên", managed_by=world.province)
        world.users["pho_bi_thu"] = make.account("pho_bi_thu", member, (make.Role.STANDING, world.province))

        with pytest.raises(NotAllowed, match="Chỉ thường trực, ban thường vụ cấp ủy ban hành"):
            change(actions.reschedule, world, letter, by="chuyenvien", due_on=LATER)
        with pytest.raises(NotAllowed, match="được gợi ý trong văn bản này"):
            change(actions.reschedule, world, letter, by="pho_bi_thu", due_on=LATER)

    def test_wrong_state_ended_cycle_and_an_old_page_are_sentences_of_their_own(self, world, letter, collective):
        draft = letters.drafted(world, title="Chưa ban hành")
        with pytest.raises(NotAllowed, match="khi đang ở trạng thái “Đang soạn”"):
            change(actions.reschedule, world, draft, due_on=LATER)
        with pytest.raises(StaleObject):
            actions.reschedule(
                deep_review_id=letter.pk, version=1, actor=world.actor("thuongtruc"), paper=paper(), due_on=LATER
            )
        type(world.cycle).objects.filter(pk=world.cycle.pk).update(state=CycleState.CLOSED)
        with pytest.raises(NotAllowed, match="đã kết thúc"):
            change(actions.reschedule, world, letter, due_on=LATER)

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"number": " "}, "Hãy ghi số, ký hiệu của văn bản điều chỉnh"),
            ({"reason": " "}, "Hãy ghi rõ lý do điều chỉnh"),
            ({"issued_on": localtime.today() + timedelta(days=2)}, "không thể sau hôm nay"),
            ({"issued_on": localtime.today() - timedelta(days=9)}, "không thể trước ngày .* của văn bản gợi ý"),
            ({"number": letters.NUMBER}, "Số 12-CV/TU đã dùng cho văn bản “Gợi ý kiểm điểm sâu năm 2026”"),
        ],
    )
    def test_a_document_that_cannot_be_is_refused_and_nothing_is_kept(self, world, letter, wrong, sentence):
        with pytest.raises(Invalid, match=sentence):
            change(actions.reschedule, world, letter, paper=paper(**wrong), due_on=LATER)

        assert not Amendment.objects.exists()

    def test_the_number_of_a_change_is_taken_for_other_changes_and_letters(self, world, letter, collective):
        change(actions.reschedule, world, letter, due_on=LATER)

        with pytest.raises(Invalid, match=r"Số 31-CV/TU đã dùng cho văn bản điều chỉnh ngày"):
            change(actions.reschedule, world, letter, due_on=LATER + timedelta(days=1))
        other = make.collective_review(world, world.other_commune)
        with pytest.raises(Invalid, match=r"Số 31-cv/tu đã dùng cho văn bản điều chỉnh"):
            letters.issued(world, [other], title="Văn bản khác", number="31-cv/tu", due_on=DUE)


class TestReschedule:
    def test_all_get_the_new_day_are_told_and_may_write_as_long(self, world, letter, collective, head):
        Review.objects.filter(pk=collective.pk).update(due_on=DUE)
        assert waiting_for(world, "bithu") == set()

        made = change(actions.reschedule, world, letter, due_on=LATER)

        assert set(letter.targets.values_list("due_on", flat=True)) == {LATER}
        assert letters.fresh(letter).due_on == DUE
        assert waiting_for(world, "bithu") == {collective.pk, head.pk}
        collective.refresh_from_db()
        assert collective.due_on == max(LATER, collective.due_on)
        entry = AuditEntry.objects.get(verb="deepreview.amend")
        assert (entry.data["number"], entry.data["reason"], entry.data["kind"]) == (
            "31-CV/TU", made.reason, "reschedule",
        )  # fmt: skip

    def test_who_received_the_letter_stays_among_them_and_the_change_has_a_receipt_of_its_own(
        self, world, letter, collective, head
    ):
        actor, step = world.actor("thuongtruc"), reached(SuggestionStep.ACKNOWLEDGED)
        change(actions.reschedule, world, letter, due_on=LATER)

        received = suggested_to(Review.objects.visible_to(actor), actor).filter(step)
        assert set(received) == {collective, head}
        counted: Any = DeepReview.objects.with_counts(actor).get(pk=letter.pk)
        assert counted.acknowledged_count == 2
        assert waiting_for(world, "bithu") == {collective.pk, head.pk}
        first = target_of(letter, head).received_at
        life.acknowledge_target(target_id=target_of(letter, head).pk, actor=world.actor("bithu"))
        assert target_of(letter, head).received_at == first
        assert waiting_for(world, "bithu") == {collective.pk}

    def test_named_targets_only(self, world, letter, collective, head):
        made = change(actions.reschedule, world, letter, due_on=LATER, target_ids=[target_of(letter, head).pk])

        assert (target_of(letter, collective).due_on, target_of(letter, head).due_on) == (DUE, LATER)
        assert waiting_for(world, "bithu") == {head.pk}
        assert [target.review_id for target in made.targets.all()] == [head.pk]

    def test_a_day_past_or_the_same_is_refused(self, world, letter):
        with pytest.raises(Invalid, match="Hạn mới không thể trước hôm nay"):
            change(actions.reschedule, world, letter, due_on=localtime.today() - timedelta(days=1))
        with pytest.raises(Invalid, match="Hạn giải trình đang là"):
            change(actions.reschedule, world, letter, due_on=DUE)


class TestTargets:
    def test_an_added_one_is_asked_what_all_are_asked_and_a_submitted_review_is_opened(self, world, letter):
        other = letters.submitted(make.collective_review(world, world.other_commune))
        before = localtime.now()

        change(actions.add_target, world, letter, review_id=other.pk)

        assert asked(other) == [topic.title for topic in letters.TOPICS]
        assert asked(other, at=before) == []
        other.refresh_from_db()
        assert other.state == ReviewState.RETURNED
        opened = other.rounds.latest("number")
        assert opened.opened_because == Opening.SUGGESTION
        assert "văn bản điều chỉnh số 31-CV/TU" in opened.reason
        assert waiting_for(world, "bithu_khac") == {other.pk}

    def test_a_review_opened_for_a_suggestion_is_nowhere_called_returned(self, client, world, letter):
        other = letters.submitted(make.collective_review(world, world.other_commune))
        change(actions.add_target, world, letter, review_id=other.pk)
        client.force_login(world.users["chuyenvien"])

        listed = client.get("/kiem-diem/").context["listing"].rows
        words = {row.pk: row.state_words for row in listed}
        own = client.get(f"/kiem-diem/{other.pk}/").text

        assert words[other.pk] == "Mở lại để giải trình"
        assert "Mở lại để giải trình" in own
        assert "Bị trả lại" not in own[own.index("<h1") :]
        client.force_login(world.users["bithu_khac"])
        assert "Giải trình gợi ý rồi trình lại bản kiểm điểm tập thể" in client.get("/?hop=bi-tra-lai").text

    def test_nobody_adds_themselves_or_the_collective_in_which_they_sit(self, world, letter):
        member = make.cadre("Đinh Công Tráng")
        make.seat(member, world.other_commune, make.Position.MEMBER, "Ủy viên", managed_by=world.province)
        world.users["pho_bi_thu"] = make.account("pho_bi_thu", member, (make.Role.STANDING, world.province))
        own = make.individual_review(world, member, world.other_commune)
        collective = make.collective_review(world, world.other_commune)

        for review in (own, collective):
            with pytest.raises(NotAllowed, match=r"liên quan đến chính đồng chí.*đồng chí khác"):
                change(actions.add_target, world, letter, by="pho_bi_thu", review_id=review.pk)
        assert not Amendment.objects.exists()

    def test_named_twice_accepted_foreign_or_without_a_topic_is_refused(self, world, letter, collective, head):
        accepted = make.collective_review(world, world.other_commune, state=ReviewState.ACCEPTED)
        foreign = make.collective_review(world, world.province)

        for review, sentence in (
            (collective, "Mỗi tập thể, cá nhân chỉ nêu một lần"),
            (accepted, "đã được thẩm định đạt"),
            (foreign, "không thuộc diện quản lý"),
        ):
            with pytest.raises(Invalid, match=sentence):
                change(actions.add_target, world, letter, review_id=review.pk)

    def test_a_withdrawn_one_is_asked_nothing_more_but_its_submitted_round_keeps_what_it_was_asked(
        self, world, letter, collective, head
    ):
        then = letters.submitted(collective).submitted_at
        change(actions.withdraw_targets, world, letter, target_ids=[target_of(letter, collective).pk])

        assert asked(collective) == []
        assert asked(collective, at=then) == [topic.title for topic in letters.TOPICS]
        assert len(asked(head)) == 2
        assert waiting_for(world, "bithu") == {collective.pk}
        with pytest.raises(Invalid, match="Hãy rút cả văn bản gợi ý"):
            change(actions.withdraw_targets, world, letter, number="32", target_ids=[target_of(letter, head).pk])

    def test_one_withdrawn_by_mistake_is_named_again_with_its_topics_and_asked_for_a_receipt_anew(
        self, world, letter, collective, head
    ):
        own = TopicText("Quản lý khoáng sản", None, "audit", "Vì sao chậm đóng mỏ?")
        gone = target_of(letter, collective)
        change(actions.add_topic, world, letter, topic=own, target_ids=[gone.pk])
        change(actions.withdraw_targets, world, letter, number="32-CV/TU", target_ids=[gone.pk])
        life.acknowledge_target(target_id=gone.pk, actor=world.actor("bithu"))
        between = letters.submitted(collective).submitted_at

        change(actions.add_target, world, letter, number="33-CV/TU", review_id=collective.pk)

        assert asked(collective) == [*(topic.title for topic in letters.TOPICS), own.title]
        assert asked(collective, at=between) == []
        assert target_of_in_force(letter, collective).acknowledged_at is None
        assert waiting_for(world, "bithu") == {collective.pk}
        with pytest.raises(Invalid, match="Mỗi tập thể, cá nhân chỉ nêu một lần"):
            change(actions.add_target, world, letter, number="34-CV/TU", review_id=collective.pk)


class TestTopics:
    def test_an_added_one_is_asked_of_those_named_and_not_of_a_round_submitted_before(
        self, world, letter, collective, head
    ):
        then = letters.submitted(collective).submitted_at
        extra = TopicText("Quản lý khoáng sản", None, "audit", "Vì sao chậm đóng mỏ?")

        change(actions.add_topic, world, letter, topic=extra, target_ids=[target_of(letter, collective).pk])

        assert "Quản lý khoáng sản" in asked(collective)
        assert "Quản lý khoáng sản" not in asked(collective, at=then)
        assert "Quản lý khoáng sản" not in asked(head)
        collective.refresh_from_db()
        assert collective.state == ReviewState.RETURNED

    def test_one_without_what_it_must_clarify_is_refused(self, world, letter):
        with pytest.raises(Invalid, match="Hãy ghi tên nội dung và vấn đề cần làm rõ"):
            change(actions.add_topic, world, letter, topic=TopicText("Quản lý khoáng sản"))

    def test_what_is_asked_now_cannot_have_been_due_yesterday(self, world, letter, monkeypatch):
        after = DUE + timedelta(days=1)
        monkeypatch.setattr("core.localtime.today", lambda: after)

        with pytest.raises(Invalid, match=r"đã qua\. Hãy đổi hạn trước"):
            change(
                actions.add_topic, world, letter, topic=TopicText("Khoáng sản", None, "", "Vì sao?"),
                paper=paper(issued_on=after),
            )  # fmt: skip

    def test_a_withdrawn_one_needs_no_answer_and_the_last_one_of_somebody_stays(self, world, letter, collective):
        first, second = letter.topics.all()

        change(actions.withdraw_topics, world, letter, topic_ids=[first.pk])

        assert asked(collective) == [second.title]
        with pytest.raises(Invalid, match="sẽ không còn nội dung nào"):
            change(actions.withdraw_topics, world, letter, number="32", topic_ids=[second.pk])


def test_the_letter_the_change_and_whom_it_concerned_are_frozen_by_the_database(world, letter, collective):
    made = change(actions.reschedule, world, letter, due_on=LATER)
    target, topic = target_of(letter, collective), letter.topics.first()

    for tamper in (
        lambda: Amendment.objects.update(reason="khác"),
        lambda: connection.cursor().execute("DELETE FROM reviews_amendment"),
        lambda: made.targets.remove(target),
        lambda: DeepReviewTarget.objects.filter(pk=target.pk).update(due_on=DUE),
        lambda: DeepReviewTarget.objects.filter(pk=target.pk).update(withdrawn_by=made, amended_by=made),
        lambda: DeepReviewTopic.objects.filter(pk=topic.pk).update(withdrawn_by=made),
        lambda: DeepReviewTopic.objects.create(deep_review=letter, order=9, title="Chen vào", added_by=made),
        lambda: topic.only_for.add(target),
    ):
        with pytest.raises(IntegrityError, match="is issued and frozen"), transaction.atomic():
            tamper()
