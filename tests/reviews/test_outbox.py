"""The outbox: each message is sent once, no failure is silent, and what cannot leave says why."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from cadres.actors import actor_of
from cadres.models import RoleGrant
from cadres.roles import Role
from core import localtime, mail_folder
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import outbox
from reviews.models import MailPause, OutgoingMessage
from reviews.states import MessageState as S
from tests.factories import small_province as make
from tests.factories.outbox import LATER, MORNING, message, send, speak_to
from tests.smtp_server import SmtpServer


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def server(settings) -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        speak_to(server, settings)
        yield server


def test_a_person_has_one_message_of_a_kind_a_day_and_none_without_address_is_to_be_sent(world):
    user = world.users["thuky"]
    message(user)

    for columns in ({}, {"day": localtime.today(), "address": "", "state": S.WAITING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            message(user, **columns)


def test_what_waits_is_sent_once_with_its_own_message_id(world, server):
    row = message(world.users["thuky"])

    assert (send(), send(LATER)) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.tries, row.sent_at, row.last_error) == (S.SENT, 1, MORNING, "")
    (letter,) = server.taken
    assert letter["Message-ID"] == f"<{row.mail_id}@localhost>"
    assert letter["To"] == "thuky@example.vn"


def test_the_folder_of_a_copy_holds_a_letter_once_however_often_it_was_sent(world, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_FOLDER = "core.mail_folder.EmailBackend", tmp_path / "mail"
    row = message(world.users["thuky"])
    send()
    OutgoingMessage.objects.update(state=S.SENDING, claimed_until=MORNING)

    assert send(LATER) == 1
    assert mail_folder.names() == [str(row.mail_id)]
    letter = mail_folder.read(str(row.mail_id))
    assert letter is not None
    assert (letter.to, letter.subject, letter.text.strip()) == ("thuky@example.vn", row.subject, row.text)
    assert mail_folder.read("../thu") is None


def test_an_address_that_is_refused_for_good_fails_at_once_with_what_the_server_said(world, settings):
    with SmtpServer(refuses={"thuky@example.vn": "550 khong co hop thu nay"}) as server:
        speak_to(server, settings)
        row, other = message(world.users["thuky"]), message(world.users["bithu"])
        assert send() == 1
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, other.state) == (S.FAILED, S.SENT)
    assert row.last_error == "Máy chủ thư không nhận địa chỉ này: 550 khong co hop thu nay"


def test_a_passing_refusal_is_tried_again_after_growing_pauses_and_then_fails(world, settings):
    with SmtpServer(refuses={"thuky@example.vn": "451 de sau"}) as server:
        speak_to(server, settings)
        row, moment, tried = message(world.users["thuky"]), MORNING, []
        for _ in range(outbox.MOST_TRIES):
            send(moment)
            row.refresh_from_db()
            tried.append((row.next_try_at or moment) - moment)
            moment = row.next_try_at or moment
    assert tried[:-1] == list(outbox.PAUSES)
    assert (row.state, row.tries) == (S.FAILED, outbox.MOST_TRIES)


@pytest.mark.parametrize(
    "says",
    [{"greeting": "554 khong nhan"}, {"MAIL": "550 nguoi gui la"}, {"RCPT": "421 ban"}, {"DATA": "421 ban"}],
)
def test_what_a_server_says_of_itself_fails_no_letter(world, settings, says):
    with SmtpServer(says=says) as server:
        speak_to(server, settings)
        row = message(world.users["thuky"])
        assert send() == 0
    row.refresh_from_db()
    assert row.state == S.WAITING
    assert row.last_error.startswith(("Máy chủ thư không nhận thư nào", "Máy chủ thư tạm ngừng nhận"))


def test_a_text_that_is_refused_fails_that_letter(world, settings):
    with SmtpServer(says={"DATA": "554 thu rac"}) as server:
        speak_to(server, settings)
        row = message(world.users["thuky"])
        send()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (S.FAILED, "Máy chủ thư từ chối: 554 thu rac")


def test_nothing_counts_as_sent_where_no_mail_server_is_named(world, settings):
    settings.MAIL_GOES_OUT = False
    row, failed = message(world.users["thuky"]), message(world.users["bithu"], state=S.FAILED)

    assert send() == 0
    row.refresh_from_db()
    assert row.state == S.WAITING
    with pytest.raises(NotAllowed, match="chưa khai báo máy chủ thư"), localtime.clock_at(MORNING):
        outbox.resend(message_id=failed.pk, version=failed.version, actor=world.actor("quantri"))


def test_a_reminder_of_another_day_stays_in_the_application(world, server):
    row = message(world.users["thuky"])

    assert send(MORNING + timedelta(days=1)) == 0
    row.refresh_from_db()
    assert (row.state, row.last_error, server.taken) == (S.CANCELLED, outbox.PAST, [])
    with pytest.raises(NotAllowed, match="ngày đã qua"), localtime.clock_at(MORNING + timedelta(days=1)):
        outbox.resend(message_id=row.pk, version=row.version, actor=world.actor("quantri"))


def test_letters_to_somebody_who_once_belonged_to_the_unit_are_left_to_the_administrator_of_today(world):
    user = make.account("di_noi_khac", None, (Role.SECRETARY, world.commune))
    row = message(user, state=S.FAILED)
    local = make.account("quantri_xa", None, (Role.ADMIN, world.commune))
    RoleGrant.objects.filter(user=user).update(ended_on=localtime.local_day(MORNING) - timedelta(days=2))
    make.grant(user, Role.SECRETARY, world.other_commune)

    with localtime.clock_at(MORNING):
        assert OutgoingMessage.objects.visible_to(actor_of(local)).filter(pk=row.pk).exists()
        for step in (outbox.resend, outbox.cancel):
            with pytest.raises(NotAllowed, match="ngoài phạm vi đồng chí quản trị"):
                step(message_id=row.pk, version=row.version, actor=actor_of(local))


def test_a_server_that_is_away_costs_no_letter_a_try_and_holds_all_until_one_moment(world, settings, server):
    port = settings.EMAIL_PORT
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.EMAIL_PORT = taken.getsockname()[1]
    rows = [message(world.users[name]) for name in ("thuky", "bithu")]
    moment, pauses = MORNING, []
    for _ in range(len(outbox.SERVER_PAUSES) + 2):
        assert (send(moment), send(moment + timedelta(seconds=10))) == (0, 0)
        pause = MailPause.objects.get()
        pauses.append(pause.until - moment)
        moment = pause.until
    for row in rows:
        row.refresh_from_db()
    assert pauses == [*outbox.SERVER_PAUSES, *outbox.SERVER_PAUSES[-1:] * 2]
    assert [(row.state, row.tries) for row in rows] == [(S.WAITING, 0), (S.WAITING, 0)]
    assert rows[0].last_error.startswith("Không nối được với máy chủ thư")

    settings.EMAIL_PORT = port
    assert send(moment - timedelta(seconds=1)) == 0
    assert send(moment) == 2
    assert not MailPause.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"wants_mail": False}])
def test_nobody_is_written_to_who_has_lost_the_account_or_wants_no_mail_meanwhile(world, change):
    user = world.users["thuky"]
    row = message(user)
    type(user).objects.filter(pk=user.pk).update(**change)

    assert send() == 0
    row.refresh_from_db()
    assert (row.state, row.last_error) == (S.CANCELLED, outbox.GONE)
    assert mail.outbox == []


def test_an_administrator_sends_a_failed_letter_again_to_the_new_address_and_nobody_else_does(world, server):
    user = world.users["thuky"]
    row = message(user, state=S.FAILED, tries=6, last_error="550")
    type(user).objects.filter(pk=user.pk).update(email="moi@example.vn")
    admin = world.actor("quantri")

    with pytest.raises(NotAllowed), localtime.clock_at(MORNING):
        outbox.resend(message_id=row.pk, version=row.version, actor=world.actor("thuky"))
    with localtime.clock_at(MORNING):
        outbox.resend(message_id=row.pk, version=row.version, actor=admin)
    with pytest.raises(StaleObject):
        outbox.resend(message_id=row.pk, version=row.version, actor=admin)
    assert send() == 1
    assert server.taken[0]["To"] == "moi@example.vn"
    assert AuditEntry.objects.filter(verb="outgoingmessage.resend", target_id=row.pk).count() == 1


def test_all_failed_letters_go_again_at_once_with_a_reason_and_only_once(world, server, client):
    admin = world.actor("quantri")
    rows = [message(world.users[who], state=S.FAILED, tries=6, last_error="550") for who in ("thuky", "bithu")]
    yesterday = localtime.local_day(MORNING) - timedelta(days=1)
    past = message(world.users["canbo"], state=S.FAILED, last_error="550", day=yesterday)
    type(world.users["thuky"]).objects.filter(pk__in=[row.user_id for row in rows]).update(email="moi@example.vn")
    client.force_login(world.users["quantri"])

    with localtime.clock_at(MORNING):
        with pytest.raises(Invalid, match="lý do"):
            outbox.resend_failed(actor=admin, reason=" ")
        with pytest.raises(Invalid, match="Không có thư lỗi nào"):
            outbox.resend_failed(actor=world.actor("thuky"), reason="Thử")
        assert "Có 3 thư không gửi được" in client.get("/hop-thu-di/gui-lai-loi/").text
        assert client.post("/hop-thu-di/gui-lai-loi/", {"reason": "Máy chủ thư đã chạy lại"}).status_code == 302
        with pytest.raises(Invalid, match="Không có thư lỗi nào"):
            outbox.resend_failed(actor=admin, reason="Bấm lần hai")
    assert (send(), len(server.taken)) == (2, 2)
    past.refresh_from_db()
    assert past.state == S.FAILED, "a reminder of another day stays in the application"
    traces = AuditEntry.objects.filter(verb="outgoingmessage.resend")
    assert {trace.data["reason"] for trace in traces} == {"Máy chủ thư đã chạy lại"}
    assert traces.count() == 2


def test_what_was_cancelled_does_not_leave_and_what_was_sent_is_not_cancelled(world):
    admin, row = world.actor("quantri"), message(world.users["thuky"])
    outbox.cancel(message_id=row.pk, version=row.version, actor=admin)
    assert send() == 0

    sent = message(world.users["bithu"], state=S.SENT, sent_at=MORNING)
    with pytest.raises(NotAllowed):
        outbox.cancel(message_id=sent.pk, version=sent.version, actor=admin)
