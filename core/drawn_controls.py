"""The commonest controls of forms, drawn in Python as Django's templates draw them: the filters of one list have sixteen of
them, half of them lists of choices, and each include of a template costs ten times as much.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{conditional_escape(widget["type"])}" name="{name}"{value}{_attributes(widget)}>'


def _select(widget: Mapping[str, Any]) -> str:
    lines = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        drawn = [_option(option) for option in options]
        if group:
            drawn = [f'  <optgroup label="{conditional_escape(localize(group))}">', *drawn, "  </optgroup>"]
        lines += drawn
    return "\n".join([*lines, "</select>"])


def _option(option: Mapping[str, Any]) -> str:
    label = conditional_escape(localize(option["label"]))
    return f'  <option value="{conditional_escape(option["value"])}"{_attributes(option)}>{label}</option>'


def _attributes(widget: Mapping[str, Any]) -> str:
    """A true value stands for an attribute without one, a false one for none."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


_DRAWN: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/checkbox.html": _input,
    "django/forms/widgets/select.html": _select,
}


def draw(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """The control that this template of Django's would draw; None for other templates."""
    control = _DRAWN.get(template_name)
    return mark_safe(control(context["widget"])) if control else None  # noqa: S308  every value in it was escaped
