"""What people type about days off."""

from typing import Any

from django import forms

from core.days_off import Span
from core.forms import DateField, Form, TextField, VersionField
from core.models import OfficeDay


class OfficeDayForm(Form):
    """A holiday, or days worked to make up for one."""

    version = VersionField()
    kind = forms.ChoiceField(label="Loại", choices=OfficeDay.Kind.choices, widget=forms.RadioSelect)
    first = DateField(label="Từ ngày")
    last = DateField(label="Đến hết ngày", required=False, help_text="Để trống nếu chỉ một ngày.")
    name = TextField(label="Tên", max_length=120, help_text="Ví dụ: Tết Nguyên đán; Làm bù cho ngày 02/01.")
    basis = TextField(
        label="Căn cứ", max_length=300, help_text="Số, ngày thông báo; chưa có thông báo thì ghi “chưa có thông báo”."
    )
    is_verified = forms.BooleanField(label="Đã đối chiếu với văn bản chính thức", required=False)

    def span(self) -> Span:
        """What was typed, as the calendar holds it."""
        typed = self.cleaned_data
        is_worked = typed["kind"] == OfficeDay.Kind.WORKED
        last = typed["last"] or typed["first"]
        return Span(typed["first"], last, typed["name"], typed["is_verified"], typed["basis"], is_worked)


class RemovalForm(Form):
    """Why a line of the calendar is struck out."""

    version = VersionField()
    reason = TextField(label="Lý do bỏ", max_length=500, help_text="Được ghi nhật ký cùng nội dung đã bỏ.")


def initial_of(span: Span, version: int) -> dict[str, Any]:
    """What the form shows of a line that is there."""
    kind = OfficeDay.Kind.WORKED if span.is_worked else OfficeDay.Kind.OFF
    last = None if span.last == span.first else span.last
    typed = {"kind": kind, "first": span.first, "last": last, "name": span.name, "basis": span.basis}
    return {**typed, "is_verified": span.is_verified, "version": version}
