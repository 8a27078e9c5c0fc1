"""Holidays and made-up working days of a year: kept by administrators, and heeded by the rules on deadlines."""

from datetime import date, timedelta

import pytest

from cadres.roles import Role
from core import days_off
from core.days_off import Span
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry, OfficeDay
from reviews.actions.office_days import add_office_day, change_office_day, remove_office_day
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

KINGS = date(2027, 4, 16)  # a Friday; Giỗ Tổ in the file
SATURDAY = date(2027, 4, 24)
NOTICE = "Thông báo thử số 1, ngày 05/01/2027"


@pytest.fixture
def world():
    province = make.small_province()
    province.users["quantri_tren"] = make.account("quantri_tren", None, (Role.ADMIN, province.central))
    return province


def span(first: date, last: date | None = None, name: str = "Nghỉ bù", **columns) -> Span:
    return Span(first, last or first, name, is_verified=True, basis=NOTICE, **columns)


def test_the_first_change_takes_the_year_over_and_leaves_the_other_years_to_the_file(world):
    admin = world.actor("quantri_tren")
    of_2028 = days_off.read_anew().of_year(2028)

    add_office_day(year=2027, version=0, actor=admin, span=span(date(2027, 4, 19)))
    add_office_day(year=2027, version=1, actor=admin, span=span(SATURDAY, name="Làm bù", is_worked=True))
    remove_office_day(year=2027, version=2, actor=admin, begins=date(2027, 9, 3), reason="Năm nay nghỉ ngày 01/9")
    moved = span(date(2027, 4, 15), date(2027, 4, 16), "Giỗ Tổ")
    change_office_day(year=2027, version=3, actor=admin, begins=KINGS, span=moved)

    now = days_off.calendar()
    assert [now.is_day_off(day) for day in (date(2027, 4, 15), date(2027, 4, 19), SATURDAY)] == [True, True, False]
    assert not now.is_day_off(date(2027, 9, 3))
    assert now.is_day_off(date(2027, 2, 8)), "Tết of the file was taken over with the year"
    assert now.of_year(2028) == of_2028
    verbs = AuditEntry.objects.filter(target_type="core.officeyear").order_by("pk")
    assert [row.verb for row in verbs] == [f"officeyear.{verb}" for verb in ("add", "add", "remove", "change")]
    assert verbs[2].data["before"]["name"] == "Quốc khánh (ngày liền kề)"
    assert (verbs[3].data["before"]["first"], verbs[3].data["after"]["first"]) == ("2027-04-16", "2027-04-15")


def test_deadlines_are_reckoned_with_what_was_changed(world, settings):
    settings.DEADLINE_ON_DAY_OFF = "next_working_day"
    monday = date(2027, 4, 19)
    assert days_off.last_day_for(SATURDAY) == date(2027, 4, 26)
    assert days_off.last_day_for(KINGS) == monday

    admin = world.actor("quantri_tren")
    add_office_day(year=2027, version=0, actor=admin, span=span(SATURDAY, name="Làm bù", is_worked=True))
    add_office_day(year=2027, version=1, actor=admin, span=span(monday))

    assert days_off.last_day_for(SATURDAY) == SATURDAY
    assert days_off.last_day_for(KINGS) == monday + timedelta(days=1)
    assert days_off.late_before(monday + timedelta(days=1)) == KINGS


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (span(date(2027, 6, 8), date(2027, 6, 7)), "Ngày cuối phải từ ngày đầu"),
        (span(date(2027, 6, 8), date(2028, 6, 8)), "nhiều nhất 31 ngày"),
        (span(date(2027, 4, 15), date(2027, 4, 17)), "Trùng với “Giỗ Tổ Hùng Vương”"),
        (span(date(2027, 6, 8), is_worked=True), "vốn là ngày làm việc"),
        (span(date(2028, 6, 8)), "phải thuộc năm 2027"),
        (span(date(2027, 12, 31), date(2028, 1, 4)), "Trùng với “Tết Dương lịch"),
        (span(date(2027, 6, 8), name=" "), "Hãy ghi tên"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(world, wrong, sentence):
    with pytest.raises(Invalid, match=sentence):
        add_office_day(year=2027, version=0, actor=world.actor("quantri_tren"), span=wrong)

    assert not OfficeDay.objects.exists()
    assert not AuditEntry.objects.filter(target_type="core.officeyear").exists()


def test_only_administrators_of_the_whole_tree_change_it_and_not_from_a_page_gone_stale(world):
    for who in ("quantri", "chuyenvien", "thuongtruc", "thuky"):
        with pytest.raises(NotAllowed, match="quản trị cấp cao nhất"):
            add_office_day(year=2027, version=0, actor=world.actor(who), span=span(SATURDAY))

    admin = world.actor("quantri_tren")
    add_office_day(year=2027, version=0, actor=admin, span=span(date(2027, 6, 8)))
    with pytest.raises(StaleObject):
        remove_office_day(year=2027, version=0, actor=admin, begins=KINGS, reason="Nhầm")
    with pytest.raises(Invalid, match="Không còn thấy"):
        remove_office_day(year=2027, version=1, actor=admin, begins=date(2027, 6, 9), reason="Nhầm")


def test_the_page_shows_adds_corrects_and_strikes_out(world, client):
    client.force_login(world.users["quantri_tren"])
    assert "Giỗ Tổ Hùng Vương" in client.get("/lich-nghi/2027/").text
    typed = {"version": "0", "kind": "worked", "first": "24/4/2027", "name": "Làm bù", "basis": NOTICE}

    assert client.post("/lich-nghi/2027/them/", typed).status_code == 302
    again = client.post("/lich-nghi/2027/them/", typed)
    assert (again.status_code, "Đã có người thay đổi" in again.text) == (422, True), (
        "a second click adds no second line"
    )
    fixed = {**typed, "version": "1", "kind": "off", "first": "16/4/2027", "name": "Giỗ Tổ", "is_verified": "on"}
    assert client.post("/lich-nghi/2027/2027-04-16/", fixed).status_code == 302
    assert client.post("/lich-nghi/2027/2027-02-05/bo/", {"version": "2", "reason": "Ghi nhầm"}).status_code == 302

    page = client.get("/lich-nghi/2027/").text
    assert "Làm bù" in page
    assert "Tết Nguyên đán" not in page
    assert "Giỗ Tổ Hùng Vương" not in page
    shown = client.get("/lich-nghi/").text
    assert "Lịch nghỉ năm" in shown
    assert "DEADLINE_ON_DAY_OFF" not in shown
    tab = '<a href="/lich-nghi/">Lịch nghỉ</a>'
    assert tab in client.get("/tai-khoan/").text
    client.force_login(world.users["quantri"])
    assert tab not in client.get("/tai-khoan/").text
    for nothing in (
        "/lich-nghi/1066/",
        "/lich-nghi/2027/2027-02-05/",
        "/lich-nghi/2027/x/bo/",
        "/lich-nghi/99999/them/",
    ):
        assert client.get(nothing).status_code == 404
