"""The worker's and the beat's application.

The job row in PostgreSQL is the truth about every run; the broker carries ids. So a task may be delivered twice, and
must come again when its worker dies.
"""

import os
import signal
import sys

from celery import Celery
from celery.signals import task_postrun, task_prerun, worker_init, worker_process_init, worker_process_shutdown

from config.local import processes
from core import job_limits, pdf

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.db import close_old_connections

ORDINARY_MEGABYTES = 104

app = Celery("kiem_diem")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=150_000,  # KiB at its peak: a process that grew past it is replaced after its task
    worker_hijack_root_logger=False,
    CELERY_DB_REUSE_MAX=sys.maxsize,  # see `look_after_the_connection`
    worker_consumer="config.consumer:SteadyConsumer",
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": settings.BROKER_VISIBILITY_SECONDS,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
        "retry_on_timeout": True,
    },
    task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.3},
    # In memory: the schedule is this code, and a file would only be one more thing a kill -9 can break.
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=5,
    beat_schedule={
        "take back and hand over jobs": {"task": "core.sweep_jobs", "schedule": 10.0, "options": {"expires": 30}},
        "remove files that nothing names": {
            "task": "core.sweep_uploads",
            "schedule": 3600.0,
            "options": {"expires": 3600},
        },
        "remove printed papers of long ago": {
            "task": "reviews.sweep_reports",
            "schedule": 3600.0,
            "options": {"expires": 3600},
        },
        "count large trees": {"task": "reviews.count_large_trees", "schedule": 60.0, "options": {"expires": 50}},
        "write the digests of today": {"task": "reviews.begin_digests", "schedule": 300.0, "options": {"expires": 300}},
        "send what lies in the outbox": {"task": "reviews.send_outbox", "schedule": 10.0, "options": {"expires": 10}},
        "clear sessions away": {"task": "cadres.clear_expired", "schedule": 3600.0, "options": {"expires": 3600}},
    },
    timezone="Asia/Ho_Chi_Minh",
    enable_utc=True,
)
app.autodiscover_tasks()


@worker_init.connect
def load_what_prints(**_: object) -> None:
    """In the worker itself, before its pool: every process of the pool then shares the engine."""
    pdf.load_engine()


@worker_process_init.connect
def die_with_the_worker(**_: object) -> None:
    """A pool process never outlives its worker: a task half done is taken up again by its lease, not by an orphan."""
    processes.die_with_parent(signal.SIGKILL)


@worker_process_init.connect
def take_no_more_memory_than_given(**_: object) -> None:
    """A paper beyond all measure ends with a sentence, and neither the machine nor the database beside it."""
    job_limits.limit_memory(settings.WORKER_MEMORY_MEGABYTES)


@worker_process_shutdown.connect
def leave_no_typefaces(**_: object) -> None:
    """A pool process ends without Python's own leave-taking, so it is reminded of its folder here."""
    pdf.remove_typefaces()


@task_prerun.connect
def look_after_the_connection(**_: object) -> None:
    """One connection serves task after task, closed when it is broken or old; Celery would open a new one for each, and a
    fresh server process behind it that has to learn every table again: a tenth of the time of a short paper."""
    close_old_connections()


@task_postrun.connect
def give_memory_back(**_: object) -> None:
    """A worker that has printed a long paper is small again; after an ordinary one the next takes what that had."""
    if processes.resident_megabytes() > ORDINARY_MEGABYTES:
        processes.give_memory_back()
