"""Dated layout profiles of printed papers (bộ thể thức): lengths, sizes, words, rules of date. Data (TOML beside this file).

Every figure has its legal basis and says whether it was confirmed; what was not is a setting, never printed as law.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core import formats, localtime

_FOLDER = Path(__file__).parent / "data"
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class LayoutFigure:
    """One figure or word of a layout profile, as its file gives it."""

    key: str
    value: Any
    meaning: str
    unit: str = ""
    legal_basis: str = ""
    verified: bool = False

    @property
    def shown(self) -> str:
        """`20 mm`, `không`, `“T/M”`."""
        if isinstance(self.value, bool):
            return "có" if self.value else "không"
        return f"“{self.value}”" if isinstance(self.value, str) else formats.amount(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout profile; `_mm` fields are millimetres, `_pt` fields points. `figures` are the same with what they rest on."""

    code: str
    name: str
    legal_basis: str
    verified: bool
    in_force_from: date
    figures: tuple[LayoutFigure, ...]
    page_size: str
    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_mm: float
    margin_right_mm: float
    numbers_first_page: bool
    page_number_pt: float
    typeface: str
    body_pt: float
    line_pt: float
    first_line_indent_mm: float
    paragraph_gap_pt: float
    narrow_line_pt: float
    table_pt: float
    table_line_pt: float
    banner: str
    banner_pt: float
    issuer_pt: float
    issuer_rule: str
    number_word: str
    number_digits: int
    place_and_date_pt: float
    date_pattern: str
    zero_before_days_below: int
    zero_before_months_below: int
    head_left_percent: float
    head_gap_pt: float
    draft_mark: str
    title_pt: float
    title_line_pt: float
    abstract_pt: float
    title_rule: str
    letter_subject_pt: float
    addressed: str
    on_behalf: str
    signature_room_mm: float
    recipients_title: str
    recipients_title_pt: float
    recipients_list_pt: float
    filed: str

    @property
    def text_width_mm(self) -> float:
        """The width between the margins of an A4 sheet."""
        return 210 - self.margin_left_mm - self.margin_right_mm

    @property
    def head_right_percent(self) -> float:
        """The width of the right column of head and foot."""
        return 100 - self.head_left_percent

    def number_line(self, serial: str, symbol: str) -> str:
        """`Số 05-BC/ĐU`; with room for the clerk's number while there is none."""
        serial = serial.rjust(self.number_digits, "0") if serial.isdigit() else serial
        return f"{self.number_word}{_NO_BREAK}{serial or _NO_BREAK * 7}-{symbol}"

    def date_words(self, day: date | None) -> str:
        """`ngày 05 tháng 02 năm 2026`, with a zero where the profile asks for one; room to write while there is no day."""
        if day is None:
            shown = {"dd": _NO_BREAK * 4, "mm": _NO_BREAK * 4, "yyyy": _NO_BREAK * 7}
        else:
            shown = {
                "dd": f"{day.day:0{1 + (day.day < self.zero_before_days_below)}}",
                "mm": f"{day.month:0{1 + (day.month < self.zero_before_months_below)}}",
                "yyyy": str(day.year),
            }
        return self.date_pattern.format(**shown).replace(" ", _NO_BREAK)


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Every layout profile on file, oldest first."""
    found = [_read(path) for path in _FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda layout: layout.in_force_from))


def layout_on(*days: date | None) -> Layout:
    """The profile that a paper takes: the one in force on the first of `days` that is known, else today.

    Before the first profile on file, that first one.
    """
    day = next((one for one in days if one is not None), None) or localtime.today()
    in_force = [layout for layout in all_layouts() if layout.in_force_from <= day]
    return in_force[-1] if in_force else all_layouts()[0]


def _read(path: Path) -> Layout:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    figures = tuple(LayoutFigure(key, **told) for key, told in said.pop("figures").items())
    return Layout(**said, figures=figures, **{figure.key: figure.value for figure in figures})
