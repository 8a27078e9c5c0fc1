"""Printing as background work: committed steps, a dead worker's run goes on, rights asked again, nothing read unseen."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadres.models import RoleGrant
from core import jobs, localtime, printed
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry, Job, JobState
from core.workbook_files import workbook
from core.workbooks import XLSX
from reviews.actions import report_runs
from reviews.actions import reports as actions
from reviews.actions.hard_tasks import register_hard_task
from reviews.actions.report_parts import delete_parts
from reviews.models import Review, ReviewRead
from reviews.reports.registry import KINDS, collector_of
from tests.core.pdf_reading import body_text, reader
from tests.factories import deep_reviews as letters
from tests.factories import situation_reports
from tests.factories import small_province as make
from tests.reviews.reports import written
from tests.reviews.reports.faces import assert_faces_agree
from tests.reviews.reports.office_programs import faults_by_the_schema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world():
    return written.province()


def files_in(folder) -> list[str]:
    """All but what is kept of papers printed, for whoever asks for the same again."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in found if path.parts[0] != printed.FOLDER)


def requested(world, who, kind, about, **options) -> Job:
    return actions.request_report(kind=kind, about=about, actor=world.actor(who), **options)


def done(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def content_of(job: Job) -> bytes:
    with job.file.open("rb") as opened:
        return bytes(opened.read())


def claimed_by_this_worker(job: Job) -> jobs.Run:
    claimed = jobs._claim(job.pk)
    assert claimed is not None
    return claimed


def three_submitted(world) -> list[int]:
    reviews = [
        written.collective(world),
        make.collective_review(world, world.other_commune),
        written.individual(world),
    ]
    return [letters.submitted(review).pk for review in reviews]


def test_a_report_is_printed_stored_and_checked_by_its_sum(world, storage):
    review = written.collective(world)

    job = done(requested(world, "thuky", "collective_review", review.pk))

    content = content_of(job)
    assert (job.state, job.steps_done, job.steps_all) == (JobState.DONE, 3, 3)
    assert content.startswith(b"%PDF")
    assert job.sha256 == hashlib.sha256(content).hexdigest()
    assert job.file_name == "ban-kiem-diem-tap-the-ban-thuong-vu-dang-uy-xa-tan-son-kiem-diem-nam-2026.pdf"
    assert job.data_version.startswith("vòng 1, dự thảo lần 1, lúc ")
    assert len(files_in(storage)) == 1  # the parts are gone


# each compared where it has its facts: test_pledges, test_word_papers, test_plans
PRINTED_ELSEWHERE = {"cycle_reviews", "pledge", "pledge_list", "appraisal_notice", "rereview_order"}
PRINTED_ELSEWHERE |= {"remediation_plan", "remediation_results", "round_differences"}
PRINTED_ELSEWHERE |= {"meeting_pack", "cycle_pack"}
OF_ITS_OWN_PEOPLE = {"blank_form", "meeting_invitation", "attendance_list", "meeting_minutes", "indicator_appendix"}


def test_every_kind_prints_and_its_faces_say_the_same(world, tmp_path):
    review, person = written.collective(world), written.individual(world)
    letter = letters.issued(world, [review, person])
    register_hard_task(
        cycle_id=world.cycle.pk,
        unit_id=world.commune.pk,
        cadre_id=None,
        actor=world.actor("thuky"),
        text="=Di dời 17 tàu",
        measure="Không còn tàu nào",
        due_on=world.cycle.period_to + timedelta(days=300),
    )
    letters.submitted(review)
    letters.submitted(person)
    about = {
        "collective_review": review.pk,
        "individual_review": person.pk,
        "opinion_table": review.pk,
        "collective_explanation": review.pk,
        "individual_explanation": person.pk,
        "suggestion_letter": letter.pk,
        "suggestion_letters": letter.pk,
        "target_letter": letter.targets.earliest("pk").pk,
        "suggestion_amendment": letters.rescheduled(world, letter).pk,
        "situation_report": situation_reports.issued(world).pk,
        "blank_form": review.pk,
        "blank_template": review.template_id,
        "three_years": localtime.today().year,
    }
    sheets = []
    for kind in sorted(set(KINDS) - PRINTED_ELSEWHERE):
        who = "thuky" if kind in OF_ITS_OWN_PEOPLE else "chuyenvien"
        with localtime.clock_at(localtime.now()):  # papers say at which minute they were made
            default = review.pk if KINDS[kind].about == "review" else world.cycle.pk
            job = done(requested(world, who, kind, about.get(kind, default)))
            assert job.state == JobState.DONE, (kind, job.error)
            papers: list[Any] = [
                collector_of(world.actor(who), job.params)(tuple(one)) for one in job.params["documents"]
            ]
        printed = body_text(content_of(job))
        assert printed
        if len(papers) == 1:
            assert_faces_agree(papers[0], printed, is_table=KINDS[kind].is_table)
        sheets += [
            replace(one, name=f"{kind} {one.name}") for one in (papers[0].sheets if KINDS[kind].is_table else ())
        ]
    tables = tmp_path / "tables.xlsx"
    tables.write_bytes(workbook(sheets, "Các bảng"))
    assert faults_by_the_schema(tables) == []


def test_word_and_excel_are_asked_for_like_pdf_and_only_where_there_are_such(world):
    table = done(requested(world, "chuyenvien", "cycle_summary", world.cycle.pk, face="excel"))

    assert (table.state, table.file_type) == (JobState.DONE, XLSX)
    assert table.file_name == "bang-tong-hop-kiem-diem-nam-2026.xlsx"
    assert table.title.endswith("(Excel)")
    with pytest.raises(Invalid, match="không có dạng tệp"):
        requested(world, "thuky", "collective_review", written.collective(world).pk, face="excel")


def test_a_single_paper_is_had_for_the_archive_and_a_bundle_is_not(world):
    kept = done(requested(world, "chuyenvien", "cycle_summary", world.cycle.pk, face="archive"))

    assert (kept.state, kept.file_type) == (JobState.DONE, "application/pdf")
    assert kept.file_name == "bang-tong-hop-kiem-diem-nam-2026-luu-tru.pdf"
    assert kept.title.endswith("(PDF lưu trữ)")
    assert "/StructTreeRoot" in reader(content_of(kept)).root_object
    with pytest.raises(Invalid, match="không có dạng tệp"):
        requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk, face="archive")


def test_marks_of_the_request_stand_in_the_head_of_the_paper(world):
    job = done(requested(world, "chuyenvien", "cycle_summary", world.cycle.pk, for_meeting=True, urgent=True))

    assert "TÀI LIỆU HỘI NGHỊ KHẨN" in body_text(content_of(job))


def test_a_bundle_prints_every_submitted_review_as_one_file(world):
    three_submitted(world)

    job = done(requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk))

    content = content_of(job)
    text = body_text(content)
    assert (job.steps_done, job.steps_all) == (5, 5)
    assert text.count("ĐẢNG CỘNG SẢN VIỆT NAM") == 3
    assert text.index("ĐẢNG ỦY XÃ TÂN SƠN") < text.index("LÊ VĂN KHẢI") < text.index("ĐẢNG ỦY XÃ YÊN PHÚ")
    assert str(reader(content).root_object["/Lang"]) == "vi"
    assert job.data_version.startswith("3 bản, lúc ")


def test_a_bundle_keeps_the_order_of_the_tree_where_numbers_of_units_gain_a_digit(world):
    units = [
        make.unit(name, world.province, kind=world.commune.kind, pk=pk)
        for name, pk in (("Đảng bộ xã Yên Hòa", 999_999), ("Đảng bộ xã An Hòa", 1_000_000))
    ]
    reviews = [letters.submitted(make.collective_review(world, one)).pk for one in units]

    documents = KINDS["cycle_reviews"].documents(world.actor("chuyenvien"), world.cycle.pk)

    assert [pk for _, pk in documents] == reviews


def test_a_bundle_without_any_submitted_review_fails_with_the_reason(world):
    written.collective(world)

    job = done(requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk))

    assert job.state == JobState.FAILED
    assert "Chưa có bản kiểm điểm nào đã trình" in job.error


def test_a_run_left_by_a_dead_worker_goes_on_with_the_papers_already_printed(world, monkeypatch):
    three_submitted(world)
    job = requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk)
    claimed = claimed_by_this_worker(job)
    actor = world.actor("chuyenvien")
    report_runs._collect_list(claimed, actor)
    report_runs._print_one(claimed, report_runs._printer(claimed.job, actor), 1, 3)  # here the worker dies
    printed: list[int] = []

    def watched(run, who, number, of_all, *, waits):
        printed.append(number)
        print_one(run, who, number, of_all, waits=waits)

    print_one = report_runs._print_one
    monkeypatch.setattr(report_runs, "_print_one", watched)

    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
        jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, printed) == (JobState.DONE, [2, 3])


def test_a_printed_paper_that_got_lost_is_printed_again(world):
    three_submitted(world)
    job = requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk)
    claimed = claimed_by_this_worker(job)
    report_runs._collect_list(claimed, world.actor("chuyenvien"))
    report_runs._print_one(claimed, report_runs._printer(claimed.job, world.actor("chuyenvien")), 1, 3)
    delete_parts(claimed.job)

    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
        jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert body_text(content_of(job)).count("ĐẢNG CỘNG SẢN VIỆT NAM") == 3


def test_a_cancelled_run_leaves_no_printed_paper_behind(world, storage, django_capture_on_commit_callbacks):
    three_submitted(world)
    job = requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk)
    actor = world.actor("chuyenvien")
    claimed = claimed_by_this_worker(job)
    report_runs._collect_list(claimed, actor)
    report_runs._print_one(claimed, report_runs._printer(claimed.job, actor), 1, 3)
    assert len(files_in(storage)) == 1

    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_report(job_id=job.pk, actor=actor)

    assert files_in(storage) == []


def test_a_cancelled_run_stops_at_its_next_step_and_can_be_tried_again(world):
    three_submitted(world)
    job = requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk)
    claimed = claimed_by_this_worker(job)
    actor = world.actor("chuyenvien")
    report_runs._collect_list(claimed, actor)
    actions.cancel_report(job_id=job.pk, actor=actor)

    with pytest.raises(jobs.JobStopped):
        report_runs._print_one(claimed, report_runs._printer(claimed.job, actor), 1, 3)
    actions.retry_report(job_id=job.pk, actor=actor)

    assert done(job).state == JobState.DONE


def test_rights_are_asked_again_when_the_report_runs(world):
    review = letters.submitted(written.collective(world))
    job = requested(world, "chuyenvien", "collective_review", review.pk)
    RoleGrant.objects.filter(user=world.users["chuyenvien"]).delete()

    assert done(job).state == JobState.FAILED
    assert "trong phạm vi của đồng chí" in job.error
    assert not job.file


def test_a_report_of_an_account_that_was_closed_is_not_made(world):
    job = requested(world, "thuky", "collective_review", written.collective(world).pk)
    world.users["thuky"].is_active = False
    world.users["thuky"].save(update_fields=["is_active"])

    assert done(job).error == "Tài khoản yêu cầu in không còn hoạt động."


@pytest.mark.parametrize("who", ["thuky_khac", "mattran", "quantri", "nguoi_la", "chuyenvien"])
def test_what_may_not_be_seen_cannot_be_asked_for(world, who):
    review = written.collective(world)  # not submitted, so not even the managing committee reads it

    with pytest.raises(NotAllowed):
        requested(world, who, "collective_review", review.pk)

    assert not Job.objects.exists()
    assert not AuditEntry.objects.filter(verb="report.request").exists()


def test_the_appendix_of_a_person_is_refused_to_everybody_else(world):
    review = letters.submitted(written.individual(world))

    for who in ("thuky", "bithu", "chuyenvien", "thuongtruc", "kiemtra"):
        with pytest.raises(NotAllowed):
            requested(world, who, "individual_review", review.pk, appendix=True)
    job = done(requested(world, "canbo", "individual_review", review.pk, appendix=True))

    assert written.NOTE in body_text(content_of(job))


def test_a_second_click_while_the_first_run_is_open_starts_nothing(world):
    review = written.collective(world)

    first, second = (requested(world, "thuky", "collective_review", review.pk) for _ in range(2))

    assert first.pk == second.pk
    assert AuditEntry.objects.filter(verb="report.request").count() == 1
    assert requested(world, "thuky", "collective_review", review.pk, appendix=True).pk != first.pk


def test_an_unknown_kind_is_refused_with_a_sentence(world):
    with pytest.raises(Invalid, match="Không có loại báo cáo này"):
        requested(world, "thuky", "payroll", 1)


@pytest.mark.parametrize("kind", ["individual_review", "individual_explanation", "opinion_table"])
def test_handing_over_what_a_person_wrote_counts_as_reading_it(world, kind):
    review = written.individual(world)
    letters.issued(world, [review])
    letters.submitted(review)
    job = done(requested(world, "chuyenvien", kind, review.pk))

    assert actions.hand_over_report(job_id=job.pk, actor=world.actor("chuyenvien")) == job

    read = ReviewRead.objects.get(review=review)
    assert (read.part, read.reader_name) == (ReviewRead.Part.PRINT, "Ngô Minh Đức")


def test_the_authors_own_print_is_not_listed_as_a_read(world):
    review = letters.submitted(written.individual(world))
    job = done(requested(world, "canbo", "individual_review", review.pk))

    assert actions.hand_over_report(job_id=job.pk, actor=world.actor("canbo"))
    assert not ReviewRead.objects.exists()


def test_a_file_is_not_handed_over_once_a_right_is_gone(world):
    three_submitted(world)
    jobs_of_all_kinds = [
        done(requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk)),
        done(requested(world, "chuyenvien", "cycle_summary", world.cycle.pk)),
    ]
    RoleGrant.objects.filter(user=world.users["chuyenvien"]).delete()

    for job in jobs_of_all_kinds:
        assert actions.hand_over_report(job_id=job.pk, actor=world.actor("chuyenvien")) is None


@pytest.mark.parametrize("in_a_pack", [False, True])
def test_a_print_of_a_draft_is_not_handed_over_to_who_changed_to_the_appraising_side(world, in_a_pack):
    review = written.collective(world)
    documents = [["collective_review", review.pk], ["opinion_table", review.pk]] if in_a_pack else None
    job = requested(world, "thuky", "collective_review", review.pk)
    Job.objects.filter(pk=job.pk).update(params={**job.params, **({"documents": documents} if documents else {})})
    draft = done(job)
    letters.submitted(review)
    submitted = done(requested(world, "thuky", "collective_review", review.pk, serial="02"))
    secretary = world.users["thuky"].grants
    assert actions.hand_over_report(job_id=draft.pk, actor=world.actor("thuky")) == draft, "the own side reads drafts"

    secretary.update(ended_on=localtime.today() - timedelta(days=1))
    secretary.create(role=make.Role.STAFF, unit=world.province, started_on=localtime.today())

    assert actions.hand_over_report(job_id=draft.pk, actor=world.actor("thuky")) is None
    assert actions.hand_over_report(job_id=submitted.pk, actor=world.actor("thuky")) == submitted


def test_a_bundle_is_not_handed_over_when_one_review_in_it_may_not_be_seen_any_more(world):
    ids = three_submitted(world)
    job = done(requested(world, "chuyenvien", "cycle_reviews", world.cycle.pk))
    Review.objects.filter(pk=ids[2]).update(managing_unit=world.central)

    assert actions.hand_over_report(job_id=job.pk, actor=world.actor("chuyenvien")) is None


def test_nobody_else_stops_retries_or_fetches_a_run(world):
    review = written.collective(world)
    job = done(requested(world, "thuky", "collective_review", review.pk))

    for action in (actions.cancel_report, actions.retry_report):
        with pytest.raises(Invalid):
            action(job_id=job.pk, actor=world.actor("bithu"))
    assert actions.hand_over_report(job_id=job.pk, actor=world.actor("bithu")) is None


def test_a_run_that_is_over_is_not_stopped_or_tried_again(world):
    job = done(requested(world, "thuky", "collective_review", written.collective(world).pk))

    with pytest.raises(Invalid, match="đã kết thúc"):
        actions.cancel_report(job_id=job.pk, actor=world.actor("thuky"))
    with pytest.raises(Invalid, match="Chỉ chạy lại"):
        actions.retry_report(job_id=job.pk, actor=world.actor("thuky"))
