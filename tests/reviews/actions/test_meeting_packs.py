"""Packs for meetings: what is offered to whom, the order of the agenda, and how the papers are bound."""

import errno
from datetime import timedelta

import pytest
from django.http import QueryDict

from cadres.models import RoleGrant
from core import jobs, localtime
from core.errors import Invalid, NotAllowed
from core.models import Job, JobState
from reviews.actions import meeting_packs as actions
from reviews.actions import printing, report_runs
from reviews.actions import reports as runs
from reviews.actions.report_parts import count_parts
from reviews.forms.meeting_packs import CHOSEN, ORDER, PackFilter, chosen_keys
from reviews.reports.meeting_pack import papers_of_cycle, papers_of_meeting
from tests.core.pdf_reading import bookmarks, page_text, reader
from tests.factories import deep_reviews as letters
from tests.reviews.reports import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return written.province()


@pytest.fixture
def review(world):
    """The commune's review, and one of its people, both suggested."""
    row = written.collective(world)
    letters.issued(world, [row, written.individual(world)])
    return row


def requested(world, review, who="thuky", *, keys=None, two_sided=False, mark="") -> Job:
    offered = [paper.key for paper in papers_of_meeting(world.actor(who), review.pk)]
    return actions.request_pack(
        kind="meeting_pack",
        about=review.pk,
        keys=offered if keys is None else keys,
        two_sided=two_sided,
        mark=mark,
        actor=world.actor(who),
    )


def done(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job


def pages_of(job: Job) -> list[str]:
    content = content_of(job)
    return [page_text(content, number) for number in range(len(reader(content).pages))]


def content_of(job: Job) -> bytes:
    with job.file.open("rb") as opened:
        return bytes(opened.read())


def test_the_collective_comes_first_and_each_paper_of_a_person_stands_under_the_person(world, review):
    offered = papers_of_meeting(world.actor("thuky"), review.pk)

    assert [(paper.document[0], paper.group) for paper in offered] == [
        ("attendance_list", "Hội nghị"),
        ("target_letter", "Ban Thường vụ Đảng ủy xã Tân Sơn"),
        ("collective_review", "Ban Thường vụ Đảng ủy xã Tân Sơn"),
        ("collective_explanation", "Ban Thường vụ Đảng ủy xã Tân Sơn"),
        ("target_letter", "Đồng chí Lê Văn Khải"),
        ("individual_review", "Đồng chí Lê Văn Khải"),
        ("individual_explanation", "Đồng chí Lê Văn Khải"),
        ("meeting_minutes", "Hội nghị"),
    ]


def test_a_two_sided_pack_has_cover_contents_running_numbers_bookmarks_and_papers_on_the_right(world, review):
    job = done(requested(world, review, two_sided=True, mark="TÀI LIỆU HỘI NGHỊ"))

    pages, marks = pages_of(job), bookmarks(content_of(job))
    papers = [(title, page) for depth, title, page in marks if depth == 1]
    assert "TÀI LIỆU HỘI NGHỊ" in pages[0]
    assert "MỤC LỤC" in pages[1]
    assert len(papers) == 8
    for title, page in papers:
        assert page % 2 == 1, "each paper begins on a right-hand page"
        assert f"{title} {page}" in pages[1], "the contents name the page"
        assert "TÀI LIỆU HỘI NGHỊ" in pages[page - 1]
    for number, text in enumerate(pages[2:], start=3):
        assert not text or str(number) in text.split(), "every page of a paper has the number of the whole pack"
    assert [title for depth, title, _ in marks if depth == 0] == [
        "Hội nghị", "Ban Thường vụ Đảng ủy xã Tân Sơn", "Đồng chí Lê Văn Khải", "Hội nghị"
    ]  # fmt: skip
    for depth, title, page in marks:
        if depth >= 2:
            assert title.removeprefix("Phụ lục: ") in pages[page - 1], (
                "a paper's own headings lead to where they stand in the pack"
            )
    assert {"I- ƯU ĐIỂM, KẾT QUẢ ĐẠT ĐƯỢC"} <= {title for depth, title, _ in marks if depth == 2}
    facts = reader(content_of(job)).metadata
    assert facts is not None
    assert (facts.author, facts.title) == ("Đảng ủy xã Tân Sơn", job.title)


def test_another_order_prints_no_paper_anew(world, review, monkeypatch):
    done(requested(world, review))
    printed: list[str] = []
    monkeypatch.setattr(printing, "html_to_pdf", printed.append)
    keys = [paper.key for paper in papers_of_meeting(world.actor("thuky"), review.pk)]

    job = done(requested(world, review, keys=keys[6:0:-2]))

    assert printed == []
    assert [title.partition(":")[0] for depth, title, _ in bookmarks(content_of(job)) if depth == 1] == [
        "Báo cáo giải trình", "Công văn gợi ý kiểm điểm sâu", "Bản kiểm điểm"
    ]  # fmt: skip


def test_a_pack_left_by_a_dead_worker_goes_on_with_the_papers_put_down(world, review, monkeypatch):
    job = requested(world, review)
    claimed = jobs._claim(job.pk)
    assert claimed is not None
    report_runs._print_one(claimed, report_runs._printer(claimed.job, world.actor("thuky")), 1, 8)
    numbers: list[int] = []
    print_one = report_runs._print_one

    def watched(run, printer, number, of_all, *, waits=False):
        numbers.append(number)
        print_one(run, printer, number, of_all, waits=waits)

    monkeypatch.setattr(report_runs, "_print_one", watched)

    with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):  # the worker is gone
        done(job)

    assert numbers == [2, 3, 4, 5, 6, 7, 8]


def test_a_full_disk_ends_in_a_sentence_and_the_next_try_goes_on_with_what_was_put_down(world, review, monkeypatch):
    job = requested(world, review)
    keep = report_runs.keep_part

    def on_a_full_disk(run, number, content):
        if number > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        keep(run, number, content)

    with monkeypatch.context() as full:
        full.setattr(report_runs, "keep_part", on_a_full_disk)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file.name) == (JobState.FAILED, "")
    assert "hết chỗ trống" in job.error

    runs.retry_report(job_id=job.pk, actor=world.actor("thuky"))
    assert count_parts(job) == 2
    done(job)


def test_what_is_not_offered_does_not_get_in_and_a_second_click_starts_nothing(world, review):
    stranger = papers_of_meeting(world.actor("thuky"), review.pk)[0].key

    with pytest.raises(Invalid, match="Danh sách văn bản đã thay đổi"):
        requested(world, review, keys=[stranger, "collective_review-0"])
    with pytest.raises(Invalid, match="ít nhất một"):
        requested(world, review, keys=[])
    with pytest.raises(NotAllowed):
        requested(world, review, "thuky_khac", keys=[stranger])
    assert requested(world, review).pk == requested(world, review).pk


def test_a_pack_is_not_handed_over_once_one_paper_may_not_be_seen(world, review):
    job = done(requested(world, review))
    assert runs.hand_over_report(job_id=job.pk, actor=world.actor("thuky")) == job

    RoleGrant.objects.filter(user=world.users["thuky"]).delete()

    assert runs.hand_over_report(job_id=job.pk, actor=world.actor("thuky")) is None


def test_papers_are_chosen_by_person_and_by_topic_and_ordered_by_the_numbers_typed(world, review):
    papers = papers_of_meeting(world.actor("thuky"), review.pk)
    person = next(paper.person for paper in papers if paper.person)
    topic = min(papers[1].topics)

    def narrowed(**chosen):
        filters = PackFilter(chosen, persons={person: "Khải"}, topics={topic: "Đất đai"})
        assert filters.is_valid()
        return filters.narrowed(papers)

    assert {paper.person for paper in narrowed(nguoi=person)} == {person}
    assert narrowed(noi_dung=topic) == papers[1:-1]
    typed = QueryDict(mutable=True)
    typed.setlist(CHOSEN, [papers[0].key, papers[1].key, papers[2].key])
    typed[f"{ORDER}{papers[2].key}"] = "0"
    typed[f"{ORDER}{papers[1].key}"] = "không phải số"
    assert chosen_keys(typed, papers) == [papers[2].key, papers[0].key, papers[1].key]


def test_a_cycle_offers_its_tables_its_letters_and_what_was_submitted(world, review):
    letters.submitted(review)

    offered = [paper.document[0] for paper in papers_of_cycle(world.actor("chuyenvien"), world.cycle.pk)]

    assert offered == [
        "cycle_summary", "season_summary", "suggestion_letter",
        "target_letter", "collective_review", "collective_explanation",
    ]  # fmt: skip
