"""Reading a PDF back, to compare what is on paper with what was typed."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

FOOT_OF_ISSUED = re.compile(r"\s*Mã kiểm tra:\s*\S+\s*\S+/kiem-tra/")
MM = 72 / 25.4
PAGE_NUMBER_BAND = 842 - 19 * MM  # what stands higher than this lies in the top margin


@dataclass(frozen=True)
class Span:
    """One run of text as drawn: where its baseline starts (points from the left and bottom edges), and how large."""

    text: str
    x: float
    y: float
    size: float
    font: str


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def folded(text: str) -> str:
    """NFC with white space folded: the form in which texts are compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def spans(pdf: bytes, page: int = 0) -> list[Span]:
    found: list[Span] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            scale = abs(cm[0] * tm[0])
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(Span(text.strip("\n"), x, y, size * scale, (font or {}).get("/BaseFont", "")))

    reader(pdf).pages[page].extract_text(visitor_text=visit)
    return found


def page_text(pdf: bytes, page: int) -> str:
    return folded(reader(pdf).pages[page].extract_text())


def body_text(pdf: bytes) -> str:
    """All pages in reading order without the page numbers in the top margin and the code of an issued paper at the foot."""
    parts = []
    for number, page in enumerate(reader(pdf).pages, start=1):
        text = FOOT_OF_ISSUED.sub("", page.extract_text()).strip()
        parts.append(text.removesuffix(f"\n{number}") if number > 1 else text)
    return folded(" ".join(parts))


def bookmarks(pdf: bytes) -> list[tuple[int, str, int]]:
    """Every bookmark in order: how deep it stands (from 0), what it says, the page it leads to (from 1)."""
    document = reader(pdf)

    def told(entries: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from told(entry, depth + 1)
            else:
                yield depth, folded(str(entry.title)), (document.get_destination_page_number(entry) or 0) + 1

    return list(told(document.outline, 0))


def embedded_fonts(pdf: bytes) -> set[str]:
    """The families of all fonts in the file, subset prefixes taken off; fails on a font that is not embedded."""
    names = set()
    for page in reader(pdf).pages:
        for font in _resolved(page["/Resources"]).get("/Font", {}).values():
            descriptor = _resolved(_resolved(font)["/DescendantFonts"][0])["/FontDescriptor"]
            assert "/FontFile2" in _resolved(descriptor), "a font is named but not embedded"
            names.add(str(_resolved(font)["/BaseFont"]).lstrip("/").split("+")[-1])
    return names


def _resolved(thing: Any) -> Any:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing


def all_objects(pdf: bytes) -> list[Any]:
    """Every dictionary in the file."""
    document = reader(pdf)
    found = (document.get_object(number) for number in range(1, int(str(document.trailer["/Size"]))))
    return [thing for thing in found if isinstance(thing, DictionaryObject)]
