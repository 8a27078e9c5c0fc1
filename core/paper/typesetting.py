"""What a good typist does to a finished document: numbers stay with their word, marks without a glyph are drawn.

Works on the whole HTML of a document after escaping; typed text stands between tags only, never inside attributes.
"""

import base64
import re

from core.text import nfc, without_controls

_NO_BREAK = "\u00a0"
_LEADING_WORDS = (
    "từ|đến|lúc|số|Số|ngày|Ngày|tháng|Tháng|năm|Năm|quý|Quý|khoản|Khoản|Điều|điều|mục|Mục|lần|kỳ|thứ|Mẫu|Phụ lục"
)
_UNITS = (
    "%|tỷ|tỉ|triệu|nghìn|đồng|ha|km²|km2|km|m²|m2|m|tấn|hộ|người|đồng chí|lượt|cuộc|vụ|dự án|điểm|ngày|tháng|năm|đ/c"
)
_WORD_THEN_NUMBER = re.compile(rf"(?<!\w)({_LEADING_WORDS}) (?=\d)")
_NUMBER_THEN_UNIT = re.compile(rf"(?<=\d)(?<!\d:\d\d) (?=(?:{_UNITS})(?!\w))")  # no clock
_AMOUNT = re.compile(rf"(?<={_NO_BREAK})(tỷ|tỉ|triệu|nghìn) đồng(?!\w)")
_AMOUNT_IN_CELL = re.compile(rf'(<td class="c">[^<]*?{_NO_BREAK}(?:tỷ|tỉ|triệu|nghìn)){_NO_BREAK}(?=đồng)')
_NUMBER_OF_PAPER = re.compile(r"(?<![\w/.-])\d+[a-z]?[-/][A-ZĐ]\w*(?:[-/][A-ZĐ]\w*)*(?=[^<>]*<)")  # not within a tag
_PARTS_AFTER = re.compile("(?<=[-/])")
_JOINER = "\u2060"  # without width and without a glyph: nobody who searches or copies finds it
_NAME_TITLE = re.compile(r"(?<!\w)(đ/c|Đ/c) (?=\w)")

_EMPTY_BOX = '<rect x="1" y="1" width="10" height="10" fill="none" stroke="black" stroke-width="1"/>'
_TICK = '<path d="M2.5 6.5 L5 9 L9.5 3" fill="none" stroke="black" stroke-width="1.4"/>'
_CROSS = '<path d="M3 3 L9 9 M9 3 L3 9" fill="none" stroke="black" stroke-width="1.4"/>'
_DRAWINGS = {"☐": _EMPTY_BOX, "☑": _EMPTY_BOX + _TICK, "☒": _EMPTY_BOX + _CROSS, "✓": _TICK, "✔": _TICK, "✗": _CROSS}
# how a screen reader tells them
_SAID = {"☐": "ô trống", "☑": "ô đã chọn", "☒": "ô gạch chéo", "✓": "đạt", "✔": "đạt", "✗": "không đạt"}
_MARK = re.compile("[" + "".join(_DRAWINGS) + "]")
PICTURE = "[biểu tượng]"
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_ONE = "(?:(?![" + "".join(_DRAWINGS) + "])[\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff])"
_PICTURE = re.compile(f"{_ONE}(?:[\ufe0f\u200d]|{_ONE})*")


def set_type(html: str) -> str:
    """The document as it goes to print: NFC, without control characters, numbers bound, marks drawn."""
    head, body_tag, body = set_letters(html).partition("<body")
    return head + body_tag + _MARK.sub(_drawn, _NUMBER_OF_PAPER.sub(_whole, body))


def set_letters(html: str) -> str:
    """The same with marks left as letters, for a copy that is not printed by us; properties in the head break anywhere.

    In a cell of figures "26 tỷ đồng" may part before "đồng": it is narrow, and would else part within a word.
    """
    head, body_tag, body = without_controls(nfc(html)).partition("<body")
    return _shown(head).replace(_NO_BREAK, " ") + body_tag + _AMOUNT_IN_CELL.sub(r"\1 ", bind_numbers(_shown(body)))


def set_words(text: str) -> str:
    """A plain text set as the documents are."""
    return bind_numbers(_shown(without_controls(nfc(text))))


def _shown(text: str) -> str:
    """Without what turns the direction of reading; a picture among letters, which no typeface here has, told in words."""
    return _PICTURE.sub(PICTURE, _DIRECTION.sub("", text))


def bind_numbers(text: str) -> str:
    """Put no-break spaces between a number and the word before or the unit after it."""
    text = _WORD_THEN_NUMBER.sub(rf"\1{_NO_BREAK}", text)
    text = _AMOUNT.sub(rf"\1{_NO_BREAK}đồng", _NUMBER_THEN_UNIT.sub(_NO_BREAK, text))
    return _NAME_TITLE.sub(rf"\1{_NO_BREAK}", text)


def _whole(match: re.Match[str]) -> str:
    """`48-KH/TU` would part after its hyphen or its stroke."""
    return _PARTS_AFTER.sub(_JOINER, match[0])


def _drawn(match: re.Match[str]) -> str:
    return f'<img class="mark" alt="{_SAID[match[0]]}" src="{_ADDRESSES[match[0]]}">'


def _address(drawing: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12" width="12" height="12">{drawing}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


_ADDRESSES = {mark: _address(drawing) for mark, drawing in _DRAWINGS.items()}
