"""What a good typist does at the foot of a page and inside a line, on the finished PDF of papers of several kinds."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from core.paper.parts import Heading, LetterHead, Signature
from reviews.reports.individual_review import RemarkBlock, RemarkLine
from reviews.reports.plain_paper import PlainPaper, Point
from reviews.reports.rendering import Paper, render_pdf
from reviews.reports.review_parts import Section
from reviews.reports.suggestion_letter import SuggestedTopic
from tests.core.pdf_reading import page_text, reader, spans
from tests.reviews.reports import individual_samples, letter_samples
from tests.reviews.reports.pictured import attendance_list, result_notice

LINE = "Một dòng văn bản bình thường."


def lines(count: int) -> str:
    return "\n".join([LINE] * count)


def minutes(filler: int) -> PlainPaper:
    return PlainPaper(
        head=LetterHead("", "Tỉnh ủy Nam Trung", "Nam Trung", date(2027, 1, 15), symbol="BB/TU"),
        heading=Heading("BIÊN BẢN"),
        opening=lines(filler),
        points=(Point("7. Kết luận", "Câu kết luận cuối cùng."),),
        signatures=(
            Signature("", "Người ghi biên bản", "Đỗ Thu Hà"),
            Signature("", "Chủ trì hội nghị", "Trần Đình Thắng"),
        ),
    )


def attendance(filler: int) -> PlainPaper:
    return dataclasses.replace(
        attendance_list(), rows=tuple((number, f"Người thứ {number}", "Ủy viên", "") for number in range(1, filler + 1))
    )


def letter(filler: int) -> Paper:
    topics = (SuggestedTopic(1, "Chủ đề", lines(filler), "", ""), SuggestedTopic(2, "Chủ đề cuối", "", "Câu hỏi.", ""))
    return dataclasses.replace(letter_samples.suggestion_letter(), topics=topics, closing="Đề nghị giải trình.")


def personal(filler: int) -> Paper:
    block = RemarkBlock(
        "ĐÁNH GIÁ CỦA CHI BỘ", (RemarkLine("Nhận xét", "Lời nhận xét."),), Signature("Chi ủy", name="Đỗ Văn A")
    )
    return dataclasses.replace(
        individual_samples.individual_review(),
        particulars=(),
        sections=(Section("I", "PHẦN ĐẦU", text=lines(filler)), Section("II", "PHẦN CUỐI", text="Một câu.")),
        remarks=(block,),
    )


TOGETHER: dict[str, tuple[Callable[[int], Paper], tuple[int, ...], tuple[tuple[str, ...], ...]]] = {
    "minutes": (
        minutes,
        (18, 19, 22, 25),
        (("7. Kết luận", "Câu kết luận"), ("cuối cùng.", "NGƯỜI GHI", "Trần Đình Thắng")),
    ),
    "attendance": (attendance, (8, 9, 13), (("Người thứ {filler}", "THƯ KÝ HỘI NGHỊ", "Đỗ Thu Hà"),)),
    "letter": (
        letter,
        (7, 8, 11, 14, 15),
        (("2. Chủ đề cuối", "Câu hỏi."), ("Đề nghị", "T/M BAN THƯỜNG VỤ", "Nguyễn Thị")),
    ),
    "personal": (
        personal,
        (8, 9, 12, 16, 17),
        (
            ("PHẦN CUỐI", "Một câu."),
            ("Một câu.", "NGƯỜI TỰ KIỂM ĐIỂM", "Lê Văn Khải"),
            ("ĐÁNH GIÁ CỦA CHI BỘ", "Lời nhận xét.", "T/M CHI ỦY", "Đỗ Văn A"),
        ),
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_no_heading_and_no_signature_block_stands_alone_wherever_the_page_ends(name):
    paper, fillers, together = TOGETHER[name]
    counts = set()
    for filler in fillers:
        pdf = render_pdf(paper(filler))
        pages = [page_text(pdf, number) for number in range(len(reader(pdf).pages))]
        counts.add(len(pages))
        for words in together:
            wanted = [one.format(filler=filler) for one in words]
            assert any(all(one in page for one in wanted) for page in pages), (filler, wanted, pages)
    assert len(counts) > 1, "the end of the page was not passed"


def test_rows_of_a_table_stay_whole_and_its_head_repeats():
    rows = tuple((n, f"đầu{n} " + "lời văn trong ô " * (9 + n % 5) + f"cuối{n}", "", "") for n in range(1, 40))
    pdf = render_pdf(dataclasses.replace(attendance_list(), rows=rows, by_hand=False))
    pages = [page_text(pdf, number) for number in range(len(reader(pdf).pages))]

    assert len(pages) > 3
    for number in range(1, 40):
        assert any({f"đầu{number}", f"cuối{number}"} <= set(page.split()) for page in pages), number
    assert all("đầu" not in page or "Họ và tên Chức vụ Ký tên" in page for page in pages)


def test_two_lines_of_a_paragraph_at_least_stay_on_either_page():
    text = "\n".join(" ".join([f"đoạn{number}"] * (55 + number % 9)) for number in range(1, 30))
    pdf = render_pdf(dataclasses.replace(result_notice(), opening=text))
    places: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for page in range(len(reader(pdf).pages)):
        for span in spans(pdf, page):
            for word in set(span.text.split()):
                places[word][page].add(round(span.y))

    shared = [by_page for word, by_page in places.items() if word.startswith("đoạn") and len(by_page) > 1]
    assert len(shared) > 1
    assert all(len(lines_there) >= 2 for by_page in shared for lines_there in by_page.values())


def test_a_number_never_parts_from_its_word_and_an_amount_never_from_its_unit():
    """At every width of the line before it."""
    text = "\n".join("x" * width + " số 48-KH/TU thu 26 tỷ đồng trên 1.234,5 ha" for width in range(20, 60))
    pdf = render_pdf(dataclasses.replace(result_notice(), opening=text, reason=""))
    rows = [row for page in reader(pdf).pages for row in page.extract_text().splitlines()]
    told = "\n".join(" ".join(row.split()) for row in rows)
    for whole in ("số 48-KH/TU", "26 tỷ đồng", "1.234,5 ha"):
        assert told.count(whole) == 40, whole


def test_numbers_in_the_cells_of_a_table_are_written_the_vietnamese_way():
    rows = ((1, Decimal("1234.5"), 12_345, date(2027, 2, 5)),)
    pdf = render_pdf(dataclasses.replace(attendance_list(), rows=rows))

    assert "1 1.234,5 12.345 05/02/2027" in page_text(pdf, 0)


def test_the_number_of_a_paper_leaves_the_first_line_of_its_paragraph_full():
    opening = (
        "Kỳ kiểm điểm từ ngày 01/01/2026 đến ngày 31/12/2026, theo Kế hoạch số 45-KH/TU, ngày 14/10/2026 của Ban Thường "
        "vụ Tỉnh ủy Hòa Giang. Số liệu tính đến 08:44 ngày 23/11/2026."
    )
    paper = dataclasses.replace(letter_samples.cycle_summary(), opening=opening)
    printed = reader(render_pdf(paper)).pages[0].extract_text().splitlines()
    assert [line for line in map(str.split, printed) if line[:1] == ["Kỳ"] and "theo" in line]
