"""After the end of a cycle its reviews are read, no longer written; whoever opened the cycle can open it again."""

import pytest
from django.db import transaction

from core.errors import NotAllowed
from reviews.actions.answer_rows import add_limitation
from reviews.actions.cycles import close_cycle, reopen_cycle
from reviews.actions.indicators import answer_group
from reviews.actions.meetings import MeetingFacts, record_meeting, remark_as_place
from reviews.actions.sheets import recall_review, submit_review
from reviews.models import Answer, Review, TemplateSection
from reviews.states import ReviewState, SectionKind
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
ENDED = r"đã kết thúc.*mở lại đợt"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    built.cycle.refresh_from_db()
    return built


def close(world) -> None:
    close_cycle(cycle_id=world.cycle.pk, version=world.cycle.version, actor=world.actor("chuyenvien"))
    world.cycle.refresh_from_db()


def submit(world) -> Review:
    review = Review.objects.get(pk=world.collective.pk)
    return submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))


def text_name(review: Review) -> str:
    section = TemplateSection.objects.filter(template=review.template, kind=SectionKind.GRADED_TEXT).earliest("order")
    return f"answer-{section.pk}-0-text"


def test_nothing_is_written_any_more(world):
    review, thuky = world.collective, world.actor("thuky")
    round_ = make.open_round(review)
    close(world)

    with pytest.raises(NotAllowed, match=ENDED):
        add_limitation(review_id=review.pk, actor=thuky)
    with pytest.raises(NotAllowed, match=ENDED):
        answer_group(review_id=review.pk, actor=thuky, group_number=1)
    with pytest.raises(NotAllowed, match=ENDED):
        record_meeting(round_id=round_.pk, version=round_.version, actor=thuky, facts=MeetingFacts(chair="x"))


def test_no_place_remarks_any_more(world):
    place = world.own("canbo").places.get(unit=world.commune)
    close(world)

    with pytest.raises(NotAllowed, match=ENDED):
        remark_as_place(place_id=place.pk, version=place.version, actor=world.actor("thuky"), remark="Đồng ý.")


def test_nothing_is_submitted_until_the_cycle_is_opened_again(world):
    make.complete_review(world.collective, world.actor("thuky"))
    close(world)

    with pytest.raises(NotAllowed, match=ENDED):
        submit(world)

    reopen_cycle(
        cycle_id=world.cycle.pk, version=world.cycle.version, reason="Còn đơn vị.", actor=world.actor("chuyenvien")
    )
    assert submit(world).state == ReviewState.SUBMITTED


def test_nothing_is_taken_back_that_could_not_be_submitted_again(world):
    make.complete_review(world.collective, world.actor("thuky"))
    review = submit(world)
    close(world)

    with pytest.raises(NotAllowed, match=ENDED):
        recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))


def test_words_sent_after_the_end_stay_on_the_page_under_the_reason(client, world):
    review = world.collective
    organisation.login(client, world.users["thuky"])
    close(world)

    late = client.post(f"/kiem-diem/{review.pk}/sua/", {text_name(review): "Câu viết muộn"})

    assert late.status_code == 422
    assert "đã kết thúc" in late.text
    assert "mở lại đợt" in late.text
    assert "Câu viết muộn" in late.text
    assert not Answer.objects.exists()


def test_the_autosave_is_told_the_reason(client, world):
    review = world.collective
    organisation.login(client, world.users["thuky"])
    close(world)

    told = client.post(f"/kiem-diem/{review.pk}/sua/", {"dang": "json", text_name(review): "Câu viết muộn"})

    assert told.status_code == 422
    assert "đã kết thúc" in told.json()["sentence"]


def test_the_form_gives_way_to_the_page_that_is_read(client, world):
    review = world.collective
    organisation.login(client, world.users["thuky"])
    close(world)

    assert client.get(f"/kiem-diem/{review.pk}/sua/").url == f"/kiem-diem/{review.pk}/"
    page = client.get(f"/kiem-diem/{review.pk}/")
    assert "Viết tiếp" not in page.text


def test_the_meetings_facts_are_read_and_what_was_typed_stays(client, world):
    review = world.collective
    organisation.login(client, world.users["thuky"])
    round_ = make.open_round(review)
    close(world)

    late = client.post(f"/kiem-diem/{review.pk}/hoi-nghi/", {f"meeting-{round_.pk}-chair": "Đ/c Hưởng"})

    assert late.status_code == 422
    assert "đã kết thúc" in late.text
    assert "Đ/c Hưởng" in late.text
