"""Printed papers kept by what they say: the same document asked for again is handed out, not printed a second time.

What a PDF is made from is its HTML, with every value, the layout and the typefaces named in it; its digest is the data
version. Whoever asks has the values collected with the rights of now first, so a file that is found shows nothing more
than that person may see.
"""

import hashlib
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings

from core import localtime

FOLDER: Final = "printed"
KEPT_FOR: Final = timedelta(days=7)
_SUM_LENGTH: Final = 32


def digest_of(html: str, minute: str = "") -> str:
    """What two documents have in common that print the same, by the same engine.

    `minute` is the moment of now as documents print it ("số liệu tính đến …"): it alone makes no other document.
    """
    told = html.replace("\u00a0", " ")
    told = told.replace(minute, "") if minute else told
    return hashlib.sha256(f"{_engine()}\n{told}".encode()).hexdigest()


def find(digest: str) -> tuple[bytes, datetime] | None:
    """The printed document and when it was printed, if it is still kept, and kept whole."""
    path = _path(digest)
    try:
        kept = path.read_bytes()
        since = datetime.fromtimestamp(path.stat().st_mtime, tz=localtime.now().tzinfo)
    except OSError:  # not there, or the disk gives nothing: it is printed
        return None
    content = kept[_SUM_LENGTH:]
    return (content, since) if kept[:_SUM_LENGTH] == _sum_of(content) else None


def keep(digest: str, content: bytes) -> None:
    """Put it down behind its sum, under its name once all of it is written. A disk without room is no reason to lose the
    paper, and none to wait for: what a power cut left of the file is not what its sum says, and is printed again."""
    path = _path(digest)
    written = path.with_name(f"{uuid.uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written.touch(mode=0o600)
        with written.open("wb") as file:
            file.write(_sum_of(content))
            file.write(content)
        written.replace(path)
    except OSError:
        with suppress(OSError):
            written.unlink(missing_ok=True)


def sweep(now: datetime | None = None) -> int:
    """Remove what was printed too long ago; how many."""
    before = ((now or localtime.now()) - KEPT_FOR).timestamp()
    root = Path(settings.MEDIA_ROOT) / FOLDER
    removed = 0
    for file in root.rglob("*"):
        with suppress(FileNotFoundError):  # renamed or removed meanwhile, by a print or another sweep
            if file.is_file() and file.stat().st_mtime < before:
                file.unlink()
                removed += 1
    return removed


def _sum_of(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / digest[:2] / digest


@cache
def _engine() -> str:
    return version("weasyprint")
