"""The list of remediation items as a board and as a workbook: the same rows by the same filters."""

import io
import re
from datetime import date, datetime

import pytest
from django.http import QueryDict
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from core import localtime
from core.listing import parts_page
from reviews.actions import remediation
from reviews.forms.item_filter import ItemFilter
from reviews.models import Catalogue, Opinion, RemediationItem
from reviews.querysets.item_ages import bands
from reviews.querysets.remediation import pressing_parts
from reviews.reports import catalogue_table, item_workbook, opinion_workbook
from reviews.states import RemediationState
from tests.factories import small_province as make
from tests.reviews.reports.office_programs import faults_by_the_schema

pytestmark = pytest.mark.django_db
HOSTILE = "=HYPERLINK(1) <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def morning():
    with localtime.clock_at(datetime(2026, 12, 10, 9, tzinfo=localtime.HO_CHI_MINH)):
        yield


@pytest.fixture
def world():
    world = make.small_province()
    review = make.collective_review(world, world.commune)
    make.limitation(
        review,
        "Giải ngân chậm",
        {"action": HOSTILE, "due_on": date(2026, 12, 1)},
        {"action": "Còn hạn", "due_on": date(2026, 12, 30)},
    )
    person = make.individual_review(world, world.cadre("canbo"), world.commune)
    make.limitation(person, "Điều riêng của một người", {"action": "Đi cơ sở", "due_on": date(2027, 6, 1)})
    make.accept(person, world.actor("thuongtruc"))
    plan = make.accept(review, world.actor("thuongtruc"))
    item = plan.items.get(action="Còn hạn")
    remediation.report_progress(item_id=item.pk, version=1, actor=world.actor("thuky"), text="Đang làm")
    return world


def opened(client, world, who: str, address: str):
    client.force_login(world.users[who])
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def sheet_of(answer):
    return load_workbook(io.BytesIO(answer.content)).worksheets[0]


@pytest.mark.parametrize(
    ("who", "query"), [("chuyenvien", ""), ("chuyenvien", "?qua_han=on"), ("canbo", "?trang_thai=planned")]
)
def test_workbook_and_board_hold_the_rows_of_the_list(client, world, who, query):
    listed = re.findall(r'/khac-phuc/(\d+)/"', opened(client, world, who, f"/khac-phuc/{query}").text)

    rows = list(sheet_of(opened(client, world, who, f"/khac-phuc/xuat-excel/{query}")).iter_rows(min_row=2))
    board = re.findall(r'/khac-phuc/(\d+)/"', opened(client, world, who, f"/khac-phuc/bang/{query}").text)

    assert listed
    assert len(rows) == len(listed)
    assert sorted(board) == sorted(listed)


def test_cells_are_typed_and_nothing_typed_becomes_a_formula(client, world):
    sheet = sheet_of(opened(client, world, "chuyenvien", "/khac-phuc/xuat-excel/"))
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, sheet[2], strict=True))

    assert first["Việc phải làm"].value == HOSTILE
    assert first["Việc phải làm"].data_type == "s"
    assert (first["Thời hạn"].value, first["Thời hạn"].is_date) == (datetime(2026, 12, 1), True)
    assert first["Số lần gia hạn"].value == 0
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C2", "A1:S4", "$1:$1")


def test_characters_that_no_workbook_takes_do_not_stop_it_nor_break_the_schema(client, world, tmp_path):
    RemediationItem.objects.update(action="Một\x0bhai\x01")

    sheet = sheet_of(opened(client, world, "chuyenvien", "/khac-phuc/xuat-excel/"))
    opinion = Opinion(number=1, source_name="Mặt\x01 trận", received_on=date(2026, 12, 1), text="Ba\x0bbốn")
    files = {
        "opinions": opinion_workbook.to_xlsx([opinion], {}),
        "items": opened(client, world, "chuyenvien", "/khac-phuc/xuat-excel/").content,
        "catalogue": catalogue_table.to_xlsx(Catalogue.objects.latest("pk")),
    }
    opinions = load_workbook(io.BytesIO(files["opinions"]))

    assert {row[1].value for row in sheet.iter_rows(min_row=2)} == {"Một\nhai"}
    assert [cell.value for cell in opinions["Góp ý"][2]][1:5:3] == ["Mặt trận", "Ba\nbốn"]
    for name, content in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
        assert faults_by_the_schema(tmp_path / f"{name}.xlsx") == [], name


def test_what_a_person_admits_stays_in_the_own_review(client, world):
    content = [
        c.value for row in sheet_of(opened(client, world, "chuyenvien", "/khac-phuc/xuat-excel/")).rows for c in row
    ]

    assert "Giải ngân chậm" in content
    assert "Đi cơ sở" in content
    assert "Điều riêng của một người" not in content


def test_too_long_a_list_is_refused_with_what_to_do(client, world, monkeypatch):
    monkeypatch.setattr(item_workbook, "MOST_ROWS", 2)
    client.force_login(world.users["chuyenvien"])

    answer = client.get("/khac-phuc/xuat-excel/")

    assert answer.status_code == 422
    assert "Hãy lọc hẹp lại" in answer.text
    assert client.get("/khac-phuc/xuat-excel/?qua_han=on").status_code == 200


def test_the_board_counts_each_state_and_leads_to_its_list(client, world):
    page = opened(client, world, "chuyenvien", "/khac-phuc/bang/?don_vi=tan+son").text

    assert 'Chưa thực hiện <span class="count">2</span>' in page
    assert 'Đang thực hiện <span class="count">1</span>' in page
    assert "Lưu bộ lọc này" in page
    assert 'name="query" value="don_vi=tan+son"' in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(("address", "most"), [("/khac-phuc/bang/", 10), ("/khac-phuc/xuat-excel/", 9)])
def test_both_ask_as_often_for_30_items_as_for_1(
    client, world, address, most, django_assert_max_num_queries: DjangoAssertNumQueries
):
    opened(client, world, "chuyenvien", address)
    with django_assert_max_num_queries(most) as one:
        client.get(address)
    review = make.collective_review(world, world.other_commune)
    make.limitation(review, "Chậm", *({"action": f"Việc {n}", "owner_cadre": world.cadre("canbo")} for n in range(30)))
    make.accept(review, world.actor("thuongtruc"))

    with django_assert_max_num_queries(most) as many:
        answer = client.get(address)

    assert len(one) == len(many)
    if "bang" in address:
        assert "việc trong danh sách" in answer.text, "a column shows twenty cards and says how many more there are"


def test_pages_cut_part_by_part_are_those_of_the_whole_order(world):
    day = localtime.today()
    items = RemediationItem.objects.all()
    whole = [item.pk for item in items.pressing_first(day)]

    pages = [
        parts_page(items, items, pressing_parts(day), ("due_on", "id"), QueryDict(f"trang={number}"), per_page=2)
        for number in (1, 2, 3)
    ]

    assert [row.pk for page in pages[:2] for row in page.rows] == whole
    assert pages[2].page == 2, "too much is the last page"
    assert {(page.total, page.pages) for page in pages} == {(3, 2)}


def test_a_part_of_the_list_that_nothing_can_be_in_is_left_out_and_no_other(world):
    """Each filter that leaves parts out finds what it would find if every part was looked through."""
    actor = world.actor("kiemtra")
    states = [{"trang_thai": state} for state in ("dang_mo", *RemediationState.values)]
    ages = [{"han": key} for key in ("sap", *(band.key for band in bands()))]
    for data in (*states, *ages, {"qua_han": "on"}, {"dung_han": "on"}, {"xong_cham": "on"}, {}):
        filters = ItemFilter(data, actor=actor)
        assert filters.is_valid(), data
        items = filters.apply_to(RemediationItem.objects.all())
        parts = [
            parts_page(items, items, pressing_parts(localtime.today(), wanted), ("due_on", "id"), QueryDict()).total
            for wanted in (filters.parts, frozenset(range(3)))
        ]
        assert parts[0] == parts[1], data
