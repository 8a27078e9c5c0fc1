"""Which runs of reports a person may find: the own ones; what a run shows was collected with that person's rights."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from cadres.roles import Actor
from core.models import Job

REPORT_JOB = "report"


def report_runs_of(actor: Actor) -> QuerySet[Job]:
    """The person's own runs, the latest first; `rules.reports.may_view_run` says the same about one."""
    return Job.objects.filter(kind=REPORT_JOB, requested_by_id=actor.user_id).order_by("-created_at", "-pk")


def kept_until(job: Job) -> datetime:
    """When the file of a finished run is removed; issued papers have a file of their own, which stays."""
    return (job.finished_at or job.created_at) + timedelta(days=settings.REPORT_KEPT_DAYS)
