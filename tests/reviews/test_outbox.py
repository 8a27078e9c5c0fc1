"""The outbox: each message is sent once as far as SMTP allows, whatever is killed in between, and no failure is silent."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from core import localtime
from reviews.models import OutgoingMessage
from reviews.states import MessageState as S

MORNING = datetime(2026, 12, 7, 0, 30, tzinfo=UTC)  # 7:30 in Ho Chi Minh City


def message(user, **columns) -> OutgoingMessage:
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


@pytest.mark.django_db
def test_a_person_has_one_message_of_a_kind_a_day_and_none_without_address_is_to_be_sent(shared_province):
    user = shared_province.users["thuky"]
    message(user)

    for columns in ({}, {"day": localtime.today(), "address": "", "state": S.WAITING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            message(user, **columns)
