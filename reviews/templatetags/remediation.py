"""How remediation items are shown: state, deadline and progress, each by word and icon and not by colour alone."""

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.templatetags import ui
from reviews.models import ProgressReport, RemediationItem
from reviews.reports.remediation_papers import reading_words, way_words
from reviews.rules.remediation import share_done, share_reached
from reviews.states import WORKED_ON, MeasureKind
from reviews.states import RemediationState as S

register = template.Library()

_TONES: Final = {
    S.PLANNED: "plain",
    S.IN_PROGRESS: "draft",
    S.REPORTED: "waiting",
    S.VERIFIED: "info",
    S.CLOSED: "done",
    S.TRANSFERRED: "sent",
    S.SUSPENDED: "waiting",
    S.NOT_DONE: "warn",
}
_STEP_TONES: Final = {
    "progress": "draft",
    "done": "sent",
    "send_back": "returned",
    "verify": "info",
    "close": "done",
    "transfer": "sent",
    "suspend": "waiting",
    "resume": "draft",
    "not_done": "warn",
    "extend": "waiting",
    "hand_over": "info",
    "recur": "returned",
    "amend": "info",
}


@register.simple_tag
def item_state(item: RemediationItem) -> SafeString:
    """The state of an item as a chip."""
    state = S(item.state)
    return ui.chip(str(state.label), _TONES[state])


@register.simple_tag
def item_deadline(item: RemediationItem) -> SafeString:
    """How long there is, or by how much it is late; of a closed item whether it was in time, kept for ever."""
    if item.state == S.CLOSED:
        return ui.chip("Đúng hạn", "done") if item.on_time else ui.chip("Không đúng hạn", "warn")
    return ui.deadline(item.due_on, item.state not in WORKED_ON)


@register.simple_tag
def item_progress(item: RemediationItem) -> SafeString:
    """A bar with the reading where the item is measured, else whole once done, else the percent last reported, or nothing."""
    reading = getattr(item, "latest_reading", None)
    share = share_done(item.baseline, item.target, reading)
    if share is not None and reading is not None:
        reached = share_reached(item.baseline, item.target, reading)
        words = f"{formats.amount(reading, item.measure_unit)}, {formats.percent(reached or 0)}"
    else:
        is_done = item.state in (S.REPORTED, S.VERIFIED, S.CLOSED)
        share = 100 if is_done else getattr(item, "latest_percent", None)
        words = f"{share} %" if share is not None else ""
        if reading is not None and item.measure_kind == MeasureKind.YES_NO:
            words = ", ".join(part for part in (reading_words(reading, item), words) if part)
            share = share or 0
    if share is None:
        return SafeString("")
    return format_html(
        '<progress max="100" value="{}" aria-label="Tiến độ {} %"></progress> <small class="nowrap">{}</small>',
        share,
        share,
        words,
    )


register.filter("way_words", way_words)


register.filter("reading_words", reading_words)


@register.filter
def owner_words(item: RemediationItem) -> str:
    """Who has to do it: the person named, else the words written, else the collective itself."""
    if item.owner_cadre is not None:
        return item.owner_cadre.full_name
    return item.owner_text or item.plan.review.unit.name


@register.filter
def step_tone(report: ProgressReport) -> str:
    """The tone of the chip of one entry of the history."""
    return _STEP_TONES[report.step]
