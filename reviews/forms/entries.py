"""What a secretary states before typing in somebody's paper."""

from django import forms

from core.forms import DateField, Form, LongTextField, VersionField
from reviews.models import Review


class BeginEntryForm(Form):
    """Why, which paper, and that nothing else is typed than what it says."""

    version = VersionField()
    because = LongTextField(
        label="Lý do nhập thay",
        max_length=500,
        help_text="Ví dụ: Đồng chí viết tay, không dùng máy tính. Người được kiểm điểm đọc được lý do này.",
    )
    signed_on = DateField(label="Ngày ký trên bản giấy")
    faithful = forms.BooleanField(label="Tôi chỉ nhập đúng những gì đồng chí đó đã viết và ký trên bản giấy")

    def facts(self) -> dict[str, object]:
        """What the action takes; the promise is kept by whoever ticked it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "faithful"}

    @classmethod
    def blank(cls, review: Review) -> "BeginEntryForm":
        """For this review as it is now."""
        return cls(initial={"version": review.version})
