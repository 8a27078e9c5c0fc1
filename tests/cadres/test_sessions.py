"""Sessions: how long they last, what ends them, what a person with a one-time password may open."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from cadres import tasks as _runners  # noqa: F401  as the worker registers them
from cadres.actions.accounts import create_account, deactivate_account
from cadres.actions.log_in import clear_expired, limit_address
from cadres.actions.passwords import reset_password
from cadres.models import LoginAttempt, User
from cadres.roles import Role
from config import urls as site
from config.hashers import OfficeArgon2PasswordHasher
from core import jobs, localtime
from core.activity import not_activity
from core.models import AuditEntry, Job
from tests.factories.organisation import PASSWORD, SYSTEM, login, make_account, make_cadre, make_tree

pytestmark = pytest.mark.django_db

ACCOUNT_PAGE = "/tai-khoan/cua-toi/"
NEW = "Sông Hậu mùa nước nổi"
SAVED = "Đã lưu bản kiểm điểm."


@not_activity
def poll(request):
    return HttpResponse(str(request.actor.name))


def say_saved(request):
    messages.success(request, SAVED)
    return HttpResponse()


app_name = "tests"
urlpatterns = [*site.urlpatterns, path("tham-do/", poll), path("luu/", say_saved)]


def hours(number: float):
    return localtime.clock_at(localtime.now() + timedelta(hours=number))


@pytest.fixture
def user() -> User:
    return make_account("thuky", name="Trần Thị Hương")


def test_page_of_a_logged_in_person_is_stored_nowhere(client, user):
    response = login(client, user).get(ACCOUNT_PAGE)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_actor_costs_two_queries_besides_session_and_account(client, django_assert_num_queries):
    user = make_account("thuky", cadre=make_cadre())
    login(client, user).get(ACCOUNT_PAGE)  # the first request writes the marks of the session

    with django_assert_num_queries(4):
        client.get("/tai-khoan/mat-khau/")


def test_session_ends_after_three_hours_without_activity(client, user):
    login(client, user).get(ACCOUNT_PAGE)

    with hours(2.9):
        assert client.get(ACCOUNT_PAGE).status_code == 200
    with hours(5.8):
        assert client.get(ACCOUNT_PAGE).status_code == 200
    with hours(8.9):
        assert client.get(ACCOUNT_PAGE).status_code == 302


def test_session_ends_after_twelve_hours_in_all(client, user):
    login(client, user).get(ACCOUNT_PAGE)

    for hour in range(2, 12, 2):
        with hours(hour):
            assert client.get(ACCOUNT_PAGE).status_code == 200
    with hours(12):
        assert client.get(ACCOUNT_PAGE).status_code == 302


@pytest.mark.urls("tests.cadres.test_sessions")
def test_what_a_page_asks_by_itself_keeps_no_session_alive(client, user):
    login(client, user).get(ACCOUNT_PAGE)

    with hours(2):
        assert client.get("/tham-do/").text == "Trần Thị Hương"
    with hours(3):
        assert client.get("/tham-do/").status_code == 302


def test_session_that_ran_out_inside_htmx_leads_to_the_login_page_and_back(client, user):
    login(client, user).get(ACCOUNT_PAGE)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tai-khoan/cua-toi/?a=1"}

    with hours(3):
        response = client.get("/tai-khoan/mat-khau/", headers=headers)

    assert response.headers["HX-Redirect"] == f"/dang-nhap/?next={quote('/tai-khoan/cua-toi/?a=1', safe='/')}"


def test_new_password_ends_the_other_sessions_and_keeps_this_one(client, user):
    other = login(Client(), user)
    login(client, user).get(ACCOUNT_PAGE)

    response = client.post("/tai-khoan/mat-khau/", {"old_password": PASSWORD, "new_password": NEW, "repeated": NEW})

    assert response.status_code == 302
    assert client.get(ACCOUNT_PAGE).status_code == 200
    assert other.get(ACCOUNT_PAGE).status_code == 302


def test_reset_and_locking_end_the_sessions_of_the_account(client, user):
    login(client, user)
    user, _ = reset_password(user_id=user.pk, version=user.version, actor=SYSTEM)
    assert client.get(ACCOUNT_PAGE).status_code == 302

    login(client, user)
    deactivate_account(user_id=user.pk, version=user.version, actor=SYSTEM)
    assert client.get(ACCOUNT_PAGE).status_code == 302


def test_one_time_password_opens_nothing_but_the_page_where_it_is_changed(client):
    _, password = create_account(actor=SYSTEM, username="thuky")
    client.post("/dang-nhap/", {"username": "thuky", "password": password, "next": ACCOUNT_PAGE})

    assert client.get(ACCOUNT_PAGE).headers["Location"] == "/tai-khoan/mat-khau/"
    assert client.get(ACCOUNT_PAGE, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/tai-khoan/mat-khau/"
    page = client.get("/tai-khoan/mat-khau/")
    assert page.status_code == 200
    client.post("/tai-khoan/mat-khau/", {"old_password": password, "new_password": NEW, "repeated": NEW})
    assert client.get(ACCOUNT_PAGE).status_code == 200


def test_one_time_password_runs_out(client):
    _, password = create_account(actor=SYSTEM, username="thuky")

    with localtime.clock_at(localtime.now() + timedelta(seconds=settings.ONE_TIME_PASSWORD_SECONDS + 1)):
        response = client.post("/dang-nhap/", {"username": "thuky", "password": password})

    assert response.status_code == 422
    assert "Mật khẩu dùng một lần đã hết hạn" in response.text


def test_two_new_passwords_that_differ_are_refused_beside_the_field(client, user):
    response = login(client, user).post(
        "/tai-khoan/mat-khau/", {"old_password": PASSWORD, "new_password": NEW, "repeated": NEW + "x"}
    )

    assert response.status_code == 422
    assert "chưa giống nhau" in response.text
    assert NEW not in response.text


def test_office_chosen_stands_beside_what_the_person_does(client):
    tree = make_tree()
    user = make_account("hai.vai", (Role.STAFF, tree.province), (Role.SECRETARY, tree.commune))
    wanted = "Người được giao soạn (thư ký cấp ủy), Đảng bộ xã Tân Sơn"

    response = login(client, user).post("/tai-khoan/chuc-danh/", {"office": wanted})

    assert response.status_code == 302
    assert wanted in client.get(ACCOUNT_PAGE).text
    client.post("/dang-xuat/")
    assert AuditEntry.objects.get(verb="account.log_out").office == wanted


def test_office_that_is_not_ones_own_is_refused(client, user):
    response = login(client, user).post("/tai-khoan/chuc-danh/", {"office": "Văn thư, quản trị, Đảng bộ tỉnh"})

    assert response.status_code == 422


def test_hundred_failures_close_an_address_and_no_other(client, user):
    now = localtime.now()
    LoginAttempt.objects.bulk_create(
        LoginAttempt(username=f"ten{number}", address="10.0.0.1", at=now) for number in range(100)
    )
    form = {"username": "thuky", "password": PASSWORD}

    assert client.post("/dang-nhap/", form, REMOTE_ADDR="10.0.0.1").status_code == 422
    assert client.post("/dang-nhap/", form, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_limit_opens_again_thirty_minutes_after_the_failures(client, user):
    for _ in range(5):
        client.post("/dang-nhap/", {"username": "thuky", "password": "sai"})

    with localtime.clock_at(localtime.now() + timedelta(minutes=29)):
        assert client.post("/dang-nhap/", {"username": "thuky", "password": PASSWORD}).status_code == 422
    with localtime.clock_at(localtime.now() + timedelta(minutes=30)):
        assert client.post("/dang-nhap/", {"username": "thuky", "password": PASSWORD}).status_code == 302


def test_unknown_account_costs_a_password_hash_too(client, monkeypatch):
    hashed = []
    encode = OfficeArgon2PasswordHasher.encode

    def noted(*args):
        hashed.append(args)
        return encode(*args)

    monkeypatch.setattr(OfficeArgon2PasswordHasher, "encode", noted)

    client.post("/dang-nhap/", {"username": "khong.co", "password": "gì đó"})

    assert len(hashed) == 1


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "' OR 1=1 --", "\u202e", ""])
def test_nonsense_at_the_login_gets_a_sentence(client, name):
    response = client.post("/dang-nhap/", {"username": name, "password": "x" * 300})

    assert response.status_code == 422
    assert "error-summary" in response.text


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("fe80::1%eth0", "fe80::"),
        ("", "::"),
    ],
)
def test_address_is_counted_as_what_one_caller_owns(address, counted):
    assert limit_address(address) == counted


def test_without_e_mail_the_page_says_whom_to_ask(client):
    response = client.get("/quen-mat-khau/")

    assert "văn thư, quản trị của cấp ủy" in response.text
    assert "Gửi thư" not in response.text


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_letter_leads_to_a_new_password_once(client, user, with_mail):
    User.objects.filter(pk=user.pk).update(email="huong@tanson.example")
    assert client.post("/quen-mat-khau/", {"username": "thuky"}).status_code == 200

    jobs.run(Job.objects.get(kind="cadres.password_mail").pk)
    link = next(word for word in mail.outbox[0].body.split() if "/quen-mat-khau/" in word)
    page = link.removeprefix("http://testserver")

    assert client.get(page).status_code == 200
    assert client.post(page, {"new_password": "ngắn", "repeated": "ngắn"}).status_code == 422
    assert client.post(page, {"new_password": NEW, "repeated": NEW}).status_code == 200
    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert "đã dùng hoặc đã hết hạn" in client.get(page).text


def test_nobody_learns_whether_an_account_has_an_address(client, user, with_mail):
    answers = {client.post("/quen-mat-khau/", {"username": name}).text.split("<main")[1] for name in ("thuky", "ai-do")}

    assert len(answers) == 1
    assert not Job.objects.exists()


def test_sessions_and_failures_that_are_over_are_cleared_away(client, user):
    login(client, user).get(ACCOUNT_PAGE)
    client.post("/dang-nhap/", {"username": "thuky", "password": "sai"})

    clear_expired()
    assert (Session.objects.count(), LoginAttempt.objects.count()) == (1, 1)
    Session.objects.update(expire_date=localtime.now() - timedelta(days=1))
    LoginAttempt.objects.update(at=localtime.now() - timedelta(days=2))
    clear_expired()

    assert (Session.objects.count(), LoginAttempt.objects.count()) == (0, 0)


@pytest.mark.parametrize("uid", ["x", "MTA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00"])
def test_invented_link_is_answered_with_a_sentence(client, uid):
    assert "đã dùng hoặc đã hết hạn" in client.get(f"/quen-mat-khau/{uid}/abc-def/").text


@pytest.mark.urls(__name__)
def test_a_sentence_is_shown_once_and_is_no_write_to_the_database(client, user):
    login(client, user).get(ACCOUNT_PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get("/luu/")
        shown = client.get(ACCOUNT_PAGE).text
    again = client.get(ACCOUNT_PAGE).text

    assert (SAVED in shown, SAVED in again) == (True, False)
    assert not [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("leaves", ["by logging out", "by running out"])
def test_a_sentence_is_not_shown_to_who_logs_in_next(client, user, leaves):
    make_account("bithu", name="Lê Văn Hải")
    login(client, user).get("/luu/")
    if leaves == "by logging out":
        client.post("/dang-xuat/")
    else:
        Session.objects.all().delete()
    client.post("/dang-nhap/", {"username": "bithu", "password": PASSWORD})

    page = client.get(ACCOUNT_PAGE).text

    assert ("Lê Văn Hải" in page, SAVED in page) == (True, False)
