"""Two people in one text: what is written, what is shown to both; and whoever plays, no word of anybody is lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.writing import Settlement, Token, canonical, digest, join, merge, read_token, token_after, token_of

FIELDS = ("fault", "cause")


def shown(version=1, **values):
    return token_of(version, {"fault": "", "cause": ""} | values)


def test_a_text_is_written_where_nobody_else_wrote():
    merged = merge({"fault": "cũ", "cause": ""}, 1, shown(fault="cũ"), {"fault": "mới"})

    assert (merged.write, merged.conflicts) == ({"fault": "mới"}, ())


def test_a_text_that_somebody_changed_meanwhile_is_a_conflict_and_stays():
    merged = merge({"fault": "của người khác", "cause": ""}, 2, shown(fault="cũ"), {"fault": "của tôi"})

    assert (merged.write, merged.conflicts) == ({}, ("fault",))


def test_two_people_in_different_fields_of_one_card_do_not_disturb_each_other():
    merged = merge({"fault": "của người khác", "cause": ""}, 2, shown(fault="cũ"), {"cause": "của tôi"})

    assert (merged.write, merged.conflicts) == ({"cause": "của tôi"}, ())


def test_a_page_that_sends_everything_does_not_take_back_what_others_wrote():
    merged = merge({"fault": "của người khác", "cause": ""}, 2, shown(fault="cũ"), {"fault": "cũ", "cause": "của tôi"})

    assert (merged.write, merged.conflicts) == ({"cause": "của tôi"}, ())


def test_sending_the_same_again_changes_nothing():
    merged = merge({"fault": "mới", "cause": ""}, 2, shown(fault="cũ"), {"fault": "mới"})

    assert (merged.write, merged.conflicts) == ({}, ())


def test_a_sender_who_has_seen_nothing_writes_into_empty_fields_only():
    merged = merge({"fault": "có rồi", "cause": ""}, 5, read_token("", FIELDS), {"fault": "mới", "cause": "mới"})

    assert (merged.write, merged.conflicts) == ({"cause": "mới"}, ("fault",))


@pytest.mark.parametrize(
    ("choice", "written"),
    [
        ("mine", {"fault": "của tôi"}),
        ("theirs", {}),
        ("join", {"fault": "của người khác\n\ncủa tôi"}),
    ],
)
def test_a_conflict_is_settled_as_chosen(choice, written):
    settled = {"fault": Settlement(choice, digest("của người khác"))}

    merged = merge({"fault": "của người khác", "cause": ""}, 2, shown(fault="cũ"), {"fault": "của tôi"}, settled)

    assert (merged.write, merged.conflicts) == (written, ())


def test_two_lists_of_persons_are_joined_to_all_who_stand_in_either():
    settled = {"persons": Settlement("join", digest(frozenset([1, 2])))}

    merged = merge({"persons": frozenset([1, 2])}, 2, Token(1, {}), {"persons": frozenset([2, 3])}, settled)

    assert (merged.write, merged.conflicts) == ({"persons": frozenset([1, 2, 3])}, ())


@pytest.mark.parametrize("choice", ["mine", "join"])
def test_settling_on_a_text_that_changed_once_more_is_a_conflict_again(choice):
    settled = {"fault": Settlement(choice, digest("đã xem"))}

    merged = merge({"fault": "lại đổi nữa", "cause": ""}, 3, shown(3, fault="lại đổi nữa"), {"fault": "x"}, settled)

    assert (merged.write, merged.conflicts) == ({}, ("fault",))


def test_after_a_conflict_saving_again_without_a_choice_is_still_a_conflict():
    seen, stored = shown(fault="cũ"), {"fault": "của người khác", "cause": "của tôi"}
    token = token_after(2, stored, seen, FIELDS, ("fault",))

    again = merge(stored, 2, token, {"fault": "của tôi", "cause": "sửa tiếp"})

    assert (again.write, again.conflicts) == ({"cause": "sửa tiếp"}, ("fault",))


def test_what_somebody_wrote_in_another_field_stays_unseen_after_a_save_of_ones_own():
    seen = shown(fault="cũ")
    stored = {"fault": "của người khác", "cause": "của tôi"}  # the other person wrote, then the own cause was saved
    token = token_after(3, stored, seen, ("cause",))

    again = merge(stored, 3, token, {"fault": "của tôi"})

    assert (again.write, again.conflicts) == ({}, ("fault",))
    assert merge(stored, 3, token, {"cause": "sửa tiếp"}).write == {"cause": "sửa tiếp"}


def test_a_page_that_has_seen_the_whole_row_holds_its_version():
    assert token_after(3, {"fault": "cũ", "cause": "mới"}, shown(fault="cũ"), ("cause",)) == shown(
        3, fault="cũ", cause="mới"
    )


@pytest.mark.parametrize("text", ["", "x", "1", "1.a", "1.a.b.c", "-1.a.b", "9" * 600, "²·³", "٣.a.b"])
def test_a_token_that_cannot_be_read_has_seen_empty_fields(text):
    assert read_token(text, FIELDS) == Token(-1, {})


def test_a_token_comes_back_as_it_went_out():
    token = shown(7, fault="một", cause="hai")

    assert read_token(str(token), FIELDS) == token


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("8.50"), Decimal("8.5")),
        ("a ", "a"),
        (frozenset({2, 1}), frozenset({1, 2})),
        (None, ""),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_equal_values_have_equal_digests(one, other):
    assert canonical(one) == canonical(other)
    assert digest(one) == digest(other)


@given(mine=st.text(), theirs=st.text(), before=st.text())
def test_whatever_two_people_write_neither_text_is_lost(mine, theirs, before):
    """Theirs is stored first; mine then is stored, or already there, or shown beside theirs, or was not changed."""
    merged = merge({"fault": theirs, "cause": ""}, 2, shown(fault=before), {"fault": mine})

    untouched = canonical(mine) == canonical(before)
    assert untouched or canonical(mine) == canonical(theirs) or merged.write == {"fault": mine} or merged.conflicts
    if merged.write:
        assert canonical(theirs) == canonical(before)


@given(mine=st.text(), theirs=st.text())
def test_a_joined_text_holds_both(mine, theirs):
    joined = join(theirs, mine)

    assert canonical(mine) in joined
    assert canonical(theirs) in joined
