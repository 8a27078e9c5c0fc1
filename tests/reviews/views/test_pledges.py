"""The pages of yearly pledges: writing with and without script, reading, the cell's list, the numbers, the inbox, the paper."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from core import localtime
from core.models import Job
from reviews.actions.cycles import close_cycle, open_cycle
from reviews.actions.pledges import Unfinished, call_for_pledges, hand_in_pledge
from reviews.actions.reports import hand_over_report, request_report
from reviews.forms.answers import KEPT, NOT_KEPT
from reviews.forms.pledges import CANNOT_BE_READ
from reviews.models import Cycle, Pledge, PledgeAnswer, PledgeRead
from reviews.models.unread import NUL_SIGN
from reviews.reports.inbox.boxes import BoxLines, counts
from reviews.reports.inbox.source import Box
from reviews.reports.pledge_papers import collect, collect_list
from reviews.reports.printable import NotVisible
from reviews.reports.registry import KINDS, may_see
from reviews.reports.rendering import render_pdf
from reviews.rules.reads import may_view_of_pledge
from reviews.states import PledgeState
from tests.core.pdf_reading import body_text
from tests.factories import organisation as org
from tests.factories import pledges
from tests.factories import sheets as make
from tests.factories.reviews import drafted_cycle, run_job
from tests.reviews.reports.faces import assert_faces_agree

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        pledges.called(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def as_(world, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def form_url(world) -> str:
    return reverse("reviews:write_pledge", args=[world.cycle.pk])


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(cam-\d+-token)" value="([^"]*)"', page))


def filled(world, page: str, text: str = "Nội dung cam kết.") -> dict[str, str]:
    return fields_of(page) | {f"cam-{section.pk}-text": text for section in pledges.sections(world)}


def lines(world, who: str, box: Box = Box.WAITING) -> list:
    actor, day = world.actor(who), localtime.today()
    return BoxLines(actor, box, day, counts(actor, day))[0:50]


def ended_year(world) -> Cycle:
    """Last year's cycle, which asked for pledges, got one, and is over."""
    staff, year = world.actor("chuyenvien"), localtime.today().year - 1
    days = {"period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
    cycle = drafted_cycle(world.province, staff, name=f"Kiểm điểm năm {year}", **days)
    cycle, _ = open_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)
    cycle = call_for_pledges(cycle_id=cycle.pk, version=cycle.version, actor=staff, due_on=date(year, 3, 1))
    pledge = pledges.written(world, "canbo", cycle=cycle)
    hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("canbo"))
    return close_cycle(cycle_id=cycle.pk, version=cycle.version, actor=world.actor("thuongtruc"))


def test_without_script_it_is_written_and_handed_in_with_one_button(world):
    canbo = as_(world, "canbo")
    page = canbo.get(form_url(world)).text

    answer = canbo.post(form_url(world), filled(world, page) | {"nop": "1"})

    pledge = Pledge.objects.get(cadre=world.people["canbo"])
    assert (answer.status_code, pledge.state) == (302, PledgeState.HANDED_IN)
    assertRedirects(canbo.get(form_url(world)), reverse("reviews:pledge_page", args=[pledge.pk]))


def test_what_is_missing_is_told_with_links_and_what_was_typed_is_stored(world):
    canbo = as_(world, "canbo")
    first, second, *_ = pledges.sections(world)

    answer = canbo.post(form_url(world), {f"cam-{first.pk}-text": "Đã viết mục một.", "nop": "1"})

    assert answer.status_code == 422
    assert f'href="#cam-{second.pk}-text"' in answer.text
    assert "còn 4 mục chưa viết xong" in answer.text
    assert PledgeAnswer.objects.get(section=first).text == "Đã viết mục một."


def test_it_saves_itself_and_tells_of_a_conflict(world):
    canbo = as_(world, "canbo")
    first, *_ = pledges.sections(world)
    name = f"cam-{first.pk}"

    saved = canbo.post(form_url(world), {f"{name}-text": "Lần một", f"{name}-token": "0.x", "dang": "json"}).json()
    late = canbo.post(form_url(world), {f"{name}-text": "Lần hai", f"{name}-token": "0.x", "dang": "json"})
    (settling, *_) = re.findall(rf"{name}-text:mine:[0-9a-f]+", late.json()["clashes"][f"{name}-text"])
    settled = canbo.post(
        form_url(world),
        {f"{name}-text": "Lần hai", f"{name}-token": "0.x", "chon": settling, "dang": "json"},
    )

    assert saved["at"].startswith("Đã lưu lúc")
    assert late.status_code == 422
    assert (settled.status_code, settled.json()["values"]) == (200, {f"{name}-text": "Lần hai"})
    assert PledgeAnswer.objects.get(section=first).text == "Lần hai"


@pytest.mark.parametrize("text", ["có \x00 lạ", "dài" * 30_000])
def test_a_text_that_cannot_be_read_is_kept_as_it_was_typed_and_bars_handing_in_until_it_is_mended(world, text):
    canbo, first = as_(world, "canbo"), pledges.sections(world)[0]
    name, shown = f"cam-{first.pk}", text.replace("\x00", NUL_SIGN)
    pledges.written(world, "canbo", "Câu đọc được.")

    for extra in ({"dang": "json"}, {"nop": "1"}, {}):
        page = canbo.get(form_url(world)).text
        refused = canbo.post(form_url(world), fields_of(page) | {f"{name}-text": text} | extra)
        assert refused.status_code == 422
        assert CANNOT_BE_READ in (refused.json()["refusals"][f"{name}-text"] if "dang" in extra else refused.text)
    told = canbo.post(form_url(world), {f"{name}-text": text, f"{name}-token": "", "dang": "json"}).json()
    assert told["kept"] == [f"{name}-text"]
    again = canbo.get(form_url(world)).text
    assert shown in again
    assert KEPT in again
    pledge = Pledge.objects.get(cadre=world.people["canbo"])
    with pytest.raises(Unfinished, match="chưa viết xong"):
        hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor("canbo"))

    canbo.post(form_url(world), fields_of(again) | {f"{name}-text": "Câu đã sửa.", "dang": "json"})
    assert (PledgeAnswer.objects.get(section=first).text, KEPT in canbo.get(form_url(world)).text) == (
        "Câu đã sửa.",
        False,
    )


def test_a_text_beyond_all_bounds_is_told_not_to_be_stored(world):
    first, *_ = pledges.sections(world)

    told = as_(world, "canbo").post(form_url(world), {f"cam-{first.pk}-text": "d" * 200_001, "dang": "json"}).json()

    assert (told["kept"], NOT_KEPT in told["refusals"][f"cam-{first.pk}-text"]) == ([], True)


def test_words_for_a_heading_of_another_version_of_the_form_are_handed_back(world):
    canbo = as_(world, "canbo")

    told = canbo.post(form_url(world), {"cam-999999-text": "Câu của mẫu cũ.", "dang": "json"})
    page = canbo.post(form_url(world), {"cam-999999-text": "Câu của mẫu cũ."})

    assert (told.status_code, told.json()["gone"]) == (422, ["cam-999999"])
    assert page.status_code == 422
    assert "Câu của mẫu cũ." in page.text


def test_a_handed_in_one_refuses_the_autosave_of_another_window(world):
    pledges.handed_in(world, "canbo")
    first, *_ = pledges.sections(world)

    answer = as_(world, "canbo").post(form_url(world), {f"cam-{first.pk}-text": "x", "dang": "json"})

    assert answer.status_code == 422
    assert "đã nộp" in answer.json()["sentence"]


def test_the_form_asks_few_questions(world):
    canbo = as_(world, "canbo")
    pledges.written(world, "canbo")
    canbo.get(form_url(world))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        canbo.get(form_url(world))

    assert len(asked) <= 10


def test_the_cell_receives_all_that_wait_with_one_button(world):
    secretary = as_(world, "thuky_chibo")
    for who in ("canbo", "thanhvien"):
        pledges.handed_in(world, who)
    cell = reverse("reviews:pledges_of_cell", args=[world.cell.pk])
    page = secretary.get(cell).text

    secretary.post(
        reverse("reviews:receive_pledges", args=[world.cell.pk]),
        {"dot": world.cycle.pk, "ban": re.findall(r'name="ban" value="(\d+:\d+)"', page)},
    )

    assert Pledge.objects.filter(state=PledgeState.RECEIVED).count() == 2
    assert "<strong>2/3</strong>" in secretary.get(cell).text
    assert "Trần Đình Hưởng" in secretary.get(cell + "?tinh_trang=chua").text
    assert "Lê Văn Khải" not in secretary.get(cell + "?tinh_trang=chua").text.partition("<tbody>")[2]


def test_a_paper_is_noted_with_its_day(world):
    secretary = as_(world, "thuky_chibo")
    address = reverse("reviews:receive_paper_pledge", args=[world.cell.pk, world.people["canbo"].pk])

    wrong = secretary.post(address, {"on": (localtime.today() + timedelta(days=1)).strftime("%d/%m/%Y")})
    right = secretary.post(address, {"on": localtime.today().strftime("%d/%m/%Y")})

    assert (wrong.status_code, right.status_code) == (422, 302)
    pledge = Pledge.objects.get(cadre=world.people["canbo"])
    assert "bản giấy" in secretary.get(reverse("reviews:pledge_page", args=[pledge.pk])).text


def test_a_draft_begun_before_the_paper_is_not_shown_to_the_cell(world):
    pledges.written(world, "canbo")
    secretary = as_(world, "thuky_chibo")
    address = reverse("reviews:receive_paper_pledge", args=[world.cell.pk, world.people["canbo"].pk])
    secretary.post(address, {"on": localtime.today().strftime("%d/%m/%Y")})
    page = reverse("reviews:pledge_page", args=[Pledge.objects.get(cadre=world.people["canbo"]).pk])

    assert "đất đai" not in secretary.get(page).text
    assert "đất đai" in as_(world, "canbo").get(page).text
    printing = reverse("reviews:request_report") + f"?kind=pledge&pledge={page.strip('/').split('/')[-1]}"
    assert secretary.get(printing).status_code == 404


def test_the_list_of_a_cell_costs_the_same_for_one_and_for_thirty(world):
    secretary = as_(world, "thuky_chibo")
    cell = reverse("reviews:pledges_of_cell", args=[world.cell.pk])
    secretary.get(cell)
    with CaptureQueriesContext(connection) as few:
        secretary.get(cell)
    for number in range(30):
        org.make_cadre(f"Đảng viên số {number}", world.cell)
    with CaptureQueriesContext(connection) as many:
        secretary.get(cell)

    assert len(few) == len(many) <= 9


def test_above_the_cell_there_are_numbers_without_names(world):
    pledges.received(world, "canbo")
    for who in ("chuyenvien", "thuongtruc", "kiemtra"):
        page = as_(world, who).get(reverse("reviews:pledge_counts"))
        assert world.commune.name in page.text, who
        assert "Lê Văn Khải" not in page.text, who
    below = as_(world, "chuyenvien").get(reverse("reviews:pledge_counts") + f"?don_vi={world.commune.pk}").text
    assert world.cell.name in below
    assert "Lê Văn Khải" not in below
    assert as_(world, "thuky").get(reverse("reviews:pledge_counts") + f"?don_vi={world.trap.pk}").status_code == 404
    assert as_(world, "mattran").get(reverse("reviews:pledge_counts")).status_code == 404


def test_the_person_sees_who_of_the_cell_read_or_printed_it_and_nobody_else_does(world):
    pledge = pledges.handed_in(world, "canbo")
    address = reverse("reviews:pledge_page", args=[pledge.pk])
    for who in ("canbo", "thuky_chibo"):
        as_(world, who).get(address)
    run = run_job(request_report(kind="pledge", about=pledge.pk, actor=world.actor("thuky_chibo")))
    hand_over_report(job_id=run.pk, actor=world.actor("thuky_chibo"))

    page = as_(world, "canbo").get("/ai-da-xem-ban-cua-toi/").text

    for said in ("Bế Văn Đàn", f"Bản cam kết năm {pledge.year}", "Xem bản cam kết", "In, tải bản cam kết"):
        assert page.count(said) == (2 if said.startswith(("Bế", "Bản")) else 1), said
    reads = PledgeRead.objects.select_related("pledge")
    assert len(reads) == 2
    for who in world.users:
        found = set(PledgeRead.objects.visible_to(world.actor(who)))
        assert found == {read for read in reads if may_view_of_pledge(world.actor(who), read)}, who
    for who in ("thuky_chibo", "bithu", "quantri"):
        assert "Xem bản cam kết" not in as_(world, who).get("/ai-da-xem-ban-cua-toi/").text, who


def test_what_was_handed_in_on_paper_has_no_text_that_could_be_read(world):
    secretary = as_(world, "thuky_chibo")
    address = reverse("reviews:receive_paper_pledge", args=[world.cell.pk, world.people["canbo"].pk])
    secretary.post(address, {"on": localtime.today().strftime("%d/%m/%Y")})

    secretary.get(reverse("reviews:pledge_page", args=[Pledge.objects.get(cadre=world.people["canbo"]).pk]))

    assert not PledgeRead.objects.exists()


def test_no_search_finds_its_text(world):
    pledges.received(world, "canbo")
    for who in ("canbo", "thuky_chibo", "chuyenvien"):
        found = as_(world, who).get(reverse("reviews:search") + "?q=ho so dat dai qua han").text
        assert "bản cam kết" not in found.partition('id="noi-dung"')[2].lower(), who


class TestInbox:
    def test_the_person_is_told_by_when(self, world):
        (line,) = [line for line in lines(world, "canbo") if "cam kết" in line.text]

        assert line.text.startswith("Nộp bản cam kết năm")
        assert line.due == localtime.today() + timedelta(days=3)
        assert "còn 3 ngày" in as_(world, "canbo").get(reverse("reviews:home")).text

    def test_handed_in_it_lies_with_the_secretary_and_then_is_done(self, world):
        pledge = pledges.handed_in(world, "canbo")
        assert [line.url_arg for line in lines(world, "thuky_chibo") if "cam kết" in line.text] == [pledge.pk]
        assert any("Đã nộp bản cam kết" in line.text for line in lines(world, "canbo", Box.SENT))
        assert not any("cam kết" in line.text for line in lines(world, "canbo"))

        as_(world, "thuky_chibo").post(reverse("reviews:receive_pledge", args=[pledge.pk]), {"version": pledge.version})

        assert any("đã nhận bản cam kết" in line.text for line in lines(world, "canbo", Box.DONE))
        assert not any("cam kết" in line.text for line in lines(world, "thuky_chibo"))

    def test_whoever_is_not_asked_is_not_reminded(self, world):
        assert not any("cam kết" in line.text for line in lines(world, "thuongtruc"))


class TestPaper:
    def test_the_pledge_prints_what_was_written(self, world, tmp_path):
        pledge = pledges.received(world, "canbo")

        paper = collect(world.actor("canbo"), pledge=pledge.pk)
        text = body_text(render_pdf(paper))
        assert_faces_agree(paper, text)

        for said in ("BẢN CAM KẾT TU DƯỠNG, RÈN LUYỆN, PHẤN ĐẤU", "LÊ VĂN KHẢI", pledges.TEXT, "NGƯỜI CAM KẾT"):
            assert said in text, said

    def test_the_list_of_an_ended_year_stays_on_screen_and_on_paper(self, world):
        ended, year = ended_year(world), localtime.today().year - 1
        secretary, reader = as_(world, "thuky_chibo"), world.actor("thuky_chibo")
        cell = reverse("reviews:pledges_of_cell", args=[world.cell.pk])
        assert f"năm {year + 1}" in secretary.get(cell).text

        page = secretary.get(f"{cell}?dot={ended.pk}").text

        assert f"bản cam kết năm {year}" in page
        assert "<strong>1/3</strong>" in page
        assert "Đợt đã kết thúc" in page
        assert "Nhận bản giấy" not in page
        printing = reverse("reviews:request_report") + f"?kind=pledge_list&unit={world.cell.pk}&dot={ended.pk}"
        assert f'<option value="{ended.pk}" selected>{year}: ' in secretary.get(printing).text
        assert secretary.post(printing, {"call": ended.pk}).status_code == 302
        run = Job.objects.latest("pk")
        assert run.title == f"Danh sách nộp bản cam kết năm {year}: {world.cell.name}"
        assert may_see(reader, KINDS["pledge_list"], world.cell.pk, run.params)
        assert not may_see(world.actor("thuky"), KINDS["pledge_list"], world.cell.pk, run.params)
        assert "1/3 đồng chí" in collect_list(reader, unit=world.cell.pk, call=ended.pk).opening
        with pytest.raises(NotVisible):
            request_report(kind="pledge_list", about=world.cell.pk, call=ended.pk + 999, actor=reader)

    def test_the_list_names_every_member(self, world):
        pledges.received(world, "canbo")

        paper = collect_list(world.actor("thuky_chibo"), unit=world.cell.pk)
        text = body_text(render_pdf(paper))
        assert_faces_agree(paper, text, is_table=True)

        assert "1/3 đồng chí" in text
        assert "Nguyễn Thị Ánh Nguyệt" in text
