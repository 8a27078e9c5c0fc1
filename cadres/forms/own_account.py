"""One's own account: a new password, the office acted for, a forgotten password."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cadres.forms.log_in import PasswordField
from core.forms import Form, TextField


class NewPasswordForm(Form):
    """A password typed twice."""

    new_password = PasswordField(
        label="Mật khẩu mới",
        autocomplete="new-password",
        help_text="Ít nhất 10 ký tự, không chỉ gồm chữ số. Có thể dùng một câu dễ nhớ, gõ có dấu được.",
    )
    repeated = PasswordField(label="Gõ lại mật khẩu mới", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both must be the same, letter by letter."""
        typed = super().clean() or {}
        if "new_password" in typed and "repeated" in typed and typed["new_password"] != typed["repeated"]:
            self.add_error("repeated", ValidationError("Hai lần gõ mật khẩu mới chưa giống nhau. Mời gõ lại."))
        return typed


class ChangePasswordForm(NewPasswordForm):
    """The password that counts now, and a new one twice."""

    old_password = PasswordField(label="Mật khẩu hiện nay", autocomplete="current-password")
    field_order = ("old_password", "new_password", "repeated")


class ForgottenPasswordForm(Form):
    """Whose password is forgotten."""

    username = TextField(
        label="Tên đăng nhập",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class OfficeForm(Form):
    """One of the offices that the person holds today."""

    office = forms.ChoiceField(label="Làm việc với tư cách", widget=forms.RadioSelect)

    def __init__(self, *args: Any, offices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["office"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(office, office) for office in offices]
