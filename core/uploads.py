"""Files that people send: judged, stored outside the web root, and swept where nothing names them.

A domain row names a `StoredFile`; whoever may see that row may have the file, through a view of its own
(`core.file_answers`). What counts as a file that may be taken is `core.file_kinds`.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.text import Truncator

from core import formats, localtime
from core.audit import ActingPerson
from core.errors import Invalid
from core.file_kinds import KINDS, FileKind, kind_of
from core.models import StoredFile
from core.text import fold_space

FOLDER: Final = "uploads"
SWEPT_AFTER: Final = timedelta(hours=6)
LONGEST_NAME: Final = 120
_LONGEST_NAME_TOLD: Final = 60
_CHUNK: Final = 256 * 1024
# Marks that turn the direction of writing or take no room: with them a name shows another ending than it has.
_UNSEEN = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that may be taken: its content, true kind, name for people, size and digest."""

    content: File
    kind: FileKind
    name: str
    size: int
    sha256: str


def judge(content: File, name: str) -> Judged:
    """Look at a file somebody sends; refuses (Invalid) an empty, too large or unwanted one, and a name not to be shown."""
    size = content.size or 0
    if size == 0:
        raise Invalid("Tệp này không có nội dung. Hãy chọn tệp khác.")
    if size > settings.UPLOAD_MOST_BYTES:
        most = formats.file_size(settings.UPLOAD_MOST_BYTES)
        raise Invalid(
            f"Tệp này nặng {formats.file_size(size)}, lớn hơn mức {most} cho một tệp. Hãy quét lại ở độ phân giải thấp hơn "
            "hoặc chia thành nhiều tệp."
        )
    kind = kind_of(cast(BinaryIO, content.file))
    return Judged(content, kind, shown_name(name, kind), size, _digest(content))


def shown_name(name: str, kind: FileKind) -> str:
    """The name by which people know the file: NFC, without a path, ending as its true kind does.

    Refuses (Invalid) a name with control characters: it would tear lists, logs and headers apart.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    if any(unicodedata.category(letter) == "Cc" for letter in last):
        raise Invalid("Tên tệp có ký tự điều khiển không đọc được. Hãy đổi tên tệp rồi tải lên.")
    plain = fold_space(_FORBIDDEN.sub("-", _UNSEEN.sub("", last))).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    known = {one.ending for one in KINDS.values()} | {".jpeg"}
    stem = stem if dot and f".{ending.lower()}" in known else plain
    return f"{stem[:LONGEST_NAME].strip('. ') or 'tep'}{kind.ending}"


def name_told(name: str) -> str:
    """A name as a sentence may repeat it before the file is judged: without a path and unseen marks, not too long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(letter for letter in _UNSEEN.sub("", last) if unicodedata.category(letter) != "Cc")
    return Truncator(fold_space(seen) or "không tên").chars(_LONGEST_NAME_TOLD)


class Written:
    """A file on disk that no row names yet."""

    def __init__(self, judged: Judged, path: str) -> None:
        self.judged = judged
        self.path = path
        self.row: StoredFile | None = None

    def keep(self, actor: ActingPerson) -> StoredFile:
        """Name it by a row: from the commit on it stays."""
        judged = self.judged
        self.row = StoredFile.objects.create(
            file=self.path,
            name=judged.name,
            kind=judged.kind.code,
            size=judged.size,
            sha256=judged.sha256,
            stored_by_id=actor.user_id,
            stored_by_name=actor.name,
        )
        return self.row


@contextmanager
def written(judged: Judged) -> Iterator[Written]:
    """Write the file under a name drawn by lot; it goes again unless the block ends well and has kept it.

    Put the transaction inside: `with written(judged) as file, transaction.atomic(): … file.keep(actor)`.
    """
    drawn = uuid.uuid4().hex
    judged.content.seek(0)
    file = Written(judged, default_storage.save(f"{FOLDER}/{drawn[:2]}/{drawn}", judged.content))
    try:
        yield file
    except BaseException:
        default_storage.delete(file.path)
        raise
    if file.row is None:
        default_storage.delete(file.path)


def sweep(now: datetime | None = None) -> int:
    """Remove what killed processes left: files that no row names, and uploads that never ended; how many.

    Young ones stay: their transaction may still be open.
    """
    before = ((now or localtime.now()) - SWEPT_AFTER).timestamp()
    root = Path(settings.MEDIA_ROOT)
    old = {str(file.relative_to(root)): file for file in _files(root / FOLDER) if file.stat().st_mtime < before}
    named = set(StoredFile.objects.filter(file__in=list(old)).values_list("file", flat=True))
    left = [file for name, file in old.items() if name not in named]
    left += [file for file in _files(Path(settings.FILE_UPLOAD_TEMP_DIR)) if file.stat().st_mtime < before]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []


def _digest(content: File) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for chunk in content.chunks(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
