"""Messages that wait in the outbox, and the morning on which they are sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cadres.models import User
from core import localtime
from reviews.actions import outbox
from reviews.models import OutgoingMessage
from tests.smtp_server import SmtpServer

MORNING = datetime(2026, 12, 7, 0, 30, tzinfo=UTC)  # 7:30 in Ho Chi Minh City
LATER = MORNING + outbox.LEASE + timedelta(seconds=1)


def message(user: User, **columns: Any) -> OutgoingMessage:
    usual = {
        "day": localtime.local_day(MORNING),
        "name": str(user),
        "address": f"{user.username}@example.vn",
        "subject": "Nhắc việc ngày 07/12/2026",
        "text": "Đồng chí có 1 việc.",
        "entry_count": 1,
        "next_try_at": MORNING,
        "created_at": MORNING,
    }
    return OutgoingMessage.objects.create(user=user, **usual | columns)


def send(moment: datetime = MORNING) -> int:
    with localtime.clock_at(moment):
        return outbox.send_waiting(seconds=60)


def speak_to(server: SmtpServer, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
    settings.EMAIL_TIMEOUT = 60  # the machine may be busy with other tests
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
