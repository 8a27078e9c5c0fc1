"""The log-in form."""

from django import forms

from core.forms import Form, TextField


class PasswordField(forms.CharField):
    """A password: taken letter by letter as typed, never trimmed, never shown again."""

    def __init__(self, *, label: str, autocomplete: str, help_text: str = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(label=label, strip=False, max_length=256, widget=widget, help_text=help_text)


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
