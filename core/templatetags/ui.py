"""How a page shows dates, amounts, states, deadlines, icons and barred buttons."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django import forms, template
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import days_off, formats, localtime
from core.listing import PAGE_KEY, SORT_KEY, changed_query
from core.verdict import Verdict

register = template.Library()

# What kind of state it is → (icon, class). The word always stands beside them: colour and icon only help.
CHIP_TONES: Final = {
    "plain": ("dot", "chip-plain"),
    "draft": ("pencil", "chip-plain"),
    "waiting": ("hourglass", "chip-waiting"),
    "sent": ("send", "chip-info"),
    "info": ("info", "chip-info"),
    "returned": ("return", "chip-warn"),
    "warn": ("warning", "chip-warn"),
    "overdue": ("clock", "chip-danger"),
    "danger": ("warning", "chip-danger"),
    "failed": ("cross", "chip-danger"),
    "done": ("check", "chip-done"),
    "ended": ("lock", "chip-plain"),
}
_DEADLINE_CHIPS: Final = {"overdue": "overdue", "today": "warn", "soon": "warn", "later": "plain"}
_DEADLINE_ICONS: Final = {"overdue": "clock", "today": "clock", "soon": "calendar", "later": "calendar"}


def _blank_for_nothing(write: Callable[..., str]) -> Callable[..., str]:
    def written(value: Any, argument: Any = None) -> str:
        if value is None or value == "":
            return ""
        return write(value) if argument is None else write(value, argument)

    return written


register.filter("day", _blank_for_nothing(formats.day))
register.filter("clock", _blank_for_nothing(formats.clock))
register.filter("moment", _blank_for_nothing(formats.moment))
register.filter("saved_at", _blank_for_nothing(formats.saved_at))
register.filter("letter_date", _blank_for_nothing(formats.letter_date))
register.filter("number", _blank_for_nothing(formats.number))
register.filter("amount", _blank_for_nothing(formats.amount))
register.filter("money", _blank_for_nothing(formats.money))
register.filter("percent", _blank_for_nothing(formats.percent))
register.filter("share_of", _blank_for_nothing(formats.share))
register.filter("file_size", _blank_for_nothing(formats.file_size))
register.filter("duration", _blank_for_nothing(formats.duration))


@register.simple_tag
@lru_cache(maxsize=512)  # a page may show hundreds, and the sprite's address does not change while the site runs
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; without a label it is decoration beside a word and hidden from screen readers."""
    sprite = static("img/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def chip(words: str, tone: str = "plain") -> SafeString:
    """A state: icon and word on a tint. Tones are the keys of CHIP_TONES; an unknown one is an error of the page."""
    picture, css_class = CHIP_TONES[tone or "plain"]
    return format_html('<span class="chip {}">{}{}</span>', css_class, icon(picture), words)


@register.simple_tag
def deadline(due: date | datetime | None, done: bool = False) -> SafeString:
    """When it is due, in words and as a date; once done, only the date, for nothing presses any more."""
    if due is None:
        return SafeString("")
    if done:
        return format_html('<span class="chip chip-plain">{}{}</span>', icon("calendar"), f"hạn {formats.day(due)}")
    day = localtime.local_day(due) if isinstance(due, datetime) else due
    words = formats.deadline(days_off.last_day_for(day), localtime.today())
    return format_html(
        '<span class="chip chip-due {}" title="{}">{}{}</span>',
        CHIP_TONES[_DEADLINE_CHIPS[words.tone]][1],
        f"Hạn: {formats.day(due)}",
        icon(_DEADLINE_ICONS[words.tone]),
        words.text,
    )


@register.simple_tag(takes_context=True)
def verdict_button(
    context: template.Context,
    verdict: Verdict,
    label: str,
    *,
    kind: str = "primary",
    picture: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    confirm: str = "",
    confirm_title: str = "",
    primary: bool = False,
) -> SafeString:
    """A submit button that, where the verdict is no, is disabled and says why in text beside it.

    `kind`: primary, secondary or danger. `confirm` is the consequence in words that a dialog shows before sending.
    `primary` marks the page's primary action for Ctrl+Enter.
    """
    attributes = {"name": name, "value": value, "form": form, "formaction": formaction}
    if confirm:
        attributes |= {"data-confirm": confirm, "data-confirm-title": confirm_title or f"{label}?"}
    if primary:
        attributes["data-primary"] = "true"
    barred = not verdict.allowed
    reason_id = _unique_id(context, f"ly-do-{zlib.crc32(f'{label}|{verdict.reason}|{value}'.encode()):x}")
    button = format_html(
        '<button type="submit" class="btn btn-{}"{}{}>{}{}</button>',
        _BUTTON_CLASSES[kind],
        _attributes(attributes | ({"aria-describedby": reason_id} if barred else {})),
        SafeString(" disabled") if barred else "",
        icon(picture) if picture else "",
        label,
    )
    if not barred:
        return button
    return format_html(
        '<span class="barred">{}<span class="barred-reason" id="{}">{}{}</span></span>',
        button,
        reason_id,
        icon("info"),
        verdict.reason,
    )


_BUTTON_CLASSES: Final = {"primary": "primary", "secondary": "outline-primary", "danger": "outline-danger"}


def _attributes(values: dict[str, str]) -> SafeString:
    return format_html_join("", ' {}="{}"', ((key, text) for key, text in values.items() if text))


def _unique_id(context: template.Context, wanted: str) -> str:
    """The id, with a running number where the same page already has it."""
    request = context.get("request")
    if request is None:
        return wanted
    seen: dict[str, int] = request.__dict__.setdefault("_ids_on_page", {})
    seen[wanted] = seen.get(wanted, 0) + 1
    return wanted if seen[wanted] == 1 else f"{wanted}-{seen[wanted]}"


_TICK_WIDGETS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The control of a bound field with the classes of the form pattern added to its own."""
    control = field.field.widget
    if isinstance(control, _TICK_WIDGETS):
        css_class = "form-check-input"
    elif isinstance(control, forms.Select):
        css_class = "form-select"
    else:
        css_class = "form-control"
    classes = [css_class, str(control.attrs.get("class", ""))] + (["is-invalid"] if field.errors else [])
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def control_id(field: BoundField) -> str:
    """The id of the first control of a field: where a link from the error summary has to lead."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def summary_items(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(sentence, id of the control or "") of every fault of a form, in the order of the page."""
    errors: ErrorDict = form.errors
    general = [(str(text), "") for text in form.non_field_errors()]
    hidden = [(str(text), "") for field in form.hidden_fields() for text in field.errors]
    shown = [(str(text), control_id(field)) for field in form.visible_fields() for text in field.errors]
    return general + hidden + shown if errors else []


@register.filter
def sum_of(numbers: Iterable[int | Decimal]) -> int | Decimal:
    """The sum of a column, printed below it."""
    return sum(numbers)


@register.tag
def filled(parser: Parser, token: Token) -> "FilledNode":
    """{% filled %}<aside>{% content %}…{% endcontent %}</aside>{% endfilled %}: nothing at all where … is blank."""
    before = parser.parse(("content",))
    parser.delete_first_token()
    content = parser.parse(("endcontent",))
    parser.delete_first_token()
    after = parser.parse(("endfilled",))
    parser.delete_first_token()
    return FilledNode(before, content, after)


class FilledNode(template.Node):
    """A wrapper printed only around something, so that an unused block of the frame leaves no empty box."""

    child_nodelists = ("before", "content", "after")

    def __init__(self, before: NodeList, content: NodeList, after: NodeList) -> None:
        self.before, self.content, self.after = before, content, after

    def render(self, context: template.Context) -> SafeString:
        inner = self.content.render(context)
        if not inner.strip():
            return SafeString("")
        return self.before.render(context) + inner + self.after.render(context)


@register.simple_tag(takes_context=True)
def sort_header(context: template.Context, label: str, key: str, default: str = "") -> SafeString:
    """The content of a <th>: a link that orders the list by this column, the other way round when pressed again."""
    query = context["request"].GET
    current = query.get(SORT_KEY, default)
    backwards = current == key
    url = changed_query(query, {SORT_KEY: f"-{key}" if backwards else key, PAGE_KEY: None})
    arrow = icon("sort-up") if current == key else icon("sort-down") if current == f"-{key}" else ""
    told = ", đang xếp tăng dần" if current == key else ", đang xếp giảm dần" if current == f"-{key}" else ""
    return format_html(
        '<a class="sort" href="{}">{}{}<span class="visually-hidden">{}</span></a>', url, label, arrow, told
    )


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """The value under a key that is no identifier, "" where there is none."""
    return mapping.get(key, "")
