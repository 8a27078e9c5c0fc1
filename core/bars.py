"""Horizontal bars as SVG, drawn once for the page and for the paper.

They are told apart by length, pattern and the number beside them, so that they can be read in black and white; nothing is
said by colour. Only presentation attributes are written: no style, no script, so that the strict policy lets them through.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Final

from django.utils.safestring import SafeString

from core import formats

_WIDTH: Final = 340
_LONGEST: Final = 132  # of a bar
_BAR_FROM: Final = 118
_ROW: Final = 20
_BAR: Final = 12
_HEADING: Final = 22
INK: Final = "#1b2530"
_LEAST: Final = 1.5  # what is there can be seen, however little it is


class Fill(StrEnum):
    """How a bar is filled."""

    SOLID = "dac"
    STRIPED = "soc"
    CROSSED = "ca-ro"
    DOTTED = "cham"
    EMPTY = "rong"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, and how many."""

    label: str
    count: int
    fill: Fill = Fill.SOLID


@dataclass(frozen=True, slots=True)
class Block:
    """Bars that have the same whole: the length of a bar is its part of it.

    Without shares the whole is only the measure of the lengths, and no percentage of it is told.
    """

    heading: str
    whole: int
    bars: tuple[Bar, ...]
    has_shares: bool = True

    @property
    def drawn(self) -> tuple[Bar, ...]:
        """Its bars; none where there is no whole, so that nothing is told twelve times."""
        return self.bars if self.whole else ()

    @property
    def words(self) -> str:
        """The same in words."""
        told = ", ".join(f"{bar.label.lower()} {formats.number(bar.count)}" for bar in self.drawn)
        return f"{self.heading} ({told})" if told else self.heading

    @property
    def height(self) -> int:
        """How much of the picture it takes."""
        return _HEADING + _ROW * len(self.drawn)


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: its title stands above it, its blocks below each other."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def words(self) -> str:
        """The same for those who do not see the picture."""
        return "; ".join(block.words for block in self.blocks) + "."


def draw(chart: Chart, key: str, typeface: str = "") -> SafeString:
    """The picture as an inline SVG of 340 units' width; `key` names its parts and must be the only one on its page.

    Without a typeface the letters are those of the page around it.
    """
    height = sum(block.height for block in chart.blocks)
    letters = f' font-family="{escape(typeface)}"' if typeface else ""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="{key}-ten {key}-loi" fill="{INK}"{letters} font-size="12">'
        f'<title id="{key}-ten">{escape(chart.title)}</title><desc id="{key}-loi">{escape(chart.words)}</desc>'
    )
    parts, top = [opening, patterns(key)], 0
    for block in chart.blocks:
        parts.extend(_block(block, key, top, letters))
        top += block.height
    return SafeString(
        "".join([*parts, "</svg>"])
    )  # every word in it went through `escape`, the rest are our own numbers


def patterns(key: str) -> str:
    """The patterns that a picture of this key fills with."""
    lines = {
        Fill.STRIPED: '<path d="M0 6L6 0"/>',
        Fill.CROSSED: '<path d="M0 6L6 0M0 0L6 6"/>',
        Fill.DOTTED: '<circle cx="3" cy="3" r="1"/>',
    }
    drawn = (
        f'<pattern id="{key}-{fill}" width="6" height="6" patternUnits="userSpaceOnUse" stroke="{INK}">{line}</pattern>'
        for fill, line in lines.items()
    )
    return f"<defs>{''.join(drawn)}</defs>"


def fill_of(fill: Fill, key: str) -> str:
    """What to write for a filling in the picture of this key."""
    return {Fill.SOLID: INK, Fill.EMPTY: "#fff"}.get(fill, f"url(#{key}-{fill})")


def _block(block: Block, key: str, top: int, letters: str) -> Iterator[str]:
    yield f'<text x="0" y="{top + 15}" font-weight="bold"{letters}>{escape(block.heading)}</text>'
    for number, bar in enumerate(block.drawn):
        yield _bar(bar, block, key, top + _HEADING + _ROW * number, letters)


def _bar(bar: Bar, block: Block, key: str, top: int, letters: str) -> str:
    whole = block.whole
    length = max(_LEAST, _LONGEST * min(bar.count / whole, 1)) if bar.count else 0
    fill = fill_of(bar.fill, key)
    told = formats.number(bar.count) + (
        f" ({_share(bar.count, whole)})" if block.has_shares and 0 < bar.count < whole else ""
    )
    drawn = (
        f'<rect x="{_BAR_FROM}" y="{top + 2}" width="{length:.1f}" height="{_BAR}" fill="{fill}" stroke="{INK}"/>'
        if length
        else f'<path d="M{_BAR_FROM} {top + 2}v{_BAR}" stroke="{INK}"/>'
    )
    return (
        f'<text x="0" y="{top + 12}"{letters}>{escape(bar.label)}</text>{drawn}'
        f'<text x="{_BAR_FROM + length + 5:.1f}" y="{top + 12}"{letters}>{told}</text>'
    )


def _share(count: int, whole: int) -> str:
    """The share in whole percents, never a full or an empty one where it is not."""
    percents = round(100 * count / whole)
    return f"{min(max(percents, 1), 99)}\u00a0%"
