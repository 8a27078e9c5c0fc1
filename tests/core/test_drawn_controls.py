"""Controls drawn in Python are those of Django's templates, but for empty lines."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from core.drawn_controls import draw
from core.forms import Renderer

CHOICES = [
    ("", "Tất cả"),
    (1, "Một & hai"),
    ('"x"', SafeString("<b>đậm</b>")),
    ("Nhóm <1>", [("a", "A"), ("b", 2026)]),
]


@pytest.mark.parametrize("value", [None, "", "b", 1, '"x"', "<script>", SafeString("&amp;")])
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(attrs={"class": "form-control", "maxlength": 40, "data-x": True, "disabled": False}),
        forms.HiddenInput(attrs={"id": 'a"b'}),
        forms.CheckboxInput(),
        forms.Select(choices=CHOICES, attrs={"aria-label": "Lọc <theo>"}),
        forms.Select(),
    ],
    ids=["text", "hidden", "checkbox", "select", "empty select"],
)
def test_a_control_comes_out_as_the_template_draws_it(widget, value):
    context = widget.get_context("ten-<o>", value, {"id": "id_o"})

    by_template = TemplatesSetting().render(widget.template_name, context)
    without_empty_lines = "\n".join(line for line in by_template.split("\n") if line.strip())

    drawn = Renderer().render(widget.template_name, context)
    assert isinstance(drawn, SafeString)
    assert drawn == without_empty_lines


def test_other_controls_keep_their_templates():
    widget = forms.Textarea()
    context = widget.get_context("o", "<chữ>", {})

    assert draw(widget.template_name, context) is None
    assert "&lt;chữ&gt;" in Renderer().render(widget.template_name, context)
