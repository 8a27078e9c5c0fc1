"""Filters of the print templates."""

import unicodedata

from django import template

register = template.Library()


@register.filter
def paragraphs(text: str) -> list[str]:
    """The paragraphs of a typed text, white space folded, empty lines dropped."""
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


@register.filter
def capitals(text: str) -> str:
    """Capital letters, composed before and after, so that decomposed Vietnamese keeps its marks."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text or "").upper())


@register.filter
def with_stop(text: str) -> str:
    """The text closed by a full stop, unless it already ends in a closing mark."""
    closed = (text or "").rstrip()
    return closed if not closed or closed[-1] in ".!?…:;" else closed + "."


@register.filter
def lower_first(text: str) -> str:
    """The text with its first letter small, to stand after a label."""
    return text[:1].lower() + text[1:] if text else ""
