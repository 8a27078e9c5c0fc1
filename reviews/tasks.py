"""Registers the runners of background jobs by name, and the periodic task; each is two lines: fetch, one call."""

from celery import shared_task

from core import jobs
from reviews.actions import generation, outbox, reminders, report_runs, report_sweep, tree_figures
from reviews.querysets.reports import REPORT_JOB


@jobs.runner(REPORT_JOB)
def produce_report(run: jobs.Run) -> None:
    """Print the papers of a report and store the file."""
    report_runs.produce(run)


@jobs.runner(report_runs.HELP_JOB)
def help_with_a_pack(run: jobs.Run) -> None:
    """Print papers of a pack beside the worker that has it."""
    report_runs.help_along(run)


@jobs.runner(generation.KIND)
def generate_reviews(run: jobs.Run) -> None:
    """Create the reviews of a cycle that are still missing."""
    generation.run_generation(run)


@shared_task(name="reviews.sweep_reports", ignore_result=True)
def sweep_reports() -> None:
    """Remove files of printed papers that are kept no longer."""
    report_sweep.sweep_reports()


@shared_task(name="reviews.count_large_trees", ignore_result=True)
def count_large_trees() -> None:
    """Count what dashboard and figures of a large tree show."""
    tree_figures.count_large_trees()


@jobs.runner(reminders.DIGEST_JOB)
def write_digests(run: jobs.Run) -> None:
    """Write the digests of a day."""
    reminders.write_digests(run)


@shared_task(name="reviews.begin_digests", ignore_result=True)
def begin_digests() -> None:
    """Queue the digests of today, once it is the hour for them."""
    reminders.begin_digests()


@shared_task(name="reviews.send_outbox", ignore_result=True)
def send_outbox() -> None:
    """Send what lies in the outbox."""
    outbox.send_waiting()
