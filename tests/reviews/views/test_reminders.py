"""Reminders and the outbox on screen: one's own list and choice, the rules with their preview, the outbox without secrets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.models import User
from cadres.roles import Role
from core import localtime
from reviews.models import OutgoingMessage, ReminderRule
from reviews.states import Audience
from reviews.states import MessageState as S
from tests.factories import outbox
from tests.factories import small_province as make
from tests.factories.reminders import DUE, at_eight, digests, remedies, rule

pytestmark = pytest.mark.django_db

BEFORE = DUE - timedelta(days=7)


@pytest.fixture
def world(shared_province):
    """The digests of a day, and an administrator of the whole tree."""
    top = make.account("quantri_tren", None, (Role.ADMIN, shared_province.central))
    shared_province.users[top.username] = top
    remedies(shared_province)
    rule()
    digests(BEFORE)
    return shared_province


def get(client, world, who: str, address: str):
    client.force_login(world.users[who])
    with localtime.clock_at(at_eight(BEFORE)):
        return client.get(address)


def test_home_counts_the_things_of_todays_digest_and_leads_to_it(world, client):
    home = get(client, world, "canbo", "/").text
    assert "Nhắc việc hôm nay" in home
    assert 'href="/nhac-viec/"' in home
    assert "Nhắc việc hôm nay" not in get(client, world, "thanhvien", "/").text

    page = get(client, world, "canbo", "/nhac-viec/").text
    message = OutgoingMessage.objects.get(user=world.users["canbo"])
    assert f'href="/nhac-viec/{message.pk}/"' in page
    digest = get(client, world, "canbo", f"/nhac-viec/{message.pk}/").text
    assert "Đi cơ sở mỗi tuần" in digest
    assert "còn 7 ngày (16/12/2026)" in digest


def test_a_person_chooses_to_read_inside_alone(world, client):
    client.force_login(world.users["canbo"])
    assert client.post("/nhac-viec/", {"wants_mail": "khong"}).status_code == 302
    assert not User.objects.get(username="canbo").wants_mail
    assert client.post("/nhac-viec/", {"wants_mail": "co"}).status_code == 302
    assert User.objects.get(username="canbo").wants_mail


def test_a_rule_says_whom_it_would_remind_today_before_anything_is_written(world, client):
    OutgoingMessage.objects.all().delete()
    page = get(client, world, "quantri_tren", f"/nhac-viec/quy-tac/{ReminderRule.objects.get().pk}/hom-nay/").text

    assert "sẽ nhắc <strong>2</strong> người, cộng <strong>3</strong> lượt việc" in page
    assert "Lê Văn Khải: 2 việc" in page
    assert "Thu hồi tạm ứng" not in page
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(("audience", "people"), [(one, 1) for one in Audience if one not in ("owner", "co_owner")])
def test_the_preview_of_each_audience_finds_those_whom_the_digest_reaches(world, client, audience, people):
    chosen = rule(audience)
    page = get(client, world, "quantri_tren", f"/nhac-viec/quy-tac/{chosen.pk}/hom-nay/").text

    assert f"sẽ nhắc <strong>{people}</strong> người" in page


def test_rules_are_added_changed_and_refused_with_a_sentence(world, client):
    client.force_login(world.users["quantri_tren"])
    typed = {"kind": "remediation", "audience": "head", "side": "sau", "days": "7", "repeat_days": "14"}
    page = client.post("/nhac-viec/quy-tac/moi/", typed)
    assert page.status_code == 422
    assert "Hãy ghi nhắc lại đến khi quá hạn mấy ngày." in page.text
    assert client.post("/nhac-viec/quy-tac/moi/", typed | {"until_days": "90", "is_active": "on"}).status_code == 302
    made = ReminderRule.objects.get(audience="head")
    assert (made.first_day, made.repeat_days, made.last_day, made.is_active) == (7, 14, 90, True)
    assert "quá hạn 7 ngày, nhắc lại mỗi 14 ngày đến khi quá hạn 90 ngày" in client.get("/nhac-viec/quy-tac/").text

    again = client.post("/nhac-viec/quy-tac/moi/", typed | {"until_days": "90"})
    assert "Đã có quy tắc nhắc những người này" in again.text
    off = typed | {"until_days": "90", "version": "1"}
    assert client.post(f"/nhac-viec/quy-tac/{made.pk}/", off).status_code == 302
    assert client.post(f"/nhac-viec/quy-tac/{made.pk}/", off).status_code == 422
    made.refresh_from_db()
    assert not made.is_active


def test_an_administrator_sees_of_a_message_what_they_may_see_and_the_rest_as_a_number(world, client):
    message = OutgoingMessage.objects.get(user=world.users["canbo"])
    page = get(client, world, "quantri", f"/hop-thu-di/{message.pk}/").text
    assert "2 việc ngoài phạm vi xem" in page
    assert "Đi cơ sở mỗi tuần" not in page
    make.grant(world.users["quantri"], Role.STAFF, world.province)

    assert "Đi cơ sở mỗi tuần" in get(client, world, "quantri", f"/hop-thu-di/{message.pk}/").text


def test_the_outbox_keeps_its_filters_in_the_address_and_sends_a_failed_one_again(world, client):
    failed = OutgoingMessage.objects.get(user=world.users["canbo"])
    OutgoingMessage.objects.filter(pk=failed.pk).update(state=S.FAILED, tries=6, last_error="550 khong co")
    page = get(client, world, "quantri", "/hop-thu-di/?trang_thai=failed&nguoi=canbo@&ngay=9/12/2026")
    assert [row.pk for row in page.context["listing"].rows] == [failed.pk]
    assert "550 khong co" in page.text
    assert get(client, world, "quantri", "/hop-thu-di/?trang_thai=sent").context["listing"].total == 0

    with localtime.clock_at(at_eight(BEFORE)):
        again = client.post(f"/hop-thu-di/{failed.pk}/gui-lai/", {"version": failed.version})
        twice = client.post(f"/hop-thu-di/{failed.pk}/gui-lai/", {"version": failed.version})
    assert again.status_code == 302
    assert twice.status_code == 422
    failed.refresh_from_db()
    assert (failed.state, failed.tries, failed.last_error) == (S.WAITING, 0, "")


@pytest.mark.parametrize(("who", "address"), [("quantri", "/hop-thu-di/"), ("canbo", "/nhac-viec/")])
def test_thirty_rows_cost_no_more_questions_than_one(world, client, who, address):
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            assert get(client, world, who, address).status_code == 200
        return len(questions)

    asked()
    few = asked()
    for number in range(30):
        outbox.message(world.users["canbo"], day=BEFORE - timedelta(days=number + 1))
    assert asked() == few


def test_the_letters_of_the_demo_are_shown_in_the_demo_alone(world, client, settings, tmp_path):
    settings.MAIL_FOLDER, settings.DEMO_ACCOUNTS_FILE = tmp_path / "mail", tmp_path / "demo-accounts.txt"
    settings.EMAIL_BACKEND, settings.DEMO_MAILBOX = "core.mail_folder.EmailBackend", True
    message = OutgoingMessage.objects.get(user=world.users["canbo"])
    outbox.send(at_eight(BEFORE))
    address = f"/hop-thu-demo/{message.mail_id}/"
    assert [get(client, world, "thuky", one).status_code for one in ("/hop-thu-demo/", address)] == [404, 404]

    settings.DEMO_ACCOUNTS_FILE.touch()
    assert f'href="{address}"' in get(client, world, "thuky", "/hop-thu-demo/").text
    letter = get(client, world, "thuky", address).text
    assert "canbo@example.vn" in letter
    assert "Đi cơ sở mỗi tuần" in letter
    assert get(client, world, "thuky", "/hop-thu-demo/khong-co/").status_code == 404
    settings.DEMO_MAILBOX = False
    assert get(client, world, "thuky", "/hop-thu-demo/").status_code == 404
