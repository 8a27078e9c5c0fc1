"""Handing a stored file over: whole, or the part a browser asks for to go on with a broken download.

The view has checked before that the person may have the file.
"""

import re
from collections.abc import Mapping
from typing import BinaryIO, Final, NamedTuple, cast

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from core.file_kinds import KINDS
from core.models import StoredFile
from core.workbooks import XLSX

_SPAN: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


class Span(NamedTuple):
    """A part of a file: from one octet to another, both included; empty where the file has no such part."""

    first: int
    last: int

    @property
    def is_in_file(self) -> bool:
        """Whether the file has any of it."""
        return self.first <= self.last


def span_asked_for(stored: StoredFile, headers: Mapping[str, str]) -> Span | None:
    """The one part that a request asks for, cut to the file; None for the whole.

    Several parts at once, what cannot be read, and a part of another content (`If-Range`) are answered by the whole, as
    the protocol allows.
    """
    found = _SPAN.fullmatch(headers.get("Range", "").replace(" ", ""))
    if found is None or headers.get("If-Range", _tag(stored)) != _tag(stored):
        return None
    first, last = found.groups()
    if not first:
        return Span(max(stored.size - int(last), 0), stored.size - 1) if last else None
    if last and int(last) < int(first):
        return None
    return Span(int(first), min(int(last or stored.size), stored.size - 1))


def file_answer(stored: StoredFile, span: Span | None = None) -> HttpResponseBase:
    """The file (206: its part; 416: none such) as a download that no browser shows, runs, guesses at or keeps.

    FileNotFoundError where it is gone from the disk.
    """
    if span is not None and not span.is_in_file:
        return _closed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"}), stored)
    kind, content = KINDS[stored.kind], stored.file.open("rb")
    answer = FileResponse(
        content if span is None else _Part(cast(BinaryIO, content), span),
        as_attachment=True,
        filename=stored.name,
        content_type=kind.media_type,
        status=200 if span is None else 206,
    )
    if span is not None:
        answer["Content-Length"] = str(span.last - span.first + 1)
        answer["Content-Range"] = f"bytes {span.first}-{span.last}/{stored.size}"
    return _closed(answer, stored)


class _Part:
    """A file that begins and ends elsewhere."""

    def __init__(self, content: BinaryIO, span: Span) -> None:
        content.seek(span.first)
        self._content = content
        self._left = span.last - span.first + 1

    def read(self, most: int) -> bytes:
        read = self._content.read(min(most, self._left))
        self._left -= len(read)
        return read

    def close(self) -> None:
        self._content.close()


def _tag(stored: StoredFile) -> str:
    return f'"{stored.sha256}"'


def _closed(answer: HttpResponseBase, stored: StoredFile) -> HttpResponseBase:
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = _tag(stored)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook made for this request, as a download under a plain name."""
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
