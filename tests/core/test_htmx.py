"""A view answers htmx with fragments and everybody else with pages; a session that ran out loses nothing."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from django_htmx.middleware import HtmxDetails

from core import htmx

urlpatterns = [
    path("dang-nhap/", lambda request: HttpResponse(), name="log-in"),
    path("x/", lambda request: HttpResponse(), name="x"),
]
pytestmark = pytest.mark.urls(__name__)
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def log_in_page(settings):
    settings.LOGIN_URL = "log-in"


def request_with(method="get", url="/x/", data=None, headers=None):
    request = getattr(RequestFactory(headers=headers or {}), method)(url, data or {})
    request.htmx = HtmxDetails(request)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        (HX, True),
        (HX | {"HX-Boosted": "true"}, False),
        (HX | {"HX-History-Restore-Request": "true"}, False),
    ],
    ids=["plain", "htmx", "boosted", "history-restore"],
)
def test_only_a_swap_gets_a_fragment(headers, expected):
    assert htmx.wants_fragment(request_with(headers=headers)) is expected


def test_page_and_fragment_are_told_apart_by_caches_too():
    request = request_with(headers=HX)

    response = htmx.page_or_fragment(
        request, "core/shortcuts.html", "core/_shortcuts.html", {"shortcuts": []}, status=422
    )

    assert response.status_code == 422
    assert "<html" not in response.text
    assert {"HX-Request", "HX-History-Restore-Request"} <= set(response["Vary"].split(", "))


def test_redirect_moves_the_whole_window_inside_htmx():
    response = htmx.redirect(request_with(headers=HX), "x")

    assert (response.status_code, response["HX-Redirect"]) == (200, "/x/")
    assert "Location" not in response


def test_redirect_is_a_plain_one_otherwise():
    response = htmx.redirect(request_with(), "x")

    assert (response.status_code, response["Location"]) == (302, "/x/")


def test_a_domain_fact_is_told_after_the_swap():
    response = htmx.announce(htmx.trigger(HttpResponse(), "reviewReturned", {"id": 7}), "Đã trả lại.")

    assert json.loads(response["HX-Trigger-After-Settle"]) == {
        "reviewReturned": {"id": 7},
        "announce": {"sentence": "Đã trả lại."},
    }


def test_a_page_without_log_in_leads_there_and_back():
    response = htmx.login_answer(request_with(url="/x/?trang=2"))

    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/x/%3Ftrang%3D2")


def test_htmx_without_log_in_leads_the_window_there_and_back_to_its_page():
    current = {"HX-Current-URL": "http://testserver/kiem-diem/7/?tab=gop-y"}

    response = htmx.login_answer(request_with("post", headers=HX | current))

    assert response["HX-Redirect"] == "/dang-nhap/?next=/kiem-diem/7/%3Ftab%3Dgop-y"


@pytest.mark.parametrize("current", ["http://elsewhere.example/kiem-diem/7/", "not a url"])
def test_the_way_back_never_leaves_the_site(current):
    response = htmx.login_answer(request_with(headers=HX | {"HX-Current-URL": current}))

    assert response["HX-Redirect"] == "/dang-nhap/?next=/"


def test_a_form_sent_too_late_keeps_what_was_typed():
    typed = {"ly-do": 'Chưa rõ "trách nhiệm" <b>người đứng đầu</b>', "chon": ["1", "2"], "password": "secret-1234"}

    response = htmx.login_answer(request_with("post", "/x/?a=1", typed))

    assert response.status_code == 401
    assert "Chưa rõ &quot;trách nhiệm&quot; &lt;b&gt;người đứng đầu&lt;/b&gt;" in response.text
    assert response.text.count('name="chon"') == 2
    assert 'action="/x/?a=1"' in response.text
    assert "secret-1234" not in response.text


def test_a_form_with_a_file_says_that_the_file_is_not_kept():
    request = request_with("post", data={"tep": SimpleUploadedFile("a.pdf", b"%PDF")})

    assert "đính kèm lại" in htmx.login_answer(request).text


def test_the_decorator_lets_only_a_logged_in_person_in():
    view: Any = htmx.login_required(lambda request: HttpResponse("bên trong"))
    stranger, member = request_with(), request_with()
    member.user = type("Member", (), {"is_authenticated": True})()

    assert view(stranger).status_code == 302
    assert view(member).content.decode() == "bên trong"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.core.test_htmx")
def test_every_view_asks_for_a_log_in_unless_it_says_otherwise(client):
    response = client.get("/x/")

    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/x/")
