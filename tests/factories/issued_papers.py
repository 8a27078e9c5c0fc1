"""Papers printed, prepared and issued as the office's people do it, in the province of `tests.reviews.reports.written`."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from core import jobs, localtime
from core.models import Job, JobState
from reviews.actions import issued_papers as actions
from reviews.actions import reports
from reviews.models import Review


def printed(world: Any, who: str, kind: str, about: int, **options: Any) -> Job:
    return done(reports.request_report(kind=kind, about=about, actor=world.actor(who), **options))


def done(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job


def content_of(row: Any) -> bytes:
    with row.file.open("rb") as opened:
        return bytes(opened.read())


def prepared(
    world: Any,
    review: Review,
    *,
    serial: str = "05",
    who: str = "thuky",
    day: date | None = None,
    number: int | None = None,
    kind: str = "collective_review",
    **options: Any,
) -> Job:
    run = printed(world, who, kind, review.pk, number=number, **options)
    day = day or localtime.today()
    return done(actions.prepare_issue(job_id=run.pk, actor=world.actor(who), serial=serial, day=day))


def asked(code: str, *, as_: Any = None, **posted: Any) -> str:
    """What the page of the code says."""
    browser = Client()
    if as_ is not None:
        browser.force_login(as_)
    address = reverse("reviews:checked_paper", args=[code])
    answer = browser.post(address, posted) if posted else browser.get(address)
    assert answer.status_code == 200
    return answer.text.partition('id="noi-dung"')[2]
