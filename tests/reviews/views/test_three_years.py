"""Three years side by side: what each year's end looked like, each number equal to its list, and the workbook of it."""

import io
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from operator import mul

import pytest
from openpyxl import load_workbook

from cadres.roles import Grant, Role
from core import localtime
from core.errors import NotAllowed
from reviews.actions import item_course, remediation
from reviews.actions.item_readings import set_measurement
from reviews.models import RemediationItem
from reviews.reports import three_years, three_years_paper
from reviews.reports.printable import NotVisible
from reviews.reports.rendering import render_pdf
from reviews.states import ExtensionOutcome
from tests.core.pdf_reading import body_text
from tests.factories import small_province as make
from tests.reviews.reports.faces import assert_faces_agree
from tests.reviews.views.test_remediation_figures import links, listed

pytestmark = pytest.mark.django_db
PAGE = "/khac-phuc/ba-nam/"


@contextmanager
def on(day: date):
    with localtime.clock_at(datetime(day.year, day.month, day.day, 9, tzinfo=localtime.HO_CHI_MINH)):
        yield


@pytest.fixture
def world():
    """Five matters of December 2025: done in time, done late, extended, away over the turn of the year, a debt."""
    with on(date(2025, 12, 10)):
        world = make.small_province()
        review = make.collective_review(world, world.commune)
        due = {"đúng hạn": date(2026, 4, 1), "chậm": date(2026, 2, 1)}
        names = ("đúng hạn", "chậm", "gia hạn", "chuyển", "nợ")
        make.limitation(
            review,
            "Chậm",
            *(
                {"action": name, "due_on": due.get(name, date(2026, 12, 31)), "owner_text": "Văn phòng"}
                for name in names
            ),
        )
        make.accept(review, world.actor("thuongtruc"))
    items = {item.action: item for item in RemediationItem.objects.all()}
    standing, writer = world.actor("thuongtruc"), world.actor("thuky")

    def step(action, name: str, actor, **facts) -> None:
        item = items[name]
        item.refresh_from_db()
        action(item_id=item.pk, version=item.version, actor=actor, **facts)

    with on(date(2025, 12, 20)):
        step(
            item_course.transfer, "chuyển", standing, transferred_to="Công an tỉnh", transfer_paper="21-CV/TU", text=""
        )
        money = {"measure_unit": "tỷ đồng", "measure_verb": "thu hồi", "baseline": Decimal(26), "target": Decimal(0)}
        step(set_measurement, "nợ", writer, **money)
        step(remediation.report_progress, "nợ", writer, text="Đã thu", reading=Decimal(12))
    with on(date(2026, 3, 2)):
        step(item_course.resume, "chuyển", standing, text="Đã trả hồ sơ")
        step(remediation.report_progress, "nợ", writer, text="Đã thu", reading=Decimal("6.4"))
        step(item_course.ask_extension, "gia hạn", writer, new_due_on=date(2027, 3, 1), reason="Chờ vốn")
        step(item_course.decide_extension, "gia hạn", standing, outcome=ExtensionOutcome.GRANTED, answer="Đồng ý")
        for name in ("đúng hạn", "chậm"):
            step(remediation.report_done, name, writer, evidence="Biên bản")
            step(remediation.verify, name, world.actor("chuyenvien"))
            step(remediation.close, name, standing)
    return world


def page_of(client, world, who: str, query: str = "") -> str:
    client.force_login(world.users[who])
    with on(date(2026, 12, 10)):
        answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.text


def test_a_year_that_is_over_is_told_as_it_ended(client, world):
    page = page_of(client, world, "chuyenvien")

    found = {(label.partition(", ")[0], label.partition(", ")[2]): count for _, label, count in links(page)}
    assert {
        key: count for key, count in found.items() if key[1].startswith("Năm") and key[0] != "Cần giảm bớt (tỷ đồng)"
    } == {
        ("Việc được giao", "Năm 2025"): 5,
        ("Chuyển cơ quan khác", "Năm 2025"): 1,
        ("Còn mở khi hết năm", "Năm 2025"): 4,
        ("Còn mở từ năm trước", "Năm 2026"): 4,
        ("Mở lại hoặc nhận lại", "Năm 2026"): 1,
        ("Đã kết thúc", "Năm 2026"): 2,
        ("Trong đó xong đúng hạn", "Năm 2026"): 1,
        ("Trong đó xong chậm", "Năm 2026"): 1,
        ("Được gia hạn", "Năm 2026"): 1,
        ("Còn mở khi hết năm", "Năm 2026"): 3,
    }
    assert "Năm 2024: chưa có dữ liệu" in page
    assert "14 tỷ đồng" in page, "what had been paid back by the end of 2025"
    assert "19,6 tỷ đồng" in page
    assert "75,4" in page
    assert "%)" not in page, "no bar is part of a whole, so none tells a share"


def test_each_year_adds_up_from_the_one_before(client, world):
    with on(date(2026, 12, 20)):
        item = RemediationItem.objects.get(action="nợ")
        item_course.give_up(item_id=item.pk, version=item.version, actor=world.actor("thuongtruc"), reason="Hết cách")
        make.limitation(review := make.collective_review(world, world.province), "Chậm", {"action": "của tỉnh"})
        make.accept(review, world.actor("trunguong"))
        item = RemediationItem.objects.get(action="chuyển")
        sent = {"transferred_to": "Công an tỉnh", "transfer_paper": "31-CV/TU"}
        item_course.transfer(item_id=item.pk, version=item.version, actor=world.actor("thuongtruc"), **sent)
    with on(date(2027, 2, 1)):
        item.refresh_from_db()
        item_course.resume(item_id=item.pk, version=item.version, actor=world.actor("thuongtruc"), text="Đã trả")
        client.force_login(world.users["chuyenvien"])
        page = client.get(f"{PAGE}?nam_cuoi=2027").text
        found = links(page)
        assert [(q, label, listed(world.actor("chuyenvien"), q)) for q, label, _ in found] == found
        items, unit = RemediationItem.objects.all(), world.province
        told = three_years.collect(world.actor("chuyenvien"), localtime.today(), 2027, items, {}, unit)

    assert told.below is not None
    rows = {row.label: [cell.count for cell in row.cells] for row in told.table.groups[0].rows}
    came = [rows[label] for label in ("Còn mở từ năm trước", "Việc được giao", "Mở lại hoặc nhận lại")]
    went = [rows[label] for label in ("Đã kết thúc", "Không thực hiện được", "Chuyển cơ quan khác")]
    assert came == [[0, 4, 2], [5, 1, 0], [0, 0, 1]]
    assert went == [[0, 2, 0], [0, 1, 0], [1, 0, 0]]
    assert rows["Còn mở khi hết năm"] == [4, 2, 3]
    sums = zip(*came, strict=True), zip(*went, strict=True)
    assert rows["Còn mở khi hết năm"] == [sum(inn) - sum(out) for inn, out in zip(*sums, strict=True)]
    assert rows["Còn mở từ năm trước"][1:] == rows["Còn mở khi hết năm"][:-1]
    assert [
        (group.heading, [[cell.count for cell in row.cells] for row in group.rows]) for group in told.below.groups
    ] == [
        ("Tỉnh ủy Nam Trung (riêng cấp này)", [[0] * 7, [0, 1, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 1]]),
        (world.commune.name, [[0, 5, 0, 0, 0, 1, 4], [4, 0, 0, 2, 1, 0, 1], [1, 0, 1, 0, 0, 0, 2]]),
    ]
    came_less_went = (1, 1, 1, -1, -1, -1)
    lines = [[cell.count for cell in row.cells] for group in told.below.groups for row in group.rows]
    assert [sum(map(mul, line, came_less_went)) for line in lines] == [line[-1] for line in lines]


@pytest.mark.parametrize("who", ["chuyenvien", "thuky", "canbo", "kiemtra", "trunguong", "nguoi_la"])
def test_every_number_opens_a_list_of_so_many(client, world, who):
    found = links(page_of(client, world, who))

    assert bool(found) is (who != "nguoi_la")
    with on(date(2026, 12, 10)):
        assert [(q, label, listed(world.actor(who), q)) for q, label, _ in found] == found


def test_the_workbook_has_the_rows_of_the_page_and_another_last_year_can_be_asked_for(client, world):
    assert "Năm 2024: chưa có dữ liệu" in page_of(client, world, "chuyenvien", "?nam_cuoi=2025")
    for nonsense in ("?nam_cuoi=abc", "?nam_cuoi=2999", "?nam_cuoi=1", "?nam=99999&luc=x"):
        assert "2024–2026" in page_of(client, world, "chuyenvien", nonsense)
    with on(date(2026, 12, 10)):
        answer = client.get(f"{PAGE}xuat-excel/?nam_cuoi=2026")
        figures = client.get("/khac-phuc/tinh-hinh/xuat-excel/")
        dragging = client.get("/khac-phuc/ton-dong/xuat-excel/")
    book = load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["Ba năm"].iter_rows()]
    assert rows[0][1:] == ["Năm 2024", "Năm 2025", "Năm 2026"]
    assert ["Còn mở khi hết năm", 0, 4, 3] in rows
    assert [cell.value for cell in book["Kết quả bằng số đo"][2]][-6:-2] == [1, 26, 6.4, 0]
    shown = load_workbook(io.BytesIO(figures.content))
    assert [cell.value for cell in shown.worksheets[0][2]][:3] == ["Tổng số", 5, 3]
    assert load_workbook(io.BytesIO(dragging.content)).worksheets[0]["A1"].value == "TT"


def test_it_asks_as_often_for_30_items_as_for_1(client, world, django_assert_max_num_queries):
    page_of(client, world, "chuyenvien")
    with on(date(2026, 12, 10)), django_assert_max_num_queries(15) as few:
        client.get(PAGE)
    with on(date(2026, 5, 5)):
        review = make.individual_review(world, world.cadre("canbo"), world.commune)
        make.limitation(review, "Ít đi", *({"action": f"Việc {n}", "owner_text": "Bản thân"} for n in range(30)))
        make.accept(review, world.actor("thuongtruc"))
    with on(date(2026, 12, 10)), django_assert_max_num_queries(15) as many:
        client.get(PAGE)
    assert len(few) == len(many)


def test_what_was_reported_in_one_year_and_closed_in_the_next_is_open_at_the_end_of_the_first(client, world):
    def step(action, actor, **facts) -> None:
        item = RemediationItem.objects.get(action="gia hạn")
        action(item_id=item.pk, version=item.version, actor=actor, **facts)

    with on(date(2026, 12, 28)):
        step(remediation.report_done, world.actor("thuky"), evidence="Biên bản")
    with on(date(2027, 1, 10)):
        step(remediation.verify, world.actor("chuyenvien"))
        step(remediation.close, world.actor("thuongtruc"))
        client.force_login(world.users["chuyenvien"])
        page = client.get(f"{PAGE}?nam_cuoi=2027").text

    found = {(label.partition(", ")[0], label.partition(", ")[2]): count for _, label, count in links(page)}
    assert (found["Đã kết thúc", "Năm 2026"], found["Còn mở khi hết năm", "Năm 2026"]) == (2, 3)
    assert (found["Đã kết thúc", "Năm 2027"], found["Còn mở khi hết năm", "Năm 2027"]) == (1, 2)


def test_the_paper_says_the_same_in_every_face_and_only_to_who_sums_up(client, world):
    with on(date(2026, 12, 10)):
        paper = three_years_paper.collect(world.actor("chuyenvien"), last=2026)
        printed = body_text(render_pdf(paper))
        assert_faces_agree(paper, printed, is_table=True)
        with pytest.raises(NotAllowed, match="cấp ủy"):
            three_years_paper.title_of(world.actor("thuky"), 2026)
        with pytest.raises(NotVisible):
            three_years_paper.title_of(world.actor("chuyenvien"), 2027)

    assert "sơ kết khắc phục hạn chế, khuyết điểm ba năm 2024–2026" in printed
    assert "Năm 2024 chưa có dữ liệu" in printed
    assert "Cần giảm bớt (tỷ đồng) 2026 1 26 6,4 0 19,6 75,4 %" in printed
    assert ">In báo cáo sơ kết" in page_of(client, world, "chuyenvien")
    assert ">In báo cáo sơ kết" not in page_of(client, world, "thuky")


@pytest.mark.parametrize("role", [Role.STAFF, Role.INSPECTION])
def test_who_has_several_offices_prints_for_the_one_acted_for(world, role):
    """A unit of later number stands lower in the tree, however its path is spelt."""
    province, commune = (Grant(role, unit.pk, unit.path, unit.name) for unit in (world.province, world.commune))
    both = replace(world.actor("chuyenvien"), grants=frozenset({province, commune}))
    with on(date(2026, 12, 10)):
        make.limitation(review := make.collective_review(world, world.province), "Chậm", {"action": "của tỉnh"})
        make.accept(review, world.actor("trunguong"))
        papers = [three_years_paper.collect(replace(both, office=office), last=2026) for office in ("", commune.label)]

    assert [paper.head.issuer.replace("\u00a0", " ") for paper in papers] == ["Tỉnh ủy Nam Trung", world.commune.name]
    assert [paper.table.groups[0].rows[1].cells[2].count for paper in papers] == [1, 0]
    assert [paper.table.groups[0].rows[1].cells[1].count for paper in papers] == [5, 5]
