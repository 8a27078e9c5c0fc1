"""The printed table of opinions: what it says, in which order, for whom."""

import pytest

from core import localtime
from core.errors import NotAllowed
from core.pdf import html_to_pdf
from reviews.actions.opinions import answer_opinion
from reviews.actions.reports import hand_over_report, request_report
from reviews.models import Review, ReviewRead, TemplateSection
from reviews.reports import opinion_table
from reviews.reports.rendering import render
from reviews.rules.opinions import OpinionReply
from reviews.states import OpinionSource, ReviewState, SectionKind
from tests.core.pdf_reading import body_text, page_text, reader
from tests.factories import opinions as given
from tests.factories import small_province as make
from tests.factories.reviews import run_job
from tests.reviews.reports.faces import assert_faces_agree, opened_word

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def review(world) -> Review:
    review = make.collective_review(world, world.commune)
    TemplateSection.objects.create(
        template=review.template, key="lead", order=1, number="I.", heading="Lãnh đạo", kind=SectionKind.TEXT
    )
    drafts = (
        given.draft("Làm đường\nthôn Đông", group="Đất đai, giao thông", section_key="lead"),
        given.draft("Giải ngân chậm <b>", "Sở Tài chính", source_kind=OpinionSource.AGENCY, group="Đầu tư công"),
        given.draft("Thống nhất"),
    )
    first, second, _third = given.registered(review, world.actor("thuky"), *drafts)
    for opinion, reply in (
        (first, OpinionReply("accepted", "Đã bổ sung.", "lead")),
        (second, OpinionReply("explained", "Số liệu lấy theo kho bạc.")),
    ):
        answer_opinion(opinion_id=opinion.pk, version=1, actor=world.actor("thuky"), answer=reply)
    return review


def test_it_says_how_many_and_what_became_of_them_group_by_group(world, review):
    paper = opinion_table.collect(world.actor("canbo"), review=review.pk)

    assert paper.opening == (
        "Tổng số 3 ý kiến góp ý (cơ quan: 1; tổ chức, đoàn thể: 2). Kết quả: chưa trả lời: 1; tiếp thu: 1; giải trình: 1."
    )
    assert [(group.name, [row.number for row in group.rows]) for group in paper.groups] == [
        ("Đất đai, giao thông", [1]), ("Đầu tư công", [2]), ("Nội dung khác", [3]),
    ]  # fmt: skip
    accepted = paper.groups[0].rows[0]
    assert (accepted.section, accepted.outcome, accepted.changed) == ("mục I", "Tiếp thu", "mục I")


def test_the_paper_is_landscape_and_escapes_what_was_typed(world, review):
    paper = opinion_table.collect(world.actor("thuky"), review=review.pk)
    html = render(paper)
    pdf = html_to_pdf(html)

    assert "Giải ngân chậm &lt;b&gt;" in html
    assert "Làm đường<br>thôn Đông" in html
    box = reader(pdf).pages[0].mediabox
    assert box.width > box.height
    assert_faces_agree(paper, body_text(pdf), is_table=True)
    section = opened_word(paper).sections[0]
    assert section.page_width > section.page_height
    assert "BẢNG TỔNG HỢP" in page_text(pdf, 0)


def test_those_above_get_the_submitted_round_and_strangers_nothing(world, review):
    for who in ("chuyenvien", "thuky_khac", "mattran"):
        with pytest.raises(NotAllowed):
            opinion_table.collect(world.actor(who), review=review.pk)
    review.rounds.update(submitted_at=localtime.now())
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED, submitted_at=localtime.now())

    assert len(opinion_table.collect(world.actor("chuyenvien"), review=review.pk).groups) == 3
    with pytest.raises(NotAllowed):
        opinion_table.collect(world.actor("thuky_khac"), review=review.pk)


def test_taking_the_table_of_a_person_counts_as_reading(world):
    own = make.individual_review(world, world.cadre("canbo"), world.commune)
    given.registered(own, world.actor("canbo"), "Gương mẫu hơn")
    job = run_job(request_report(kind="opinion_table", about=own.pk, actor=world.actor("bithu")))
    with job.file.open("rb") as opened:
        assert "Gương mẫu hơn" in page_text(opened.read(), 0)

    hand_over_report(job_id=job.pk, actor=world.actor("bithu"))

    assert ReviewRead.objects.get(review=own).reader_name == world.actor("bithu").name
