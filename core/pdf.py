"""HTML to PDF: the only module that imports WeasyPrint.

A document may name the bundled typefaces (`bundled:tinos-regular.ttf` …) and `data:` addresses, nothing else: whatever
other address a text smuggles in stops the rendering instead of being fetched. The typeface is Tinos, whole files with
every Vietnamese letter, because subset web fonts print garbled Vietnamese without a word.
"""

import atexit
import gc
import io
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Iterable
from ctypes.util import find_library
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from core.late_modules import loaded_late
from core.long_tables import ROWS_AT_ONCE, LongTable, last_clean_break, long_table, rows_begun_on
from core.outlines import entry_of, headings_of, items_of, marks_of

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration
FONT_FILES = {
    "bundled:tinos-regular.ttf": "400Regular/Tinos_400Regular.ttf",
    "bundled:tinos-italic.ttf": "400Regular_Italic/Tinos_400Regular_Italic.ttf",
    "bundled:tinos-bold.ttf": "700Bold/Tinos_700Bold.ttf",
    "bundled:tinos-bold-italic.ttf": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
}
SHARED_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_BINDING = {0xA0: " ", 0x2060: None}
_one_at_a_time = threading.Lock()
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class ForbiddenAddress(Exception):
    """A print document asked for something that is not bundled; nothing was fetched and nothing printed."""


def html_to_pdf(html: str, *, to_archive: bool = False, rows_at_once: int = ROWS_AT_ONCE) -> bytes:
    """Render one HTML document, given whole, as PDF; its text is printed NFC.

    A table of more than `rows_at_once` rows is laid out in parts, which keeps the memory to that of one part.
    `to_archive` is the tagged kind, produced with the PDF/A-3b profile, and always laid out whole, because the order in
    which it is read aloud cannot be put together from parts; an eighth to a fifth more work.
    Refuses (`ForbiddenAddress`) a document that names an address outside the bundled files and `data:`.
    """
    from weasyprint.urls import FatalURLFetchingError

    with _one_at_a_time, _CollectorOff():
        fetcher = _fetcher()
        fetcher.refused.clear()
        try:
            body, sheets = _apart(unicodedata.normalize("NFC", html))
            kind = {"pdf_variant": "pdf/a-3b", "pdf_tags": True} if to_archive else {}
            table = None if to_archive else long_table(body, rows_at_once)
            printed = _written_in_parts(table, sheets) if table else _written(body, sheets, kind)
        except FatalURLFetchingError:
            if not fetcher.refused:  # a bundled typeface is gone
                raise
            printed = b""
        if fetcher.refused:  # also where WeasyPrint swallowed the refusal: inside an embedded drawing
            raise ForbiddenAddress(f"Bản in không được tải nội dung từ bên ngoài: {fetcher.refused[0][:200]}")
        return printed


def load_engine() -> None:
    """Import what prints, half a second and 30 MB, before a worker forks: its processes share it and begin at once.

    What puts packs together, 6 MB, is left to the processes that do so; and so are 8 MB of fontTools, which only
    variable typefaces need, and a machine without `harfbuzz-subset`.
    """
    with loaded_late("fontTools.subset", "fontTools.varLib.instancer"):
        import weasyprint  # noqa: F401

    gc.collect()
    gc.freeze()


def remove_typefaces() -> None:
    """Remove the typefaces that this process wrote out to print with; the next paper would write them anew."""
    _sheet.cache_clear()
    _font_configuration.cache_clear()


def merge_pdfs(parts: Iterable[bytes], title: str) -> bytes:
    """Several PDFs one after the other as one of this title, each with its entry among the bookmarks; the author is that
    of the first."""
    import pikepdf

    merged = io.BytesIO()
    with pikepdf.new() as whole:
        entries = []
        for number, part in enumerate(parts):
            with pikepdf.open(io.BytesIO(part)) as opened:
                called = str(opened.docinfo.get("/Title", number + 1))
                entries.append(entry_of(called, len(whole.pages), headings_of(opened)))
                whole.pages.extend(opened.pages)
                if number == 0:
                    whole.Root.Lang = pikepdf.String("vi")
                    whole.docinfo["/Author"] = str(opened.docinfo.get("/Author", ""))
        whole.docinfo["/Title"] = title
        with whole.open_outline() as outline:
            outline.root.extend(entries)
        whole.save(merged, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return merged.getvalue()


def missing_parts() -> list[str]:
    """What printing needs and this machine lacks, one Vietnamese sentence each; empty when all is there."""
    folder = font_folder()
    sentences = [
        f"Thiếu phông chữ in: không có tệp {path} trong {folder}. Chạy `npm ci` để cài lại."
        for path in FONT_FILES.values()
        if not (folder / path).is_file()
    ]
    sentences += [
        f"Thiếu thư viện in {name}. Cài gói hệ thống: apt-get install {package}."
        for name, package in SHARED_LIBRARIES.items()
        if find_library(name) is None
    ]
    return sentences


def font_folder() -> Path:
    """Where the four Tinos files lie; `PDF_FONT_FOLDER` of the settings, else the npm package."""
    default = Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "tinos"
    return Path(getattr(settings, "PDF_FONT_FOLDER", None) or default)


@cache
def _fetcher() -> Any:
    """The closed fetcher, built late so that only what prints loads WeasyPrint (20 MB)."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class BundledFilesOnly(URLFetcher):
        """Serves the bundled typefaces and `data:`; ordinary exceptions would be swallowed, so refusals are fatal."""

        refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url in FONT_FILES:
                content = (font_folder() / FONT_FILES[url]).read_bytes()
                return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            self.refused.append(url)
            raise FatalURLFetchingError(url)

    return BundledFilesOnly(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def _apart(html: str) -> tuple[str, list[Any]]:
    """The document without its style sheets, and these read: many papers have the same, which is read only once."""
    texts = _STYLE.findall(html)
    sheets = [_sheet(text, os.getpid()) for text in texts]
    if _fetcher().refused:
        _sheet.cache_clear()  # a sheet that is read already would not be refused a second time
    return _STYLE.sub("", html), sheets


def _written(body: str, sheets: list[Any], kind: dict[str, Any]) -> bytes:
    """Laid out and written, with nothing of it left when the collector comes.

    Bookmarks go without what binds words on paper: it would hide them from whoever searches.
    """
    return bytes(_laid_out(body, sheets, kind).write_pdf(**kind))


def _laid_out(body: str, sheets: list[Any], kind: dict[str, Any]) -> Any:
    from weasyprint import HTML

    source = HTML(string=body, url_fetcher=_fetcher(), base_url=None)
    document = source.render(_font_configuration(os.getpid()), stylesheets=sheets, **kind)
    for page in document.pages:
        page.bookmarks = [(level, label.translate(_BINDING), *rest) for level, label, *rest in page.bookmarks]
    return document


def _written_in_parts(table: LongTable, sheets: list[Any]) -> bytes:
    """Each part without its last page, with which the next one begins."""
    parts: list[bytes] = []
    first, pages = 0, 0
    while first < len(table.rows):
        content, count, first = _written_part(table, first, sheets, pages)
        parts.append(content)
        pages += count
        gc.collect()  # or the pages of all parts would wait for the end
    return _joined(parts)


def _written_part(table: LongTable, first: int, sheets: list[Any], pages: int) -> tuple[bytes, int, int]:
    """The part from this row on, after so many pages: written, with its number of pages and the row that comes next."""
    numbered = f"@page :first {{ counter-reset: page {pages + 1}; @top-center {{ content: counter(page) }} }}"
    document = _laid_out(table.part(first), [*sheets, _read_sheet(numbered, os.getpid())] if first else sheets, {})
    rows = [rows_begun_on(page.anchors) for page in document.pages]
    for page in document.pages:
        page.anchors = {}  # nobody follows a link to a row
    cut = None if table.is_last(first) else last_clean_break(rows)
    kept = document.pages[:cut]
    following = rows[cut][0] if cut else first + table.rows_at_once
    return bytes(document.copy(kept).write_pdf()), len(kept), following


def _joined(parts: list[bytes]) -> bytes:
    """The pages one after the other, with the properties of the first part and the bookmarks of all: those of the later
    ones under its title."""
    import pikepdf

    joined = io.BytesIO()
    with pikepdf.open(io.BytesIO(parts[0])) as whole:
        for part in parts[1:]:
            with pikepdf.open(io.BytesIO(part)) as opened:
                marks, begins_at = marks_of(opened), len(whole.pages)
                whole.pages.extend(opened.pages)
                with whole.open_outline() as outline:
                    (outline.root[0].children if outline.root else outline.root).extend(items_of(marks, begins_at))
        whole.save(joined, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return joined.getvalue()


@lru_cache(maxsize=16)
def _sheet(text: str, process_id: int) -> Any:
    return _read_sheet(text, process_id)


def _read_sheet(text: str, process_id: int) -> Any:
    from weasyprint import CSS

    return CSS(string=text, url_fetcher=_fetcher(), font_config=_font_configuration(process_id))


@cache
def _font_configuration(process_id: int) -> "FontConfiguration":
    """The typefaces, written out and registered once for a process (a child after a fork gets its own)."""
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(remove_typefaces)  # its folder goes while there is still somebody to remove it
    return FontConfiguration()


class _CollectorOff:
    """Garbage collection off during the rendering, whose box tree it would walk again and again; collected after.

    What was alive before is frozen meanwhile, so that the collection walks the rendering's leavings alone.
    """

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.freeze()
        gc.disable()

    def __exit__(self, *exc: object) -> None:
        if self._was_on:
            gc.enable()
        gc.collect()
        gc.unfreeze()
