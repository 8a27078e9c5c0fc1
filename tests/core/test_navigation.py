"""The navigation shows what the person may use, marks where they are, and never breaks a page."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from config import navigation as project_navigation
from core.navigation import NavEntry, links_for, navigation

urlpatterns = [
    path("", lambda request: HttpResponse(), name="home"),
    path("dot/", lambda request: HttpResponse(), name="cycles"),
    path("dot/bao-cao/", lambda request: HttpResponse(), name="reports"),
]
pytestmark = pytest.mark.urls(__name__)

ENTRIES = (
    NavEntry("Việc của tôi", "home", "inbox"),
    NavEntry("Đợt kiểm điểm", "cycles", "cycle", also_under=("/kiem-diem/",)),
    NavEntry("Báo cáo", "reports", "chart", may_use=lambda actor: actor == "chuyên viên"),
    NavEntry("Chưa có", "not-built-yet", "gear"),
)


def request_of(actor, path_):
    request: Any = RequestFactory().get(path_)
    request.actor = actor
    return request


def current(path_):
    return [link.label for link in links_for("chuyên viên", path_, ENTRIES) if link.is_current]


def test_only_usable_and_existing_entries_are_shown():
    assert [link.label for link in links_for("thư ký", "/", ENTRIES)] == ["Việc của tôi", "Đợt kiểm điểm"]


@pytest.mark.parametrize(
    ("path_", "labels"),
    [
        ("/", ["Việc của tôi"]),
        ("/dot/7/", ["Đợt kiểm điểm"]),
        ("/dot/bao-cao/3/", ["Báo cáo"]),
        ("/kiem-diem/7/", ["Đợt kiểm điểm"]),
        ("/phim-tat/", []),
    ],
)
def test_the_entry_that_covers_most_of_the_path_is_the_current_one(path_, labels):
    assert current(path_) == labels


def test_nobody_logged_in_sees_no_entry(settings):
    settings.NAVIGATION = "tests.core.test_navigation.ENTRIES"
    request = request_of(None, "/")

    assert list(navigation(request)["navigation"]) == []


def test_the_declared_entries_reach_the_page(settings):
    settings.NAVIGATION = "tests.core.test_navigation.ENTRIES"
    request = request_of("thư ký", "/dot/")
    request.COOKIES["nav"] = "gon"

    context = navigation(request)

    assert [link.is_current for link in context["navigation"]] == [False, True]
    assert context["navigation_folded"] is True


def test_the_navigation_of_the_project_is_well_formed():
    assert all(isinstance(entry, NavEntry) for entry in project_navigation.ENTRIES)
