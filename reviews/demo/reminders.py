"""The digests of the last working morning: what people find when they first look at the demo; the worker writes today's."""

from django.conf import settings

from core import days_off, jobs
from reviews.actions import outbox
from reviews.actions.reminders import begin_digests
from reviews.demo.calendar import on
from reviews.demo.steps import Story

MOST_SECONDS = 60.0


def remind(story: Story) -> None:
    """Written and laid into the folder as on every morning: the worker would not send letters of another day."""
    with on(days_off.calendar().last_working_day_before(story.world.calendar.today), 8):
        job = begin_digests()
        assert job is not None
        jobs.run(job.pk)
        if settings.DEMO_MAILBOX:
            outbox.send_waiting(seconds=MOST_SECONDS)
