"""Background runs: queue, claim, run, report progress, take back what a dead worker left.

The row in PostgreSQL is the truth; the broker only carries ids. A second delivery of the same id, beside a live run,
does nothing, because claiming is a conditional update. A runner goes on from `job.steps_done`, its last committed step.
"""

import hashlib
import logging
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q

from core import job_limits, localtime
from core.audit import ActingPerson
from core.models import OPEN_JOB_STATES, Job, JobState

logger = logging.getLogger(__name__)

TASK_NAME = "core.run_job"
LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 8.0
MOST_ATTEMPTS = 4
REQUEUE_AFTER = timedelta(seconds=15)

_TOO_LONG = (
    "Một bước chạy quá {minutes} phút nên đã dừng; phần đã xong vẫn được giữ. Mời thử lại, hoặc chọn ít nội dung hơn."
)
_TOO_LARGE = "Nội dung quá lớn so với bộ nhớ của máy chủ nên đã dừng. Mời chọn ít nội dung hơn, hoặc báo quản trị."
_UNFORESEEN = "Lỗi ngoài dự kiến khi xử lý. Mời thử lại; nếu vẫn vậy, báo quản trị kèm số lượt chạy: số {number}."

type_of_runner = Callable[["Run"], None]
_RUNNERS: dict[str, type_of_runner] = {}


class JobStopped(Exception):
    """The run has to end here: it was cancelled, or another worker holds its lease."""


class JobFailed(Exception):
    """The run cannot succeed; the message is the Vietnamese sentence shown to the requester."""


def runner(kind: str) -> Callable[[type_of_runner], type_of_runner]:
    """Register the function that does jobs of this kind."""

    def register(function: type_of_runner) -> type_of_runner:
        _RUNNERS[kind] = function
        return function

    return register


def enqueue(*, kind: str, title: str, params: dict[str, Any], actor: ActingPerson, once_key: str = "") -> Job:
    """Create the row and hand its id to the broker after commit.

    With `once_key`, an open job of the same key is returned instead of starting a second one. When the broker does not
    answer, the row stays queued and the sweep hands it over later.
    """
    fields = {
        "kind": kind,
        "title": title,
        "params": params,
        "requested_by_id": actor.user_id,
        "requested_by_name": actor.name,
        "created_at": localtime.now(),
    }
    if once_key:
        with transaction.atomic():
            job, created = Job.objects.select_for_update().get_or_create(
                once_key=once_key, state__in=OPEN_JOB_STATES, defaults={**fields, "state": JobState.QUEUED}
            )
    else:
        job, created = Job.objects.create(**fields), True
    if created:
        transaction.on_commit(lambda: _hand_over(job.pk))
    return job


def _hand_over(job_id: int) -> None:
    if not Job.objects.filter(pk=job_id, state__in=OPEN_JOB_STATES).exists():
        return  # done or cancelled within the transaction that queued it
    try:
        current_app.send_task(TASK_NAME, args=[job_id])  # by name: the task module imports this one
    except Exception as problem:  # noqa: BLE001  whatever the broker client raises, the sweep will hand the row over again
        logger.warning("job %s could not be handed to the broker, the sweep will do it: %s", job_id, problem)


class Run:
    """A claimed job in the hands of this worker."""

    def __init__(self, job: Job, token: uuid.UUID) -> None:
        self.job = job
        self.token = token

    def progress(self, done: int, of_all: int, label: str = "", **facts: Any) -> None:
        """Commit that `done` of `of_all` steps are finished; raises JobStopped when the run is no longer ours.

        Call it inside the transaction of the step itself, so that the step and its mark are kept or lost together.
        `facts` are kept in the row's parameters for whoever goes on from here.
        """
        self._keep(**_step(done, of_all, label), **({"params": {**self.job.params, **facts}} if facts else {}))

    def keep_file(
        self, content: bytes, *, file_name: str, file_type: str, data_version: str = "", done: int, label: str = ""
    ) -> None:
        """Store the result on the row, with its SHA-256, as the last of `done` steps; it is shown once the run is done."""
        self.job.file.save(f"{self.job.public_id}", ContentFile(content), save=False)
        try:
            self._keep(
                file=self.job.file.name,
                file_name=file_name,
                file_type=file_type,
                sha256=hashlib.sha256(content).hexdigest(),
                data_version=data_version,
                **_step(done, done, label),
            )
        except JobStopped:
            self.job.file.delete(save=False)
            raise

    def _keep(self, **values: Any) -> None:
        kept = Job.objects.filter(pk=self.job.pk, lease_token=self.token, state=JobState.RUNNING).update(**values)
        if not kept:
            raise JobStopped
        for name, value in values.items():
            setattr(self.job, name, value)
        job_limits.begin_step()


def run(job_id: int) -> None:
    """Claim the job and do it; a no-op when it is finished, cancelled, or in live hands."""
    claimed = _claim(job_id)
    if claimed is None:
        return
    with _Heartbeat(claimed):
        try:
            with job_limits.steps_limited():
                _RUNNERS[claimed.job.kind](claimed)
        except JobStopped:
            return
        except job_limits.StepTooLong:
            logger.exception("job %s (%s) was ended: a step took too long", job_id, claimed.job.kind)
            connection.close()  # a query may have been under way
            _finish(claimed, JobState.FAILED, error=_TOO_LONG.format(minutes=settings.JOB_STEP_SECONDS // 60))
        except MemoryError:
            logger.exception("job %s (%s) wanted more memory than its process may have", job_id, claimed.job.kind)
            _finish(claimed, JobState.FAILED, error=_TOO_LARGE)
        except JobFailed as failure:
            _finish(claimed, JobState.FAILED, error=str(failure))
        except (OperationalError, InterfaceError):
            logger.exception("job %s lost its database and goes on from its last step once that is back", job_id)
            _give_back(claimed)
        except Exception:  # whatever it was, the row must not stay "running"; it is raised again for the log
            logger.exception("job %s (%s) failed", job_id, claimed.job.kind)
            _finish(claimed, JobState.FAILED, error=_UNFORESEEN.format(number=job_id))
            raise
        else:
            _finish(claimed, JobState.DONE)


def _claim(job_id: int) -> Run | None:
    token = uuid.uuid4()
    moment = localtime.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=moment)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=MOST_ATTEMPTS).update(
        state=JobState.RUNNING,
        lease_token=token,
        lease_until=_lease_end(),
        attempts=F("attempts") + 1,
        started_at=moment,
    )
    return Run(Job.objects.get(pk=job_id), token) if taken else None


def _give_back(claimed: Run) -> None:
    """End the lease early, so that the next sweep takes the run up; where even that fails, it ends by itself."""
    with suppress(OperationalError, InterfaceError):
        connection.close()
        Job.objects.filter(pk=claimed.job.pk, lease_token=claimed.token, state=JobState.RUNNING).update(
            lease_until=localtime.now()
        )


def _finish(claimed: Run, state: JobState, error: str = "") -> None:
    Job.objects.filter(pk=claimed.job.pk, lease_token=claimed.token, state=JobState.RUNNING).update(
        state=state, error=error, finished_at=localtime.now(), lease_token=None, lease_until=None
    )


def _step(done: int, of_all: int, label: str) -> dict[str, Any]:
    return {"steps_done": done, "steps_all": of_all, "step_label": label, "lease_until": _lease_end()}


def _lease_end() -> Any:
    return localtime.now() + LEASE


class _Heartbeat:
    """Renews the lease from a thread of its own while a long step runs; it dies with the worker, and so does the lease."""

    def __init__(self, claimed: Run) -> None:
        self._claimed = claimed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT_SECONDS):
            try:
                Job.objects.filter(
                    pk=self._claimed.job.pk, lease_token=self._claimed.token, state=JobState.RUNNING
                ).update(lease_until=_lease_end())
            except Exception:  # noqa: BLE001  a database that restarts: the next beat tries again within the lease
                logger.warning("heartbeat of job %s failed", self._claimed.job.pk)
            finally:
                connection.close()


def cancel(*, job_id: int) -> bool:
    """Stop an open job; the worker notices at its next step. Says whether there was something to stop."""
    return bool(
        Job.objects.filter(pk=job_id, state__in=OPEN_JOB_STATES).update(
            state=JobState.CANCELLED, finished_at=localtime.now(), lease_token=None, lease_until=None
        )
    )


def retry(*, job_id: int) -> bool:
    """Queue a failed or cancelled job again, from its last committed step; says whether it was one.

    False too where another job of its `once_key` is open: that one does the same already.
    """
    try:
        with transaction.atomic():
            again = Job.objects.filter(pk=job_id, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
                state=JobState.QUEUED, error="", attempts=0, finished_at=None, created_at=localtime.now()
            )
    except IntegrityError:  # `one_open_job_for_a_key`
        return False
    if again:
        transaction.on_commit(lambda: _hand_over(job_id))
    return bool(again)


def somebody_waits() -> bool:
    """Whether a job waits for a worker to be free."""
    return Job.objects.filter(state=JobState.QUEUED).exists()


def sweep() -> int:
    """Hand over again what waits too long or lost its worker, and fail what lost it too often; returns how many."""
    moment = localtime.now()
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=moment)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED,
        error="Tiến trình xử lý bị ngắt nhiều lần. Mời thử lại; nếu vẫn vậy, báo quản trị.",
        finished_at=moment,
        lease_token=None,
        lease_until=None,
    )
    waiting = Q(state=JobState.QUEUED, created_at__lt=moment - REQUEUE_AFTER)
    ids = list(
        Job.objects.filter(waiting | Q(state=JobState.RUNNING, lease_until__lt=moment)).values_list("pk", flat=True)
    )
    for job_id in ids:
        _hand_over(job_id)
    return len(ids)
