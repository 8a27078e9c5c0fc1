"""The meeting's facts and the remarks of the places."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from reviews.actions.meeting_tasks import TaskFacts, add_meeting_task, change_meeting_task
from reviews.actions.meetings import MeetingFacts, record_meeting, remark_as_place
from reviews.actions.sheets import recall_review, submit_review
from reviews.actions.text_restoring import restore_text
from reviews.models import MeetingTask, PlaceRemark, Review, SavedText
from reviews.reports import individual_review
from reviews.states import ReviewState
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "thuky", "bithu", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "chuyenvien", "thuongtruc", "kiemtra",
    "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def record(world, review, by="thuky", **facts):
    round_ = make.open_round(review)
    return record_meeting(
        round_id=round_.pk, version=round_.version, actor=world.actor(by), facts=MeetingFacts(**facts)
    )


def values(task: MeetingTask) -> dict[str, object]:
    return {name: value for name, value in vars(task).items() if name not in ("_state", "version")}


@pytest.mark.parametrize("who", EVERYBODY)
def test_writers_and_places_record_the_meeting_of_a_persons_review(world, who):
    may = {"canbo", "thuky", "bithu", "thuky_chibo"}
    if who in may:
        assert record(world, world.own("canbo"), who, chair="Đ/c Hưởng").chair == "Đ/c Hưởng"
        return
    with pytest.raises(NotAllowed):
        record(world, world.own("canbo"), who, chair="x")


def test_more_present_than_in_all_is_refused(world):
    with pytest.raises(Invalid, match="lớn hơn tổng số"):
        record(world, world.collective, present=10, total=9)


def test_a_meeting_to_come_is_refused(world):
    with pytest.raises(Invalid, match="chưa tới"):
        record(world, world.collective, held_on=localtime.today() + timedelta(days=1))


def test_an_old_page_is_refused(world):
    round_ = make.open_round(world.collective)
    record(world, world.collective, chair="Một")

    with pytest.raises(StaleObject):
        record_meeting(
            round_id=round_.pk, version=round_.version, actor=world.actor("thuky"), facts=MeetingFacts(chair="Hai")
        )


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_place_remarks_by_its_secretary_or_head_never_by_the_person(world, who):
    review = world.own("bithu")
    place = review.places.get(unit=world.commune)

    def act():
        return remark_as_place(place_id=place.pk, version=1, actor=world.actor(who), remark="Gương mẫu.")

    if who == "thuky":
        assert act().remarked_by_name == "Vũ Thị Thảo"
        return
    with pytest.raises(NotAllowed, match="tự nhận xét" if who == "bithu" else "Chỉ thư ký"):
        act()


def test_a_remark_is_written_under_the_lock_of_the_review_so_that_no_acceptance_goes_on_beside_it(world):
    place = world.own("canbo").places.get(unit=world.commune)

    with CaptureQueriesContext(connection) as queries:
        remark_as_place(place_id=place.pk, version=1, actor=world.actor("thuky"), remark="Gương mẫu.")

    locked = re.findall(r'FROM "(\w+)"(?=.* FOR UPDATE)', "\n".join(query["sql"] for query in queries))
    assert locked == ["reviews_review", "reviews_reviewplace"]


def test_an_empty_remark_and_one_after_acceptance_are_refused(world):
    review = world.own("canbo")
    place = review.places.get(unit=world.commune)
    with pytest.raises(Invalid):
        remark_as_place(place_id=place.pk, version=1, actor=world.actor("thuky"), remark=" ")
    Review.objects.filter(pk=review.pk).update(state=ReviewState.ACCEPTED)
    with pytest.raises(NotAllowed, match="thẩm định đạt"):
        remark_as_place(place_id=place.pk, version=1, actor=world.actor("thuky"), remark="x")


def test_the_paper_of_a_submitted_round_keeps_what_the_places_had_said_of_it(world):
    own, person = make.complete_review(world.own("canbo"), world.actor("canbo")), world.actor("canbo")

    def remark(words):
        place = own.places.get(unit=world.commune)
        remark_as_place(place_id=place.pk, version=place.version, actor=world.actor("thuky"), remark=words)

    def printed(number):
        paper = individual_review.collect(person, review=own.pk, number=number)
        return [line.text for block in paper.remarks for line in block.lines if line.text]

    submit_review(review_id=own.pk, version=own.version, actor=person)
    remark("Gương mẫu.")
    assert printed(1) == ["Gương mẫu."]
    own.refresh_from_db()
    recall_review(review_id=own.pk, version=own.version, actor=person)
    assert (printed(1), printed(2)) == (["Gương mẫu."], ["Gương mẫu."])
    remark("Cần đi cơ sở nhiều hơn.")

    assert (printed(1), printed(2)) == (["Gương mẫu."], ["Cần đi cơ sở nhiều hơn."])
    kept = PlaceRemark.objects.get()
    for statement in ("UPDATE reviews_placeremark SET remark = 'Khác.'", "DELETE FROM reviews_placeremark"):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (kept.round.number, kept.remarked_by_name) == (1, "Vũ Thị Thảo")


class TestTasksTheMeetingGave:
    def facts(self, action: str, **changes) -> TaskFacts:
        return TaskFacts(action, localtime.today() + timedelta(days=90), owner_text="Văn phòng", **changes)

    def test_what_a_task_said_before_is_kept_and_put_back(self, world):
        pk, actor = world.collective.pk, world.actor("thuky")
        task = add_meeting_task(review_id=pk, actor=actor, facts=self.facts("Rà soát quy chế"))
        changed = self.facts("Sửa quy chế", measure="Một quy chế")
        change_meeting_task(review_id=pk, task_id=task.pk, version=1, actor=world.actor("bithu"), facts=changed)
        saved = SavedText.objects.get(kind="task")
        assert (saved.field, saved.text, saved.replaced_by_name) == ("action", "Rà soát quy chế", "Trần Đình Hưởng")

        with pytest.raises(StaleObject):
            restore_text(review_id=pk, saved_id=saved.pk, token="1", actor=actor)
        with pytest.raises(NotAllowed):
            restore_text(review_id=pk, saved_id=saved.pk, token="2", actor=world.actor("thanhvien"))
        restore_text(review_id=pk, saved_id=saved.pk, token="2", actor=actor)
        task.refresh_from_db()
        assert (task.action, task.measure) == ("Rà soát quy chế", "Một quy chế")

    def test_one_that_was_taken_out_is_offered_below_the_list_and_comes_back_whole(self, world, client):
        own, actor = world.own("canbo"), world.actor("thuky")
        task = add_meeting_task(review_id=own.pk, actor=actor, facts=self.facts("Đi cơ sở", measure="Mười hai lần"))
        before = values(task)
        browser = organisation.login(client, world.users["thuky"])
        address = f"/kiem-diem/{own.pk}/hoi-nghi/"
        assert browser.post(f"{address}nhiem-vu/{task.pk}/xoa/", {"version": 1}).status_code == 302
        page = browser.get(address)
        (saved,) = page.context["removed_tasks"]
        assert "Nhiệm vụ đã bỏ (1)" in page.text
        back = f"{address}nhiem-vu/da-bo/{saved.pk}/khoi-phuc/"
        assert f'action="{back}"' in page.text

        assert browser.post(back).status_code == 302
        assert values(MeetingTask.objects.get(pk=task.pk)) == before
        assert browser.get(address).context["removed_tasks"] == []
        assert "đã có lại" in browser.post(back).text
