"""The log-in form."""

from typing import Any

from django import forms

from core.forms import Form, TextField
from core.text import nfc


class PasswordField(forms.CharField):
    """A password: never trimmed, never shown again; composed, since keyboards send "ắ" in more than one way."""

    def __init__(self, *, label: str, autocomplete: str, help_text: str = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(label=label, strip=False, max_length=256, widget=widget, help_text=help_text)

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "")


class LogInForm(Form):
    """Name and password; where to go afterwards travels beside it."""

    username = TextField(
        label="Tên đăng nhập",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = PasswordField(label="Mật khẩu", autocomplete="current-password")
