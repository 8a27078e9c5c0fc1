"""Generation under fire: two workers on one cycle, a worker killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.db.models import Count

from cadres.roles import Role
from core import jobs, localtime
from core.models import Job, JobState
from reviews.actions import generation
from reviews.actions.cycles import open_cycle
from reviews.models import Review, Round
from tests.factories import organisation as org
from tests.factories.reviews import drafted_cycle

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 24
WORKER = """
import sys, time
import django
django.setup()
from core import jobs
from reviews.actions import generation
import reviews.tasks
generation.BATCH = 3
commit_progress = jobs.Run.progress
def slow_progress(run, *words, **facts):
    commit_progress(run, *words, **facts)
    time.sleep(0.2)
jobs.Run.progress = slow_progress
jobs.run(int(sys.argv[1]))
"""


@pytest.fixture
def queued():
    """An open cycle over a commune of 24 people whose generation waits: (cycle, job)."""
    tree = org.make_tree()
    staff = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    for number in range(PEOPLE):
        org.make_cadre(f"Trần Văn Số {number}", tree.cell)
    cycle = drafted_cycle(tree.province, staff)
    return open_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)


def everybody_once(cycle) -> bool:
    """Six collectives and everybody have one review each, with one round each."""
    twice = Review.objects.values("cycle", "unit", "cadre").annotate(times=Count("pk")).filter(times__gt=1)
    reviews = Review.objects.filter(cycle=cycle)
    return reviews.count() == PEOPLE + 6 == Round.objects.filter(review__in=reviews).count() and not twice.exists()


def test_two_runs_at_once_add_nothing_twice(queued, monkeypatch):
    cycle, first = queued
    monkeypatch.setattr(generation, "BATCH", 2)
    second = Job.objects.create(
        kind=generation.KIND, title="Chạy song song", params=first.params, requested_by_name="Kiểm thử"
    )

    def work(job_id: int) -> None:
        try:
            jobs.run(job_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[job.pk]) for job in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    states = list(Job.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
    assert states == [JobState.DONE, JobState.DONE]
    assert everybody_once(cycle)


def test_killed_worker_leaves_committed_batches_and_the_next_goes_on_from_there(queued):
    cycle, job = queued
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(job.pk)], env=_environment())
    _wait_for_steps(job, 6)
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    job.refresh_from_db()
    done = Review.objects.filter(cycle=cycle).count()
    assert job.state == JobState.RUNNING
    assert 6 <= job.steps_done == done < PEOPLE + 6

    jobs.run(job.pk)  # the dead worker's lease still runs: nothing happens
    assert Review.objects.filter(cycle=cycle).count() == done
    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
        jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.steps_done, job.steps_all) == (JobState.DONE, PEOPLE + 6, PEOPLE + 6)
    assert everybody_once(cycle)


def _environment() -> dict[str, str]:
    """This environment, with the address of the very database of this test."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    there = urlunsplit(address._replace(path=f"/{name}"))
    return os.environ | {"TEST_DATABASE_URL": there, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def _wait_for_steps(job: Job, steps: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job.refresh_from_db()
        if job.steps_done >= steps:
            return
        time.sleep(0.02)
    raise AssertionError("the worker never got that far")
