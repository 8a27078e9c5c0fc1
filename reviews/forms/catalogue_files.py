"""Reading a list of manifestations from an Excel or CSV file: what the rows say, and what is wrong with which row."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.table_faults import RowFault
from core.table_files import MOST_ROWS, find_heading, rows_of, shortened
from core.text import search_key
from reviews.rules.catalogues import CatalogueDraft, GroupDraft, ItemDraft, faults

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


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says, and every fault found in it; with faults the draft is not to be published."""

    draft: CatalogueDraft
    faults: list[RowFault]


def read_catalogue(content: bytes, file_name: str, *, name: str, label: str, base: CatalogueDraft) -> ReadFile:
    """The list in this file, its groups taken from `base` where the file does not word them anew.

    A row with "Mục số" is an item; one without words the manifestation itself.
    """
    reader = _Reader(base)
    reader.take(rows_of(content, file_name))
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
        columns = find_heading(numbered, _COLUMNS, _NEEDED)
        for line, cells in numbered:
            if line > MOST_ROWS:
                self.faults.append(RowFault(line, f"Tệp dài quá {MOST_ROWS} dòng; chỉ đọc đến đây."))
                return
            if any(cells):
                self._take_row(line, {key: cells[at] if at < len(cells) else "" for key, at in columns.items()})

    def groups(self) -> tuple[GroupDraft, ...]:
        """The manifestations themselves, as worded in the file or else as before."""
        return tuple(self.worded.get(number, group) for number, group in sorted(self.base.items()))

    def _take_row(self, line: int, cells: dict[str, str]) -> None:
        group = _whole_number(cells["group"])
        number = _whole_number(cells.get("number", ""))
        checked = _yes_or_no(cells.get("checked", ""))
        if group is None:
            self._fault(line, f"“Biểu hiện số” phải là số, đang là “{shortened(cells['group'])}”.")
        elif group not in self.base:
            self._fault(line, f"Không có biểu hiện số {group} trong danh mục gốc.")
        elif cells.get("number", "") and number is None:
            self._fault(line, f"“Mục số” phải là số, đang là “{shortened(cells['number'])}”.")
        elif not cells["text"]:
            self._fault(line, "Ô nội dung còn trống.")
        elif checked is None:
            self._fault(line, f"“Đã đối chiếu” ghi có hoặc không, đang là “{shortened(cells['checked'])}”.")
        elif number is None:
            status = _CONFIRMED if checked else _UNVERIFIED
            self.worded[group] = GroupDraft(self.base[group].part, group, cells["text"], status)
        else:
            self.items.append(ItemDraft(group, number, cells["text"], checked, line))

    def _fault(self, line: int, sentence: str) -> None:
        self.faults.append(RowFault(line, sentence))


def _whole_number(text: str) -> int | None:
    found = re.fullmatch(r"([0-9]{1,4})", text)
    return int(found[1]) if found else None


def _yes_or_no(text: str) -> bool | None:
    key = search_key(text)
    return True if key in _YES else False if key in _NO else None
