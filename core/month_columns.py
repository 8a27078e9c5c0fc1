"""Columns month by month as SVG, for the page and for paper: told apart by pattern, like the bars (`core/bars.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.safestring import SafeString

from core import formats
from core.bars import INK, Fill, fill_of, patterns

_MONTH: Final = 62
_COLUMN: Final = 16
_TALLEST: Final = 120
_TOP: Final = 18  # room for the number over the tallest
_KEY: Final = 24
_BELOW: Final = 20


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of column: a number for each month."""

    label: str
    fill: Fill
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthChart:
    """A picture of several series over the same months."""

    title: str
    months: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def words(self) -> str:
        """The same for those who do not see the picture."""
        told = (
            f"{one.label}: "
            + ", ".join(f"{month} {formats.number(n)}" for month, n in zip(self.months, one.numbers, strict=True))
            for one in self.series
        )
        return "; ".join(told) + "."


def draw_months(chart: MonthChart, key: str) -> SafeString:
    """The picture as an inline SVG; `key` names its parts and must be the only one on its page."""
    width, height = _MONTH * len(chart.months), _KEY + _TOP + _TALLEST + _BELOW
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-labelledby="{key}-ten {key}-loi" fill="{INK}" font-size="12">'
            f'<title id="{key}-ten">{escape(chart.title)}</title><desc id="{key}-loi">{escape(chart.words)}</desc>'
        ),
        patterns(key),
        *_legend(chart.series, key),
    ]
    most = max((number for one in chart.series for number in one.numbers), default=0) or 1
    for place, month in enumerate(chart.months):
        left = place * _MONTH
        parts.append(f'<text x="{left + _MONTH / 2:g}" y="{height - 5}" text-anchor="middle">{escape(month)}</text>')
        parts.extend(_column(one, place, number, most, key) for number, one in enumerate(chart.series))
    base = height - _BELOW
    parts.append(f'<path d="M0 {base}h{width}" stroke="{INK}"/></svg>')
    return SafeString("".join(parts))  # every word in it went through `escape`, the rest are our own numbers


def _legend(series: Sequence[Series], key: str) -> list[str]:
    return [
        f'<rect x="{140 * at}" y="2" width="12" height="12" fill="{fill_of(one.fill, key)}" stroke="{INK}"/>'
        f'<text x="{140 * at + 18}" y="13">{escape(one.label)}</text>'
        for at, one in enumerate(series)
    ]


def _column(one: Series, place: int, number: int, most: int, key: str) -> str:
    value = one.numbers[place]
    if not value:
        return ""
    tall = max(1.5, _TALLEST * value / most)
    left = place * _MONTH + (_MONTH - 3 * _COLUMN) / 2 + number * _COLUMN
    top = _KEY + _TOP + _TALLEST - tall
    return (
        f'<rect x="{left:g}" y="{top:.1f}" width="{_COLUMN - 3}" height="{tall:.1f}" '
        f'fill="{fill_of(one.fill, key)}" stroke="{INK}"/>'
        f'<text x="{left + (_COLUMN - 3) / 2:g}" y="{top - 3:.1f}" text-anchor="middle" font-size="10">'
        f"{formats.number(value)}</text>"
    )
