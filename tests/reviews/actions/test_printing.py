"""How a paper becomes a file: here what happens where the file of an issued one is gone."""

from pathlib import Path

import pytest

from core import jobs
from core.models import Job, JobState
from reviews.actions import reports
from reviews.models import IssuedPaper
from tests.factories import deep_reviews as letters
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db


def test_an_issued_paper_whose_file_was_lost_is_asked_back_and_not_printed_as_another():
    world = written.province()
    letter = letters.issued(world, [written.collective(world)])

    def asked() -> Job:
        job = reports.request_report(kind="suggestion_letter", about=letter.pk, actor=world.actor("chuyenvien"))
        jobs.run(job.pk)
        job.refresh_from_db()
        return job

    assert asked().state == JobState.DONE
    paper = IssuedPaper.objects.get()
    Path(paper.file.path).unlink()

    again = asked()

    assert again.state == JobState.FAILED
    assert again.error.startswith(f"Không còn thấy tệp của văn bản đã ban hành (mã {paper.code})")
