"""Letters, orders and notices in Word: the words of the printed copies, in the prescribed layout."""

import itertools
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from docx.shared import Mm, Pt

from core.paper.layouts import layout_on
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.paper.word import TYPEFACE
from core.paper.word_reading import word_of
from reviews.reports.appraisal_papers import RereviewOrderPaper, ResultNoticePaper, ResultRow
from reviews.reports.rendering import render_pdf
from tests.core.pdf_reading import body_text
from tests.reviews.reports import samples
from tests.reviews.reports.faces import opened_word, text_of_word, words
from tests.reviews.reports.letter_samples import suggestion_letter

SIGNED = Signature("Ban Thường vụ", "Phó Bí thư Thường trực", "Hoàng Gia Lộc")
RECIPIENTS = Recipients(("Như trên", "Ban Tổ chức Tỉnh ủy (để theo dõi)"), "Văn phòng Tỉnh ủy")


def head(symbol: str, subject: str = "", **more: Any) -> LetterHead:
    known: dict[str, Any] = {"day": date(2026, 11, 6), "serial": "7"}
    return LetterHead(
        "Đảng bộ tỉnh Nam Trung", "Tỉnh ủy", "Nam Trung", symbol=symbol, subject=subject, **(known | more)
    )


def order() -> RereviewOrderPaper:
    return RereviewOrderPaper(
        head=head("CV/TU", "về việc yêu cầu kiểm điểm lại năm 2026"),
        addressees=("Đồng chí Trần Đình Hưởng, Bí thư Đảng ủy xã Tân Sơn",),
        opening="Căn cứ Quy định số 366-QĐ/TW; yêu cầu đồng chí kiểm điểm lại vì những lý do sau:",
        reasons=("Trách nhiệm chưa rõ", "Chưa phân tích nguyên nhân chủ quan"),
        words="Mục II còn chung chung.\nThu 19 tỷ đồng, đạt 75,4 %.",
        closing="Đề nghị trình trước ngày 20/12/2026.",
        signature=SIGNED,
        recipients=RECIPIENTS,
    )


def notice() -> ResultNoticePaper:
    return ResultNoticePaper(
        head=head("TB/TU", marks=("Dự thảo",), serial="", day=None),
        heading=Heading("Thông báo", "kết quả thẩm định bản kiểm điểm năm 2026\ncủa Ban Thường vụ Đảng ủy xã Tân Sơn"),
        opening="Ngày 05/12/2026, Ban Thường vụ Tỉnh ủy thông báo kết quả như sau:",
        result="chưa đạt; trả lại, bổ sung",
        reason="Hạn chế nêu còn chung.",
        rows=(ResultRow(1, "I. Ưu điểm", "Đạt"), ResultRow(2, "II. Hạn chế", "Cần bổ sung", "Nêu rõ\nnguyên nhân")),
        closing="Đề nghị bổ sung và trình lại.",
        signature=SIGNED,
        recipients=RECIPIENTS,
    )


PAPERS: dict[str, Callable[[], Any]] = {"letter": suggestion_letter, "order": order, "notice": notice}


@pytest.mark.parametrize("name", PAPERS)
def test_it_says_what_the_printed_copy_says(name):
    paper = PAPERS[name]()

    printed, typed = body_text(render_pdf(paper)), text_of_word(paper)

    assert words(typed) == words(printed)
    starts = [typed.index(part) for part in (paper.opening[:30], paper.closing[:30], "Nơi nhận:", paper.signature.name)]
    assert starts == sorted(starts)


def test_numbers_stay_with_their_words_as_in_print():
    assert "19\u00a0tỷ" in "".join(run.text for p in opened_word(order()).paragraphs for run in p.runs)


@pytest.mark.parametrize("name", PAPERS)
def test_the_signature_stays_whole_and_with_the_line_above_it_and_the_date_beside_the_number(name):
    document = opened_word(PAPERS[name]())
    foot, head = document.tables[-1], document.tables[0]

    above = document.element.body[list(document.element.body).index(foot._tbl) - 1]
    assert above.xpath("./w:pPr/w:keepNext")
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for table in document.tables for row in table.rows)
    number, date_ = (cell.text for cell in head.rows[1].cells)
    assert "Số" in number
    assert "ngày" in date_


@pytest.mark.parametrize("name", PAPERS)
def test_page_and_type_are_as_prescribed(name):
    document = opened_word(PAPERS[name]())
    section, normal = document.sections[0], document.styles["Normal"]

    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in margins] == [20, 20, 30, 15]
    assert (normal.font.name, normal.font.size) == (TYPEFACE, Pt(14))
    form = normal.paragraph_format
    assert (form.line_spacing, round(form.first_line_indent.mm)) == (Pt(19), 10)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    fonts = set(re.findall(r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"', normal.element.xml))
    assert fonts == {TYPEFACE}


def test_the_head_stands_in_two_columns_over_the_whole_width():
    table = opened_word(suggestion_letter()).tables[0]
    left, right = table.rows[0].cells

    lines = [paragraph for row in table.rows for paragraph in row.cells[0].paragraphs]
    told = [(p.text, p.runs[0].bold, p.runs[0].font.size) for p in lines]
    assert told[:2] == [("ĐẢNG BỘ TỈNH NAM TRUNG", None, None), ("BAN THƯỜNG VỤ TỈNH ỦY", True, None)]
    assert [(text.replace("\u00a0", " "), size) for text, _, size in told[2:4]] == [("*", None), ("Số 112-CV/TU", None)]
    assert (lines[-1].runs[0].italic, told[-1][2]) == (True, Pt(12))
    (banner,), (place,) = right.paragraphs, table.rows[1].cells[1].paragraphs
    assert (banner.text, banner.runs[0].bold, banner.runs[0].font.size) == ("ĐẢNG CỘNG SẢN VIỆT NAM", True, Pt(15))
    assert banner.runs[0].underline
    assert (place.runs[0].italic, place.text.replace("\u00a0", " ")) == (True, "Nam Trung, ngày 06 tháng 11 năm 2026")
    assert abs(left.width + right.width - Mm(165)) < Mm(0.1)


def test_no_two_tables_touch_which_word_would_join():
    tags = [element.tag.rpartition("}")[2] for element in opened_word(suggestion_letter()).element.body]

    assert ("tbl", "tbl") not in set(itertools.pairwise(tags))
    assert tags.count("tbl") == 3


def test_the_heads_of_a_table_repeat_and_the_signature_has_room():
    document = opened_word(notice())
    results, foot = document.tables[1], document.tables[2]

    assert "w:tblHeader" in results.rows[0]._tr.xml
    assert foot.rows[0].cells[1].paragraphs[-1].paragraph_format.space_before > Mm(20)


def test_what_was_typed_stands_literally():
    hostile = "<w:p>&amp; \x00\x08 {{ row }} Ho\u0300a"
    paper = suggestion_letter()
    object.__setattr__(paper, "opening", hostile)

    assert "<w:p>&amp; {{ row }} Hòa" in text_of_word(paper)


def test_a_review_has_real_headings_and_its_appendix_on_a_page_of_its_own():
    document = opened_word(samples.collective_review(appendix=True))
    styled = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]

    assert styled[0] == ("Title", "BÁO CÁO")
    assert ("Heading 1", "I- ƯU ĐIỂM, KẾT QUẢ ĐẠT ĐƯỢC") in styled
    assert ("Heading 2", "2. Kết quả thực hiện các mục tiêu, chỉ tiêu, nhiệm vụ được giao") in styled
    heading = document.styles["Heading 1"]
    assert (heading.font.name, heading.font.size, str(heading.font.color.rgb)) == (TYPEFACE, Pt(14), "000000")
    appendix = next(p for p in document.paragraphs if p.text.startswith("PHỤ LỤC"))
    assert appendix.paragraph_format.page_break_before
    table = document.tables[-1]
    assert table._tbl.xpath("count(./w:tr)") == 1 + 3 + 27 + 27 * 5
    assert table._tbl.xpath("./w:tr[2]/w:tc/w:tcPr/w:gridSpan/@w:val") == ["3"]


def test_a_tag_that_no_paper_uses_is_refused_instead_of_lost():
    with pytest.raises(ValueError, match="no Word for <ul>"):
        word_of("<html><body><p>a<ul></ul></p></body></html>", layout_on(date(2027, 1, 5)))
