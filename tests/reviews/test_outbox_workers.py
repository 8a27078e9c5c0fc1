"""Workers at the outbox: two at once, and one that is killed between the server's yes and the note of it."""

import os
import signal

import pytest
from django.core import mail
from django.db import connections

from reviews.models import OutgoingMessage
from reviews.states import MessageState as S
from tests.at_once import at_once
from tests.factories import small_province as make
from tests.factories.outbox import LATER, message, send, speak_to
from tests.smtp_server import SmtpServer


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_with_9_while_it_sends_loses_nothing_and_doubles_nothing_but_the_one_letter(settings):
    world = make.small_province()
    for name in ("thuky", "bithu", "canbo"):
        message(world.users[name])
    server = SmtpServer()
    speak_to(server, settings)
    connections.close_all()  # so that the two processes share none
    child = os.fork()
    if child == 0:
        signal.alarm(60)  # a child that hangs is not to hang the run
        try:
            send()
        finally:
            os._exit(0)

    def kill() -> None:
        """The server has the second letter and has not said so yet."""
        if len(server.taken) == 2:
            os.kill(child, signal.SIGKILL)

    server.on_letter = kill
    with server:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert send(LATER) == 2
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {S.SENT}
    sent = [letter["Message-ID"] for letter in server.taken]
    assert (len(sent), len(set(sent))) == (4, 3)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once():
    world = make.small_province()
    for user in world.users.values():
        message(user)

    assert at_once(send, send) == ["done", "done"]
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(f"{name}@example.vn" for name in world.users)
