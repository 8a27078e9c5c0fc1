"""The pages beside an item's main way: what each does, whom it refuses with which sentence, what the item's page then shows."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from cadres.models import Tenure
from cadres.roles import Position
from core import localtime
from core.errors import Invalid
from reviews.actions import item_course, item_readings, milestones, remediation
from reviews.models import Extension, Milestone, Reading, RemediationItem
from reviews.views.turn_table import TURNS
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)


@pytest.fixture(autouse=True)
def clock():
    with localtime.clock_at(NOON):
        yield


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def item(world) -> RemediationItem:
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Tạm ứng vượt", {"owner_cadre": world.cadre("canbo")})
    return make.accept(review, world.actor("thuongtruc")).items.get()


def turn(client, world, who, item, slug, **typed):
    client.force_login(world.users[who])
    version = RemediationItem.objects.get(pk=item.pk).version
    return client.post(f"/khac-phuc/{item.pk}/re/{slug}/", {"version": version, **typed}, follow=True)


def test_an_extension_is_asked_seen_by_the_committee_and_granted(client, world, item):
    turn(client, world, "canbo", item, "xin-gia-han", new_due_on="31/01/2027", reason="Chờ bản án")

    client.force_login(world.users["thuongtruc"])
    page = client.get(f"/khac-phuc/{item.pk}/")
    assert "đề nghị gia hạn đến 31/01/2027" in page.text
    assert "Chờ bản án" in client.get(f"/khac-phuc/{item.pk}/re/quyet-dinh-gia-han/").text
    after = turn(client, world, "thuongtruc", item, "quyet-dinh-gia-han", outcome="granted")

    assert "hạn đầu 20/12/2026, đã gia hạn 1 lần" in after.text
    assert Extension.objects.get().outcome == "granted"


def test_the_wrong_person_reads_why_not_and_nothing_changes(client, world, item):
    client.force_login(world.users["thanhvien"])

    for slug in TURNS:
        answer = client.post(f"/khac-phuc/{item.pk}/re/{slug}/", {"version": 1})
        assert answer.status_code == 422, slug
        assert "disabled" in client.get(f"/khac-phuc/{item.pk}/re/{slug}/").text, slug
    assert client.get(f"/khac-phuc/{item.pk}/re/khong-co/").status_code == 404

    item.refresh_from_db()
    assert item.version == 1


def test_steps_are_added_ticked_and_refused_when_somebody_was_faster(client, world, item):
    turn(client, world, "canbo", item, "them-buoc", text="Đối chiếu công nợ", due_on="20/11/2026")
    step = Milestone.objects.get()
    address = f"/khac-phuc/{item.pk}/buoc/{step.pk}/"

    client.post(address, {"version": 2, "viec": "xong"})
    step.refresh_from_db()
    assert step.done_on == date(2026, 11, 2)

    late = client.post(address, {"version": 2, "viec": "chua"})
    assert (late.status_code, "đã có người" in late.text.lower()) == (422, True)
    assert client.post(address, {"version": 3, "viec": "la"}).status_code == 422


def test_the_page_shows_readings_with_their_corrections_and_the_share(client, world, item):
    owner = world.actor("canbo")
    item_readings.set_measurement(
        item_id=item.pk,
        version=1,
        actor=owner,
        measure_unit="tỷ đồng",
        baseline=Decimal(26),
        target=Decimal(0),
        measure_verb="thu hồi",
    )
    remediation.report_progress(item_id=item.pk, version=2, actor=owner, text="Đã thu", reading=Decimal("0.64"))
    client.force_login(world.users["canbo"])
    address = f"/khac-phuc/{item.pk}/so-lieu/{Reading.objects.get().pk}/"

    client.post(address, {"version": 3, "value": "6,4", "note": "Gõ nhầm"})

    page = client.get(f"/khac-phuc/{item.pk}/").text
    assert "đã thu hồi 19,6 tỷ đồng, đạt 75,4 %" in page
    assert "Đính chính số 0,64 tỷ đồng: Gõ nhầm" in page
    assert client.get(address).status_code == 404, "a figure is corrected once"


def test_what_is_only_done_or_not_is_told_by_its_day_and_corrected_in_words(client, world, item):
    RemediationItem.objects.filter(pk=item.pk).update(measure_kind="yes_no")
    client.force_login(world.users["canbo"])
    address = f"/khac-phuc/{item.pk}/tien-do/"
    assert "Kết quả đến nay" in client.get(f"/khac-phuc/{item.pk}/").text

    refused = client.post(address, {"version": 1, "text": "Đã nghiệm thu", "reading": "7"})
    client.post(address, {"version": 1, "text": "Đã nghiệm thu", "reading": "1", "read_on": "30/10/2026"})

    assert refused.status_code == 422
    assert Reading.objects.get().value == 1
    assert "Kết quả đến ngày 30/10/2026: Đạt" in client.get(f"/khac-phuc/{item.pk}/").text
    wrong = f"/khac-phuc/{item.pk}/so-lieu/{Reading.objects.get().pk}/"
    assert "Số đã ghi cho ngày 30/10/2026: Đạt" in client.get(wrong).text
    client.post(wrong, {"version": 2, "value": "0", "note": "Chưa nghiệm thu hạng mục cuối"})
    assert "Đính chính số Đạt: Chưa nghiệm thu hạng mục cuối" in client.get(f"/khac-phuc/{item.pk}/").text
    assert "Chưa đạt" in client.get("/khac-phuc/").text
    told = {"item_id": item.pk, "version": 3, "actor": world.actor("canbo"), "text": "Đã làm", "reading": Decimal(2)}
    with pytest.raises(Invalid, match="chỉ ghi đạt hoặc chưa đạt"):
        remediation.report_progress(**told)


def test_a_report_with_another_unit_of_measure_keeps_what_was_typed(client, world, item):
    item_readings.set_measurement(
        item_id=item.pk,
        version=1,
        actor=world.actor("canbo"),
        measure_unit="tỷ đồng",
        baseline=Decimal(26),
        target=Decimal(0),
    )
    client.force_login(world.users["canbo"])

    typed = {"version": 2, "text": "Đã thu 19,6", "reading": "6400", "measure_unit": "triệu đồng"}
    answer = client.post(f"/khac-phuc/{item.pk}/tien-do/", typed)

    assert answer.status_code == 422
    assert "đo bằng “tỷ đồng”, không phải “triệu đồng”" in answer.text
    assert "Đã thu 19,6" in answer.text


def test_a_handed_over_and_a_transferred_item_say_so(client, world, item):
    people = {"owner_cadre_id": world.cadre("thanhvien").pk, "co_owner_ids": [world.cadre("canbo").pk]}
    turn(client, world, "thuky", item, "giao-lai", **people, co_owner_text="Kho bạc", reason="Chuyển công tác")
    paper = {"transferred_to": "Công an tỉnh", "transfer_paper": "CV số 15 ngày 01/11/2026"}

    page = turn(client, world, "thuongtruc", item, "chuyen-co-quan", **paper).text

    assert "Lê Văn Khải, Kho bạc" in page
    assert "Việc đang ở Công an tỉnh (CV số 15 ngày 01/11/2026)" in page


def test_the_successor_is_chosen_and_so_is_who_has_it_though_both_changed_after_the_period(client, world, item):
    """Who came after the last day of the cycle's period takes the item over from who left."""
    new = make.cadre("Bùi Văn Kế")
    with localtime.clock_at(datetime(2027, 2, 1, 12, tzinfo=localtime.HO_CHI_MINH)):
        world.cadre("canbo").tenures.update(ended_on=date(2027, 1, 15))
        held = make.seat(new, world.commune, Position.DEPUTY, "Phó Bí thư mới", managed_by=world.province)
        Tenure.objects.filter(pk=held.pk).update(started_on=date(2027, 1, 16))
        client.force_login(world.users["thuky"])
        offered = client.get(f"/khac-phuc/{item.pk}/re/giao-lai/").text
        turn(client, world, "thuky", item, "giao-lai", owner_cadre_id=new.pk, reason="Đồng chí Khải chuyển công tác")

    assert "Lê Văn Khải, hiện không giữ chức vụ ở đơn vị" in offered
    item.refresh_from_db()
    assert item.owner_cadre == new


def test_the_page_costs_the_same_with_one_and_thirty_steps(client, world, item, django_assert_max_num_queries):
    client.force_login(world.users["canbo"])
    for number in range(30):
        milestones.add_milestone(
            item_id=item.pk,
            version=1 + number,
            actor=world.actor("canbo"),
            text=f"Bước {number}",
            due_on=date(2026, 12, 1),
        )

    with django_assert_max_num_queries(24):
        client.get(f"/khac-phuc/{item.pk}/")


def test_an_item_in_other_hands_is_not_found_by_those_who_may_not_see_it(client, world, item):
    item_course.suspend(item_id=item.pk, version=1, actor=world.actor("thuongtruc"), reason="Chờ")
    client.force_login(world.users["thuky_khac"])

    assert client.get(f"/khac-phuc/{item.pk}/re/lam-tiep/").status_code == 404
