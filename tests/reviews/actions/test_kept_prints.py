"""What is printed once is handed out again while nothing changed, kept until its day, and then removed."""

import os
from datetime import timedelta

import pytest

from cadres.models import RoleGrant
from core import jobs, localtime
from core.models import AuditEntry, Job, JobState
from reviews.actions import issued_papers, printing, report_sweep
from reviews.actions import reports as actions
from reviews.models import Answer
from tests.factories import deep_reviews as letters
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return written.province()


@pytest.fixture
def printings(monkeypatch) -> list[int]:
    """How many pages of HTML went to the engine."""
    seen: list[int] = []
    engine = printing.html_to_pdf

    def watched(html: str) -> bytes:
        seen.append(len(html))
        return engine(html)

    monkeypatch.setattr(printing, "html_to_pdf", watched)
    return seen


def done(world, who: str, kind: str, about: int) -> Job:
    job = actions.request_report(kind=kind, about=about, actor=world.actor(who))
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def bytes_of(job: Job) -> bytes:
    with job.file.open("rb") as opened:
        return bytes(opened.read())


def test_the_same_again_is_not_printed_until_a_value_or_the_layout_changes(world, printings, monkeypatch):
    review = letters.submitted(written.collective(world))
    first = done(world, "thuky", "collective_review", review.pk)
    again = done(world, "thuky", "collective_review", review.pk)
    by_another = done(world, "chuyenvien", "collective_review", review.pk)

    assert len(printings) == 1
    assert bytes_of(first) == bytes_of(again) == bytes_of(by_another)
    assert "số liệu không đổi" in again.data_version
    assert "số liệu không đổi" not in first.data_version

    open_review = written.individual(world)
    done(world, "canbo", "individual_review", open_review.pk)
    Answer.objects.filter(round__review=open_review).update(text="Đã sửa lời này.")
    done(world, "canbo", "individual_review", open_review.pk)
    assert len(printings) == 3

    monkeypatch.setattr(printing.printed, "_engine", lambda: "một bộ máy in mới hơn")
    done(world, "thuky", "collective_review", review.pk)
    assert len(printings) == 4


def test_a_table_that_names_its_minute_is_printed_once_and_tells_the_minute_it_is_of(world, printings):
    done(world, "chuyenvien", "cycle_summary", world.cycle.pk)
    with localtime.clock_at(localtime.now() + timedelta(minutes=7)):
        again = done(world, "chuyenvien", "cycle_summary", world.cycle.pk)

    assert len(printings) == 1
    assert "lập lúc" in again.data_version


def test_what_is_kept_is_not_handed_to_whom_the_right_was_taken_from(world, printings):
    review = letters.submitted(written.collective(world))
    done(world, "chuyenvien", "collective_review", review.pk)
    job = actions.request_report(kind="collective_review", about=review.pk, actor=world.actor("chuyenvien"))
    RoleGrant.objects.filter(user=world.users["chuyenvien"]).delete()

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (JobState.FAILED, False)


def test_a_file_goes_on_its_day_with_a_trace_and_an_issued_one_stays(
    world, settings, storage_folder, django_capture_on_commit_callbacks
):
    review = letters.submitted(written.collective(world))
    run = done(world, "thuky", "collective_review", review.pk)
    prepared = issued_papers.prepare_issue(job_id=run.pk, actor=world.actor("thuky"), serial="7", day=localtime.today())
    jobs.run(prepared.pk)
    paper = issued_papers.issue_paper(job_id=prepared.pk, actor=world.actor("thuky"))
    finished = Job.objects.get(pk=prepared.pk).finished_at
    assert finished is not None

    for kept in (storage_folder / printing.printed.FOLDER).rglob("*"):
        os.utime(kept, (0, 0))
    with django_capture_on_commit_callbacks(execute=True):
        assert report_sweep.sweep_reports(finished + timedelta(days=settings.REPORT_KEPT_DAYS)) == 1  # the one before
        assert report_sweep.sweep_reports(finished + timedelta(days=settings.REPORT_KEPT_DAYS, seconds=1)) == 1

    left = [path for path in storage_folder.rglob("*") if path.is_file()]
    assert [str(path.relative_to(storage_folder)) for path in left] == [paper.file.name]
    assert AuditEntry.objects.filter(verb="report.sweep", actor_name="Dọn bản in quá hạn").count() == 2
    assert actions.hand_over_report(job_id=run.pk, actor=world.actor("thuky")) is None
    assert issued_papers.hand_over_paper(paper_id=paper.pk, actor=world.actor("thuky")) == paper


def test_what_a_person_declared_is_kept_with_its_run_alone(world, storage_folder):
    review = written.individual(world)

    for kind, appendix in (("individual_review", True), ("indicator_appendix", False)):
        job = actions.request_report(kind=kind, about=review.pk, actor=world.actor("canbo"), appendix=appendix)
        jobs.run(job.pk)
        assert Job.objects.get(pk=job.pk).state == JobState.DONE

    assert not (storage_folder / printing.printed.FOLDER).exists()


def test_a_print_of_which_a_power_cut_left_holes_is_printed_again(world, printings, storage_folder):
    review = letters.submitted(written.collective(world))
    first = done(world, "thuky", "collective_review", review.pk)
    for kept in (storage_folder / printing.printed.FOLDER).glob("*/*"):
        whole = kept.read_bytes()
        kept.write_bytes(whole[:5000] + bytes(len(whole) - 5010) + whole[-10:])

    assert len(bytes_of(done(world, "thuky", "collective_review", review.pk))) == len(bytes_of(first))
    assert len(printings) == 2


def test_of_two_sweeps_the_second_finds_the_file_removed(world, django_capture_on_commit_callbacks):
    run = done(world, "thuky", "collective_review", letters.submitted(written.collective(world)).pk)

    with django_capture_on_commit_callbacks(execute=True):
        assert [report_sweep._remove_file(run.pk) for _ in range(2)] == [True, False]

    assert AuditEntry.objects.filter(verb="report.sweep").count() == 1


def test_what_a_killed_issue_left_goes_but_no_archive_whose_rows_are_missing(storage_folder):
    folder, now = storage_folder / issued_papers.ISSUED / "2026", localtime.now()
    folder.mkdir(parents=True)
    parts = storage_folder / report_sweep.PARTS
    parts.mkdir(parents=True)
    (parts / "gone-meanwhile").symlink_to("nowhere")

    def left(**hours: int) -> list[str]:
        for name, age in hours.items():
            (folder / name).write_bytes(b"%PDF")
            os.utime(folder / name, times=((now - timedelta(hours=age)).timestamp(),) * 2)
        report_sweep.sweep_reports(now)
        return sorted(path.name for path in folder.iterdir())

    assert left(being_issued=1, of_a_killed_process=7, of_an_older_database=24 * 9) == [
        "being_issued",
        "of_an_older_database",
    ]
    assert len(left(**{f"since_the_dump_{number}": 7 for number in range(6)})) == 8


def test_a_full_disk_loses_nothing_but_the_copy(world, storage_folder):
    review = letters.submitted(written.collective(world))
    storage_folder.mkdir(exist_ok=True)
    (storage_folder / printing.printed.FOLDER).write_text("chỗ này không phải thư mục")  # no folder can be made there

    assert done(world, "thuky", "collective_review", review.pk).state == JobState.DONE
