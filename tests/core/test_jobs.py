"""Background jobs: claimed once, going on where a dead worker stood, never running for ever."""

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from cadres.roles import routine
from core import jobs, localtime
from core.models import Job, JobState

ACTOR = routine("kiểm thử")


@pytest.fixture
def counted_runs():
    """A registered kind of job that counts its steps; three steps in all."""
    seen: list[int] = []

    @jobs.runner("test_three_steps")
    def three_steps(run: jobs.Run) -> None:
        for step in range(run.job.steps_done, 3):
            seen.append(step)
            run.progress(step + 1, 3, f"bước {step + 1}")

    yield seen
    del jobs._RUNNERS["test_three_steps"]


def a_job(**more):
    return jobs.enqueue(kind="test_three_steps", title="Thử", params={}, actor=ACTOR, **more)


@pytest.mark.django_db
def test_a_job_runs_through_its_steps_and_is_done(counted_runs):
    job = a_job()

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.steps_done, job.steps_all, counted_runs) == (JobState.DONE, 3, 3, [0, 1, 2])
    assert job.finished_at is not None


@pytest.mark.django_db
def test_a_second_delivery_of_a_finished_job_does_nothing(counted_runs):
    job = a_job()
    jobs.run(job.pk)

    jobs.run(job.pk)

    assert counted_runs == [0, 1, 2]


@pytest.mark.django_db
def test_a_second_delivery_beside_a_live_run_does_nothing(counted_runs):
    job = a_job()
    assert jobs._claim(job.pk) is not None

    jobs.run(job.pk)

    assert counted_runs == []


@pytest.mark.django_db
def test_a_run_whose_worker_died_goes_on_from_its_last_committed_step(counted_runs):
    job = a_job()
    claimed = jobs._claim(job.pk)
    assert claimed is not None
    claimed.progress(2, 3, "bước 2")

    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.sweep() == 1
        jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, counted_runs) == (JobState.DONE, [2])


@pytest.mark.django_db
def test_the_dead_workers_run_cannot_write_after_another_took_over(counted_runs):
    job = a_job()
    dead = jobs._claim(job.pk)
    assert dead is not None
    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs._claim(job.pk) is not None

        with pytest.raises(jobs.JobStopped):
            dead.progress(1, 3)


@pytest.mark.django_db
def test_a_job_that_loses_its_worker_too_often_fails_with_a_reason(counted_runs):
    job = a_job()
    moment = localtime.now()
    for _ in range(jobs.MOST_ATTEMPTS):
        with localtime.clock_at(moment):
            assert jobs._claim(job.pk) is not None
        moment += jobs.LEASE + timedelta(seconds=1)
    with localtime.clock_at(moment):
        jobs.sweep()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "bị ngắt nhiều lần" in job.error


@pytest.mark.django_db
def test_a_failure_is_kept_with_its_sentence_and_can_be_tried_again():
    @jobs.runner("test_refusing")
    def refusing(run: jobs.Run) -> None:
        raise jobs.JobFailed("Không còn bản kiểm điểm nào để in.")

    job = jobs.enqueue(kind="test_refusing", title="Thử", params={}, actor=ACTOR)
    jobs.run(job.pk)
    del jobs._RUNNERS["test_refusing"]

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "Không còn bản kiểm điểm nào để in.")
    assert jobs.retry(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.QUEUED, "", 0)


@pytest.mark.django_db
def test_a_fault_of_the_program_is_told_with_the_runs_number_and_logged_with_its_cause(caplog):
    @jobs.runner("test_faulty")
    def faulty(run: jobs.Run) -> None:
        raise ValueError("a fault of the program")

    job = jobs.enqueue(kind="test_faulty", title="Thử", params={}, actor=ACTOR)
    with pytest.raises(ValueError, match="a fault of the program"):
        jobs.run(job.pk)
    del jobs._RUNNERS["test_faulty"]

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ValueError" not in job.error
    assert f"số {job.pk}" in job.error
    assert "ValueError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_step_that_takes_too_long_ends_the_run_with_a_sentence_and_what_was_done_stays(settings):
    @jobs.runner("test_endless")
    def endless(run: jobs.Run) -> None:
        settings.JOB_STEP_SECONDS = 0.2  # of the step that begins with this mark
        run.progress(1, 2)
        while True:
            time.sleep(0.05)

    job = jobs.enqueue(kind="test_endless", title="Thử", params={}, actor=ACTOR)
    jobs.run(job.pk)
    del jobs._RUNNERS["test_endless"]

    job.refresh_from_db()
    assert (job.state, job.steps_done, signal.getitimer(signal.ITIMER_REAL)) == (JobState.FAILED, 1, (0, 0))
    assert "quá" in job.error
    assert jobs.retry(job_id=job.pk)


@pytest.mark.django_db
def test_a_run_that_wants_too_much_memory_ends_with_a_sentence():
    @jobs.runner("test_greedy")
    def greedy(run: jobs.Run) -> None:
        bytearray(1 << 62)

    job = jobs.enqueue(kind="test_greedy", title="Thử", params={}, actor=ACTOR)
    jobs.run(job.pk)
    del jobs._RUNNERS["test_greedy"]

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error.startswith("Nội dung quá lớn so với bộ nhớ")


def test_a_process_gets_no_more_memory_than_its_limit():
    within, beyond = "bytearray(2**27); print('half', flush=True)", "bytearray(2**29)"
    words = f"from core import job_limits; job_limits.limit_memory(300); {within}; {beyond}"

    done = subprocess.run([sys.executable, "-c", words], check=False, capture_output=True, text=True)

    assert done.stdout == "half\n"
    assert done.stderr.strip().endswith("MemoryError")


@pytest.mark.django_db
def test_a_cancelled_job_stops_at_its_next_step(counted_runs):
    job = a_job()
    claimed = jobs._claim(job.pk)
    assert claimed is not None
    assert jobs.cancel(job_id=job.pk)

    with pytest.raises(jobs.JobStopped):
        claimed.progress(1, 3)


@pytest.mark.django_db
def test_an_open_job_of_the_same_key_is_not_started_twice(counted_runs):
    first = a_job(once_key="cycle-1")

    assert a_job(once_key="cycle-1").pk == first.pk
    jobs.run(first.pk)
    assert a_job(once_key="cycle-1").pk != first.pk


@pytest.mark.django_db
def test_a_job_is_not_tried_again_beside_an_open_one_of_its_key(counted_runs):
    first = a_job(once_key="cycle-1")
    assert jobs.cancel(job_id=first.pk)
    second = a_job(once_key="cycle-1")

    assert not jobs.retry(job_id=first.pk)

    assert [Job.objects.get(pk=one.pk).state for one in (first, second)] == [JobState.CANCELLED, JobState.QUEUED]


@pytest.mark.django_db(transaction=True)
def test_two_people_asking_at_once_get_one_job(counted_runs):
    ready, got = threading.Barrier(4), []

    def ask():
        ready.wait()
        got.append(a_job(once_key="cycle-2").pk)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 4
    assert len(set(got)) == 1
    assert Job.objects.filter(once_key="cycle-2").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_that_lost_its_database_is_taken_up_by_the_next_sweep_and_is_not_failed():
    losses = [True]

    @jobs.runner("test_losing")
    def losing(run: jobs.Run) -> None:
        run.progress(run.job.steps_done + 1, 2)
        if losses.pop():
            losses.append(False)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        run.progress(2, 2)

    job = jobs.enqueue(kind="test_losing", title="Thử", params={}, actor=ACTOR)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.steps_done) == (JobState.RUNNING, 1)

    assert jobs.sweep() == 1  # the lease has ended already
    jobs.run(job.pk)
    del jobs._RUNNERS["test_losing"]

    job.refresh_from_db()
    assert (job.state, job.steps_done, job.attempts) == (JobState.DONE, 2, 2)
