"""How reminder rules and messages are shown: in words, and each state by word and icon."""

from typing import Final

from django import template
from django.utils.safestring import SafeString

from core import formats
from core.templatetags import ui
from reviews.models import OutgoingMessage, ReminderRule
from reviews.states import MessageState as S

register = template.Library()

_TONES: Final = {
    S.WAITING: "waiting",
    S.SENDING: "sent",
    S.SENT: "done",
    S.FAILED: "failed",
    S.CANCELLED: "ended",
    S.IN_APP: "info",
}


@register.simple_tag
def message_state(message: OutgoingMessage) -> SafeString:
    """The state of a message as a chip."""
    state = S(message.state)
    return ui.chip(str(state.label), _TONES[state])


@register.filter
def when_words(rule: ReminderRule) -> str:
    """When the rule speaks, as one says it: "trước hạn 7 ngày", "quá hạn 1 ngày, nhắc lại mỗi 7 ngày đến khi quá hạn 90 ngày"."""
    begins = _day_words(rule.first_day)
    if not rule.repeat_days:
        return begins
    return f"{begins}, nhắc lại mỗi {formats.number(rule.repeat_days)} ngày đến khi {_day_words(rule.last_day)}"


def _day_words(number: int) -> str:
    if number == 0:
        return "đúng ngày đến hạn"
    return f"{'trước hạn' if number < 0 else 'quá hạn'} {formats.number(abs(number))} ngày"
