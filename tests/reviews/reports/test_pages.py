"""Papers as they lie on the table: pictures of first pages beside those kept, boxes in millimetres from the PDF."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from PIL import ImageChops

from core.paper.layouts import Layout
from tests.core.pdf_reading import MM
from tests.reviews.reports.page_images import TOLERANCE, difference, drawn, kept, printed, show
from tests.reviews.reports.pictured import PICTURED


@pytest.mark.parametrize("name", PICTURED)
def test_a_first_page_looks_as_the_one_that_was_looked_at_and_kept(name):
    before, now = kept(name), drawn(printed(name))

    if difference(before, now) > TOLERANCE:
        shown = Path(settings.BASE_DIR) / "var" / "page-images" / f"{name}.png"
        show(before, now, shown)
        pytest.fail(
            f"the page differs, see {shown.relative_to(settings.BASE_DIR)}; where it is meant to: "
            "python -m tests.reviews.reports.page_images"
        )


def test_a_page_that_moved_by_one_dot_is_told_from_the_one_kept_and_shown(tmp_path):
    page = kept("giay-moi")

    moved = ImageChops.offset(page, 0, 1)
    show(page, moved, tmp_path / "pages" / "giay-moi.png")

    assert difference(page, page) == 0
    assert difference(page, moved) > TOLERANCE
    assert difference(page, page.rotate(90, expand=True)) == 255
    assert (tmp_path / "pages" / "giay-moi.png").is_file()


@dataclass(frozen=True)
class Box:
    """Where words stand: millimetres from the left and upper edges of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[tuple[str, Box], ...]

    def box(self, phrase: str) -> Box:
        """Around the phrase, which stands on one line."""
        wanted = phrase.split()
        texts = [text for text, _ in self.words]
        for at in range(len(texts)):
            if texts[at : at + len(wanted)] == wanted:
                boxes = [box for _, box in self.words[at : at + len(wanted)]]
                return Box(boxes[0].left, min(b.top for b in boxes), boxes[-1].right, max(b.bottom for b in boxes))
        raise AssertionError(f"{phrase!r} is not on the page: {' '.join(texts)}")


def pages_of(name: str) -> list[Page]:
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=printed(name), capture_output=True, check=True)
    body = fromstring(told.stdout.replace(b'xmlns="http://www.w3.org/1999/xhtml"', b"")).iter("page")
    return [Page(_mm(page, "width"), _mm(page, "height"), tuple(_words(page))) for page in body]


def _words(page: Element) -> Iterator[tuple[str, Box]]:
    for word in page:
        yield word.text or "", Box(*(_mm(word, edge) for edge in ("xMin", "yMin", "xMax", "yMax")))


def _mm(element: Element, name: str) -> float:
    return float(element.attrib[name]) / MM


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Page]]:
    return {name: pages_of(name) for name in PICTURED}


MANY_PAGES = ("bao-cao-kiem-diem-tap-the", "ban-kiem-diem-ca-nhan", "cong-van-goi-y")


@pytest.mark.parametrize("name", PICTURED)
def test_every_page_keeps_its_margins(measured, name):
    layout = PICTURED[name]().head.layout
    for number, page in enumerate(measured[name]):
        size = (round(page.width), round(page.height))
        assert size == ((297, 210) if name == "so-viec-kho" else (210, 297))
        text = [box for word, box in page.words if not (number and word == str(number + 1) and box.bottom < 20)]
        assert min(box.left for box in text) >= layout.margin_left_mm - 0.3
        assert max(box.right for box in text) <= page.width - layout.margin_right_mm + 0.3
        assert min(box.top for box in text) >= layout.margin_top_mm - 0.3
        assert max(box.bottom for box in text) <= page.height - layout.margin_bottom_mm + 0.3


@pytest.mark.parametrize("name", MANY_PAGES)
def test_lines_of_the_body_reach_from_margin_to_margin(measured, name):
    layout, page = PICTURED[name]().head.layout, measured[name][0]

    assert min(box.left for _, box in page.words) == pytest.approx(layout.margin_left_mm, abs=0.3)
    assert max(box.right for _, box in page.words) == pytest.approx(page.width - layout.margin_right_mm, abs=0.3)


def columns(page: Page, layout: Layout) -> tuple[float, float]:
    """The middles of the two columns of head and foot."""
    width = page.width - layout.margin_left_mm - layout.margin_right_mm
    border = layout.margin_left_mm + width * layout.head_left_percent / 100
    return (layout.margin_left_mm + border) / 2, (border + page.width - layout.margin_right_mm) / 2


HEADS = {
    "bao-cao-kiem-diem-tap-the": ("ĐẢNG BỘ TỈNH NAM TRUNG", "-BC/ĐU", "Tân Sơn, ngày 05 tháng 01 năm 2027"),
    "ban-kiem-diem-ca-nhan": ("ĐẢNG BỘ XÃ TÂN SƠN", "", "Tân Sơn, ngày 09 tháng 12 năm 2026"),
    "cong-van-goi-y": ("ĐẢNG BỘ TỈNH NAM TRUNG", "Số 112-CV/TU", "Nam Trung, ngày 06 tháng 11 năm 2026"),
    "thong-bao-tham-dinh": ("TỈNH ỦY NAM TRUNG", "Số 09-TB/TU", "Nam Trung, ngày 05 tháng 02 năm 2027"),
    "so-viec-kho": ("TỈNH ỦY NAM TRUNG", "Số 31-BC/TU", "Nam Trung, ngày 15 tháng 01 năm 2027"),
    "giay-moi": ("ĐẢNG BỘ TỈNH NAM TRUNG", "Số 14-GM/ĐU", "Tân Sơn, ngày 09 tháng 12 năm 2026"),
}


@pytest.mark.parametrize(("name", "words"), HEADS.items())
def test_the_head_stands_in_two_columns_at_the_upper_margin_number_and_date_on_one_line(measured, name, words):
    page, layout = measured[name][0], PICTURED[name]().head.layout
    office, number, date_ = words
    left, right = columns(page, layout)

    banner = page.box(layout.banner)
    assert (banner.middle, page.box(date_).middle) == pytest.approx((right, right), abs=0.6)
    assert page.box(office).middle == pytest.approx(left, abs=0.6)
    for first in (banner, page.box(office)):
        assert first.top == pytest.approx(layout.margin_top_mm, abs=1)
    if number:
        assert page.box(number).bottom == pytest.approx(page.box(date_).bottom, abs=0.3)
        assert page.box("*").bottom < page.box(number).bottom


@pytest.mark.parametrize("name", MANY_PAGES)
def test_the_page_number_stands_in_the_middle_of_the_upper_margin_from_the_second_page_on(measured, name):
    layout = PICTURED[name]().head.layout
    centre = layout.margin_left_mm + layout.text_width_mm / 2

    numbers = [[word for word in page.words if word[1].top < layout.margin_top_mm - 0.5] for page in measured[name]]

    assert numbers[0] == []
    for number, found in enumerate(numbers[1:], start=2):
        ((said, box),) = found
        assert said == str(number)
        assert (box.middle, (box.top + box.bottom) / 2) == pytest.approx((centre, layout.margin_top_mm / 2), abs=0.6)
        assert box.height == pytest.approx(layout.page_number_pt * 1.107 * 25.4 / 72, abs=0.2)  # Tinos: 1.107 em


SIGNED = {
    "bao-cao-kiem-diem-tap-the": ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Trần Đình Thắng"),
    "cong-van-goi-y": ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Thị Minh Châu"),
    "thong-bao-tham-dinh": ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Thị Minh Châu"),
    "so-viec-kho": ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Thị Minh Châu"),
    "giay-moi": ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Trần Đình Thắng"),
    "danh-sach-thanh-phan": ("", "THƯ KÝ HỘI NGHỊ", "Đỗ Thu Hà"),
}


@pytest.mark.parametrize(("name", "words"), SIGNED.items())
def test_the_signature_stands_on_the_right_with_room_for_hand_and_seal_beside_the_recipients(measured, name, words):
    page, layout = measured[name][-1], PICTURED[name]().head.layout
    authority, post, signer = words
    right = columns(page, layout)[1]

    lines = [page.box(line) for line in (authority, post, signer) if line]
    assert [line.middle for line in lines] == pytest.approx([right] * len(lines), abs=0.6)
    assert lines[-1].top - lines[-2].bottom == pytest.approx(layout.signature_room_mm, abs=1.5)
    if name != "danh-sach-thanh-phan":
        recipients = page.box(layout.recipients_title)
        assert recipients.left == pytest.approx(layout.margin_left_mm, abs=0.3)
        assert recipients.top == pytest.approx(lines[0].top, abs=0.5)


LINES: dict[str, tuple[str, Callable[[Layout], float]]] = {
    "Thực hiện Kế hoạch": ("cong-van-goi-y", lambda layout: layout.margin_left_mm + layout.first_line_indent_mm),
    "1. Quản lý đất đai,": ("cong-van-goi-y", lambda layout: layout.margin_left_mm + layout.first_line_indent_mm),
    "Tỉnh ủy về kiểm điểm,": ("cong-van-goi-y", lambda layout: layout.margin_left_mm),
    "I- ƯU ĐIỂM,": ("ban-kiem-diem-ca-nhan", lambda layout: layout.margin_left_mm + layout.first_line_indent_mm),
    "Họ và tên: LÊ VĂN KHẢI": (
        "ban-kiem-diem-ca-nhan",
        lambda layout: layout.margin_left_mm + layout.first_line_indent_mm,
    ),
}


@pytest.mark.parametrize(("phrase", "where"), LINES.items())
def test_a_line_begins_where_the_layout_has_it_begin(measured, phrase, where):
    name, begins = where

    assert measured[name][0].box(phrase).left == pytest.approx(begins(PICTURED[name]().head.layout), abs=0.3)


@pytest.mark.parametrize(
    ("name", "title"), [("thong-bao-tham-dinh", "THÔNG BÁO"), ("so-viec-kho", "SỔ ĐĂNG KÝ VIỆC KHÓ")]
)
def test_title_and_rule_stand_in_the_middle_of_the_text(measured, name, title):
    page, layout = measured[name][0], PICTURED[name]().head.layout
    middle = (layout.margin_left_mm + page.width - layout.margin_right_mm) / 2

    assert [page.box(words).middle for words in (title, layout.title_rule)] == pytest.approx([middle] * 2, abs=0.6)


def test_the_abstract_of_a_letter_stands_under_its_number(measured):
    page, layout = measured["cong-van-goi-y"][0], PICTURED["cong-van-goi-y"]().head.layout
    subject = page.box("về việc gợi ý kiểm điểm sâu năm 2026")

    assert subject.top > page.box("Số 112-CV/TU").bottom - 0.5
    assert subject.middle == pytest.approx(columns(page, layout)[0], abs=1)
    assert subject.bottom < page.box(layout.addressed).top
