"""What an administrator may do with a message that has not left; values only, no query."""

from core.verdict import YES, Verdict, no
from reviews.models import OutgoingMessage
from reviews.states import MessageState


def may_resend(message: OutgoingMessage, address: str) -> Verdict:
    """What failed or was cancelled goes again, to the address that the account has now."""
    if message.state not in (MessageState.FAILED, MessageState.CANCELLED):
        return no("Chỉ gửi lại thư không gửi được hoặc đã hủy.")
    if not address:
        return no("Tài khoản này chưa có địa chỉ thư điện tử. Hãy ghi địa chỉ vào tài khoản rồi gửi lại.")
    return YES


def may_cancel(message: OutgoingMessage) -> Verdict:
    """What waits, or failed, need not leave any more; what is being sent cannot be held back."""
    if message.state in (MessageState.WAITING, MessageState.FAILED):
        return YES
    return no("Chỉ hủy được thư đang chờ gửi hoặc không gửi được.")
