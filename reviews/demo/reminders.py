"""The digests of the last working morning: what people find when they first look at the demo; the worker writes today's."""

from core import days_off, jobs
from reviews.actions.reminders import begin_digests
from reviews.demo.calendar import on
from reviews.demo.steps import Story


def remind(story: Story) -> None:
    """Written by the same job as every morning; the letters wait for the worker, which lays them into the folder."""
    with on(days_off.last_working_day_before(story.world.calendar.today), 8):
        job = begin_digests()
        assert job is not None
        jobs.run(job.pk)
