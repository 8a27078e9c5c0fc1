"""Answering the catalogue: item by item, a group in one act, notes; and nothing of it in any trace."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from reviews.actions.answer_rows import add_limitation
from reviews.actions.indicators import NoteEdit, answer_group, answer_indicators
from reviews.models import IndicatorItem, IndicatorSheet, Review
from reviews.rules.indicators import IndicatorChange
from reviews.rules.writing import Settlement, digest
from reviews.states import ReviewState
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
NOTE = "Có lúc nể nang, né tránh"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def own(world) -> Review:
    return world.own("canbo")


def answer(world, own, *changes, by="canbo", notes=()):
    return answer_indicators(review_id=own.pk, actor=world.actor(by), changes=changes, notes=notes)


def sheet_of(review: Review) -> IndicatorSheet:
    return make.open_round(review).indicators


def group_size(world, number: int) -> int:
    return IndicatorItem.objects.filter(catalogue=world.cycle.catalogue, group__number=number).count()


def test_items_are_kept_each_at_its_place(world, own):
    answer(world, own, IndicatorChange(0, 0, 1), IndicatorChange(134, 0, 3))

    answers = sheet_of(own).answers
    assert (len(answers), answers[0], answers[1], answers[134]) == (135, 1, 0, 3)


def test_another_answer_given_meanwhile_stays_and_is_told(world, own):
    answer(world, own, IndicatorChange(0, 0, 2))

    outcome = answer(world, own, IndicatorChange(0, 0, 1))

    assert ([change.position for change in outcome.refused], outcome.answers[0]) == ([0], 2)


@pytest.mark.parametrize("change", [IndicatorChange(135, 0, 1), IndicatorChange(-1, 0, 1), IndicatorChange(0, 0, 4)])
def test_what_the_catalogue_does_not_hold_is_refused(world, own, change):
    with pytest.raises(Invalid, match="không có trong danh mục"):
        answer(world, own, change)


def test_a_group_is_answered_in_one_act_and_the_record_shows_it(world, own):
    answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=3)

    sheet = sheet_of(own)
    assert sheet.group_acts == [3]
    assert sheet.answers.count(1) == group_size(world, 3)


def test_a_group_act_does_not_overwrite_a_yes(world, own):
    answer(world, own, IndicatorChange(1, 0, 3))

    with pytest.raises(NotAllowed, match="sửa từng dòng"):
        answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=1)
    assert sheet_of(own).answers[:3] == [0, 3, 0]


def test_the_mark_of_the_act_goes_with_the_first_yes_in_the_group(world, own):
    answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=1)
    answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=2)

    answer(world, own, IndicatorChange(0, 1, 2))

    assert sheet_of(own).group_acts == [2]


@pytest.mark.parametrize("number", [0, 28, 10**6])
def test_a_number_that_is_no_group_is_refused(world, own, number):
    with pytest.raises(Invalid):
        answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=number)


def test_a_note_is_written_by_compare_and_set(world, own):
    outcome = answer(world, own, notes=[NoteEdit(5, NOTE)])
    answer(world, own, notes=[NoteEdit(5, "Bản mới", outcome.tokens[5])])

    stale = answer(world, own, notes=[NoteEdit(5, "Bản của thẻ khác", outcome.tokens[5])])

    (conflict,) = stale.conflicts
    assert (conflict.theirs, sheet_of(own).notes.get().text) == ("Bản mới", "Bản mới")
    settled = NoteEdit(5, "Bản của thẻ khác", stale.tokens[5], {"text": Settlement("join", digest("Bản mới"))})
    answer(world, own, notes=[settled])
    assert sheet_of(own).notes.get().text == "Bản mới\n\nBản của thẻ khác"


def test_notes_sent_again_are_looked_up_together(world, own, django_assert_max_num_queries):
    notes = [NoteEdit(position, f"Ghi chú {position}") for position in range(30)]
    tokens = answer(world, own, notes=notes).tokens
    again = [NoteEdit(note.position, note.text, tokens[note.position]) for note in notes]

    with django_assert_max_num_queries(9):
        assert answer(world, own, notes=again).is_clean


def test_a_position_written_in_two_ways_is_one_note(world, own):
    outcome = answer(world, own, notes=[NoteEdit(7, "trước"), NoteEdit(7, "trước")])

    assert outcome.is_clean
    assert sheet_of(own).notes.count() == 1


@pytest.mark.parametrize("who", ["thuky", "bithu", "thuky_chibo", "chuyenvien", "thuongtruc", "kiemtra", "quantri"])
def test_nobody_answers_for_a_person(world, own, who):
    with pytest.raises(NotAllowed):
        answer(world, own, IndicatorChange(0, 0, 1), by=who)
    with pytest.raises(NotAllowed):
        answer_group(review_id=own.pk, actor=world.actor(who), group_number=1)


def test_a_submitted_sheet_takes_no_answers(world, own):
    Review.objects.filter(pk=own.pk).update(state=ReviewState.SUBMITTED)

    with pytest.raises(NotAllowed, match="không ghi thêm được"):
        answer(world, own, IndicatorChange(0, 0, 1))


def test_no_trace_holds_an_answer_a_note_or_where_it_stands(world, own):
    answer(world, own, IndicatorChange(77, 0, 3), notes=[NoteEdit(77, NOTE)])
    answer_group(review_id=own.pk, actor=world.actor("canbo"), group_number=1)
    limitation = make.fill_limitation(
        add_limitation(review_id=own.pk, actor=world.actor("canbo")), world.actor("canbo")
    )

    traces = AuditEntry.objects.filter(data__round=1)
    facts = json.dumps([trace.data for trace in traces], cls=DjangoJSONEncoder, ensure_ascii=False)
    assert {trace.verb for trace in traces} >= {"indicators.write", "limitation.write"}
    assert set().union(*(trace.data for trace in traces)) <= {"round", "review"}
    assert NOTE not in facts
    assert "77" not in facts.replace(str(own.pk), "")
    columns = {field.name for field in limitation._meta.get_fields()}
    assert not {name for name in columns if "indicator" in name}


def test_each_writer_leaves_one_trace_of_a_sitting_for_answers_and_notes(world):
    review = world.collective
    answer(world, review, IndicatorChange(0, 0, 1), by="thuky")
    answer(world, review, IndicatorChange(1, 0, 1), by="thuky")
    answer(world, review, notes=[NoteEdit(1, NOTE)], by="bithu")

    traces = AuditEntry.objects.filter(verb="indicators.write", target_id=review.pk)
    assert {trace.user_id for trace in traces} == {world.actor(who).user_id for who in ("thuky", "bithu")}
    assert len(traces) == 2
