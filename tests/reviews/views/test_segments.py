"""Segments and places over HTTP."""

import re

import pytest
from django.db import transaction

from reviews.actions.segments import send_segment
from reviews.models import Review, Segment
from tests.factories import organisation
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db
JSON = {"dang": "json"}
EVERYBODY = (
    "canbo", "thuky", "bithu", "thuky_khac", "bithu_khac", "thuky_bay", "thuky_chibo", "chuyenvien", "thuongtruc",
    "kiemtra", "mattran", "quantri", "nguoi_la",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = make.province()
        make.complete_review(world.own("canbo"), world.actor("canbo"))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def own(world) -> Review:
    return world.own("canbo")


@pytest.fixture
def former(world, own) -> Segment:
    return own.segments.get(unit=world.other_commune)


@pytest.fixture
def sent(world, former) -> Segment:
    return send_segment(segment_id=former.pk, version=former.version, actor=world.actor("canbo"))


def test_before_it_is_sent_the_unit_does_not_find_it(client, world, former):
    organisation.login(client, world.users["thuky_khac"])

    assert client.get(f"/kiem-diem/phan/{former.pk}/").status_code == 404


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_sent_segment_opens_to_its_unit_and_to_those_of_the_review(client, world, sent, who):
    organisation.login(client, world.users[who])
    # those above see the review's row but read its words once it is submitted
    expected = {"canbo", "thuky", "bithu", "thuky_chibo", "thuky_khac", "bithu_khac"}

    assert client.get(f"/kiem-diem/phan/{sent.pk}/").status_code == (200 if who in expected else 404)


def test_the_unit_reads_its_own_part_only(client, world, own, sent):
    organisation.login(client, world.users["thuky_khac"])
    other = own.segments.get(unit=world.commune)
    send_segment(segment_id=other.pk, version=other.version, actor=world.actor("canbo"))

    page = client.get(f"/kiem-diem/phan/{sent.pk}/")
    assert "Đã thực hiện đầy đủ" in page.text
    assert make.FAULT not in page.text
    assert client.get(f"/kiem-diem/phan/{other.pk}/").status_code == 404
    for path in ("", "sua/", "bieu-hien/", "noi-kiem-diem/", "hoi-nghi/", "vong/"):
        assert client.get(f"/kiem-diem/{own.pk}/{path}").status_code == 404, path


def test_it_is_confirmed_with_a_remark(client, world, sent):
    organisation.login(client, world.users["thuky_khac"])

    response = client.post(
        f"/kiem-diem/phan/{sent.pk}/xac-nhan/", {"version": sent.version, "remark": "Đúng với thực tế."}, follow=True
    )

    assert "Đơn vị đã xác nhận" in response.text
    assert "Đúng với thực tế." in response.text


def test_an_old_page_keeps_the_remark_on_screen(client, world, sent):
    organisation.login(client, world.users["thuky_khac"])

    response = client.post(f"/kiem-diem/phan/{sent.pk}/xac-nhan/", {"version": 1, "remark": "Nhận xét dài."})

    assert response.status_code == 422
    assert "Đã có người thay đổi" in response.text
    assert "Nhận xét dài." in response.text


def test_the_author_sends_it_from_the_page_of_places(client, world, own, former):
    organisation.login(client, world.users["canbo"])
    assert "Gửi đơn vị xác nhận" in client.get(f"/kiem-diem/{own.pk}/noi-kiem-diem/").text

    client.post(f"/kiem-diem/phan/{former.pk}/gui/", {"version": former.version})

    former.refresh_from_db()
    assert former.state == "sent"


def test_those_who_cannot_confirm_are_told_why(client, world, sent):
    organisation.login(client, world.users["canbo"])

    response = client.post(f"/kiem-diem/phan/{sent.pk}/xac-nhan/", {"version": sent.version})

    assert response.status_code == 422
    assert "không tự xác nhận" in response.text


def test_a_place_writes_its_remark_and_the_person_reads_it(client, world, own):
    place = own.places.get(unit=world.commune)
    organisation.login(client, world.users["thuky"])
    client.post(f"/kiem-diem/{own.pk}/noi-kiem-diem/{place.pk}/nhan-xet/", {"version": 1, "remark": "Gương mẫu."})

    organisation.login(client, world.users["canbo"])
    page = client.get(f"/kiem-diem/{own.pk}/noi-kiem-diem/")
    assert "Gương mẫu." in page.text
    assert "Ghi nhận xét" not in page.text


def test_a_remark_goes_only_to_a_place_of_this_review(client, world, own):
    place = world.own("bithu_khac").places.first()
    organisation.login(client, world.users["thuky"])

    assert client.post(f"/kiem-diem/{own.pk}/noi-kiem-diem/{place.pk}/nhan-xet/", {"version": 1}).status_code == 404


def test_an_old_remark_is_shown_beside_the_new_and_the_next_press_counts(client, world, own):
    place = own.places.get(unit=world.commune)
    path = f"/kiem-diem/{own.pk}/noi-kiem-diem/{place.pk}/nhan-xet/"
    organisation.login(client, world.users["thuky"])
    client.post(path, {"version": 1, "remark": "Gương mẫu."})

    stale = client.post(path, {"version": 1, "remark": "Tận tụy."})
    version = re.search(r'name="version" value="([0-9]+)"', stale.text[stale.text.index(f"noi-{place.pk}") :])

    assert stale.status_code == 422
    assert version is not None
    assert "Gương mẫu.</p>" in stale.text
    client.post(path, {"version": version[1], "remark": "Gương mẫu, tận tụy."})
    place.refresh_from_db()
    assert place.remark == "Gương mẫu, tận tụy."
