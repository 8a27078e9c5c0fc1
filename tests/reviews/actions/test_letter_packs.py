"""One letter for each, all in one pack: what each says, who prints which, and two workers that share the printing."""

import io
import zipfile
from datetime import timedelta

import pytest
from docx import Document

from cadres.roles import routine
from core import jobs, localtime
from core.models import Job, JobState
from reviews.actions import deep_reviews as life
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions import report_runs
from reviews.actions import reports as actions
from reviews.actions.report_parts import count_parts, has_part
from reviews.models import Review
from reviews.reports import suggestion_letter
from reviews.reports.printable import NotVisible
from tests.core.pdf_reading import page_text, reader
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make
from tests.factories.issued_papers import content_of, done

pytestmark = pytest.mark.django_db

ACTOR = routine("kiểm thử")
LAND, CAPITAL = (topic.title for topic in letters.TOPICS)


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def three(world) -> list[Review]:
    return [
        make.collective_review(world, world.commune),
        make.individual_review(world, world.cadre("bithu"), world.commune),
        make.collective_review(world, world.other_commune),
    ]


def issued_with_an_own_topic(world, reviews):
    """The second topic goes to the first of them alone."""
    row = letters.drafted(world, reviews)
    own = row.targets.get(review=reviews[0]).pk
    drafting.assign_topics(
        deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"),
        only_for={row.topics.get(title=CAPITAL).pk: [own]},
    )  # fmt: skip
    for act, by in ((life.propose_deep_review, "chuyenvien"), (life.approve_deep_review, "thuongtruc")):
        act(deep_review_id=row.pk, version=letters.fresh(row).version, actor=world.actor(by))
    return letters.numbered(world, letters.fresh(row))


def pack_of_issue() -> Job:
    return Job.objects.get(params__report="suggestion_letters")


class TestPack:
    def test_the_issue_has_one_letter_printed_for_each_with_what_they_alone_are_asked(self, world, three):
        issued_with_an_own_topic(world, three)

        job = done(pack_of_issue())

        content = content_of(job)
        pages = [page_text(content, number) for number in range(len(reader(content).pages))]
        assert (job.requested_by_name, job.file_type, len(pages)) == ("Hoàng Gia Lộc", "application/pdf", 3)
        names = ("Đảng ủy xã Tân Sơn", "Trần Đình Hưởng", "Đảng ủy xã Yên Phú")
        for page, name, others in zip(pages, names, ({1, 2}, {2}, {0, 1}), strict=True):
            assert "Số 12-CV/TU" in page
            assert name in page
            assert not any(names[other] in page for other in others), "a letter names nobody else it went to"
            assert LAND in page
        assert [CAPITAL in page for page in pages] == [True, False, False]

    def test_in_word_it_is_an_archive_of_the_same_letters_each_named_after_whom_it_goes_to(self, world, three):
        row = issued_with_an_own_topic(world, three)

        job = done(
            actions.request_report(
                kind="suggestion_letters", about=row.pk, actor=world.actor("chuyenvien"), face="word"
            )
        )

        assert job.file_name.endswith(".zip")
        with zipfile.ZipFile(io.BytesIO(content_of(job))) as archive:
            names = archive.namelist()
            second = Document(io.BytesIO(archive.read(names[1])))
        assert names == [
            "001-dang-uy-xa-tan-son.docx",
            "002-dong-chi-tran-dinh-huong.docx",
            "003-dang-uy-xa-yen-phu.docx",
        ]
        text = " ".join(paragraph.text for paragraph in second.paragraphs)
        assert "gợi ý đồng chí Trần Đình Hưởng kiểm điểm sâu" in text
        assert (LAND in text, CAPITAL in text) == (True, False)

    def test_one_letter_alone_makes_no_pack_and_goes_out_as_word_too(self, world, three):
        row = letters.issued(world, three[:1])
        assert not Job.objects.exists()

        job = done(
            actions.request_report(
                kind="target_letter", about=row.targets.get().pk, actor=world.actor("bithu"), face="word"
            )
        )

        assert job.file_name.endswith(".docx")
        assert Document(io.BytesIO(content_of(job))).tables

    def test_each_prints_the_own_letter_and_nobody_elses(self, world, three):
        row = issued_with_an_own_topic(world, three)
        own, foreign = (row.targets.get(review=review).pk for review in (three[2], three[0]))
        secretary = world.actor("thuky_khac")

        assert suggestion_letter.collect_for_target(secretary, target=own).topics
        for refused in (
            lambda: suggestion_letter.collect_for_target(secretary, target=foreign),
            lambda: actions.request_report(kind="target_letter", about=foreign, actor=secretary),
            lambda: actions.request_report(kind="target_letter", about=own, actor=world.actor("nguoi_la")),
        ):
            with pytest.raises(NotVisible):
                refused()

    def test_the_pack_is_not_handed_over_once_a_letter_in_it_may_not_be_seen_any_more(self, world, three):
        issued_with_an_own_topic(world, three)
        job = done(pack_of_issue())
        standing = world.actor("thuongtruc")
        assert actions.hand_over_report(job_id=job.pk, actor=standing)

        world.users["thuongtruc"].grants.all().delete()

        assert actions.hand_over_report(job_id=job.pk, actor=world.actor("thuongtruc")) is None


class TestTwoWorkers:
    @pytest.fixture
    def claimed(self, world, three) -> jobs.Run:
        """A pack worth sharing, claimed by one worker, which has printed the first paper."""
        people = [make.individual_review(world, make.cadre(f"Lê Văn {n}"), world.commune) for n in range(5)]
        letters.issued(world, [*three, *people])
        run = jobs._claim(pack_of_issue().pk)
        assert run is not None
        report_runs._collect_list(run, world.actor("thuongtruc"))
        report_runs._print_one(run, report_runs._printer(run.job, world.actor("thuongtruc")), 1, 8)
        return run

    @pytest.fixture
    def made(self, monkeypatch) -> list[int]:
        """The numbers of the papers in the order in which they are made."""
        numbers: list[int] = []
        collector = report_runs._printer

        def watched(job, actor):
            collect = collector(job, actor)

            def collect_one(number):
                numbers.append(number)
                return collect(number)

            return collect_one

        monkeypatch.setattr(report_runs, "_printer", watched)
        return numbers

    def helper(self, claimed) -> Job:
        return jobs.enqueue(kind=report_runs.HELP_JOB, title="Cùng lập", params={"job": claimed.job.pk}, actor=ACTOR)

    def test_the_second_one_prints_from_the_end_and_the_first_one_only_what_is_left(self, claimed, made):
        done(self.helper(claimed))
        assert made == [8, 7, 6, 5, 4, 3, 2]

        report_runs.produce(claimed)

        assert made == [8, 7, 6, 5, 4, 3, 2]
        claimed.job.refresh_from_db()
        assert len(reader(content_of(claimed.job)).pages) == 8
        assert (claimed.job.steps_done, count_parts(claimed.job)) == (10, 0)

    def test_it_stops_when_somebody_waits_for_a_worker(self, claimed, made):
        helper = self.helper(claimed)
        jobs.enqueue(kind="report", title="Của người khác", params={}, actor=ACTOR)

        jobs.run(helper.pk)

        assert made == []

    def test_it_leaves_nothing_beside_a_pack_that_is_finished_or_cancelled(self, world, claimed, made):
        actions.cancel_report(job_id=claimed.job.pk, actor=world.actor("thuongtruc"))

        done(self.helper(claimed))

        assert made == []

    def test_a_worker_that_died_leaves_its_papers_to_the_next_and_nothing_is_made_twice(self, world, claimed, made):
        report_runs._print_one(claimed, report_runs._printer(claimed.job, world.actor("thuongtruc")), 2, 8)
        assert [has_part(claimed.job, number) for number in (1, 2, 3)] == [True, True, False]

        with localtime.clock_at(localtime.now() + jobs.LEASE + timedelta(seconds=1)):
            jobs.run(claimed.job.pk)

        claimed.job.refresh_from_db()
        assert (claimed.job.state, claimed.job.attempts) == (JobState.DONE, 2)
        assert made == [2, 3, 4, 5, 6, 7, 8]
        assert Job.objects.filter(kind=report_runs.HELP_JOB).count() == 1
