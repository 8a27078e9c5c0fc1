"""The papers of an unfinished run: numbered files in the storage folder, gone once the run needs them no more.

A part is there whole or not at all: it gets its name when it is written. Workers that share a run hold the number that
they are at; a worker that dies lets go of it, for what holds it is its connection. It is not a transaction: the row of a
paper that is issued while it is printed has to be committed before the file is there for a successor to find.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from core.models import Job

PARTS = "jobs/parts"
_LOCKS = 0x6B44  # the first half of the lock's name, ours alone


@contextmanager
def held_part(job: Job, number: int, *, waits: bool) -> Iterator[bool]:
    """Hold this paper of the run against other workers inside the block; False where another holds it.

    With `waits` it is held in any case, once the other has let go of it.
    """
    name = (_LOCKS, f"{job.pk}:{number}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {'pg_advisory_lock' if waits else 'pg_try_advisory_lock'}(%s, hashtext(%s))", name)
        is_ours = waits or bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            _let_go(name)


def _let_go(name: tuple[int, str]) -> None:
    """A connection that was lost has let go of it already."""
    if connection.connection is None or connection.connection.closed:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", name)


def keep_part(job: Job, number: int, content: bytes) -> None:
    """Put one paper down, under its name once all of it is written."""
    written = default_storage.save(f"{_folder(job)}/{uuid.uuid4().hex}.tmp", ContentFile(content))
    Path(default_storage.path(written)).replace(default_storage.path(_name(job, number)))


def has_part(job: Job, number: int) -> bool:
    """Whether this paper was put down."""
    return default_storage.exists(_name(job, number))


def count_parts(job: Job) -> int:
    """How many papers were put down, by whichever worker."""
    if not default_storage.exists(_folder(job)):
        return 0
    return sum(name.endswith(".part") for name in default_storage.listdir(_folder(job))[1])


def read_part(job: Job, number: int) -> bytes:
    """One paper as it was put down."""
    with default_storage.open(_name(job, number)) as part:
        return bytes(part.read())


def delete_parts(job: Job) -> None:
    """Remove every paper of the run, half written ones too; a run that is tried again makes them anew."""
    if default_storage.exists(_folder(job)):
        for name in default_storage.listdir(_folder(job))[1]:
            default_storage.delete(f"{_folder(job)}/{name}")
        default_storage.delete(_folder(job))


def _folder(job: Job) -> str:
    return f"{PARTS}/{job.public_id}"


def _name(job: Job, number: int) -> str:
    return f"{_folder(job)}/{number:04}.part"
