"""The register of outgoing papers on screen."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core import localtime
from reviews.actions import paper_numbers as actions
from reviews.models import NumberBook, PaperNumber
from reviews.reports import number_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def office(world) -> Client:
    browser = Client()
    browser.force_login(world.users["chuyenvien"])
    return browser


def entered(world, *numbers: str, words="Giấy mời họp") -> list[PaperNumber]:
    who, today = world.actor("chuyenvien"), localtime.today()
    return [
        actions.enter_number(unit_id=world.province.pk, actor=who, number=number, issued_on=today, used_for=words)
        for number in numbers
    ]


def test_the_list_takes_as_many_queries_for_thirty_as_for_one(world, office):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert office.get(reverse("reviews:numbers")).status_code == 200
        return len(seen)

    entered(world, "1-GM/TU")
    queries()  # the session notes its activity
    one = queries()
    entered(world, *(f"{number}-GM/TU" for number in range(2, 31)))

    assert queries() == one


def test_filters_and_the_workbook_show_the_same_rows(world, office):
    entered(world, "1-GM/TU")
    row = entered(world, "3-BC/TU", words="=HYPERLINK(1)")[0]
    actions.cancel_number(number_id=row.pk, actor=world.actor("thuongtruc"), reason="Viết nhầm")

    page = office.get(reverse("reviews:numbers"), {"loai": "bc", "tinh_trang": "huy"}).text
    book = office.get(reverse("reviews:export_numbers"), {"loai": "bc", "tinh_trang": "huy"})

    assert ("3-BC/TU" in page, "1-GM/TU" in page) == (True, False)
    rows = list(load_workbook(io.BytesIO(book.content))["Sổ văn bản đi"].iter_rows(min_row=2))
    assert [cell.value for cell in rows[0][:3]] == ["BC", 3, "3-BC/TU"]
    assert (len(rows), rows[0][4].value, rows[0][4].data_type) == (1, "=HYPERLINK(1)", "s")


def test_a_register_longer_than_a_workbook_is_refused_whole(world, office, monkeypatch):
    monkeypatch.setattr(number_workbook, "MOST_ROWS", 1)
    entered(world, "1-GM/TU", "2-GM/TU")

    answer = office.get(reverse("reviews:export_numbers"), {"loai": "gm"})

    assert answer.status_code == 422
    assert "Danh sách có 2 số" in answer.text
    assert f"{reverse('reviews:numbers')}?loai=gm" in answer.text


def test_an_office_lets_the_register_be_kept_here_and_is_offered_the_next_number(world, office):
    address = reverse("reviews:number_book", args=[world.province.pk])
    typed = {"version": 0, "is_kept_here": "co", "counts_from": f"{localtime.today():%d/%m/%Y}"}

    assert office.post(address, typed).status_code == 302
    assert office.post(address, typed | {"is_kept_here": "khong"}).status_code == 422  # the page is old
    entered(world, "4-TB/TU")
    for mistyped in entered(world, "5-TB/TU", "2026-TB/TU"):
        actions.cancel_number(number_id=mistyped.pk, actor=world.actor("chuyenvien"), reason="Viết nhầm")

    assert NumberBook.objects.get().is_kept_here
    assert actions.offered_number(world.province, actions.NOTICE) == "06-TB/TU"
    assert "do phần mềm giữ" in office.get(reverse("reviews:numbers")).text


def test_a_number_is_entered_once_and_cancelled_with_a_reason(world, office):
    typed = {"unit_id": world.province.pk, "number": "9-KL/TU", "issued_on": "01/01/2026", "used_for": "Kết luận"}

    assert office.post(reverse("reviews:enter_number"), typed).status_code == 302
    again = office.post(reverse("reviews:enter_number"), typed | {"number": "09-KL/TU"})
    row = PaperNumber.objects.get()
    cancelled = office.post(reverse("reviews:cancel_number", args=[row.pk]), {"reason": "Không ban hành"})

    assert (again.status_code, cancelled.status_code) == (422, 302)
    assert "đã dùng cho Kết luận" in again.text
    assert "Không ban hành" in office.get(reverse("reviews:number", args=[row.pk])).text
    assert office.post(reverse("reviews:enter_number"), typed).status_code == 422  # a cancelled one is not used again
