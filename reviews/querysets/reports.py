"""Which runs of reports a person may find: the own ones; what a run shows was collected with that person's rights."""

from django.db.models import QuerySet

from cadres.roles import Actor
from core.models import Job

REPORT_JOB = "report"


def report_runs_of(actor: Actor) -> QuerySet[Job]:
    """The person's own runs, the latest first; `rules.reports.may_view_run` says the same about one."""
    return Job.objects.filter(kind=REPORT_JOB, requested_by_id=actor.user_id).order_by("-created_at", "-pk")
