"""Files of printed papers go when their day has come; the run stays, and the trail says that the file was removed."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from cadres.roles import routine
from core import audit, localtime, printed
from core.models import OPEN_JOB_STATES, Job, JobState
from reviews.actions.issued_papers import ISSUED
from reviews.actions.report_parts import PARTS, delete_parts
from reviews.models import IssuedPaper
from reviews.querysets.reports import REPORT_JOB, kept_until

_ROUTINE: Final = routine("Dọn bản in quá hạn")
_UNFINISHED_AFTER: Final = timedelta(hours=6)  # the transaction of an issue, or a run taken up again, is over by then
_OF_A_DATABASE_BEHIND: Final = timedelta(days=2)  # what no row names for longer may be missing in the database alone
_MOST_FAILED: Final = 5  # of two days; more unnamed files than that are an archive whose rows are missing
_AT_ONCE: Final = 500
_LOG: Final = logging.getLogger(__name__)


def sweep_reports(now: datetime | None = None) -> int:
    """Remove what is kept no longer: files of runs, papers of runs that ended half done, and prints of a week ago.

    Issued papers stay; only what a killed process wrote for one that never came to be goes, and not that where so much is
    unnamed that the database is behind its folder. Says how many files of runs.
    """
    moment = now or localtime.now()
    over = Job.objects.filter(kind=REPORT_JOB, state=JobState.DONE, finished_at__lt=moment).exclude(file="")
    old = [job.pk for job in over.order_by("finished_at")[:_AT_ONCE] if kept_until(job) < moment]
    removed = sum(_remove_file(pk) for pk in old)
    printed.sweep(moment)
    _remove_parts_left(moment)
    _remove_issues_that_failed(moment)
    return removed


@transaction.atomic
def _remove_file(pk: int) -> bool:
    job = Job.objects.select_for_update().filter(pk=pk).exclude(file="").first()
    if job is None:  # another sweep was here
        return False
    name = str(job.file.name)
    job.file = ""
    job.save(update_fields=["file"])
    audit.record(actor=_ROUTINE, verb="report.sweep", target=job, title=job.title, sha256=job.sha256)
    transaction.on_commit(lambda: default_storage.delete(name))
    return True


def _remove_parts_left(moment: datetime) -> None:
    """A cancelled or failed run may be tried again at once, but not for ever with what it left."""
    folders = [folder for folder in (Path(settings.MEDIA_ROOT) / PARTS).glob("*") if _is_old(folder, moment)]
    jobs = Job.objects.filter(public_id__in=[folder.name for folder in folders])
    for pk in jobs.exclude(state__in=OPEN_JOB_STATES).values_list("pk", flat=True):
        _remove_parts(pk)


@transaction.atomic
def _remove_parts(pk: int) -> None:
    """Under the lock that trying again takes, so that no part goes from under a run that has begun anew."""
    job = Job.objects.select_for_update().filter(pk=pk).exclude(state__in=OPEN_JOB_STATES).first()
    if job is not None:
        delete_parts(job)


def _remove_issues_that_failed(moment: datetime) -> None:
    root = Path(settings.MEDIA_ROOT)
    old = {str(file.relative_to(root)): file for file in (root / ISSUED).rglob("*") if file.is_file()}
    old = {name: file for name, file in old.items() if _is_old(file, moment) and not _is_very_old(file, moment)}
    named = set(IssuedPaper.objects.filter(file__in=list(old)).values_list("file", flat=True))
    unnamed = [file for name, file in old.items() if name not in named]
    if len(unnamed) > _MOST_FAILED:
        _LOG.error(
            "%d issued files are in no row: is the database older than its folder? Nothing removed.", len(unnamed)
        )
        return
    for file in unnamed:
        file.unlink(missing_ok=True)


def _is_old(path: Path, moment: datetime) -> bool:
    return 0 < _written(path) < (moment - _UNFINISHED_AFTER).timestamp()


def _is_very_old(path: Path, moment: datetime) -> bool:
    return _written(path) < (moment - _OF_A_DATABASE_BEHIND).timestamp()


def _written(path: Path) -> float:
    """When it was last written, in seconds; 0 for what is gone meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0
