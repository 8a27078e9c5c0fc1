"""How cycles are shown: the state by word and icon."""

from typing import Final

from django import template
from django.utils.safestring import SafeString

from core.templatetags import ui
from reviews.models import Cycle
from reviews.states import CycleState, ReviewState

register = template.Library()

_TONES: Final = {CycleState.DRAFT: "draft", CycleState.OPEN: "info", CycleState.CLOSED: "ended"}
_REVIEW_TONES: Final = {
    ReviewState.DRAFT: "draft",
    ReviewState.SUBMITTED: "sent",
    ReviewState.RETURNED: "returned",
    ReviewState.ACCEPTED: "done",
}


@register.simple_tag
def cycle_state(cycle: Cycle) -> SafeString:
    """The state of a cycle as a chip."""
    state = CycleState(cycle.state)
    return ui.chip(str(state.label), _TONES[state])


@register.simple_tag
def review_progress(state: str, begun: bool) -> SafeString:
    """The state of a review as a chip; one that nobody has begun says so."""
    if state == ReviewState.DRAFT and not begun:
        return ui.chip("Chưa viết", "plain")
    known = ReviewState(state)
    return ui.chip(str(known.label), _REVIEW_TONES[known])
