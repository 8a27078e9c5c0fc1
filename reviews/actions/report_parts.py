"""The printed papers of an unfinished run: numbered files in the storage folder, gone once the run needs them no more."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.models import Job


def keep_part(job: Job, number: int, content: bytes) -> None:
    """Put one paper down, in place of what a dead worker may have left half written."""
    default_storage.delete(_name(job, number))
    default_storage.save(_name(job, number), ContentFile(content))


def has_part(job: Job, number: int) -> bool:
    """Whether this paper was put down."""
    return default_storage.exists(_name(job, number))


def read_part(job: Job, number: int) -> bytes:
    """One paper as it was put down."""
    with default_storage.open(_name(job, number)) as part:
        return bytes(part.read())


def delete_parts(job: Job) -> None:
    """Remove every paper of the run; a run that is tried again prints them anew."""
    for number in range(1, len(job.params.get("documents", [])) + 1):
        default_storage.delete(_name(job, number))


def _name(job: Job, number: int) -> str:
    return f"jobs/parts/{job.public_id}/{number:04}.pdf"
