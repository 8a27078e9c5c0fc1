"""Reading a list of manifestations from an Excel or CSV file: what the rows say, and what is wrong with which row."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from core.text import fold_space, search_key
from reviews.rules.catalogues import CatalogueDraft, GroupDraft, ItemDraft, RowFault, faults

MOST_ROWS = 3000
LARGEST_UNPACKED = 40_000_000
_COLUMNS = {
    "group": ("bieu hien so", "so bieu hien", "nhom", "bieu hien"),
    "number": ("muc so", "so muc", "muc", "stt muc"),
    "text": ("noi dung", "noi dung bieu hien", "dien giai"),
    "checked": ("da doi chieu van ban goc", "da doi chieu", "doi chieu"),
}
_NEEDED = {"group": "Biểu hiện số", "text": "Nội dung"}
_YES = {"co", "x", "roi", "da", "1", "true", "dung"}
_NO = {"", "khong", "chua", "0", "false"}
_CONFIRMED, _UNVERIFIED = "confirmed", "unverified"


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is the sentence for the person."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says, and every fault found in it; with faults the draft is not to be published."""

    draft: CatalogueDraft
    faults: list[RowFault]


def read_catalogue(content: bytes, file_name: str, *, name: str, label: str, base: CatalogueDraft) -> ReadFile:
    """The list in this file, its groups taken from `base` where the file does not word them anew.

    A row with "Mục số" is an item; one without words the manifestation itself.
    """
    rows = _xlsx_rows(content) if content[:2] == b"PK" else _csv_rows(content, file_name)
    reader = _Reader(base)
    reader.take(rows)
    draft = CatalogueDraft(name, label, reader.groups(), tuple(reader.items))
    found = reader.faults or faults(draft)
    return ReadFile(draft, found)


class _Reader:
    def __init__(self, base: CatalogueDraft) -> None:
        self.base = {group.number: group for group in base.groups}
        self.worded: dict[int, GroupDraft] = {}
        self.items: list[ItemDraft] = []
        self.faults: list[RowFault] = []

    def take(self, rows: Iterable[Sequence[str]]) -> None:
        numbered = enumerate(rows, start=1)
        columns = self._heading(numbered)
        for line, cells in numbered:
            if line > MOST_ROWS:
                self.faults.append(RowFault(line, f"Tệp dài quá {MOST_ROWS} dòng; chỉ đọc đến đây."))
                return
            if any(cells):
                self._take_row(line, {key: cells[at] if at < len(cells) else "" for key, at in columns.items()})

    def groups(self) -> tuple[GroupDraft, ...]:
        """The manifestations themselves, as worded in the file or else as before."""
        return tuple(self.worded.get(number, group) for number, group in sorted(self.base.items()))

    def _heading(self, numbered: Iterator[tuple[int, Sequence[str]]]) -> dict[str, int]:
        for line, cells in numbered:
            keys = [search_key(cell) for cell in cells]
            columns = {
                name: next(i for i, key in enumerate(keys) if key in words)
                for name, words in _COLUMNS.items()
                if any(key in words for key in keys)
            }
            if set(_NEEDED) <= set(columns):
                return columns
            if any(cells) and line >= 10:
                break
        wanted = " và ".join(f"“{words}”" for words in _NEEDED.values())
        raise UnreadableFile(f"Không thấy dòng tiêu đề có các cột {wanted}. Hãy tải mẫu về rồi điền vào.")

    def _take_row(self, line: int, cells: dict[str, str]) -> None:
        group = _whole_number(cells["group"])
        number = _whole_number(cells.get("number", ""))
        checked = _yes_or_no(cells.get("checked", ""))
        if group is None:
            self._fault(line, f"“Biểu hiện số” phải là số, đang là “{_short(cells['group'])}”.")
        elif group not in self.base:
            self._fault(line, f"Không có biểu hiện số {group} trong danh mục gốc.")
        elif cells.get("number", "") and number is None:
            self._fault(line, f"“Mục số” phải là số, đang là “{_short(cells['number'])}”.")
        elif not cells["text"]:
            self._fault(line, "Ô nội dung còn trống.")
        elif checked is None:
            self._fault(line, f"“Đã đối chiếu” ghi có hoặc không, đang là “{_short(cells['checked'])}”.")
        elif number is None:
            status = _CONFIRMED if checked else _UNVERIFIED
            self.worded[group] = GroupDraft(self.base[group].part, group, cells["text"], status)
        else:
            self.items.append(ItemDraft(group, number, cells["text"], checked, line))

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.append(RowFault(line, sentence))


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    broken = "Không đọc được tệp Excel này (tệp hỏng, có mật khẩu hoặc không phải .xlsx). Hãy lưu lại dạng .xlsx rồi gửi lại."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFile("Tệp Excel chứa quá nhiều dữ liệu. Hãy chỉ để lại trang danh mục.")
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        return iter(
            [[_cell(value) for value in row] for row in sheet.iter_rows(max_row=MOST_ROWS + 1, values_only=True)]
        )
    except UnreadableFile:
        raise
    except Exception as fault:  # openpyxl raises whatever its parsers raise
        raise UnreadableFile(broken) from fault


def _csv_rows(content: bytes, file_name: str) -> Iterator[list[str]]:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFile(
            f"Tệp “{_short(file_name)}” không phải Excel (.xlsx), cũng không phải CSV mã UTF-8. Hãy lưu lại một trong hai dạng."
        )
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as fault:
        raise UnreadableFile("Tệp CSV có ô quá dài hoặc dấu ngoặc kép không khớp. Hãy kiểm tra rồi gửi lại.") from fault
    return ([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return fold_space(str(value).replace("\0", ""))


def _whole_number(text: str) -> int | None:
    found = re.fullmatch(r"([0-9]{1,4})", text)
    return int(found[1]) if found else None


def _yes_or_no(text: str) -> bool | None:
    key = search_key(text)
    return True if key in _YES else False if key in _NO else None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
