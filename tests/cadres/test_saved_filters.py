"""Filters that a person keeps: above the list they belong to, renamed, deleted, and nobody else's."""

import re

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage

from cadres.models import User
from cadres.views.saved_filters import delete_filter
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db
_HOSTILE = "<b>Của tôi</b>"


@pytest.fixture
def world():
    return make.small_province()


def kept(
    client, world, who="chuyenvien", name="Quá hạn ở xã", path="/khac-phuc/", query="?qua_han=on&cap=3&trang=2&tu="
):
    client.force_login(world.users[who])
    return client.post("/bo-loc/luu/", {"name": name, "path": path, "query": query})


def mine(world, who="chuyenvien") -> list[dict]:
    return User.objects.get(pk=world.users[who].pk).saved_filters


def test_it_is_kept_without_the_page_and_shown_above_its_list_alone(client, world):
    answer = kept(client, world)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/khac-phuc/?qua_han=on&cap=3")
    assert ">Quá hạn ở xã</a>" in client.get("/khac-phuc/").text
    assert "Quá hạn ở xã" not in client.get("/kiem-diem/").text.partition('id="danh-sach"')[2]
    client.force_login(world.users["thuongtruc"])
    assert "Quá hạn ở xã" not in client.get("/khac-phuc/").text


def test_every_filtered_list_offers_to_keep_its_filter(client, world):
    client.force_login(world.users["chuyenvien"])

    assert "Lưu bộ lọc này" not in client.get("/kiem-diem/").text
    page = client.get("/kiem-diem/?dot=" + str(world.cycle.pk)).text
    assert re.search(r'name="query" value="\?dot=\d+"', page)


def test_renaming_and_deleting(client, world):
    kept(client, world)
    key = mine(world)[0]["id"]

    assert client.post(f"/bo-loc/{key}/doi-ten/", {"name": _HOSTILE}).status_code == 302
    page = client.get("/bo-loc/").text
    assert "&lt;b&gt;Của tôi" in page
    assert _HOSTILE not in page
    assert client.post(f"/bo-loc/{key}/xoa/").status_code == 302
    assert client.post(f"/bo-loc/{key}/xoa/").status_code == 404
    assert mine(world) == []


def test_the_same_name_on_the_same_list_is_written_over_and_may_not_be_taken_by_another(client, world):
    kept(client, world)
    kept(client, world, query="?cap=4")
    kept(client, world, name="Khác", query="?cap=2")

    assert [(one["name"], one["query"]) for one in mine(world)] == [("Khác", "cap=2"), ("Quá hạn ở xã", "cap=4")]
    answer = client.post(f"/bo-loc/{mine(world)[0]['id']}/doi-ten/", {"name": "Quá hạn ở xã"})
    assert answer.status_code == 422
    assert "mang tên ấy" in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"path": "https://example.org/"},
        {"path": "//example.org/"},
        {"path": "/khong-co/"},
        {"path": ""},
        {"query": "?"},
        {"query": "?trang=3&tu="},
        {"query": "a=" + "x" * 2001},
        {"name": "a\x00b"},
    ],
)
def test_what_is_no_filter_of_a_list_is_refused(client, world, sent):
    assert kept(client, world, **sent).status_code == 422
    assert mine(world) == []


def test_two_windows_that_delete_at_once_are_told_so(client, world, rf):
    kept(client, world)
    request = rf.post("/")
    request.user, request.actor = User.objects.get(username="chuyenvien"), world.actor("chuyenvien")
    request.session = client.session
    request.htmx = False
    request._messages = FallbackStorage(request)
    key = mine(world)[0]["id"]

    assert (
        client.post(f"/bo-loc/{key}/xoa/").status_code == 302
    )  # the other window, after this one has read its account
    assert delete_filter(request, key).status_code == 302
    assert [str(message) for message in request._messages] == ["Bộ lọc này không còn nữa."]


def test_those_of_others_are_not_found(client, world):
    kept(client, world, who="thuongtruc")
    key = mine(world, "thuongtruc")[0]["id"]
    client.force_login(world.users["chuyenvien"])

    assert client.get(f"/bo-loc/{key}/doi-ten/").status_code == 404
    assert client.post(f"/bo-loc/{key}/xoa/").status_code == 404
    assert len(mine(world, "thuongtruc")) == 1
