"""The worker killed with all its processes while the 166 letters of a suggestion are printed: every letter once in the pack."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from core import jobs, localtime
from core.models import OPEN_JOB_STATES, Job, JobState
from reviews.actions.reports import request_report
from reviews.models import IssuedPaper
from reviews.reports import suggestion_letter
from tests.bench.printing import PATIENCE, SELDOM
from tests.core.pdf_reading import folded, reader

KILLED_AT: Final = 0.3  # of the letters
CODE: Final = re.compile(r"Mã kiểm tra:\s*(\S+)")


def measure(row: Any, actor: Any, start: Callable[[], Any]) -> dict[str, float]:
    """Ask for the pack, kill the worker in the middle, start another, and count the letters by the codes printed on them.

    `start` starts a worker. The clock of the sweep, which the site has in a process of its own, is this loop.
    """
    targets = [target.pk for target in suggestion_letter.targets_of_pack(actor, row.pk)]
    worker = start()
    job = request_report(kind="suggestion_letters", about=row.pk, actor=actor)
    _wait(job, lambda: job.steps_done > KILLED_AT * len(targets))
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    job.refresh_from_db()
    stood, begun = job.steps_done, localtime.now()
    if job.state != JobState.RUNNING:
        raise SystemExit("Tập công văn đã xong trước khi tiến trình nền bị dừng.")
    second = start()
    try:
        _wait(job, lambda: jobs.sweep() >= 0 and job.state not in OPEN_JOB_STATES)
    finally:
        os.killpg(second.pid, signal.SIGKILL)
        second.wait()
    if job.state != JobState.DONE:
        raise SystemExit(f"Tập công văn không lập xong sau khi tiến trình nền bị dừng: {job.error}")
    assert job.finished_at is not None
    return {
        "letters_when_killed": stood,
        "seconds_from_kill_to_pack": (job.finished_at - begun).total_seconds(),
        **_counted(job, targets),
    }


def _counted(job: Job, targets: list[int]) -> dict[str, float]:
    """By the code that each letter has for itself on every page: pages in the pack against pages of the letter as issued."""
    issued = IssuedPaper.objects.filter(kind="target_letter", about__in=targets)
    found = _pages_by_code(job)
    own = {code: pages for paper in issued for code, pages in _pages_by_code(paper).items()}
    return {
        "letters_issued": len(issued),
        "pages_in_the_pack": found.total(),
        "letters_missing": len(targets) - sum(found[code] >= pages for code, pages in own.items()),
        "letters_twice": sum(found[code] > own.get(code, 0) for code in found),
    }


def _pages_by_code(row: Job | IssuedPaper) -> Counter[str]:
    with row.file.open("rb") as opened:
        pages = reader(opened.read()).pages
    return Counter(code for page in pages for code in CODE.findall(folded(page.extract_text())))


def _wait(job: Job, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        job.refresh_from_db()
        if is_so():
            return
        if time.monotonic() > deadline:
            raise SystemExit("Tập công văn không lập tiếp được, xem var/log/bench.log.")
        time.sleep(SELDOM)
