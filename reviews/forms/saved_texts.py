"""Putting an earlier text back: the token of the row in which it was shown."""

from django import forms

from core.forms import Form


class RestoreForm(Form):
    """What the page had shown of the row."""

    token = forms.CharField(
        max_length=400,
        widget=forms.HiddenInput,
        error_messages={"required": "Trang này đã cũ. Mời tải lại trang rồi làm tiếp."},
    )
