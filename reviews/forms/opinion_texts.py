"""Reading many opinions at once: from lines, from paragraphs, from a table pasted or sent as a file. No database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from core.forms import DateField
from core.table_faults import RowFault
from core.table_files import UnreadableFile, columns_in, shortened
from core.text import fold_space, search_key
from reviews.rules.opinions import OpinionDraft, cleaned, faults, kind_of
from reviews.states import OpinionSource

MOST_AT_ONCE: Final = 1000
BY_ITSELF, LINES, PARAGRAPHS, TABLE = "", "lines", "paragraphs", "table"
SPLITS: Final = (
    (BY_ITSELF, "Tự nhận ra"),
    (LINES, "Mỗi dòng một góp ý"),
    (PARAGRAPHS, "Mỗi đoạn một góp ý, các đoạn cách nhau dòng trống"),
    (TABLE, "Bảng dán từ Excel, Word"),
)
COLUMNS: Final = {
    "source_name": ("noi, nguoi gop y", "noi gop y", "nguoi gop y", "nguon", "don vi", "co quan, don vi, ca nhan"),
    "source_kind": ("loai nguon", "loai"),
    "received_on": ("ngay nhan", "ngay gop y", "ngay"),
    "text": ("noi dung gop y", "y kien gop y", "noi dung", "gop y", "y kien"),
    "group": ("nhom noi dung", "nhom"),
    "section": ("muc lien quan", "muc", "de muc"),
}
_ORDINALS: Final = ("tt", "stt", "so tt", "so", "so thu tu")
_KINDS: Final = (
    ("cap tren", OpinionSource.SUPERIOR),
    ("co quan", OpinionSource.AGENCY),
    ("to chuc", OpinionSource.ORGANISATION),
    ("doan the", OpinionSource.ORGANISATION),
    ("ca nhan", OpinionSource.PERSON),
)
# A line that begins so and has a colon later speaks of its matter, not of its source.
_NO_SOURCE: Final = (
    "de nghi", "de xuat", "kien nghi", "can ", "bo sung", "lam ro", "xem xet", "nen ", "phan ", "muc ", "trang ", "ve ", "tai ",
    "o muc", "doan ", "cau ", "gop y", "noi dung", "y kien", "thong nhat", "nhat tri", "chua ", "mot so", "viec ",
)  # fmt: skip
_MOST_WORDS_OF_A_SOURCE: Final = 20
_BULLET = re.compile(r"^\s*(?:[-–—•*+]+|\(?[0-9]{1,3}[.)/])\s+")
_CELL = re.compile(r'("(?:[^"]|"")*"(?=\t|\n|\Z)|[^\t\n]*)(\t|\n|\Z)')


@dataclass(frozen=True, slots=True)
class Usual:
    """What counts where a row does not say it itself."""

    received_on: date
    source_kind: str = ""
    source_name: str = ""
    group: str = ""
    section_key: str = ""


@dataclass(slots=True)
class Intake:
    """What was read: the opinions in the order of the text, what is wrong with which row, columns left unread."""

    drafts: list[OpinionDraft] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def fail(self, row: int, sentence: str) -> None:
        """Keep what is wrong with a row."""
        self.faults.append(RowFault(row, sentence))


def read_opinions(text: str, split: str, usual: Usual, sections: Mapping[str, str], today: date) -> Intake:
    """Every opinion in the text; `sections` says how each number or heading of the form is keyed (`section_names`)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    intake = Intake()
    guessed = split == BY_ITSELF
    split = split or _kind_of_text(text)
    try:
        typed = _table(text, intake) if split == TABLE else _running(text, by_line=split == LINES, by_source=guessed)
    except UnreadableFile as fault:
        intake.fail(0, str(fault))
        return intake
    for row, cells in typed:
        intake.drafts.append(cleaned(_draft(row, cells, usual, sections, intake)))
    if len(intake.drafts) > MOST_AT_ONCE:
        intake.fail(0, f"Một lần chỉ nhập được {MOST_AT_ONCE} góp ý; ở đây có {len(intake.drafts)}. Hãy chia ra nhập.")
    keys = set(sections.values())
    for draft in intake.drafts:
        for sentence in faults(draft, today=today, section_keys=keys):
            intake.fail(draft.row, sentence)
    intake.faults.sort()
    return intake


def section_names(numbered: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """(key, number, heading) of each section, to be found by any way in which people write it: `II.1`, `mục 2`, a heading."""
    names: dict[str, str] = {}
    for key, number, heading in numbered:
        for words in (key, number, f"muc {number}", heading, f"{number}. {heading}"):
            names.setdefault(search_key(words), key)
    names.pop("", None)
    names.pop("muc", None)
    return names


def as_pasted(rows: Iterable[Sequence[str]]) -> str:
    """Rows of a file as the text that pasting them would give; read again, it gives the same cells."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _kind_of_text(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and sum("\t" in line.strip() for line in lines) * 2 > len(lines):
        return TABLE
    return PARAGRAPHS if re.search(r"\S\n\s*\n\s*\S", text) else LINES


def _running(text: str, *, by_line: bool, by_source: bool) -> list[tuple[int, dict[str, str]]]:
    """(line where it begins, cells) of each line or paragraph; one that only names a source heads those after it."""
    found: list[tuple[int, dict[str, str]]] = []
    heading = ""
    for row, piece in _pieces(text, by_line=by_line, by_source=by_source):
        words = _BULLET.sub("", piece).strip()
        source, said = _source_and_text(words)
        if source and not said:
            heading = source
        else:
            heading = "" if source else heading  # what follows another's words is not the former one's any more
            found.append((row, {"source_name": source or heading, "text": said}))
    return found


def _pieces(text: str, *, by_line: bool, by_source: bool) -> Iterable[tuple[int, str]]:
    """Lines or paragraphs; with `by_source` a paragraph also ends where a line begins with somebody known to speak."""
    gathered: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if gathered and (by_line or not line.strip() or (by_source and _names_somebody(line))):
            yield start, "\n".join(gathered)
            gathered = []
        if line.strip():
            start = start if gathered else number
            gathered.append(line.strip())


def _names_somebody(line: str) -> bool:
    source, _ = _source_and_text(_BULLET.sub("", line).strip())
    return bool(source) and kind_of(source) is not None


def _source_and_text(words: str) -> tuple[str, str]:
    """`Chi bộ thôn 3: Đề nghị …` in its two parts; no source where what stands before the colon does not read like one."""
    before, colon, after = words.partition(":")
    key = search_key(before)
    reads_like_source = (
        colon
        and key
        and not key.startswith(_NO_SOURCE)
        and not re.search(r"[.?!;\n]\s", before)
        and not before.strip()[-1:].isdigit() * after[:1].isdigit()  # 14:30
        and len(key.split()) <= _MOST_WORDS_OF_A_SOURCE
    )
    return (before.strip(), after.strip()) if reads_like_source else ("", words.removeprefix(":").strip())


def _table(text: str, intake: Intake) -> list[tuple[int, dict[str, str]]]:
    rows = [(number, cells) for number, cells in _cells_of(text) if any(cells)]
    if not rows:
        return []
    columns = columns_in(rows[0][1], COLUMNS)
    if "text" in columns:
        heads = rows[0][1]
        known = {*columns.values(), *(at for at, head in enumerate(heads) if search_key(head) in _ORDINALS)}
        used = {at for _, cells in rows[1:] for at, cell in enumerate(cells) if cell}
        intake.unread = [heads[at] if at < len(heads) else f"cột {at + 1}" for at in sorted(used - known)]
        rows = rows[1:]
    else:
        columns = _columns_by_place([cells for _, cells in rows])
    return [(number, {name: cells[at] for name, at in columns.items() if at < len(cells)}) for number, cells in rows]


def _columns_by_place(rows: list[list[str]]) -> dict[str, int]:
    """Without headings: the text alone, or who says it and the text; a column of running numbers before them is left out."""
    first = 1 if all(re.fullmatch(r"[0-9]{1,4}[.)]?|", row[0]) for row in rows) else 0
    width = max(max((at + 1 for at, cell in enumerate(row) if cell), default=0) for row in rows) - first
    if width == 1:
        return {"text": first}
    if width == 2:
        return {"source_name": first, "text": first + 1}
    raise UnreadableFile(
        "Bảng có hơn hai cột thì dòng đầu phải là tiêu đề, trong đó có cột “Nội dung góp ý”. "
        "Hãy dán kèm dòng tiêu đề, hoặc tải mẫu về rồi điền vào."
    )


def _cells_of(text: str) -> Iterable[tuple[int, list[str]]]:
    """(line where it begins, cells) of each row; a cell in quotes may hold line breaks, as spreadsheets put them."""
    row: list[str] = []
    line = start = 1
    for cell, end in _CELL.findall(text):
        inner = cell[1:-1]
        is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"' and re.search(r'[\n\t]|""', inner)
        row.append((inner.replace('""', '"') if is_quoted else cell).strip())
        line += cell.count("\n") + end.count("\n")
        if end != "\t":
            yield start, row
            row, start = [], line


def _quoted(cell: str) -> str:
    needs_quotes = re.search(r"[\n\t]", cell) or re.fullmatch(r'"(?:[^"]|"")*""(?:[^"]|"")*"', cell)
    return '"' + cell.replace('"', '""') + '"' if needs_quotes else cell


def _draft(
    row: int, cells: Mapping[str, str], usual: Usual, sections: Mapping[str, str], intake: Intake
) -> OpinionDraft:
    source = fold_space(cells.get("source_name", "")) or usual.source_name
    draft = OpinionDraft(
        source_kind=kind_of(source) or usual.source_kind,
        source_name=source,
        received_on=usual.received_on,
        text=cells.get("text", ""),
        group=cells.get("group", "") or usual.group,
        section_key=usual.section_key,
        row=row,
    )
    if kind := cells.get("source_kind", ""):
        told = next((value for words, value in _KINDS if search_key(kind).startswith(words)), None)
        if told is None:
            intake.fail(
                row, f"“Loại nguồn” ghi cấp trên, cơ quan, tổ chức, đoàn thể hoặc cá nhân, đang là “{shortened(kind)}”."
            )
        draft = replace(draft, source_kind=told or draft.source_kind or OpinionSource.PERSON)
    if section := cells.get("section", ""):
        key = sections.get(search_key(section.rstrip(" .")))
        if key is None:
            intake.fail(row, f"Mẫu bản kiểm điểm không có mục “{shortened(section)}”.")
        draft = replace(draft, section_key=key or "")
    if day := cells.get("received_on", ""):
        try:
            draft = replace(draft, received_on=DateField(label="Ngày nhận").clean(day))
        except ValidationError:
            intake.fail(row, f"Ngày nhận “{shortened(day)}” chưa đúng; hãy ghi ngày/tháng/năm, ví dụ 05/12/2026.")
    return draft
