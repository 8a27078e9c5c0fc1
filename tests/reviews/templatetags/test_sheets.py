"""The controls of a review's form as HTML."""

from datetime import UTC, datetime

import pytest

from reviews.forms.sheet_controls import Choice, Clash, Control
from reviews.templatetags.sheets import draw

NASTY = '<b onclick="x">Thu & chi\'</b>'


@pytest.mark.parametrize("kind", ["text", "line", "date", "number"])
def test_a_text_is_escaped_whatever_the_control(kind):
    html = draw(Control("remedy-7-action", "Việc phải làm", kind, value=NASTY))

    assert "<b" not in html
    assert "&lt;b onclick=&quot;x&quot;&gt;Thu &amp; chi" in html


@pytest.mark.parametrize("kind", ["choice", "persons"])
def test_the_words_of_a_choice_are_escaped_and_the_chosen_one_is_marked(kind):
    choices = [Choice("1", NASTY, chosen=False), Choice("2", "Nguyễn Văn An", chosen=True)]

    html = draw(Control("limitation-3-persons", "Cá nhân", kind, choices=choices))

    assert "<b" not in html
    assert html.count(" selected") + html.count(" checked") == 1
    assert 'value="2" selected' in html or 'value="2" checked' in html


def test_each_person_of_a_topic_has_a_list_of_the_same_name():
    choices = [
        Choice("1:", NASTY, chosen=False),
        Choice("1:direct", f"{NASTY}: trách nhiệm trực tiếp", chosen=True),
        Choice("1:none", f"{NASTY}: không phụ trách", chosen=False),
        Choice("2:", "Nguyễn Văn An", chosen=False),
        Choice("2:direct", "Nguyễn Văn An: trách nhiệm trực tiếp", chosen=False),
    ]

    html = draw(Control("explanation-3-shares", "Trách nhiệm", "shares", choices=choices))

    assert "<b" not in html
    assert html.count('<select class="form-select" name="explanation-3-shares">') == 2
    assert '<option value="1:direct" selected>Trách nhiệm trực tiếp</option>' in html
    assert html.index("Thu &amp; chi") < html.index("1:direct") < html.index("Nguyễn Văn An") < html.index("2:direct")


def test_a_person_named_without_a_part_stays_named_until_a_part_is_chosen():
    choices = [
        Choice("1:", "Nguyễn Văn An", chosen=True),
        Choice("1:direct", "Nguyễn Văn An: trách nhiệm trực tiếp", chosen=False),
    ]

    html = draw(Control("explanation-3-shares", "Trách nhiệm", "shares", choices=choices))

    assert '<option value="1:">' in html
    assert '<option value="">' not in html


def test_a_refusal_stands_below_its_control_and_is_read_with_it():
    html = draw(Control("remedy-7-due_on", "Thời hạn", "date", value="31/31", refusal="Hãy nhập ngày <có thật>."))

    assert 'aria-describedby="remedy-7-due_on-loi"' in html
    assert 'id="remedy-7-due_on-loi"' in html
    assert "Hãy nhập ngày &lt;có thật&gt;." in html
    assert "is-invalid" in html


def test_the_text_of_another_stands_beside_ones_own():
    clash = Clash(
        "remedy-7-action", "Theirs", "Mine", "0" * 12, "Lê Thị Hoa", datetime(2026, 1, 2, tzinfo=UTC), can_join=True
    )

    html = draw(Control("remedy-7-action", "Việc phải làm", "text", value="Mine", clash=clash))

    assert "field-wrong" in html
    assert "Lê Thị Hoa đã sửa ô này" in html
    assert 'value="remedy-7-action:join:000000000000"' in html
    assert "giống nhau phần lớn" not in html


def test_joining_two_texts_that_are_mostly_the_same_is_warned_of():
    theirs, mine = "Giải ngân đạt 41,2 % kế hoạch năm.", "Giải ngân mới đạt 41,2 % kế hoạch năm."
    clash = Clash("remedy-7-action", theirs, mine, "0" * 12, "Hoa", datetime(2026, 1, 2, tzinfo=UTC), can_join=True)

    html = draw(Control("remedy-7-action", "Việc phải làm", "text", value=mine, clash=clash))

    assert "giống nhau phần lớn" in html
    assert "<mark> mới</mark>" in html


def test_a_box_starts_with_a_line_break_so_that_the_first_one_typed_is_kept():
    assert ">\n\nHai dòng</textarea>" in draw(Control("answer-1-0-text", "Nội dung", "text", value="\nHai dòng"))
