"""Who else is at the form: told to its writers, of its writers, for about a minute, without keeping a session alive."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from core import localtime
from core.models import AuditEntry
from reviews.actions.entries import begin_entry
from reviews.models import IndicatorSheet, Presence, ReviewRead, TemplateSection
from reviews.states import SectionKind
from tests.factories import organisation, sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return sheets.province()


@pytest.fixture
def review(world):
    return world.collective


@pytest.fixture
def directions(review):
    """The section VI. of the form."""
    return TemplateSection.objects.get(template=review.template, kind=SectionKind.REMEDIES)


def asks(world, username: str, review, **sent) -> dict:
    client = organisation.login(Client(), world.users[username])
    response = client.post(f"/kiem-diem/{review.pk}/co-mat/", sent)
    assert response.status_code == 200, response.status_code
    return response.json()


def saves(world, username: str, review, section, **sent):
    client = organisation.login(Client(), world.users[username])
    sent |= {"dang": "json", f"answer-{section.pk}-0-text": "Rà soát từng dự án."}
    return client.post(f"/kiem-diem/{review.pk}/sua/", sent)


def test_each_sees_the_other_and_the_section(world, review, directions):
    asks(world, "thuky", review, muc=directions.pk)

    told = asks(world, "bithu", review)

    assert told["words"] == "đ/c Thảo đang ở mục VI"
    assert told["here"] == {f"muc-{directions.pk}": "đ/c Thảo đang ở mục này"}
    assert asks(world, "thuky", review, muc=directions.pk)["words"] == "đ/c Hưởng đang mở bản này"


def test_nobody_else_means_no_words(world, review):
    assert set(asks(world, "thuky", review)) == {"at"}


def test_who_was_not_seen_for_a_minute_is_gone(world, review):
    with localtime.clock_at(localtime.now() - timedelta(seconds=61)):
        asks(world, "thuky", review)

    assert "words" not in asks(world, "bithu", review)


def test_the_table_keeps_one_row_for_a_person_and_nothing_old(world, review):
    with localtime.clock_at(localtime.now() - timedelta(minutes=6)):
        asks(world, "thuky", review)
        asks(world, "thuky", review)
    assert Presence.objects.count() == 1

    asks(world, "bithu", review)

    assert Presence.objects.get().user_id == world.users["bithu"].pk


def test_a_save_is_told_once_to_the_others_and_not_to_the_one_who_saved(world, review, directions):
    asked = asks(world, "bithu", review)["at"]
    assert saves(world, "thuky", review, directions, muc=directions.pk, luu=directions.pk).status_code == 200

    (save,) = asks(world, "bithu", review, tu=asked)["saves"]

    assert save["words"].startswith("đ/c Thảo vừa lưu mục VI lúc ")
    assert save["section"] == f"muc-{directions.pk}"
    assert asks(world, "thuky", review, tu=asked)["saves"] == []
    with localtime.clock_at(localtime.now() + timedelta(seconds=10)):
        later = asks(world, "bithu", review, tu=localtime.now().isoformat())
    assert later.get("saves") == []


def test_a_save_without_a_script_that_follows_notes_nothing(world, review, directions):
    assert saves(world, "thuky", review, directions).status_code == 200

    assert not Presence.objects.exists()


def test_who_is_at_the_manifestations_is_told_and_that_something_was_stored_but_never_which(world, review):
    section = TemplateSection.objects.get(template=review.template, kind=SectionKind.INDICATORS)
    client = organisation.login(Client(), world.users["thuky"])
    page = client.get(f"/kiem-diem/{review.pk}/bieu-hien/").text
    assert f'data-presence="/kiem-diem/{review.pk}/co-mat/"' in page
    assert f'data-place="{section.pk}"' in page
    asked = asks(world, "bithu", review)["at"]

    sent = {"dang": "json", "indicator-7": "3", "seen": "0" * 135, "muc": section.pk, "luu": section.pk}
    client.post(f"/kiem-diem/{review.pk}/bieu-hien/", sent)

    told = asks(world, "bithu", review, tu=asked)
    assert told["words"] == "đ/c Thảo đang ở phần đối chiếu biểu hiện"
    assert told["here"] == {f"muc-{section.pk}": "đ/c Thảo đang ở mục này"}
    (save,) = told["saves"]
    assert re.fullmatch(r"đ/c Thảo vừa lưu phần đối chiếu biểu hiện lúc \d\d:\d\d(:\d\d)?\.", save["words"])
    assert save["section"] == f"muc-{section.pk}"
    assert IndicatorSheet.objects.get(round__review=review).answers[7] == 3


def test_a_person_alone_with_the_own_manifestations_is_not_followed(world):
    own = world.own("canbo")
    client = organisation.login(Client(), world.users["canbo"])

    assert "data-presence" not in client.get(f"/kiem-diem/{own.pk}/bieu-hien/").text


def test_a_person_and_the_secretary_who_types_in_the_paper_see_each_other(world):
    own, today = world.own("canbo"), localtime.today()
    begin_entry(review_id=own.pk, version=own.version, actor=world.actor("thuky"), because="Viết tay.", signed_on=today)
    client = organisation.login(Client(), world.users["canbo"])
    assert f'data-presence="/kiem-diem/{own.pk}/co-mat/"' in client.get(f"/kiem-diem/{own.pk}/sua/").text

    asks(world, "thuky", own)

    assert asks(world, "canbo", own)["words"] == "đ/c Thảo đang mở bản này"


def test_readers_of_the_review_are_neither_told_nor_noted(world, review):
    for reader in ("thanhvien", "chuyenvien", "thuongtruc", "kiemtra", "thuky_khac", "quantri"):
        client = organisation.login(Client(), world.users[reader])
        assert client.post(f"/kiem-diem/{review.pk}/co-mat/").status_code == 404, reader
    assert not Presence.objects.exists()


def test_asking_leaves_no_trace_of_reading_and_no_audit_row(world, review):
    before = AuditEntry.objects.count()

    asks(world, "thuky", review)
    asks(world, "canbo", world.own("canbo"))

    assert not ReviewRead.objects.exists()
    assert AuditEntry.objects.count() == before


def test_asking_keeps_no_session_alive(world, review, settings):
    client = organisation.login(Client(), world.users["thuky"])
    client.get("/")
    seen = client.session["seen"]

    with localtime.clock_at(localtime.now() + timedelta(minutes=5)):
        assert client.post(f"/kiem-diem/{review.pk}/co-mat/").status_code == 200

    assert client.session["seen"] == seen


def test_a_form_that_was_submitted_is_told(world, review):
    sheets.submitted_review(review, world.actor("thuky"), by=world.actor("bithu"))

    told = asks(world, "thuky", review)["closed"]

    assert f"vừa được trình (đồng chí {world.actor('bithu').name}" in told


@pytest.mark.parametrize(
    "sent",
    [
        {"muc": "abc", "tu": "hôm qua"},
        {"muc": "9" * 30, "tu": "0001-01-01T00:00:00+00:00"},
        {"muc": "-1", "tu": "9999-12-31T23:59:59+00:00"},
        {"muc": str(2**63 - 1), "tu": "2026-01-01"},
    ],
)
def test_nonsense_is_taken_for_nothing(world, review, sent):
    assert "at" in asks(world, "thuky", review, **sent)


def test_two_with_the_same_given_name_are_told_apart(world, review):
    for username, name in (("thuky2", "Đoàn Thị Thảo"), ("thuky", "Vũ Thị Thảo")):
        world.users[username].display_name = name
        world.users[username].save()
        asks(world, username, review)

    assert asks(world, "bithu", review)["words"] == "đ/c Đoàn Thị Thảo đang mở bản này; đ/c Vũ Thị Thảo đang mở bản này"


def test_an_open_page_asks_with_few_queries(world, review, directions, django_assert_max_num_queries):
    asks(world, "bithu", review, muc=directions.pk)
    client = organisation.login(Client(), world.users["thuky"])
    client.get("/")

    with django_assert_max_num_queries(10):
        client.post(f"/kiem-diem/{review.pk}/co-mat/", {"muc": directions.pk})
