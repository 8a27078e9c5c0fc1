"""What the site answers when something goes wrong, and the page of shortcuts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory
from django.urls import include, path
from django_htmx.middleware import HtmxDetails

from core import views
from core.gallery import show_gallery

urlpatterns = [path("", include("core.urls"))]
handler404 = "core.views.page_not_found"
pytestmark = pytest.mark.urls(__name__)


def request_for(method="get", url="/", data=None, headers=None):
    request = getattr(RequestFactory(headers=headers or {}), method)(url, data or {})
    request.htmx, request.user, request.actor = HtmxDetails(request), AnonymousUser(), None
    request._messages = CookieStorage(request)
    return request


@pytest.mark.django_db
def test_the_shortcuts_are_a_page_and_a_dialog(client):
    page, fragment = client.get("/phim-tat/"), client.get("/phim-tat/", headers={"HX-Request": "true"})

    assert "Ctrl + S" in page.text
    assert "<html" in page.text
    assert "<html" not in fragment.text


@pytest.mark.django_db
def test_an_unknown_address_says_what_to_do(client):
    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.text


def test_a_failure_of_the_server_needs_nothing_of_the_server():
    response = views.server_error(request_for())

    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.content.decode()


def test_a_database_that_is_away_is_called_so():
    try:
        raise OperationalError
    except OperationalError:
        response = views.server_error(request_for())

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "chờ một phút" in response.content.decode()


@pytest.mark.parametrize(("cause", "status"), [(OperationalError, 503), (DatabaseError, 400)])
def test_a_session_that_could_not_be_written_because_the_database_went_away_is_no_fault_of_the_request(cause, status):
    """Django calls it a deleted session and a bad request; a page would not try again after that."""
    try:
        try:
            raise cause
        except DatabaseError:
            raise UpdateError  # noqa: B904 - as Django's session store does
    except UpdateError as lost:
        interrupted = SessionInterrupted()
        interrupted.__context__ = lost

    assert views.bad_request(request_for(), interrupted).status_code == status


@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404)]
)
def test_refusals_of_the_framework_are_vietnamese_pages(view, status):
    response = view(request_for(), Exception())

    assert response.status_code == status
    assert "<h1>" in response.content.decode()


@pytest.mark.django_db
def test_a_form_with_an_old_token_from_our_own_page_can_be_sent_again():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/phim-tat/?a=1", {"ly-do": "Đã gõ dài"}, headers={"Origin": "http://testserver"})

    assert response.status_code == 403
    assert "Đã gõ dài" in response.text
    assert 'action="/phim-tat/?a=1"' in response.text
    assert "csrfmiddlewaretoken" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"Origin": "http://elsewhere.example"}], ids=["no-origin", "foreign"])
def test_a_foreign_form_gets_nothing_to_send_again(headers):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/phim-tat/", {"ly-do": "mồi nhử"}, headers=headers)

    assert response.status_code == 403
    assert "mồi nhử" not in response.text


def test_the_gallery_shows_every_pattern():
    page = show_gallery(request_for(url="/mau-giao-dien/?kind=individual&trang=2", data={})).content.decode()

    for words in ("Đang lọc:", "Thao tác khác", "Chưa trình được", "Trang sau", "Quá hạn 4 ngày", "Mở đợt kiểm điểm"):
        assert words in page


def test_the_gallery_shows_faults_with_links_to_their_fields():
    response = show_gallery(request_for(url="/mau-giao-dien/?loi=1"))
    page = response.content.decode()

    assert response.status_code == 422
    assert '<a href="#id_due">Ngày ở ô “Thời hạn” chưa đúng.' in page
    assert '<a href="#id_role_0">' in page
    assert 'id="id_role_0"' in page
