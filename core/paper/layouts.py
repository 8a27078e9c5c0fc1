"""Dated layout figures of printed papers: margins, sizes, spacing. They are data (TOML beside this file), not code."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Layout:
    """One prescribed layout; `_mm` fields are millimetres, `_pt` fields points."""

    code: str
    name: str
    legal_basis: str
    in_force_from: date
    unconfirmed: tuple[str, ...]
    banner: str
    page_size: str
    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_mm: float
    margin_right_mm: float
    typeface: str
    body_pt: float
    line_pt: float
    first_line_indent_mm: float
    paragraph_gap_pt: float
    issuer_pt: float
    banner_pt: float
    place_and_date_pt: float
    title_pt: float
    abstract_pt: float
    letter_subject_pt: float
    table_pt: float
    signature_room_mm: float
    recipients_title_pt: float
    recipients_list_pt: float
    page_number_pt: float

    @property
    def text_width_mm(self) -> float:
        """The width between the margins of an A4 sheet."""
        return 210 - self.margin_left_mm - self.margin_right_mm


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Every layout on file, oldest first."""
    found = [_read(path) for path in _FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda layout: layout.in_force_from))


def layout_on(day: date) -> Layout:
    """The layout in force on `day`; before the first one on file, that first one."""
    in_force = [layout for layout in all_layouts() if layout.in_force_from <= day]
    return in_force[-1] if in_force else all_layouts()[0]


def _read(path: Path) -> Layout:
    figures = tomllib.loads(path.read_text(encoding="utf-8"))
    return Layout(**{**figures, "unconfirmed": tuple(figures["unconfirmed"])})
