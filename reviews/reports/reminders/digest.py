"""The digest of one person on one day: its subject, its text, and the row of the outbox that it becomes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cadres.models import User
from core import days_off, formats
from reviews.models import OutgoingMessage
from reviews.reports.reminders.gathering import Due, Gathered
from reviews.states import MessageState


def message_for(user: User, gathered: Gathered, *, day: date, moment: datetime) -> OutgoingMessage:
    """The row, not saved yet: to be sent where the person has an address and wants mail, else read inside alone."""
    lines = gathered.in_order
    leaves = bool(user.email) and user.wants_mail and settings.MAIL_GOES_OUT
    return OutgoingMessage(
        day=day,
        user=user,
        name=str(user),
        address=user.email,
        subject=_subject(gathered, day),
        text=_text(user, lines, gathered, day),
        entries=[_kept(line) for line in lines],
        entry_count=gathered.count,
        state=MessageState.WAITING if leaves else MessageState.IN_APP,
        next_try_at=moment if leaves else None,
        created_at=moment,
    )


def deadline_words(due: date, day: date) -> str:
    """How long there is, or by how much it is late, always with the date itself."""
    words = formats.deadline(days_off.last_day_for(due), day)
    return words.text if formats.day(due) in words.text else f"{words.text} (hạn {formats.day(due)})"


def is_late(due: date, day: date) -> bool:
    """Whether its last day is over."""
    return days_off.last_day_for(due) < day


def _subject(gathered: Gathered, day: date) -> str:
    late = _late(gathered.dues, day)
    overdue = f", {formats.number(late)} quá hạn" if late else ""
    return f"Nhắc việc ngày {formats.day(day)}: {formats.number(gathered.count)} việc{overdue}"


def _late(dues: Iterable[date], day: date) -> int:
    return sum(is_late(due, day) for due in dues)


def _text(user: User, lines: Sequence[Due], gathered: Gathered, day: date) -> str:
    told = [
        {"words": f"{line.words}. {line.unit}: {deadline_words(line.due, day)}", "link": settings.SITE_URL + line.path}
        for line in lines
    ]
    late = _late((line.due for line in lines), day)
    context = {
        "name": str(user),
        "day": day,
        "count": gathered.count,
        "late": told[:late],  # the longest due stand first
        "coming": told[late:],
        "late_count": late,
        "unnamed": len(gathered.unnamed),
        "home": settings.SITE_URL + reverse("reviews:home"),
        "choice": settings.SITE_URL + reverse("reviews:own_reminders"),
    }
    return render_to_string("reviews/reminders/digest.txt", context).strip() + "\n"


def _kept(line: Due) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "id": line.id,
        "words": line.words,
        "unit": line.unit,
        "due": line.due.isoformat(),
        "path": line.path,
    }
