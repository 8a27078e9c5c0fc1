"""Typing in somebody's signed paper: who may, what has to be attached, what is marked, how it ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from cadres.roles import Role
from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions.answer_rows import add_limitation
from reviews.actions.attachments import attach_file
from reviews.actions.entries import begin_entry, end_entry
from reviews.actions.indicators import answer_group
from reviews.actions.sheets import Incomplete, recall_review, submit_review
from reviews.models import Attachment, Review, ReviewRead, Round
from reviews.rules import sheets as rules
from reviews.states import ReviewState
from tests.factories import appraisals as appraising
from tests.factories import files
from tests.factories import sheets as make
from tests.factories.organisation import give_role

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "thuky", "bithu", "bithu2", "canbo", "thanhvien", "thuky_chibo", "thuky_khac", "thuky_bay", "chuyenvien",
    "thuongtruc", "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip
SECRETARIES = {"thuky", "thuky2", "thuky_chibo"}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def begin(world, by: str = "thuky", review: Review | None = None, **changed) -> Review:
    review = review or world.own("canbo")
    facts: dict[str, Any] = {
        "because": "Đồng chí viết tay.",
        "signed_on": localtime.today(),
        "version": review.version,
    } | changed
    return begin_entry(review_id=review.pk, actor=world.actor(by), **facts)


def attach_paper(world, by: str = "thuky") -> Attachment:
    return attach_file(
        review_id=world.own("canbo").pk,
        actor=world.actor(by),
        content=ContentFile(files.pdf()),
        name="ban-ky.pdf",
        kind=Attachment.Kind.SIGNED_PAPER,
    )


def submit(world, by: str) -> Review:
    own = world.own("canbo")
    return submit_review(review_id=own.pk, version=own.version, actor=world.actor(by))


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_secretaries_of_the_places_begin_and_only_they_write_then(world, who):
    own = world.own("canbo")
    assert bool(rules.may_write(world.actor(who), own)) == (who == "canbo")
    if who not in SECRETARIES:
        with pytest.raises(NotAllowed, match="Chỉ thư ký"):
            begin(world, who)
        return
    begin(world, who)

    writers = {name for name in world.users if rules.may_write(world.actor(name), world.own("canbo"))}
    submitters = {name for name in world.users if rules.may_submit(world.actor(name), world.own("canbo"))}
    assert (writers, submitters) == ({"canbo", who}, {"canbo", who})
    for other in ("bithu", "thanhvien"):
        assert not rules.may_write(world.actor(who), world.own(other))


def test_the_begin_is_marked_recorded_and_shown_to_the_person(world):
    begin(world, because="Đồng chí không dùng máy tính.")

    round_ = make.open_round(world.own("canbo"))
    assert (round_.entered_by_name, round_.entered_because) == ("Vũ Thị Thảo", "Đồng chí không dùng máy tính.")
    assert (round_.signed_on, round_.has_signed_paper) == (localtime.today(), False)
    read = ReviewRead.objects.visible_to(world.actor("canbo")).get(part=ReviewRead.Part.ENTRY)
    assert read.reader_name == "Vũ Thị Thảo"
    entry = AuditEntry.objects.get(verb="review.begin_entry")
    assert "máy tính" not in str(entry.data)


def test_a_secretary_does_not_type_in_the_own_review_nor_a_collectives(world):
    assert "cá nhân" in rules.may_enter_for(world.actor("thuky"), world.collective).reason
    give_role(world.users["canbo"], Role.SECRETARY, world.commune)
    assert not rules.may_enter_for(world.actor("canbo"), world.own("canbo"))


def test_reason_and_day_are_asked_for(world):
    with pytest.raises(Invalid, match="lý do"):
        begin(world, because="  ")
    with pytest.raises(Invalid, match="chưa tới"):
        begin(world, signed_on=localtime.today() + timedelta(days=1))
    with pytest.raises(StaleObject):
        begin(world, version=99)


def test_answers_about_convictions_are_typed_in_only_with_the_signed_paper(world):
    begin(world)
    own = world.own("canbo")
    with pytest.raises(NotAllowed, match="bản giấy"):
        answer_group(review_id=own.pk, actor=world.actor("thuky"), group_number=1)
    answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=1)
    attach_paper(world)
    answer_group(review_id=own.pk, actor=world.actor("thuky"), group_number=2)


def test_it_goes_up_only_with_the_paper_and_the_mark_stays(world):
    begin(world)
    make.complete_review(world.own("canbo"), world.actor("canbo"))
    with pytest.raises(Incomplete) as refusal:
        submit(world, "thuky")
    assert [one.page for one in refusal.value.lacks] == ["attachments"]
    attach_paper(world)

    assert submit(world, "thuky").state == ReviewState.SUBMITTED

    round_ = Round.objects.get(review=world.own("canbo"))
    assert (round_.entered_by_name, round_.submitted_by_name) == ("Vũ Thị Thảo", "Vũ Thị Thảo")
    with pytest.raises(NotAllowed):
        end_entry(review_id=round_.review_id, version=world.own("canbo").version, actor=world.actor("canbo"))


def test_the_person_takes_the_writing_back_and_everything_typed_stays(world):
    begin(world)
    own = world.own("canbo")
    add_limitation(review_id=own.pk, actor=world.actor("thuky"))
    with pytest.raises(NotAllowed):
        end_entry(review_id=own.pk, version=own.version, actor=world.actor("bithu"))

    end_entry(review_id=own.pk, version=own.version, actor=world.actor("canbo"))

    round_ = make.open_round(own)
    assert (round_.entered_at, round_.entered_by_name, round_.limitations.count()) == (None, "", 1)
    assert not rules.may_write(world.actor("thuky"), world.own("canbo"))
    with pytest.raises(NotAllowed):
        add_limitation(review_id=own.pk, actor=world.actor("thuky"))


def test_a_secretary_who_left_writes_no_more_and_the_next_one_begins_anew(world):
    begin(world)
    begin(world, "thuky2")
    own = world.own("canbo")
    assert not rules.may_write(world.actor("thuky"), own)
    assert rules.may_write(world.actor("thuky2"), own)
    world.users["thuky2"].grants.update(ended_on=localtime.today() - timedelta(days=1))
    assert not rules.may_write(world.actor("thuky2"), own)


def test_taken_back_it_keeps_mark_and_paper_but_a_returned_one_needs_a_new_paper(world):
    begin(world)
    make.complete_review(world.own("canbo"), world.actor("canbo"))
    attach_paper(world)
    submit(world, "thuky")
    own = world.own("canbo")
    recall_review(review_id=own.pk, version=own.version, actor=world.actor("thuky"))
    round_ = make.open_round(own)
    assert (round_.entered_by_name, round_.has_signed_paper) == ("Vũ Thị Thảo", True)
    submit(world, "thuky")

    appraising.returned(world, world.own("canbo"))

    round_ = make.open_round(own)
    assert (round_.entered_at, Attachment.objects.filter(round=round_).count()) == (None, 0)
    assert not rules.may_write(world.actor("thuky"), world.own("canbo"))
    begin(world)
    assert not make.open_round(own).has_signed_paper
