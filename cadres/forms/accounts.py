"""What people type into the pages of accounts and roles."""

from typing import Any

from django import forms

from cadres.forms.people import cadre_words, cadres_matching
from cadres.roles import GIVEN_ROLES, Role
from core.forms import DateField, Form, TextField, VersionField
from core.picking import PickField, PickingForm
from units.forms import unit_words, units_matching

_GIVEN = [(role.value, role.label) for role in GIVEN_ROLES]


class AccountFilter(Form):
    """The filters of the list of accounts."""

    q = TextField(label="Tên hoặc tên đăng nhập", required=False, max_length=200)
    role = forms.ChoiceField(label="Vai trò", required=False, choices=[("", "Tất cả"), *Role.choices])
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), ("open", "Đang dùng"), ("new", "Chưa đổi mật khẩu lần đầu"), ("locked", "Đã khóa")],
    )


class CreateAccountForm(PickingForm):
    """Whose account, its name, its first role."""

    cadre_id = PickField(
        label="Người dùng tài khoản",
        matching=cadres_matching,
        label_of=cadre_words,
        required=False,
        help_text="Bỏ trống nếu là tài khoản của một cơ quan; khi ấy phải chọn vai trò và đơn vị.",
    )
    username = TextField(
        label="Tên đăng nhập", max_length=60, help_text="Chữ không dấu, chữ số, dấu chấm; ví dụ: huong.tt"
    )
    display_name = TextField(
        label="Tên hiển thị", required=False, max_length=200, help_text="Để trống thì dùng họ tên của người ở trên."
    )
    email = forms.EmailField(label="Thư điện tử", required=False, max_length=254)
    role = forms.ChoiceField(label="Vai trò đầu tiên", required=False, choices=[("", "— chưa cấp —"), *_GIVEN])
    unit_id = PickField(label="Tại đơn vị", matching=units_matching, label_of=unit_words, required=False)
    since = DateField(label="Từ ngày", required=False, help_text="Để trống là từ hôm nay.")

    def clean(self) -> dict[str, Any]:
        """A role goes with a unit, and a unit with a role."""
        typed = super().clean() or {}
        if bool(typed.get("role")) != bool(typed.get("unit_id")) and not self.errors:
            lacking = "unit_id" if typed.get("role") else "role"
            self.add_error(lacking, "Mời chọn cả vai trò lẫn đơn vị, hoặc để trống cả hai.")
        typed["role"] = Role(typed["role"]) if typed.get("role") else None
        return typed


class CorrectAccountForm(Form):
    """Shown name and address."""

    version = VersionField()
    display_name = TextField(label="Tên hiển thị", max_length=200)
    email = forms.EmailField(
        label="Thư điện tử", required=False, max_length=254, help_text="Nơi nhận thư đặt lại mật khẩu."
    )


class AccountVersionForm(Form):
    """An act on an account that needs nothing typed."""

    version = VersionField()


class DeactivateForm(AccountVersionForm):
    """Why an account is locked."""

    reason = TextField(label="Lý do", required=False, max_length=200, help_text="Ví dụ: chuyển công tác, nghỉ hưu.")


class GrantRoleForm(PickingForm):
    """Which role, for which unit, from which day to which."""

    version = VersionField()
    role = forms.TypedChoiceField(label="Vai trò", choices=[("", "— chọn —"), *_GIVEN], coerce=Role)
    unit_id = PickField(label="Tại đơn vị", matching=units_matching, label_of=unit_words)
    started_on = DateField(label="Từ ngày")
    ended_on = DateField(label="Đến ngày", required=False, help_text="Để trống nếu chưa biết.")


class EndGrantForm(Form):
    """The last day of a role."""

    version = VersionField()
    on = DateField(label="Ngày cuối cùng có vai trò", help_text="Từ hôm sau tài khoản không còn quyền của vai trò này.")


class LogFilter(Form):
    """The filters of the general log."""

    who = TextField(label="Người làm", required=False, max_length=200)
    verb = forms.ChoiceField(label="Việc", required=False)
    since = DateField(label="Từ ngày", required=False)
    until = DateField(label="Đến ngày", required=False)

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["verb"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Tất cả"), *verbs]
