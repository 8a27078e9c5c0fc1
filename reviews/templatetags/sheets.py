"""The controls of a review's form, drawn in Python: a form has more than a hundred, and a template takes ten times as long."""

from collections.abc import Callable
from functools import lru_cache
from html import escape  # what Django's own does with text, without asking each time whether the text is lazy
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reviews.forms.sheet_controls import Control
from reviews.forms.sheet_rows import Row

register = template.Library()

_NOBODY: Final = '<p class="field-hint">Chưa có ai giữ chức vụ trong tập thể này ở kỳ kiểm điểm.</p>'
_KEYBOARDS: Final = {
    "date": (" input-date", ' placeholder="dd/mm/yyyy" inputmode="numeric"'),
    "number": (" input-number", ' inputmode="decimal"'),
}


@register.simple_tag
def draw(control: Control, hide_label: bool = False) -> SafeString:
    """One control with its label, hint and what is said about it; every text in it is escaped here."""
    name = escape(control.name)
    wrong = " field-wrong" if control.refusal or control.clash else ""
    described = f' aria-describedby="{escape(words)}"' if (words := control.described_by) else ""
    many = _OF_MANY.get(control.kind)
    drawn = many(control, name, described) if many else _labelled(control, hide_label, described)
    said = render_to_string("reviews/sheets/_said.html", {"control": control}) if control.is_spoken_of else ""
    hints = {"hints": control.hints, "name": control.name}
    hinted = render_to_string("reviews/sheets/_hints.html", hints) if control.hints else ""
    return SafeString(  # every text put in is escaped
        f'<div class="field control-{control.kind} for-{control.field}{wrong}" data-control="{name}">'
        f'{drawn}<div data-said="{name}">{said}</div>{hinted}</div>'
    )


@register.simple_tag
def draw_row(row: Row, hide_label_of_texts: bool = False) -> SafeString:
    """The token of a row and its controls, one below the other; a text may stand under its heading without a label."""
    controls = (draw(control, hide_label_of_texts and control.kind == "text") for control in row.controls.values())
    token = f'<input type="hidden" name="{escape(row.name)}-token" value="{escape(row.token)}">'
    return SafeString(f"{token}\n{''.join(controls)}")  # drawn and escaped here


def _labelled(control: Control, hide_label: bool, described: str) -> str:
    name = escape(control.name)
    label = f'<label for="{name}"{_HIDDEN if hide_label else ""}>{escape(control.label)}</label>'
    return label + _hint(control, name) + _BY_KIND.get(control.kind, _line)(control, name, described)


def _hint(control: Control, name: str) -> str:
    return f'<p class="field-hint" id="{name}-goi-y">{escape(control.hint)}</p>' if control.hint else ""


_HIDDEN: Final = ' class="visually-hidden"'


def _text(control: Control, name: str, described: str) -> str:
    return (
        f'<textarea class="form-control{_invalid(control)}" id="{name}" name="{name}" rows="{control.rows}"'
        f" data-grow{described}>\n{escape(control.value)}</textarea>"
    )


def _list(control: Control, name: str, described: str) -> str:
    options = "".join([_option(*choice) for choice in control.choices])
    return f'<select class="form-select" id="{name}" name="{name}"{described}>{options}</select>'


@lru_cache(maxsize=4096)  # the same people, units and fields are offered again and again on a page
def _option(value: str, label: str, chosen: bool) -> str:
    return f'<option value="{escape(value)}"{" selected" if chosen else ""}>{escape(label)}</option>'


def _line(control: Control, name: str, described: str) -> str:
    css_class, keyboard = _KEYBOARDS.get(control.kind, ("", ""))
    return (
        f'<input class="form-control{css_class}{_invalid(control)}" id="{name}" name="{name}"'
        f' value="{escape(control.value)}" autocomplete="off"{keyboard}{described}>'
    )


def _ticks(control: Control, name: str, described: str) -> str:
    boxes = "".join(
        f'<label><input class="form-check-input" type="checkbox" name="{name}" value="{escape(value)}"'
        f"{' checked' if chosen else ''}> {escape(label)}</label>\n"
        for value, label, chosen in control.choices
    )
    return _fieldset(control, name, described, boxes)


def _shares(control: Control, name: str, described: str) -> str:
    """A list for each person, all of one name: a choice that ends in ":" names the person of those after it.

    Who was named without a part stays so until one is chosen: the blank entry then sends the person.
    """
    lists, options = [], ""
    for value, label, chosen in reversed(control.choices):
        if value.endswith(":"):
            blank = _option(value if chosen else "", _UNDECIDED, chosen=False)
            lists.append(
                f'<label><span>{escape(label)}</span><select class="form-select" name="{name}">{blank}{options}'
                "</select></label>\n"
            )
            options = ""
        else:
            options = _option(value, label.rsplit(": ", 1)[1].capitalize(), chosen) + options
    return _fieldset(control, name, described, "".join(reversed(lists)))


_UNDECIDED: Final = "— chưa xác định —"


def _fieldset(control: Control, name: str, described: str, controls: str) -> str:
    return (
        f'<fieldset id="{name}" tabindex="-1"{described}><legend>{escape(control.label)}</legend>{_hint(control, name)}'
        f'<input type="hidden" name="{name}" value="">\n{controls or _NOBODY}</fieldset>'
    )


def _invalid(control: Control) -> str:
    return " is-invalid" if control.refusal else ""


_BY_KIND: Final[dict[str, Callable[[Control, str, str], str]]] = {"text": _text, "choice": _list}
_OF_MANY: Final[dict[str, Callable[[Control, str, str], str]]] = {"persons": _ticks, "shares": _shares}
