"""The four papers, measured on the finished PDF: layout of the profile, text as typed, Tinos alone."""

import dataclasses
import io
import itertools
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest

from core.paper.layouts import layout_on
from core.paper.parts import Heading
from reviews.reports.rendering import Paper, render, render_archive, render_pdf
from reviews.reports.review_parts import Section
from reviews.reports.season_summary import SeasonRow, SeasonSummaryPaper, Suggested
from tests.core.pdf_reading import (
    MM,
    all_objects,
    body_text,
    bookmarks,
    embedded_fonts,
    folded,
    page_text,
    reader,
    spans,
)
from tests.reviews.reports import individual_samples, letter_samples, samples
from tests.reviews.reports.faces import opened_word, text_of_word

LAYOUT = layout_on(date(2027, 1, 5))
PAPERS: dict[str, Callable[[], Paper]] = {
    "collective": samples.collective_review,
    "individual": individual_samples.individual_review,
    "letter": letter_samples.suggestion_letter,
    "summary": letter_samples.cycle_summary,
}


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {name: render_pdf(paper()) for name, paper in PAPERS.items()}


@pytest.fixture(scope="module")
def printed_for_archive() -> bytes:
    return render_archive(samples.collective_review(draft=None))


@pytest.mark.parametrize(("name", "pages"), [("collective", 4), ("individual", 4), ("letter", 2), ("summary", 2)])
def test_a_paper_has_as_many_a4_pages_as_it_was_set_to(printed, name, pages):
    document = reader(printed[name])

    assert len(document.pages) == pages
    for page in document.pages:
        assert [round(float(x) / MM) for x in page.mediabox] == [0, 0, 210, 297]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_embeds_tinos_and_no_other_typeface(printed, name):
    assert embedded_fonts(printed[name]) <= {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


@pytest.mark.parametrize("name", PAPERS)
def test_all_text_stands_within_the_margins(printed, name):
    for page in range(len(reader(printed[name]).pages)):
        for span in spans(printed[name], page):
            in_top_margin = span.y > (297 - LAYOUT.margin_top_mm) * MM
            assert span.x >= LAYOUT.margin_left_mm * MM - 0.5
            assert span.x <= (210 - LAYOUT.margin_right_mm) * MM
            assert span.y >= LAYOUT.margin_bottom_mm * MM - 0.5
            assert not in_top_margin or (page > 0 and span.text.strip() == str(page + 1))


@pytest.mark.parametrize("name", PAPERS)
def test_pages_are_numbered_at_the_top_centre_from_the_second_on(printed, name):
    first, second = spans(printed[name], 0), spans(printed[name], 1)
    number = next(span for span in second if span.text.strip() == "2" and span.y > 277 * MM)

    assert not [span for span in first if span.y > 277 * MM]
    assert number.size == pytest.approx(LAYOUT.page_number_pt, abs=0.1)
    assert number.x + number.size / 4 == pytest.approx((30 + 165 / 2) * MM, abs=1)


def test_body_text_has_the_prescribed_size_indent_and_line_spacing(printed):
    lines = [
        span
        for span in spans(printed["collective"], 0)
        if span.text.startswith(("Ban Thường vụ giữ", "bình; họp", "quan trọng"))
    ]

    assert [span.size for span in lines] == pytest.approx([LAYOUT.body_pt] * 3, abs=0.1)
    assert lines[0].x == pytest.approx((LAYOUT.margin_left_mm + LAYOUT.first_line_indent_mm) * MM, abs=0.5)
    assert lines[1].x == pytest.approx(LAYOUT.margin_left_mm * MM, abs=0.5)
    steps = [upper.y - lower.y for upper, lower in itertools.pairwise(lines)]
    assert steps == pytest.approx([LAYOUT.line_pt] * 2, abs=0.1)


def test_the_head_is_set_in_the_prescribed_sizes(printed):
    by_text = {folded(span.text): span for span in spans(printed["collective"], 0)}

    assert by_text["ĐẢNG CỘNG SẢN VIỆT NAM"].size == pytest.approx(LAYOUT.banner_pt, abs=0.1)
    assert by_text["ĐẢNG CỘNG SẢN VIỆT NAM"].font.endswith("Tinos-Bold")
    assert by_text["ĐẢNG BỘ TỈNH NAM TRUNG"].font.endswith("Tinos")
    assert by_text["BÁO CÁO"].size == pytest.approx(LAYOUT.title_pt, abs=0.1)
    assert by_text["Tân Sơn, ngày 05 tháng 01 năm 2027"].font.endswith("Tinos-Italic")


def test_number_and_date_stand_on_one_line(printed):
    by_text = {folded(span.text): span for span in spans(printed["letter"], 0)}

    assert by_text["Số 112-CV/TU"].y == pytest.approx(by_text["Nam Trung, ngày 06 tháng 11 năm 2026"].y, abs=0.6)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (
            "collective",
            (samples.DISBURSEMENT, samples.FORESTRY, samples.explanation().fault, samples.remedies()[1].action),
        ),
        ("individual", ("LÊ VĂN KHẢI", samples.explanation().subjective_cause, samples.commitments()[2].text)),
        ("letter", (letter_samples.suggestion_letter().opening, letter_samples.suggestion_letter().closing)),
        ("summary", (letter_samples.cycle_summary().opening,)),
    ],
)
def test_text_extracts_equal_to_what_was_typed(printed, name, typed):
    text = body_text(printed[name])

    for passage in typed:
        assert folded(passage) in text


def test_a_whole_section_extracts_word_by_word_across_pages():
    words = " ".join(f"chữ{n} thường đượcviết{n}" for n in range(900))
    paper = dataclasses.replace(
        samples.collective_review(), opening="Mở đầu.", sections=(Section("I", "MỤC", text=words),)
    )

    assert f"I- MỤC {words} Nơi nhận" in body_text(render_pdf(paper))


HOSTILE = (
    "<img src=x onerror=1> & <script>alert('đ')</script> {{ paper }} {% now %} </style> &lt; \" ' <!-- "
    "url(http://127.0.0.1/)"
)


def test_hostile_text_prints_literally_and_fetches_nothing():
    paper = samples.collective_review()
    paper = dataclasses.replace(
        paper,
        opening=HOSTILE,
        heading=Heading("Báo cáo", HOSTILE),
        head=dataclasses.replace(paper.head, place=HOSTILE),
        sections=(Section("I", HOSTILE, text=HOSTILE, degrees=samples.choices((HOSTILE,), HOSTILE)),),
        signature=dataclasses.replace(paper.signature, name=HOSTILE),
    )

    assert body_text(render_pdf(paper)).count(folded(HOSTILE)) >= 4


def test_decomposed_typing_prints_composed():
    typed = unicodedata.normalize("NFD", "Kiểm điểm nghiêm túc, cầu thị, trách nhiệm")
    paper = dataclasses.replace(samples.collective_review(), opening=typed)

    assert unicodedata.normalize("NFC", typed) in " ".join(reader(render_pdf(paper)).pages[0].extract_text().split())


def long_collective(filler: int):
    sections = (
        Section("I", "PHẦN ĐẦU", text="\n".join(["Một dòng văn bản bình thường."] * filler)),
        Section("II", "PHẦN CUỐI", text="Một câu."),
    )
    return dataclasses.replace(samples.collective_review(), sections=sections)


@pytest.mark.parametrize("filler", range(14, 27))
def test_no_heading_stands_alone_at_the_foot_and_the_signature_has_text_above_it(filler):
    pdf = render_pdf(long_collective(filler))
    pages = [page_text(pdf, number) for number in range(len(reader(pdf).pages))]

    heading_page = next(n for n, text in enumerate(pages) if "PHẦN CUỐI" in text)
    signature_page = next(n for n, text in enumerate(pages) if "T/M BAN THƯỜNG VỤ" in text)
    assert "Một câu." in pages[heading_page]
    assert "Một câu." in pages[signature_page]
    assert "Trần Đình Thắng" in pages[signature_page]


@pytest.mark.parametrize("rows", range(12, 18))
def test_the_end_of_a_table_goes_with_the_sentence_below_it_and_the_signature(rows):
    counts, letter = Suggested(1, 2, Counter({"Đất đai": 3})), letter_samples.suggestion_letter()
    lines = tuple(SeasonRow(str(n), f"Khối số {n}", counts, 2 if n % 4 else 1) for n in range(1, rows))
    paper = SeasonSummaryPaper(
        head=letter.head,
        heading=Heading("Bảng tổng hợp", "tập thể, cá nhân được gợi ý"),
        opening="Thực hiện kế hoạch. " * 20,
        rows=lines,
        total=counts,
        closing="Nội dung gợi ý tính theo lượt.",
        signature=letter.signature,
        recipients=letter.recipients,
    )

    pdf = render_pdf(paper)

    last = page_text(pdf, len(reader(pdf).pages) - 1)
    assert all(words in last for words in (f"Khối số {rows - 1}", "Cộng", "tính theo lượt", letter.signature.name)), (
        last
    )


def test_table_heads_repeat_on_every_page_of_a_long_table():
    pdf = render_pdf(samples.collective_review(appendix=True))
    pages = [page_text(pdf, number) for number in range(len(reader(pdf).pages))]
    with_rows = [text for text in pages if "nội dung thử" in text]

    assert len(with_rows) > 3
    assert all("Số Biểu hiện Tự nhận" in text for text in with_rows)


def test_the_appendix_carries_the_label_of_its_catalogue():
    text = body_text(render_pdf(samples.collective_review(appendix=True)))

    assert "Danh mục gợi ý, suy ra từ 27 biểu hiện; không phải văn bản chính thức" in text
    assert "135" not in text or "27.5" in text


def test_a_draft_says_which_one_it_is_and_a_final_paper_does_not():
    assert "Dự thảo lần 2" in body_text(render_pdf(samples.collective_review(draft=2)))
    assert "Dự thảo" not in body_text(render_pdf(samples.collective_review(draft=None)))


def test_the_summary_adds_up(printed):
    for table in letter_samples.cycle_summary().tables:
        inner = [row.figures for row in table.rows if not row.is_group]
        assert table.total == tuple(sum(column) for column in zip(*inner, strict=True))
        assert "Cộng " + " ".join(map(str, table.total)) in body_text(printed["summary"])


def test_a_paper_never_names_an_outside_address():
    for paper in PAPERS.values():
        assert "http" not in render(paper()).replace("http-equiv", "").split("<body")[0]


def test_both_faces_are_laid_out_by_the_profile_and_by_nothing_else(monkeypatch):
    other = dataclasses.replace(
        LAYOUT,
        margin_left_mm=35,
        body_pt=13,
        line_pt=18,
        first_line_indent_mm=12.7,
        head_left_percent=45.5,
        banner="TIÊU ĐỀ KHÁC",
        on_behalf="TM.",
        recipients_title="Gửi:",
        title_rule="_____",
        numbers_first_page=True,
    )
    monkeypatch.setattr("core.paper.parts.layout_on", lambda *days: other)
    paper = samples.collective_review(draft=None)

    printed, typed = render_pdf(paper), opened_word(paper)

    first = next(span for span in spans(printed, 0) if span.text.startswith("Ban Thường vụ giữ"))
    assert (first.size, first.x) == pytest.approx((13, 47.7 * MM), abs=0.1)
    assert [span for span in spans(printed, 0) if span.text.strip() == "1" and span.y > 277 * MM]
    assert not typed.sections[0].different_first_page_header_footer
    assert round(typed.sections[0].left_margin.mm) == 35
    form = typed.styles["Normal"].paragraph_format
    assert (form.line_spacing.pt, round(form.first_line_indent.mm, 1)) == (18, 12.7)
    for text in (body_text(printed), text_of_word(paper)):
        assert all(words in text for words in ("TIÊU ĐỀ KHÁC", "TM. BAN THƯỜNG VỤ", "Gửi:", "_____"))
        assert not any(words in text for words in ("ĐẢNG CỘNG SẢN", "T/M BAN", "Nơi nhận", "-----"))


@pytest.mark.parametrize(
    ("name", "author", "subject"),
    [
        (
            "collective",
            "Ban Thường vụ Đảng ủy xã Tân Sơn",
            "kiểm điểm tập thể Ban Thường vụ Đảng ủy xã Tân Sơn năm 2026",
        ),
        ("individual", "Chi bộ cơ quan UBND xã", "Năm 2026"),
        ("letter", "Ban Thường vụ Tỉnh ủy", letter_samples.suggestion_letter().head.subject),
    ],
)
def test_both_faces_say_their_title_office_subject_and_language(printed, name, author, subject):
    paper, document = PAPERS[name](), reader(printed[name])
    word = opened_word(paper).core_properties

    facts = document.metadata
    assert facts is not None
    assert (facts.title, facts.author, facts.subject) == (paper.document_title, author, subject)
    assert str(document.root_object["/Lang"]) == "vi"
    told = [folded(words) for words in (word.title, word.author, word.subject)]
    assert (told, word.language) == ([folded(paper.document_title), author, subject], "vi-VN")


def test_the_headings_of_a_paper_are_its_bookmarks_an_appendix_has_one():
    pdf = render_pdf(samples.collective_review(appendix=True))
    marks = bookmarks(pdf)

    assert marks[0] == (0, "BÁO CÁO", 1)
    assert marks[-1][:2] == (1, "Phụ lục: TỰ ĐỐI CHIẾU 27 BIỂU HIỆN")
    titles = [title for _, title, _ in marks]
    assert titles.count("I- ƯU ĐIỂM, KẾT QUẢ ĐẠT ĐƯỢC") == 1
    for depth, title, page in marks[:-1]:
        assert folded(title) in page_text(pdf, page - 1)
        assert depth == (0 if title == "BÁO CÁO" else 1 if "- " in title[:6] else 2)


def test_the_kind_for_the_archive_says_what_the_print_says_and_tells_its_boxes(printed_for_archive, caplog):
    assert body_text(printed_for_archive) == body_text(render_pdf(samples.collective_review(draft=None)))
    assert "has no required alt" not in caplog.text
    assert "ô đã chọn" in {str(element.get("/Alt", "")) for element in all_objects(printed_for_archive)}


def test_the_kind_for_the_archive_has_what_its_profile_asks_for_and_nothing_it_forbids(printed_for_archive):
    objects = all_objects(printed_for_archive)
    names = {name for one in objects for name in one} | {str(one.get("/S", "")) for one in objects}
    fonts = [one for one in objects if "/FontName" in one]

    with pikepdf.open(io.BytesIO(printed_for_archive)) as opened:
        said, told = opened.open_metadata(), opened.docinfo
        assert not opened.is_encrypted
        assert "/ID" in opened.trailer
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "B")
        assert (said["dc:title"], said["dc:creator"]) == (str(told.Title), [str(told.Author)])
        for in_file, in_metadata in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            assert (in_file in told) == (in_metadata in said)
        profile = opened.Root.OutputIntents[0].DestOutputProfile
        assert profile.read_bytes()[36:40] == b"acsp"
        assert [int(profile.N), bool(opened.Root.MarkInfo.Marked)] == [3, True]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font) for font in fonts)
    assert (
        names & {"/JS", "/JavaScript", "/Launch", "/AA", "/OpenAction", "/LZWDecode", "/EmbeddedFiles", "/AcroForm"}
        == set()
    )
