"""core.paper: the parts of a paper and what a good typist does to them."""

import dataclasses
import unicodedata
from datetime import UTC, date, datetime

import pytest
import time_machine

from core.paper.layouts import all_layouts, layout_on
from core.paper.parts import LetterHead, Recipients
from core.paper.typesetting import bind_numbers, set_letters, set_type
from core.templatetags.paper import balanced, capitals, paragraphs


def head(**given) -> LetterHead:
    return LetterHead("Đảng bộ tỉnh", "Đảng ủy xã", "Tân Sơn", **given)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_take_a_zero(day, words):
    assert head(day=day).date_words.replace("\u00a0", " ") == words


def test_a_paper_without_its_number_leaves_room_for_it():
    line = head(symbol="BC/ĐU").number_line

    assert line.startswith("Số")
    assert line.endswith("-BC/ĐU")
    assert line.count("\u00a0") >= 6


@pytest.mark.parametrize(("serial", "line"), [("5", "Số 05-BC/ĐU"), ("112", "Số 112-BC/ĐU"), ("07a", "Số 07a-BC/ĐU")])
def test_the_number_stands_with_two_digits_and_its_symbol(serial, line):
    assert head(symbol="BC/ĐU", serial=serial).number_line.replace("\u00a0", " ") == line


def test_a_date_that_is_not_known_leaves_room_to_write_it():
    assert set(head().date_words.split()) == {"ngày", "tháng", "năm"}


def test_recipients_end_with_where_the_paper_is_filed():
    assert Recipients(("Như trên;", "Ban Tổ chức"), "Văn phòng.").printed(all_layouts()[-1]) == (
        "- Như trên,",
        "- Ban Tổ chức,",
        "- Lưu Văn phòng.",
    )


def test_numbers_stay_with_the_word_before_and_the_unit_after():
    bound = bind_numbers("Kế hoạch số 48-KH/TU ngày 12/10 thu 6,4 tỷ đồng, đạt 75,4 % của 26 hộ, xã 3 cũ")

    assert bound.replace("\u00a0", "_") == (
        "Kế hoạch số_48-KH/TU ngày_12/10 thu 6,4_tỷ_đồng, đạt 75,4_% của 26_hộ, xã 3 cũ"
    )


def test_a_day_may_begin_a_line_after_its_hour():
    assert bind_numbers("tính đến 08:44 ngày 23/11/2026, 44 ngày").replace("\u00a0", "_") == (
        "tính đến_08:44 ngày_23/11/2026, 44_ngày"
    )


def test_an_amount_in_a_narrow_cell_parts_before_its_last_word_and_nowhere_else():
    cell, text = '<td class="c">26 tỷ đồng</td>', "<td>26 tỷ đồng</td>"

    assert set_letters(f"<body>{cell}{text}").replace("\u00a0", "_") == (
        '<body><td class="c">26_tỷ đồng</td><td>26_tỷ_đồng</td>'
    )


def test_the_number_of_a_paper_stays_whole_and_nothing_inside_a_tag_is_touched():
    document = set_type(
        '<body><p>số 48-KH/TU, 15/KL-TTr, 07a-BC/ĐU, 12/10/2026, 3-5 ha, a/9-BC</p><i title="9-BC/TU">9-BC/TU</i></body>'
    )

    assert document.replace("\u00a0", " ").replace("\u2060", "_") == (
        "<body><p>số 48-_KH/_TU, 15/_KL-_TTr, 07a-_BC/_ĐU, 12/10/2026, 3-5 ha, a/9-BC</p>"
        '<i title="9-BC/TU">9-_BC/_TU</i></body>'
    )


def test_marks_without_a_glyph_are_drawn_in_the_text_and_left_alone_in_the_title():
    document = set_type("<html><head><title>Ô ☑</title></head><body><p>Đạt ☑ hay ☐</p></body></html>")

    assert "<title>Ô ☑</title>" in document
    assert document.count('<img class="mark"') == 2
    assert "☑</p>" not in document
    assert "☐" not in document


def test_control_characters_never_reach_the_paper():
    assert set_type("<body>Đảng\x00 ủy\x0b</body>") == "<body>Đảng ủy</body>"


def test_typed_text_becomes_paragraphs_without_empty_ones():
    assert paragraphs("Một  hai\r\n\r\n  ba \n") == ["Một hai", "ba"]
    assert paragraphs("") == []


def test_capitals_keep_the_marks_of_decomposed_text():
    assert capitals(unicodedata.normalize("NFD", "Đảng ủy xã Ệ")) == "ĐẢNG ỦY XÃ Ệ"


def test_long_names_break_into_lines_of_like_length_and_hold_bound_words():
    assert balanced("BAN THƯỜNG VỤ ĐẢNG\u00a0ỦY XÃ TÂN SƠN") == ["BAN THƯỜNG VỤ", "ĐẢNG\u00a0ỦY XÃ TÂN SƠN"]
    assert balanced("ĐẢNG ỦY XÃ TÂN SƠN") == ["ĐẢNG ỦY XÃ TÂN SƠN"]
    assert balanced("") == [""]


def test_a_paper_takes_the_layout_profile_of_its_day_else_of_the_day_it_stood_as_it_stands_else_of_today():
    old, new = all_layouts()

    assert (old.code, new.code) == ("2018", "hd05-2026")
    assert layout_on(date(1990, 1, 1)) == layout_on(date(2026, 5, 26)) == old
    assert layout_on(date(2026, 5, 27)) == layout_on(date(2027, 1, 1)) == new
    assert head(day=date(2026, 6, 1), as_of=date(2025, 12, 20)).layout == new
    assert head(as_of=date(2025, 12, 20)).layout == old
    with time_machine.travel(datetime(2026, 5, 26, 16, 59, tzinfo=UTC), tick=False):  # 23:59 in Ho Chi Minh City
        assert head().layout == old
    with time_machine.travel(datetime(2026, 5, 26, 17, 0, tzinfo=UTC), tick=False):
        assert head().layout == new


def test_what_a_paper_says_of_number_day_draft_and_signature_comes_from_its_profile():
    layout = dataclasses.replace(
        all_layouts()[0],
        number_word="SỐ:",
        number_digits=3,
        date_pattern="ngày {dd}/{mm}/{yyyy}",
        zero_before_months_below=13,
        filed="Lưu:",
    )

    assert layout.number_line("7", "BC/ĐU").replace("\u00a0", " ") == "SỐ: 007-BC/ĐU"
    assert layout.date_words(date(2026, 3, 9)).replace("\u00a0", " ") == "ngày 09/03/2026"
    assert Recipients((), "Văn phòng").printed(layout) == ("- Lưu: Văn phòng.",)


def test_figures_of_a_layout_profile_say_what_they_rest_on_and_nothing_unconfirmed_passes_for_law():
    for layout in all_layouts():
        assert len(layout.figures) == len(type(layout).__dataclass_fields__) - 6
        assert all(figure.meaning for figure in layout.figures)
        assert all(figure.legal_basis for figure in layout.figures if figure.verified)
        assert bool(layout.legal_basis) == layout.verified
        assert layout.verified == any(figure.verified for figure in layout.figures)
    confirmed = {figure.key for figure in all_layouts()[-1].figures if figure.verified}
    assert {"margin_left_mm", "line_pt", "banner_pt", "zero_before_days_below"} <= confirmed
    assert not confirmed & {"page_number_pt", "title_pt", "on_behalf", "signature_room_mm", "table_pt"}
