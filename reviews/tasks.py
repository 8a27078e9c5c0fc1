"""Registers the runners of background jobs by name; each is two lines: fetch, one call."""

from core import jobs
from reviews.actions import generation, report_runs
from reviews.querysets.reports import REPORT_JOB


@jobs.runner(REPORT_JOB)
def produce_report(run: jobs.Run) -> None:
    """Print the papers of a report and store the file."""
    report_runs.produce(run)


@jobs.runner(generation.KIND)
def generate_reviews(run: jobs.Run) -> None:
    """Create the reviews of a cycle that are still missing."""
    generation.run_generation(run)
