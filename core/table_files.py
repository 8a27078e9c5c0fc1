"""Reading the rows of an Excel or CSV file that somebody sends: as text, within limits, with a sentence for what is wrong."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook

from core import formats
from core.text import fold_space, nfc, search_key

MOST_ROWS: Final = 3000
LARGEST_UNPACKED: Final = 40_000_000
_HEADING_WITHIN: Final = 10


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is the sentence for the person."""


def rows_of(
    content: bytes, file_name: str, *, most_rows: int = MOST_ROWS, keep_breaks: bool = False
) -> list[list[str]]:
    """The cells of the first sheet, or of the CSV, as text; one row more than `most_rows` where there are more.

    Refuses (UnreadableFile) what is neither. `keep_breaks` leaves line breaks within a cell.
    """
    raw = _xlsx_rows(content, most_rows) if content[:2] == b"PK" else _csv_rows(content, file_name)
    return [[cell_text(value, keep_breaks=keep_breaks) for value in row] for row in raw]


def find_heading(
    rows: Iterator[tuple[int, Sequence[str]]], columns: Mapping[str, Sequence[str]], needed: Mapping[str, str]
) -> dict[str, int]:
    """Where each column stands, from the first row that heads all `needed` ones; the rows before it are used up.

    `columns` says by which words (as search keys) each is known. Refuses (UnreadableFile) a file without such a row.
    """
    for line, cells in rows:
        found = columns_in(cells, columns)
        if set(needed) <= set(found):
            return found
        if any(cells) and line >= _HEADING_WITHIN:
            break
    wanted = " và ".join(f"“{words}”" for words in needed.values())
    raise UnreadableFile(f"Không thấy dòng tiêu đề có các cột {wanted}. Hãy tải mẫu về rồi điền vào.")


def columns_in(cells: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which of the columns this row heads, and where."""
    keys = [search_key(cell) for cell in cells]
    return {
        name: next(place for place, key in enumerate(keys) if key in words)
        for name, words in columns.items()
        if any(key in words for key in keys)
    }


def split_columns(text: str, delimiter: str) -> list[list[str]]:
    """Rows of delimited text, quoted cells with their line breaks; UnreadableFile where quotes do not match."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as fault:
        raise UnreadableFile("Tệp CSV có ô quá dài hoặc dấu ngoặc kép không khớp. Hãy kiểm tra rồi gửi lại.") from fault


def cell_text(value: Any, *, keep_breaks: bool = False) -> str:
    """A cell as somebody would have typed it: dates in Vietnamese order, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (datetime, date)):
        value = formats.day(value.date() if isinstance(value, datetime) else value)
    text = str(value).replace("\0", "")
    if not keep_breaks:
        return fold_space(text)
    return "\n".join(line.strip() for line in nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def shortened(text: str, length: int = 40) -> str:
    """The beginning of what somebody typed, to be quoted in a sentence."""
    return text if len(text) <= length else f"{text[:length]}…"


def _xlsx_rows(content: bytes, most_rows: int) -> Iterable[Sequence[Any]]:
    broken = "Không đọc được tệp Excel này (tệp hỏng, có mật khẩu hoặc không phải .xlsx). Hãy lưu lại dạng .xlsx rồi gửi lại."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFile("Tệp Excel chứa quá nhiều dữ liệu. Hãy chỉ để lại trang cần nhập.")
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return list(workbook.worksheets[0].iter_rows(max_row=most_rows + 1, values_only=True))
    except UnreadableFile:
        raise
    except Exception as fault:  # openpyxl raises whatever its parsers raise
        raise UnreadableFile(broken) from fault


def _csv_rows(content: bytes, file_name: str) -> Iterable[Sequence[str]]:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFile(
            f"Tệp “{shortened(file_name)}” không phải Excel (.xlsx), cũng không phải CSV mã UTF-8. "
            "Hãy lưu lại một trong hai dạng."
        )
    first = text.split("\n", 1)[0]
    return split_columns(text, max(",;\t", key=first.count))
