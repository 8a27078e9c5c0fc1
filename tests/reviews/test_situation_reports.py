"""A report on the situation: its numbers stand from the issue on, on the page, on paper and in the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.models import DeepReviewTarget, SituationReport
from reviews.reports import situation_report as printing
from reviews.reports.printable import NotVisible
from reviews.reports.rendering import render, render_pdf
from tests.core.pdf_reading import body_text
from tests.factories import deep_reviews as letters
from tests.factories import situation_reports as make_report
from tests.factories import small_province as make
from units.models import Bloc, Unit

pytestmark = pytest.mark.django_db
HOSTILE = "Xã </title><script>alert(1)</script>"


@pytest.fixture
def world(shared_province):
    """A collective and a person to whom was suggested; the khối of their commune has a hostile name."""
    world = shared_province
    Unit.objects.filter(pk=world.commune.pk).update(bloc=Bloc.objects.create(code="xa", name=HOSTILE))
    reviews = [make.collective_review(world, world.commune), make.collective_review(world, world.other_commune)]
    letters.issued(world, [*reviews, make.individual_review(world, world.cadre("canbo"), world.commune)])
    return world


def acknowledge(world) -> None:
    DeepReviewTarget.objects.filter(review__cadre=None).update(received_at=localtime.now())


def steps(report) -> list[int]:
    return [
        cell.count for cell in printing.collect_issued(report_reader(report), report=report.pk).tables[0].total.cells
    ]


def report_reader(report):
    return printing.committee_of(report.issuer)


def test_the_numbers_stand_whatever_happens_afterwards(world):
    report = make_report.issued(world)
    before = steps(report)
    assert before[:2] == [2, 0]

    acknowledge(world)
    Bloc.objects.update(name="Tên khác")

    assert steps(SituationReport.objects.get()) == before
    now = printing.rows_today(report.cycle, report.issuer)
    assert sum(row["acknowledged"] for row in now.reviews) == 2


def test_the_page_shows_them_beside_those_of_today(client, world):
    report = make_report.issued(world)
    client.force_login(world.users["chuyenvien"])
    address = f"/tong-hop/bao-cao/{report.pk}/"
    assert "Đến hôm nay chưa số nào đổi" in client.get(address).text

    acknowledge(world)
    page = client.get(address).text

    assert '>0 <small class="nowrap">(nay 2)</small>' in page
    assert "<script>alert" not in page
    assert "Số liệu đã chốt theo báo cáo số 15-BC/TU" in client.get("/tong-hop/").text


def test_the_database_refuses_to_change_it(world):
    report = make_report.issued(world)
    for statement in ("UPDATE reviews_situationreport SET rows = '{}'", "DELETE FROM reviews_situationreport"):
        with pytest.raises(IntegrityError, match=f"report {report.pk} is issued"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_number_is_given_once_so_that_a_second_click_issues_nothing(world):
    make_report.issued(world)
    with pytest.raises(Invalid, match="Số 015-BC/TU đã dùng cho báo cáo tổng hợp tình hình"):
        make_report.issued(world, "015-BC/TU")
    assert SituationReport.objects.count() == 1


@pytest.mark.parametrize("days", [1, -4000])
def test_a_date_in_the_future_or_before_the_plan_is_refused(world, days):
    with pytest.raises(Invalid, match="Ngày ban hành không thể"):
        make_report.issued(world, issued_on=localtime.today() + timedelta(days=days))


@pytest.mark.parametrize("missing", ["signer_name", "signer_post"])
def test_it_is_signed(world, missing):
    with pytest.raises(Invalid, match="người ký"):
        make_report.issued(world, **{missing: "  "})


@pytest.mark.parametrize("who", ["chuyenvien", "kiemtra", "thuky"])
def test_nobody_but_the_standing_committee_issues_it(world, who):
    with pytest.raises(NotAllowed):
        make_report.issued(world, who=who)
    assert not SituationReport.objects.exists()


def test_it_is_seen_by_its_committee_and_who_inspects_there(world):
    report = make_report.issued(world)
    for who in ("chuyenvien", "thuongtruc", "kiemtra"):
        assert printing.issued_report(world.actor(who), report.pk) == report
    for who in ("trunguong", "thuky", "quantri", "mattran"):
        with pytest.raises(NotVisible):
            printing.issued_report(world.actor(who), report.pk)


def test_the_form_issues_it_and_says_no_with_its_reason(client, world):
    address = f"/tong-hop/dot/{world.cycle.pk}/bao-cao/"
    sent = {"number": "7-BC/TU", "issued_on": localtime.today().strftime("%d/%m/%Y")}
    sent |= {"signer_post": "Bí thư", "signer_name": "Trần Văn A"}
    client.force_login(world.users["chuyenvien"])
    assert "Thường trực cấp ủy ban hành" in client.post(address, sent).text
    client.force_login(world.users["thuongtruc"])

    first, second = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, second.status_code) == (302, 422)
    assert first.url == f"/tong-hop/bao-cao/{SituationReport.objects.get().pk}/"


def test_paper_and_page_draw_the_same_pictures_and_keep_hostile_names_words(world):
    report = make_report.issued(world)
    paper = printing.collect_issued(world.actor("chuyenvien"), report=report.pk)

    html, printed = render(paper), body_text(render_pdf(paper))

    assert "<script>" not in html
    assert html.count("<svg ") == len(paper.totals) + sum(len(gallery.charts) for gallery in paper.galleries) == 4
    assert "Số 15-BC/TU" in printed.replace("\u00a0", " ")
    assert "Trả lại, bổ sung" in printed


def test_a_draft_has_no_number_and_the_numbers_of_now(world):
    acknowledge(world)
    paper = printing.collect_draft(world.actor("chuyenvien"), cycle=world.cycle.pk)

    assert (paper.head.marks, paper.head.serial, paper.head.day) == (("Dự thảo",), "", None)
    assert [cell.count for cell in paper.tables[0].total.cells][:2] == [2, 2]


def test_the_list_asks_as_often_for_one_as_for_thirty(
    client, world, django_assert_max_num_queries: DjangoAssertNumQueries
):
    client.force_login(world.users["chuyenvien"])
    first = make_report.issued(world)
    client.get("/tong-hop/bao-cao/")
    with django_assert_max_num_queries(9) as one:
        client.get("/tong-hop/bao-cao/")

    for _ in range(29):
        first.pk = None
        first.save(force_insert=True)
    with django_assert_max_num_queries(len(one)):
        assert client.get("/tong-hop/bao-cao/").text.count("Báo cáo số 15-BC/TU") == 30
