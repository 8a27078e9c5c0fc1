"""Filters of the print templates."""

import unicodedata
from datetime import date
from decimal import Decimal

from django import template

from core import formats
from core.paper.layouts import Layout
from core.paper.parts import Recipients

register = template.Library()


@register.filter
def paragraphs(text: str) -> list[str]:
    """The paragraphs of a typed text, white space folded, empty lines dropped."""
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


@register.filter
def one_line(text: str | None) -> str:
    """The text without its line breaks, for the properties of a file."""
    return " ".join((text or "").split())


@register.filter
def cell_words(value: object) -> str:
    """What stands in a cell: days and numbers in the Vietnamese manner, nothing for nothing."""
    if isinstance(value, date):
        return formats.day(value)
    return formats.number(value) if isinstance(value, (int, Decimal)) else str(value or "")


@register.filter
def capitals(text: str) -> str:
    """Capital letters, composed before and after, so that decomposed Vietnamese keeps its marks."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text or "").upper())


@register.filter
def balanced(text: str, width: int = 26) -> list[str]:
    """The text as lines of about equal length, as many as `width` letters a line ask for; no-break spaces hold."""
    words = [word for word in (text or "").split(" ") if word]
    line_count = max(1, -(-len(" ".join(words)) // width))
    aim = len(" ".join(words)) / line_count
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and len(lines) < line_count - 1 and len(longer) - aim > aim - len(line):
            lines, longer = [*lines, line], word
        line = longer
    return [*lines, line]


@register.filter
def listed(recipients: Recipients, layout: Layout) -> tuple[str, ...]:
    """The lines of `Nơi nhận` as the layout words them."""
    return recipients.printed(layout)
