"""What a file of manifestations says, and what is wrong with which of its rows. No database."""

import io
import re
from unicodedata import normalize

import pytest
from openpyxl import Workbook

from core.table_files import UnreadableFile
from reviews.forms.catalogue_files import read_catalogue
from reviews.rules.catalogues import CatalogueDraft, GroupDraft

BASE = CatalogueDraft(
    "Gốc",
    "Nhãn gốc",
    (GroupDraft(1, 1, "Phai nhạt lý tưởng.", "confirmed"), GroupDraft(2, 10, "Ích kỷ.", "partial")),
    (),
)
HEAD = ("Biểu hiện số", "Mục số", "Nội dung", "Đã đối chiếu văn bản gốc")
GOOD = (HEAD, (1, 1, "Dao động", "có"), (1, 2, "Hoài nghi", "không"), (10, 1, "Vụ lợi", ""))


def workbook(*rows) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_of(*rows, delimiter=",", encoding="utf-8") -> bytes:
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def read(content: bytes, name="danh-muc.xlsx"):
    return read_catalogue(content, name, name="Danh mục tỉnh", label="Do Tỉnh ủy ban hành", base=BASE)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(workbook(*GOOD), id="xlsx"),
        pytest.param(workbook(("Danh mục của tỉnh",), (), *GOOD), id="xlsx-with-a-title-above"),
        pytest.param(csv_of(*GOOD), id="csv"),
        pytest.param(csv_of(*GOOD, encoding="utf-8-sig"), id="csv-with-bom"),
        pytest.param(csv_of(*GOOD, delimiter=";"), id="csv-with-semicolons"),
        pytest.param(csv_of(*GOOD, encoding="utf-16"), id="csv-of-excel-unicode"),
        pytest.param(normalize("NFD", csv_of(*GOOD).decode()).encode(), id="csv-decomposed"),
    ],
)
def test_same_list_is_read_from_every_kind_of_file(content):
    result = read(content)

    assert result.faults == []
    assert [(i.group, i.number, i.text, i.checked) for i in result.draft.items] == [
        (1, 1, "Dao động", True),
        (1, 2, "Hoài nghi", False),
        (10, 1, "Vụ lợi", False),
    ]
    assert [group.text for group in result.draft.groups] == ["Phai nhạt lý tưởng.", "Ích kỷ."]


def test_row_without_item_number_words_the_manifestation_anew():
    result = read(workbook(*GOOD, (10, "", "Cá nhân chủ nghĩa.", "có")))

    assert result.draft.groups[1] == GroupDraft(2, 10, "Cá nhân chủ nghĩa.", "confirmed")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param((7, 1, "Gì đó", ""), "Không có biểu hiện số 7 trong danh mục gốc.", id="unknown-group"),
        pytest.param(("một", 1, "Gì đó", ""), "“Biểu hiện số” phải là số, đang là “một”.", id="group-in-words"),
        pytest.param((1, "a", "Gì đó", ""), "“Mục số” phải là số, đang là “a”.", id="number-in-letters"),
        pytest.param((1, 3, "", ""), "Ô nội dung còn trống.", id="no-text"),
        pytest.param((1, 3, "Gì đó", "có lẽ"), "“Đã đối chiếu” ghi có hoặc không, đang là “có lẽ”.", id="maybe"),
        pytest.param((1, 2, "Gì đó", ""), "Mục 1.2 trùng với dòng 3.", id="twice"),
        pytest.param((1, 3, "x" * 2001, ""), "Nội dung dài quá 2000 ký tự.", id="long"),
        pytest.param((99999999999, 3, "Gì đó", ""), "“Biểu hiện số” phải là số, đang là “99999999999”.", id="huge"),
    ],
)
def test_fault_is_told_with_its_row(row, sentence):
    result = read(workbook(*GOOD, row))

    assert [(fault.row, fault.sentence) for fault in result.faults] == [(5, sentence)]


def test_every_fault_is_told_at_once():
    result = read(csv_of(*GOOD, ("x", 1, "a", ""), (1, "y", "b", ""), (1, 9, "", "")))

    assert [fault.row for fault in result.faults] == [5, 6, 7]


def test_manifestation_without_items_is_a_fault_of_the_whole_file():
    result = read(workbook(HEAD, (1, 1, "Dao động", "")))

    assert [(f.row, f.sentence) for f in result.faults] == [(0, "Biểu hiện số 10 chưa có mục cụ thể nào.")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"PK\x03\x04 not a workbook", "Không đọc được tệp Excel này", id="broken-zip"),
        pytest.param(workbook(*GOOD)[:400], "Không đọc được tệp Excel này", id="cut-off"),
        pytest.param(b"\xd0\xcf\x11\xe0 old excel \x00\x00", "không phải Excel (.xlsx)", id="xls"),
        pytest.param(
            "Biểu hiện".encode("cp1258", "replace") + b"\xff\xfe\x81", "không phải Excel", id="other-encoding"
        ),
        pytest.param(b"", "Không thấy dòng tiêu đề", id="empty"),
        pytest.param(csv_of(("Tên", "Tuổi"), ("An", "3")), "Không thấy dòng tiêu đề", id="other-columns"),
        pytest.param(b'"Bi\x00eu', "không phải Excel", id="nul-byte"),
    ],
)
def test_unreadable_file_gives_one_sentence(content, words):
    with pytest.raises(UnreadableFile, match=re.escape(words)):
        read(content)
