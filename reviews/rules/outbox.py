"""What an administrator may do with a message that has not left; values only, no query."""

from datetime import date

from cadres.models import User
from cadres.roles import Actor
from cadres.rules.accounts import may_manage
from cadres.scopes import Homes
from core.verdict import YES, Verdict, no
from reviews.models import OutgoingMessage
from reviews.states import MessageState


def may_send_for(actor: Actor, account: User, homes: Homes) -> Verdict:
    """One's own letters, and those to accounts that one may manage today: not to whoever once belonged to one's unit."""
    return YES if account.pk == actor.user_id else may_manage(actor, account, homes)


def may_resend(message: OutgoingMessage, address: str, *, day: date, mail_goes_out: bool) -> Verdict:
    """What failed or was cancelled goes again, to the address that the account has now; no reminder of another day."""
    if message.state not in (MessageState.FAILED, MessageState.CANCELLED):
        return no("Chỉ gửi lại thư không gửi được hoặc đã hủy.")
    if is_stale(message, day):
        return no("Thư nhắc việc của ngày đã qua không gửi lại; người nhận vẫn xem được trong ứng dụng.")
    if not mail_goes_out:
        return no("Hệ thống chưa khai báo máy chủ thư nên không gửi được thư nào.")
    if not address:
        return no("Tài khoản này chưa có địa chỉ thư điện tử. Hãy ghi địa chỉ vào tài khoản rồi gửi lại.")
    return YES


def is_stale(message: OutgoingMessage, day: date) -> bool:
    """A reminder of an earlier day: its words, and what its reader may see, are no longer those of today."""
    return message.kind == OutgoingMessage.Kind.REMINDER and message.day < day


def may_cancel(message: OutgoingMessage) -> Verdict:
    """What waits, or failed, need not leave any more; what is being sent cannot be held back."""
    if message.state in (MessageState.WAITING, MessageState.FAILED):
        return YES
    return no("Chỉ hủy được thư đang chờ gửi hoặc không gửi được.")
