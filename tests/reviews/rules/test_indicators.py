"""Answers to the catalogue as plain numbers: compare-and-set by item, one act for a group, progress in counts."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.indicators import IndicatorChange as Change
from reviews.rules.indicators import apply_changes, may_answer_whole_group, progress_of

answers = st.lists(st.integers(0, 3), min_size=1, max_size=140)


def test_an_item_is_answered_where_it_still_is_what_the_page_showed():
    after, applied, refused = apply_changes([0, 1, 2], [Change(0, 0, 3), Change(2, 2, 1)])

    assert (after, len(applied), refused) == ([3, 1, 1], 2, [])


def test_an_item_that_somebody_answered_otherwise_stays_and_is_told():
    change = Change(1, 0, 1)

    after, applied, refused = apply_changes([0, 3], [change])

    assert (after, applied, refused) == ([0, 3], [], [change])


def test_the_same_answer_by_two_people_is_no_conflict():
    assert apply_changes([1], [Change(0, 0, 1)]) == ([1], [], [])


@given(answers, st.data())
def test_items_nobody_sent_never_change(stored, data):
    positions = st.integers(0, len(stored) - 1)
    sent = data.draw(st.lists(st.builds(Change, positions, st.integers(0, 3), st.integers(0, 3)), max_size=20))

    after, applied, refused = apply_changes(stored, sent)

    touched = {change.position for change in applied}
    assert all(after[p] == stored[p] for p in range(len(stored)) if p not in touched)
    assert len(applied) + len(refused) <= len(sent)


def test_a_whole_group_is_never_answered_over_a_yes():
    assert may_answer_whole_group([0, 1, 0], [0, 1])
    assert "sửa từng dòng" in may_answer_whole_group([0, 2, 0], [0, 1]).reason
    assert may_answer_whole_group([0, 2, 0], [0, 2])


def test_progress_counts_answers_and_yes_without_words():
    progress = progress_of([1, 0, 2, 3], noted=[3], total=5)

    assert (progress.answered, progress.unanswered, progress.without_note) == (3, 2, 1)
    assert (progress.first_unanswered, progress.first_without_note) == (1, 2)


def test_a_note_beside_no_yes_is_counted_as_one_that_will_go_and_asks_for_nothing():
    progress = progress_of([1, 2, 3, 0], noted=[0, 1], total=4, unread=[2, 3])

    assert (progress.idle_notes, progress.unread_notes, progress.first_unread_note) == (2, 1, 2)
    assert progress.warning_of_idle_notes.startswith("Khi trình, 2 ghi chú")
    assert progress_of([2], noted=[0], total=1).warning_of_idle_notes == ""


def test_a_sheet_shorter_or_longer_than_its_catalogue_is_counted_by_the_catalogue():
    assert progress_of([], [], 140).unanswered == 140
    assert progress_of([1] * 150, [], 140).unanswered == 0
