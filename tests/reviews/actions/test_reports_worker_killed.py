"""A worker process that is really killed in the middle of a report: the row says where it stood, another goes on."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from core import jobs, localtime
from core.models import Job, JobState
from reviews.actions import report_runs
from reviews.actions import reports as actions
from reviews.actions.report_parts import read_part
from reviews.models import IssuedPaper
from tests.core.pdf_reading import body_text
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.reviews.reports import written

WORKER = "import django; django.setup(); from core import jobs; import reviews.tasks; jobs.run({job})"
PATIENCE_SECONDS = 60


def worker(job: Job, storage: str) -> subprocess.Popen[bytes]:
    """A process of its own on the same database and storage, doing this job as the worker does."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}")),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STORAGE_DIR": storage,
    }
    command = [sys.executable, "-c", WORKER.format(job=job.pk)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)


def wait_until_printed(job: Job, papers: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        job.refresh_from_db()
        if job.steps_done > papers:
            return
        assert process.poll() is None, "the worker ended by itself"
        time.sleep(0.02)
    pytest.fail("the worker printed nothing in time")


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_the_run_where_it_stood_and_another_finishes_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = written.province()
    letters.submitted(written.collective(world))
    for unit in (world.other_commune, world.lookalike):
        letters.submitted(make.collective_review(world, unit))
    actor = world.actor("chuyenvien")
    job = actions.request_report(kind="cycle_reviews", about=world.cycle.pk, actor=actor)

    process = worker(job, str(tmp_path))
    wait_until_printed(job, 1, process)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)

    job.refresh_from_db()
    stood = job.steps_done
    assert job.state == JobState.RUNNING
    assert 2 <= stood < job.steps_all
    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.sweep() == 1
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.steps_done) == (JobState.DONE, 2, job.steps_all)
    with job.file.open("rb") as opened:
        assert body_text(opened.read()).count("ĐẢNG CỘNG SẢN VIỆT NAM") == 3
    assert jobs.LEASE.total_seconds() <= 45, "with the sweep every ten seconds that is within a minute"


@pytest.mark.django_db(transaction=True)
def test_a_worker_lost_when_a_letter_was_put_down_leaves_no_sheet_whose_code_nobody_knows(
    settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    world = written.province()
    letters.issued(world, [make.collective_review(world, unit) for unit in (world.commune, world.other_commune)])
    job, keep = Job.objects.get(params__report="suggestion_letters"), report_runs.keep_part

    def kept_and_lost(run: Job, number: int, content: bytes) -> None:
        keep(run, number, content)
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(report_runs, "keep_part", kept_and_lost)
    jobs.run(job.pk)

    with IssuedPaper.objects.get().file.open("rb") as issued:
        assert read_part(job, 1) == issued.read()
