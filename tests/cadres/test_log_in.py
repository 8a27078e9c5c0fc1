"""Logging in: the limits, the way on, the session."""

import pytest

from cadres.models import LoginAttempt, User

pytestmark = pytest.mark.django_db

PASSWORD = "Hoa sen trắng 2026"


@pytest.fixture
def user() -> User:
    user = User(username="thuky", display_name="Trần Thị Hương", must_change_password=False)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, password=PASSWORD, username="thuky", address="10.0.0.1", **data):
    return client.post("/dang-nhap/", {"username": username, "password": password, **data}, REMOTE_ADDR=address)


def test_login_page_is_shown_to_a_stranger(client):
    response = client.get("/dang-nhap/")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert 'autocomplete="current-password"' in response.text


def test_right_password_leads_to_the_page_asked_for(client, user):
    response = log_in(client, next="/phim-tat/")

    assert response.headers["Location"] == "/phim-tat/"
    assert LoginAttempt.objects.count() == 0


@pytest.mark.parametrize(
    "target", ["https://xau.example/", "//xau.example", "javascript:alert(1)", "/dang-xuat/", "/\0"]
)
def test_foreign_target_is_not_followed(client, user, target):
    assert log_in(client, next=target).headers["Location"] == "/"


def test_session_key_changes_on_log_in(client, user):
    client.get("/dang-nhap/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    log_in(client)

    assert client.session.session_key != before


def test_sixth_try_of_an_account_from_one_address_is_refused_even_with_the_right_password(client, user):
    for _ in range(5):
        assert log_in(client, "sai").status_code == 422

    response = log_in(client)

    assert response.status_code == 422
    assert "Đã nhập sai quá nhiều lần" in response.text
    assert log_in(client, address="10.0.0.2").status_code == 302
