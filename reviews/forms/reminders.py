"""What people type about reminders: how they get them, the rules, the filters of the outbox."""

from typing import Any

from django import forms

from core.forms import DateField, Form, TextField, VersionField, WholeNumberField
from reviews.models import ReminderRule
from reviews.models.reminders import MOST_DAYS
from reviews.states import Audience, MessageState, ReminderKind

BEFORE, AFTER = "truoc", "sau"


class MailChoiceForm(Form):
    """How a person gets the digests."""

    wants_mail = forms.TypedChoiceField(
        label="Nhận nhắc việc",
        choices=[("co", "Trong ứng dụng và qua thư điện tử"), ("khong", "Chỉ trong ứng dụng")],
        coerce=lambda value: value == "co",
        widget=forms.RadioSelect,
    )


class RuleForm(Form):
    """One rule; the days are counted from the deadline."""

    kind = forms.ChoiceField(label="Nhắc về", choices=ReminderKind.choices)
    audience = forms.ChoiceField(label="Nhắc ai", choices=Audience.choices)
    side = forms.ChoiceField(label="Bắt đầu", choices=[(BEFORE, "Trước hạn"), (AFTER, "Sau hạn (quá hạn)")])
    days = WholeNumberField(
        label="Cách hạn mấy ngày", max_value=MOST_DAYS, help_text="0 là đúng ngày đến hạn; ví dụ: 7"
    )
    repeat_days = WholeNumberField(
        label="Nhắc lại sau mỗi mấy ngày", required=False, max_value=MOST_DAYS, help_text="Để trống là nhắc một lần."
    )
    until_days = WholeNumberField(
        label="Nhắc lại đến khi quá hạn mấy ngày",
        required=False,
        max_value=MOST_DAYS,
        help_text="Cần có khi nhắc lại; quá số ngày này thì thôi.",
    )
    on_days_off = forms.BooleanField(
        label="Gửi cả thứ Bảy, Chủ nhật, ngày lễ",
        required=False,
        help_text="Không đánh dấu: dồn vào ngày làm việc kế tiếp.",
    )
    is_active = forms.BooleanField(label="Đang áp dụng", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """A repeated rule says until when, and not before it begins."""
        typed = super().clean() or {}
        if "days" in typed and typed.get("repeat_days"):
            if typed.get("until_days") is None:
                self.add_error("until_days", "Hãy ghi nhắc lại đến khi quá hạn mấy ngày.")
            elif typed["until_days"] < _first_day(typed):
                self.add_error("until_days", "Ngày thôi nhắc phải sau ngày bắt đầu nhắc.")
        return typed

    def facts(self) -> dict[str, Any]:
        """The columns of the rule."""
        typed = self.cleaned_data
        first, repeat = _first_day(typed), typed["repeat_days"] or 0
        return {
            "kind": typed["kind"],
            "audience": typed["audience"],
            "first_day": first,
            "repeat_days": repeat,
            "last_day": typed["until_days"] if repeat else first,
            "on_days_off": typed["on_days_off"],
            "is_active": typed["is_active"],
        }


class ChangeRuleForm(RuleForm):
    """A rule that is there already."""

    version = VersionField()


def initial_of(rule: ReminderRule) -> dict[str, Any]:
    """What the form shows of a rule."""
    return {
        "kind": rule.kind,
        "audience": rule.audience,
        "side": AFTER if rule.first_day > 0 else BEFORE,
        "days": abs(rule.first_day),
        "repeat_days": rule.repeat_days or None,
        "until_days": rule.last_day if rule.repeat_days else None,
        "on_days_off": rule.on_days_off,
        "is_active": rule.is_active,
        "version": rule.version,
    }


def _first_day(typed: dict[str, Any]) -> int:
    days: int = typed["days"]
    return -days if typed.get("side") == BEFORE else days


class OutboxFilter(Form):
    """The filters of the outbox, as they stand in its address."""

    nguoi = TextField(label="Người nhận hoặc địa chỉ", required=False, max_length=100)
    trang_thai = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *MessageState.choices])
    ngay = DateField(label="Ngày", required=False)


class ResendFailedForm(Form):
    """Why all that failed is sent again."""

    reason = TextField(
        label="Lý do gửi lại",
        max_length=500,
        help_text="Ví dụ: máy chủ thư đã chạy lại, đã sửa địa chỉ. Lý do được ghi nhật ký.",
    )


class MessageStepForm(Form):
    """The version of the message that the page showed."""

    version = VersionField()
