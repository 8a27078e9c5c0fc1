"""Submitting a review and taking it back: who, when, what follows, and what is refused."""

import pytest
from django.db import transaction

from core.errors import NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions.answer_rows import add_limitation
from reviews.actions.indicators import NoteEdit, answer_indicators
from reviews.actions.sheets import Incomplete, recall_review, submit_review
from reviews.models import IndicatorNote, ProfileFigure, Review, Round, Segment, standing
from reviews.rules.indicators import IndicatorChange
from reviews.rules.untouched import UNTOUCHED_PARTS
from reviews.states import Opening, ReviewState, SegmentState
from tests.factories import appraisals as appraising
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "thuky", "bithu", "bithu2", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "thuky_bay", "chuyenvien",
    "thuongtruc", "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        make.complete_review(world.collective, world.actor("thuky"))
        make.complete_review(world.own("canbo"), world.actor("canbo"))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def submit(world, review: Review, by: str) -> Review:
    review.refresh_from_db()
    return submit_review(review_id=review.pk, version=review.version, actor=world.actor(by))


def recall(world, review: Review, by: str) -> Review:
    review.refresh_from_db()
    return recall_review(review_id=review.pk, version=review.version, actor=world.actor(by))


class TestSubmitting:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_the_head_submits_the_collectives_review(self, world, who):
        if who in {"bithu", "bithu2"}:
            assert submit(world, world.collective, who).state == ReviewState.SUBMITTED
            return
        with pytest.raises(NotAllowed, match="người đứng đầu"):
            submit(world, world.collective, who)

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_the_person_submits_the_own_review(self, world, who):
        if who == "canbo":
            assert submit(world, world.own("canbo"), who).state == ReviewState.SUBMITTED
            return
        with pytest.raises(NotAllowed, match="Chỉ chính đồng chí"):
            submit(world, world.own("canbo"), who)

    def test_the_round_keeps_who_when_and_the_names_of_the_day(self, world):
        review = submit(world, world.collective, "bithu")

        round_ = Round.objects.get(review=review)
        assert (round_.unit_name, round_.upper_name) == ("Đảng bộ xã Tân Sơn", "Đảng bộ tỉnh An Giang")
        assert round_.submitted_by_name == "Trần Đình Hưởng"
        assert round_.submitted_office.startswith("Bí thư, người đứng đầu")
        assert review.submitted_at == round_.submitted_at

    def test_segments_go_to_their_units(self, world):
        own = world.own("canbo")
        submit(world, own, "canbo")

        assert set(own.segments.values_list("state", flat=True)) == {SegmentState.SENT}

    def test_a_segment_already_confirmed_stays_confirmed(self, world):
        own = world.own("canbo")
        Segment.objects.filter(pk=own.segments.first().pk).update(state=SegmentState.CONFIRMED)
        submit(world, own, "canbo")

        assert list(own.segments.values_list("state", flat=True)) == [SegmentState.CONFIRMED, SegmentState.SENT]

    def test_what_is_missing_is_listed_and_nothing_happens(self, world):
        add_limitation(review_id=world.collective.pk, actor=world.actor("thuky"))
        make.suggest(world, world.collective)

        with pytest.raises(Incomplete, match="còn 2 nội dung") as refused:
            submit(world, world.collective, "bithu")

        assert [one.sentence.split(":")[0] for one in refused.value.lacks] == [
            "Mục II, hạn chế 2",
            "Mục IV, nội dung được gợi ý 1 (“Giải ngân vốn đầu tư công, dự án số 1”)",
        ]
        assert world.collective.state == ReviewState.DRAFT
        assert not AuditEntry.objects.filter(verb="review.submit").exists()

    def test_an_untouched_review_is_refused_with_every_section(self, world):
        with pytest.raises(Incomplete) as refused:
            submit(world, world.own("thanhvien"), "thanhvien")

        sentences = " ".join(one.sentence for one in refused.value.lacks)
        for words in ("chưa viết", "hạn chế", "cam kết", "biểu hiện chưa trả lời", "xếp loại"):
            assert words in sentences

    def test_an_old_page_is_refused(self, world):
        with pytest.raises(StaleObject):
            submit_review(
                review_id=world.collective.pk, version=world.collective.version + 1, actor=world.actor("bithu")
            )

    def test_it_is_not_submitted_twice(self, world):
        review = submit(world, world.collective, "bithu")

        with pytest.raises(NotAllowed, match="“Đã trình”"):
            submit(world, review, "bithu")

    def test_one_trace_is_left(self, world):
        submit(world, world.collective, "bithu")

        (trace,) = AuditEntry.objects.filter(verb="review.submit")
        assert (trace.data["before"], trace.data["after"], trace.data["round"]) == ("draft", "submitted", 1)

    def test_notes_beside_answers_that_are_no_longer_yes_are_erased(self, world):
        review, actor = world.collective, world.actor("thuky")
        answer_indicators(
            review_id=review.pk,
            actor=actor,
            changes=[IndicatorChange(0, 1, 3), IndicatorChange(1, 1, 2)],
            notes=[NoteEdit(0, "đang sửa"), NoteEdit(1, "đã sửa")],
        )
        answer_indicators(review_id=review.pk, actor=actor, changes=[IndicatorChange(0, 3, 1)])
        submit(world, review, "bithu")

        assert [note.text for note in IndicatorNote.objects.all()] == ["đã sửa"]


class TestTakingBack:
    def test_the_submitted_round_stays_and_a_copy_is_opened(self, world):
        review = submit(world, world.collective, "bithu")
        recall(world, review, "bithu")

        first, second = Round.objects.filter(review=review).order_by("number")
        assert (first.is_open, second.is_open, second.opened_because) == (False, True, Opening.RECALL)
        assert (second.turn, second.draft_number) == (1, 2)
        assert second.limitations.get().fault == first.limitations.get().fault
        assert second.limitations.get().origin == first.limitations.get().origin
        assert second.limitations.get().remedies.count() == 1
        assert second.indicators.answers == first.indicators.answers
        review.refresh_from_db()
        assert review.state == ReviewState.DRAFT

    def test_it_may_be_mended_and_submitted_again(self, world):
        review = recall(world, submit(world, world.collective, "bithu"), "bithu")
        submit(world, review, "bithu")

        assert Round.objects.filter(review=review, submitted_at__isnull=False).count() == 2

    @pytest.mark.parametrize("who", ["thuky", "chuyenvien", "thuongtruc", "canbo", "nguoi_la"])
    def test_only_who_may_submit_takes_back(self, world, who):
        review = submit(world, world.collective, "bithu")

        with pytest.raises(NotAllowed):
            recall(world, review, who)

    def test_not_before_it_was_submitted(self, world):
        with pytest.raises(NotAllowed, match="“Đang viết”"):
            recall(world, world.collective, "bithu")

    def test_not_once_the_appraisal_has_begun(self, world):
        review = submit(world, world.collective, "bithu")
        appraising.drafted(world, review)

        with pytest.raises(NotAllowed, match="đã bắt đầu thẩm định"):
            recall(world, review, "bithu")
        assert Round.objects.filter(review=review).count() == 1

    def test_those_above_go_on_reading_the_submitted_round(self, client, world):
        review = recall(world, submit(world, world.collective, "bithu"), "bithu")
        make.make.login(client, world.users["chuyenvien"])

        page = client.get(f"/kiem-diem/{review.pk}/")
        assert "Trần Đình Hưởng trình lúc" in page.text
        assert client.get(f"/kiem-diem/{review.pk}/vong/1/").status_code == 200
        assert client.get(f"/kiem-diem/{review.pk}/vong/2/").status_code == 404


def test_a_returned_review_is_mended_in_the_next_turn(world):
    review = submit(world, world.collective, "bithu")
    appraising.returned(world, review, "Chưa rõ trách nhiệm người đứng đầu.")

    round_ = make.open_round(review)
    assert (round_.turn, round_.reason) == (2, "Chưa rõ trách nhiệm người đứng đầu.")
    ProfileFigure.objects.filter(key=UNTOUCHED_PARTS).update(value=0)
    standing.forget()
    assert submit(world, review, "bithu").state == ReviewState.SUBMITTED
