"""The Celery entry points of the job rows and of the swept files: fetch, one call."""

from celery import shared_task

from core import jobs, uploads


@shared_task(name=jobs.TASK_NAME, ignore_result=True)
def run_job(job_id: int) -> None:
    """Do the job of this row."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Take back the jobs that dead workers left, and hand over those that never reached the broker."""
    jobs.sweep()


@shared_task(name="core.sweep_uploads", ignore_result=True)
def sweep_uploads() -> None:
    """Remove files that no row names."""
    uploads.sweep()
