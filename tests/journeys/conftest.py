"""A province with people in it, and visitors who have logged in once and stay at their desks."""

from collections.abc import Callable

import pytest

from core import jobs
from core.models import Job, JobState
from tests.journeys.province import Province, build_province
from tests.journeys.visitor import Visitor


@pytest.fixture
def province(db) -> Province:
    """Built by the application's own actions."""
    return build_province()


@pytest.fixture
def at_desk(province: Province) -> Callable[[str], Visitor]:
    """The visitor with this account; who was here before is where they stayed."""
    desks: dict[str, Visitor] = {}

    def visitor(username: str) -> Visitor:
        if username not in desks:
            desks[username] = Visitor.logged_in(username)
        return desks[username]

    return visitor


@pytest.fixture
def work_off() -> Callable[[], list[Job]]:
    """Do every waiting job by the function that the worker calls, and return them as they ended."""

    def work() -> list[Job]:
        waiting = list(Job.objects.filter(state=JobState.QUEUED).order_by("pk"))
        for job in waiting:
            jobs.run(job.pk)
            job.refresh_from_db()
        return waiting

    return work
