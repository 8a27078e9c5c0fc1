"""Sending what lies in the outbox. The row says how far it came; each try commits before and after (ADR on the outbox).

A worker that is killed leaves its one row `sending`; when its time is out, the next worker sends it again under the same
Message-ID: nothing is lost, and a receiver that already has it drops the copy.
"""

import logging
import time
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cadres.roles import Actor
from cadres.scopes import homes_of_account
from core import audit, localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.mail import MailRefused, MailUnreachable, Post
from core.verdict import Verdict
from reviews.actions.item_history import require_words
from reviews.actions.locking import locked, require
from reviews.models import MailPause, OutgoingMessage
from reviews.rules import outbox as rules
from reviews.states import MessageState as S

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # longer than the server may take over one letter
SERVER_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))  # the last again and again
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
MOST_TRIES = len(PAUSES) + 1
MOST_AT_ONCE = 200  # letters sent again by one click
SECONDS_AT_A_TIME = 8.0  # shorter than the broker waits for the word that a task is done
CUT_OFF = "Tiến trình gửi bị ngắt nhiều lần trong khi gửi thư này."
PAST = "Thư nhắc việc của ngày đã qua; người nhận xem trong ứng dụng."
GONE = "Người nhận không còn dùng tài khoản, hoặc đã chọn chỉ xem trong ứng dụng."


def send_waiting(seconds: float = SECONDS_AT_A_TIME) -> int:
    """Send what waits, one row after the other, for so long; returns how many left.

    Several workers may do so at once. Where the server takes nothing at all, that counts as a try of no letter: all wait
    together, and the one that was tried stands behind the others, so that nothing in it can hold them up.
    """
    if not settings.MAIL_GOES_OUT:  # the backend would say yes and send nothing
        return 0
    if MailPause.objects.filter(until__gt=localtime.now()).exists():
        return 0
    sent, until = 0, time.monotonic() + seconds
    with Post() as post:
        while time.monotonic() < until and (message := _claim()) is not None:
            try:
                sent += _send(post, message)
            except MailUnreachable as problem:
                logger.warning("the mail server takes nothing: %s", problem)
                again = _hold_all(str(problem))
                _keep(message, state=S.WAITING, tries=message.tries - 1, next_try_at=again, last_error=str(problem))
                break
            if sent == 1:
                MailPause.objects.all().delete()
    return sent


@transaction.atomic
def _claim() -> OutgoingMessage | None:
    """The next row, now this worker's for the time of one letter; committed before a word of it leaves."""
    moment = localtime.now()
    waiting = OutgoingMessage.objects.to_send(moment).order_by("next_try_at", "pk")
    message = waiting.select_for_update(of=("self",), skip_locked=True).select_related("user__cadre").first()
    if message is not None:
        message.state, message.tries, message.claim = S.SENDING, message.tries + 1, uuid4()
        message.claimed_until = moment + LEASE
        message.save(update_fields=["state", "tries", "claim", "claimed_until"])
    return message


def _send(post: Post, message: OutgoingMessage) -> bool:
    user = message.user
    if message.tries > MOST_TRIES:
        _keep(message, state=S.FAILED, last_error=CUT_OFF)
        return False
    if rules.is_stale(message, localtime.today()):
        _keep(message, state=S.CANCELLED, last_error=PAST)
        return False
    left = user.cadre is not None and user.cadre.left_on is not None and user.cadre.left_on <= localtime.today()
    if not user.is_active or not user.wants_mail or left:
        _keep(message, state=S.CANCELLED, last_error=GONE)
        return False
    try:
        post.send(subject=message.subject, text=message.text, address=message.address, mail_id=message.mail_id)
    except MailRefused as refusal:
        _put_off(message, str(refusal), for_good=refusal.for_good)
        return False
    return _keep(message, state=S.SENT, sent_at=localtime.now(), last_error="")


@transaction.atomic
def _hold_all(why: str) -> datetime:
    """No letter is tried before the moment returned; a second worker that meets the same makes it no later."""
    pause, _ = MailPause.objects.select_for_update().get_or_create(id=MailPause.THE_ONE)
    moment = localtime.now()
    if pause.failures == 0 or pause.until <= moment:
        pause.until = moment + SERVER_PAUSES[min(pause.failures, len(SERVER_PAUSES) - 1)]
        pause.failures, pause.last_error = pause.failures + 1, why
        pause.save(update_fields=["until", "failures", "last_error"])
    return pause.until


def _put_off(message: OutgoingMessage, why: str, *, for_good: bool = False) -> None:
    """To be tried again after a growing pause; failed where that is of no use or was done often enough."""
    if for_good or message.tries >= MOST_TRIES:
        _keep(message, state=S.FAILED, last_error=why)
    else:
        pause = PAUSES[message.tries - 1]
        _keep(message, state=S.WAITING, next_try_at=localtime.now() + pause, last_error=why)


def _keep(message: OutgoingMessage, **values: object) -> bool:
    """Note what came of it, unless another worker has taken the row over meanwhile."""
    own = OutgoingMessage.objects.filter(pk=message.pk, state=S.SENDING, claim=message.claim)
    changed = {"claim": None, "claimed_until": None, "version": F("version") + 1, **values}
    return bool(own.update(**changed))


def may_resend(actor: Actor, message: OutgoingMessage) -> Verdict:
    """Whether this person may send it again now."""
    user = message.user
    return rules.may_send_for(actor, user, homes_of_account(user)) and rules.may_resend(
        message, user.email, day=localtime.today(), mail_goes_out=settings.MAIL_GOES_OUT
    )


def may_cancel(actor: Actor, message: OutgoingMessage) -> Verdict:
    """Whether this person may keep it from leaving."""
    return rules.may_send_for(actor, message.user, homes_of_account(message.user)) and rules.may_cancel(message)


@transaction.atomic
def resend(*, message_id: int, version: int, actor: Actor, reason: str = "") -> OutgoingMessage:
    """Send a failed or cancelled message again, to the address that the account has now, all tries anew."""
    message = _administered(message_id, version, actor)
    require(may_resend(actor, message))
    before, message.state = message.state, S.WAITING
    message.address, message.tries, message.last_error = message.user.email, 0, ""
    message.next_try_at = localtime.now()
    message.version += 1
    message.save(update_fields=["state", "address", "tries", "last_error", "next_try_at", "version"])
    facts = {"before": before, "after": message.state} | ({"reason": reason} if reason else {})
    audit.record(actor=actor, verb="outgoingmessage.resend", target=message, **facts)
    return message


def resend_failed(*, actor: Actor, reason: str) -> int:
    """Send again every failed letter that `resend` would, the oldest first, each in its own transaction and trace; how many.

    Refuses (Invalid) without a reason, and where there is none. What somebody else sends meanwhile is passed over, so a
    second click sends nothing twice.
    """
    require_words(reason, "Hãy ghi lý do gửi lại, ví dụ: máy chủ thư đã chạy lại.")
    failed = OutgoingMessage.objects.visible_to(actor).filter(state=S.FAILED).select_related("user").order_by("pk")
    sent = 0
    for message in failed[:MOST_AT_ONCE]:
        try:
            resend(message_id=message.pk, version=message.version, actor=actor, reason=reason.strip())
        except (NotAllowed, StaleObject):
            continue
        sent += 1
    if not sent:
        raise Invalid("Không có thư lỗi nào gửi lại được lúc này; lý do của từng thư ở trang của thư đó.")
    return sent


@transaction.atomic
def cancel(*, message_id: int, version: int, actor: Actor) -> OutgoingMessage:
    """Keep a message that waits, or failed, from leaving; it stays readable in the application."""
    message = _administered(message_id, version, actor)
    require(may_cancel(actor, message))
    before, message.state = message.state, S.CANCELLED
    message.version += 1
    message.save(update_fields=["state", "version"])
    audit.record(actor=actor, verb="outgoingmessage.cancel", target=message, before=before, after=message.state)
    return message


def _administered(message_id: int, version: int, actor: Actor) -> OutgoingMessage:
    message = locked(OutgoingMessage.objects.select_related("user"), message_id, version)
    if not OutgoingMessage.objects.visible_to(actor).filter(pk=message.pk).exists():
        raise NotAllowed("Thư này gửi cho người ngoài phạm vi đồng chí quản trị.")
    return message
