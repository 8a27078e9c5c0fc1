"""A table of thousands of rows is laid out in parts: the pages are those that the whole would have had."""

import io

import pikepdf

from core import pdf
from core.long_tables import long_table
from tests.core.pdf_reading import bookmarks, reader
from tests.core.test_pdf import html

STYLE = (
    "@page { size: 210mm 100mm; margin: 20mm; @top-center { content: counter(page) } @bottom-left { content: element(seal) } }"
    "@page :first { @top-center { content: none } } .seal { position: running(seal) }"
    "table { width: 100%; table-layout: fixed } tr { break-inside: avoid } tr.group { break-after: avoid }"
    "table.foot { break-before: avoid }"
)
PICTURE = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E"
SEAL = f'<div class="seal"><img alt="" src="{PICTURE}"><div>Mã kiểm tra: 7K2M</div></div>'


def paper(rows: list[str]) -> str:
    table = f"<table><thead><tr><th>TT</th><th>Việc</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    foot = '<table class="foot"><tr><td>T/M BAN THƯỜNG VỤ</td></tr></table>'
    return html(
        f'{SEAL}<h1>Danh sách</h1><section class="x"><p>Gồm có:</p>{table}</section><h2>Kết luận</h2>{foot}', STYLE
    )


def row(number: int, words: int) -> str:
    return f"<tr><td>{number}</td><td>{'khắc phục dứt điểm ' * words}</td></tr>"


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in reader(document).pages]


def test_the_pages_are_those_of_the_whole():
    rows = [
        f'<tr class="group"><td colspan="2">Nhóm {number}</td></tr>'
        if number % 11 == 0
        else row(number, number % 5 + 1)
        for number in range(66)
    ]
    whole = pdf.html_to_pdf(paper(rows))

    assert len(pages(whole)) > 10
    for at_once in (7, 30, 65):
        in_parts = pdf.html_to_pdf(paper(rows), rows_at_once=at_once)
        assert pages(in_parts) == pages(whole)
        assert all("Mã kiểm tra: 7K2M" in page for page in pages(in_parts))
        assert bookmarks(in_parts) == bookmarks(whole)


def test_a_row_that_takes_pages_loses_no_word_where_a_part_ends():
    rows = [row(number, 300 if number == 6 else 2) for number in range(20)]

    whole, in_parts = (pages(pdf.html_to_pdf(paper(rows), rows_at_once=at_once)) for at_once in (500, 7))

    assert "".join(in_parts).count("dứt") == "".join(whole).count("dứt") == 300 + 19 * 2


def test_the_properties_are_those_of_the_paper_and_no_page_keeps_names_of_rows():
    document = pdf.html_to_pdf(paper([row(number, 1) for number in range(60)]), rows_at_once=20)

    with pikepdf.open(io.BytesIO(document)) as opened:
        assert str(opened.docinfo["/Title"]) == "Thử"
        assert str(opened.Root.Lang) == "vi"
        assert "/Dests" not in opened.Root.get("/Names", {})


def test_a_table_of_few_rows_or_with_tables_in_it_is_laid_out_whole():
    assert long_table(paper([row(1, 1)] * 20), 20) is None
    assert long_table(paper(["<tr><td><table><tr><td>1</td></tr></table></td><td></td></tr>"] * 20), 5) is None


def test_a_part_that_goes_on_stands_in_the_same_elements():
    table = long_table(paper([row(number, 1) for number in range(9)]), 5)

    assert table is not None
    _, _, content = table.part(5).partition("<body>")
    assert content.startswith(
        f'{SEAL}<section class="x"><table><thead><tr><th>TT</th><th>Việc</th></tr></thead><tbody><tr id="row-5"'
    )
