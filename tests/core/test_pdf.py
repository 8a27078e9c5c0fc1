"""core.pdf: what goes in as text comes out as that text, in Tinos, and nothing is fetched."""

import io
import tempfile
import unicodedata

import pikepdf
import pytest
from django.core.checks import run_checks
from weasyprint.urls import FatalURLFetchingError

from core import pdf
from tests.core.pdf_reading import body_text, bookmarks, embedded_fonts, folded, reader

FACES = "".join(
    f'@font-face {{ font-family: Tinos; src: url("{address}"); font-weight: {weight}; font-style: {style} }}'
    for address, weight, style in (
        ("bundled:tinos-regular.ttf", "normal", "normal"),
        ("bundled:tinos-bold.ttf", "bold", "normal"),
        ("bundled:tinos-italic.ttf", "normal", "italic"),
        ("bundled:tinos-bold-italic.ttf", "bold", "italic"),
    )
)
EVERY_VIETNAMESE_LETTER = (
    "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ b c d đ e è ẻ ẽ é ẹ ê ề ể ễ ế ệ g h i ì ỉ ĩ í ị k l m n o ò ỏ õ ó ọ "
    "ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ p q r s t u ù ủ ũ ú ụ ư ừ ử ữ ứ ự v x y ỳ ỷ ỹ ý ỵ"
)


def html(body: str, css: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><title>Thử</title><style>{FACES} html {{ font: 14pt Tinos }} {css}</style>'
        f"</head><body>{body}</body></html>"
    )


def printed(body: str, css: str = "") -> bytes:
    return pdf.html_to_pdf(html(body, css))


def test_every_vietnamese_letter_extracts_as_typed_in_all_four_faces():
    letters = f"{EVERY_VIETNAMESE_LETTER} {EVERY_VIETNAMESE_LETTER.upper()}"

    document = printed(f"<p>{letters}</p><p><b>{letters}</b></p><p><i>{letters}</i></p><p><b><i>{letters}</i></b></p>")

    assert body_text(document) == folded(" ".join([letters] * 4))
    assert embedded_fonts(document) == {"Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-Bold-Italic"}


def test_decomposed_input_prints_composed():
    typed = unicodedata.normalize("NFD", "Đảng ủy xã Tân Sơn nghiêm túc kiểm điểm")

    assert reader(printed(f"<p>{typed}</p>")).pages[0].extract_text().strip() == unicodedata.normalize("NFC", typed)


def test_title_and_language_are_in_the_properties():
    document = reader(printed("<p>Nội dung</p>"))

    assert document.metadata is not None
    assert document.metadata.title == "Thử"
    assert str(document.root_object["/Lang"]) == "vi"


def test_the_typefaces_written_out_for_printing_go_when_the_process_is_done(tmp_path, monkeypatch):
    pdf.remove_typefaces()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    printed("<p>Nội dung</p>")
    assert [folder.name[:11] for folder in tmp_path.iterdir()] == ["weasyprint-"]

    pdf.remove_typefaces()

    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert embedded_fonts(printed("<p>Nội dung</p>")) == {"Tinos"}


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:1/x.png">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<p style="background: url(ftp://127.0.0.1/x)">x</p>',
        '<img src="bundled:../../settings.py">',
        "<style>@import url('file:///etc/passwd');</style>",
        "<style>@font-face { font-family: X; src: url('file:///etc/passwd') }</style>",
    ],
)
def test_an_address_outside_the_bundle_stops_the_printing_every_time(body):
    for _ in range(2):  # a style sheet that was read already is not let through either
        with pytest.raises(pdf.ForbiddenAddress, match="không được tải"):
            printed(body)


def test_an_address_hidden_in_an_embedded_drawing_is_not_fetched_either():
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname' width='9' height='9'/></svg>"

    with pytest.raises(pdf.ForbiddenAddress):
        printed(f'<img src="data:image/svg+xml,{drawing.replace("<", "%3C").replace(">", "%3E")}">')


def test_data_addresses_are_served():
    drawing = (
        "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E"
    )

    assert body_text(printed(f'<p>Ô<img src="data:image/svg+xml,{drawing}">vuông</p>'))


def test_garbage_collection_is_on_again_after_a_refused_document():
    import gc

    with pytest.raises(pdf.ForbiddenAddress):
        printed('<img src="file:///x">')

    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_this_machine_has_all_parts_for_printing():
    assert pdf.missing_parts() == []


def test_a_missing_typeface_is_named_in_a_sentence(settings, tmp_path):
    settings.PDF_FONT_FOLDER = tmp_path

    sentences = pdf.missing_parts()

    assert len(sentences) == 4
    assert "Tinos_400Regular.ttf" in sentences[0]
    assert "npm ci" in sentences[0]


def test_a_typeface_that_goes_missing_stops_the_printing_instead_of_giving_an_empty_file(settings, tmp_path):
    pdf.remove_typefaces()
    settings.PDF_FONT_FOLDER = tmp_path

    with pytest.raises(FatalURLFetchingError):
        printed("<p>Nội dung</p>", "p { color: black }")

    pdf.remove_typefaces()


def test_a_missing_library_is_named_with_its_package(monkeypatch):
    monkeypatch.setitem(pdf.SHARED_LIBRARIES, "no-such-library", "libnosuch0")

    assert pdf.missing_parts() == ["Thiếu thư viện in no-such-library. Cài gói hệ thống: apt-get install libnosuch0."]


def test_a_machine_that_cannot_print_is_told_so_at_the_start(settings, tmp_path):
    settings.PDF_FONT_FOLDER = tmp_path

    errors = run_checks(tags=["printing"])

    assert [error.id for error in errors] == ["core.E001"] * 4
    assert "Thiếu phông chữ in" in errors[0].msg


def test_merged_papers_follow_each_other_in_the_language_of_the_first_under_their_own_title():
    merged = pdf.merge_pdfs([printed("<p>Một</p>"), printed("<p>Hai</p>")], "Tập bản kiểm điểm")

    assert body_text(merged) == "Một Hai"
    assert str(reader(merged).root_object["/Lang"]) == "vi"
    assert reader(merged).metadata is not None
    assert reader(merged).metadata.title == "Tập bản kiểm điểm"  # type: ignore[union-attr]


def test_merged_papers_have_an_entry_each_with_their_headings_below_it():
    page = "<h1>Báo cáo</h1><h2>I- Một</h2><h3>1. Nhỏ</h3><p style='break-after: page'>Lời</p><h2>II- Hai</h2>"

    merged = pdf.merge_pdfs([printed(page), printed("<h3>1. Điểm</h3><h3>2. Điểm</h3>"), printed("<p>Trơn</p>")], "Tập")

    assert bookmarks(merged) == [
        (0, "Thử", 1),
        (1, "I- Một", 1),
        (2, "1. Nhỏ", 1),
        (1, "II- Hai", 2),
        (0, "Thử", 3),
        (1, "1. Điểm", 3),
        (1, "2. Điểm", 3),
        (0, "Thử", 4),
    ]


def test_bookmarks_are_without_what_binds_the_words_on_paper():
    document = printed("<h1>Số\u00a09-\u2060KL/\u2060TU</h1>")

    assert bookmarks(document) == [(0, "Số 9-KL/TU", 1)]


def test_the_kind_for_the_archive_is_tagged_and_produced_with_the_profile_and_shows_the_same():
    body = "<h1>Báo cáo</h1><table><tr><th>Cột</th></tr><tr><td>Ô</td></tr></table><p>Một đoạn.</p>"

    plain, kept = printed(body), pdf.html_to_pdf(html(body), to_archive=True)

    with pikepdf.open(io.BytesIO(kept)) as opened:
        said = opened.open_metadata()
        kinds = {str(item.S) for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item}
        root = opened.Root
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "B")
        assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "vi")
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD"} <= kinds
    assert body_text(kept) == body_text(plain)
    assert embedded_fonts(kept) == embedded_fonts(plain)
    with pikepdf.open(io.BytesIO(plain)) as opened:
        assert "/StructTreeRoot" not in opened.Root
