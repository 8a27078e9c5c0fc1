"""The pages of the user guide: Markdown files under docs/huong-dan, read on paper, on a forge, and inside the application."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.text import search_key

FOLDER: Final = Path(settings.BASE_DIR) / "docs" / "huong-dan"
PICTURES: Final = FOLDER / "anh"
CONTENTS: Final = "README"
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_TOKENS_OF_A_HEADING: Final = 3


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide: its title, its sections as (id, words), its text as HTML without the title."""

    title: str
    sections: tuple[tuple[str, str], ...]
    html: SafeString


def page_names() -> list[str]:
    """The pages there are, without the table of contents."""
    return sorted(file.stem for file in FOLDER.glob("*.md") if file.stem != CONTENTS)


def picture_names() -> list[str]:
    """The pictures there are."""
    return sorted(file.name for file in PICTURES.glob("*.png"))


def read_page(name: str) -> GuidePage:
    """The page of this name, which must be one of `page_names` or CONTENTS; read again when its file has changed."""
    file = FOLDER / f"{name}.md"
    return _rendered(file, file.stat().st_mtime_ns)


def section_id(words: str) -> str:
    """What names a heading in an address: its words without accents, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(words)).strip("-")


@lru_cache(maxsize=64)
def _rendered(file: Path, changed_at: int) -> GuidePage:
    tokens = _MARKDOWN.parse(file.read_text(encoding="utf-8"))
    title, sections = file.stem, []
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag != "h1":
            words = _words(tokens[number + 1])
            sections.append((section_id(words), words))
            token.attrSet("id", section_id(words))
        elif token.type == "table_open":
            token.attrSet("class", "table")
    if tokens and tokens[0].tag == "h1":
        title = _words(tokens[1])
        del tokens[:_TOKENS_OF_A_HEADING]
    for token in _with_inline_parts(tokens):
        _lead_inside(token)
    # The files are ours, and raw HTML in them is off: what the library prints is all there can be.
    html = mark_safe(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S308  our files, raw HTML off
    return GuidePage(title, tuple(sections), html)


def _words(inline: Token) -> str:
    return "".join(part.content for part in inline.children or [])


def _with_inline_parts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []


def _lead_inside(token: Token) -> None:
    """Addresses between the files become addresses of the application."""
    if token.type == "image":
        token.attrSet("src", reverse("core:guide_picture", args=[Path(str(token.attrGet("src"))).name]))
    elif token.type == "link_open":
        file, _, section = str(token.attrGet("href")).partition("#")
        if file.endswith(".md"):
            name = Path(file).stem
            address = reverse("core:guide") if name == CONTENTS else reverse("core:guide_page", args=[name])
            token.attrSet("href", address + (f"#{section}" if section else ""))
