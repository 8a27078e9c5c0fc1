"""What people type about remediation items: reports of the owner, answers of the superior."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from core import formats
from core.forms import (
    AmountField,
    DateField,
    FilesField,
    Form,
    LongTextField,
    TextField,
    VersionField,
    WholeNumberField,
)
from reviews.models import RemediationItem
from reviews.rules.remediation import REACHED
from reviews.states import ItemKind, MeasureKind

LONGEST_TEXT = 10_000


def yes_no_field(label: str, *, required: bool) -> forms.TypedChoiceField:
    """Whether what has to be reached is reached, kept as the figure 1 or 0."""
    choices = [(str(value), words) for value, words in REACHED.items()]
    nothing = [] if required else [("", "Chưa đánh giá")]
    return forms.TypedChoiceField(
        label=label, choices=[*nothing, *choices], coerce=Decimal, empty_value=None, required=required
    )


class ReportForm(Form):
    """What the owner's side reports: progress, or that it is done."""

    version = VersionField()
    text = LongTextField(
        label="Đã làm được gì",
        help_text="Việc đã làm, số liệu, văn bản minh chứng (số, ngày); nơi có thể kiểm tra.",
        max_length=LONGEST_TEXT,
    )
    percent = WholeNumberField(label="Hoàn thành (%)", required=False, max_value=100)
    reading = AmountField(label="Số hiện nay", required=False, max_digits=16)
    read_on = DateField(label="Số liệu của ngày", help_text="Để trống là hôm nay.", required=False)
    measure_unit = TextField(required=False, max_length=40, widget=forms.HiddenInput)
    files = FilesField(label="Tệp minh chứng", required=False)  # type: ignore[assignment]  # a field: Django takes it away
    is_public = forms.BooleanField(
        label="Công khai cho Mặt trận, đoàn thể theo dõi",
        help_text="Nội dung và tệp của báo cáo này hiện ở trang việc khó, cho những ai theo dõi việc khó của đơn vị.",
        required=False,
    )

    def __init__(self, *args: Any, item: RemediationItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = formats.file_size(settings.UPLOAD_MOST_BYTES)
        self.fields["files"].help_text = f"PDF, ảnh PNG hoặc JPEG, DOCX, XLSX; mỗi tệp không quá {most}."
        self.fields["files"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
        if item.kind != ItemKind.HARD_TASK:
            del self.fields["is_public"]
        if item.measure_kind == MeasureKind.YES_NO:
            self.fields["reading"] = yes_no_field("Kết quả đến nay", required=False)
            self.fields["read_on"].label = "Kết quả của ngày"
        elif item.target is None:
            for name in ("reading", "read_on", "measure_unit"):
                del self.fields[name]
        elif item.measure_unit:
            self.fields["reading"].label = f"Số hiện nay ({item.measure_unit})"

    def clean_measure_unit(self) -> str | None:
        """The unit that the page showed; nothing where it was sent without."""
        return self.cleaned_data["measure_unit"] or None


class AnswerForm(Form):
    """What the superior answers: verified, closed, or not recognised (then the words are needed)."""

    version = VersionField()
    text = LongTextField(
        label="Ý kiến của cấp quản lý",
        help_text="Ghi rõ đã kiểm tra gì. Nếu chưa công nhận: nêu lý do và việc phải làm tiếp.",
        required=False,
        max_length=LONGEST_TEXT,
    )


class MeasurementForm(Form):
    """From where to where an item leads, in figures."""

    version = VersionField()
    measure_unit = TextField(label="Đơn vị tính", help_text="Ví dụ: tỷ đồng, hộ, ha, %", required=False, max_length=40)
    measure_verb = TextField(
        label="Chữ in cho phần đã làm",
        help_text="Ví dụ: thu hồi, giải ngân. Để trống thì in “giảm” hoặc “tăng” theo số đầu kỳ và mục tiêu.",
        required=False,
        max_length=40,
    )
    baseline = AmountField(label="Số đầu kỳ", max_digits=16)
    target = AmountField(label="Mục tiêu", max_digits=16)

    def clean(self) -> dict[str, Any]:
        """Equal figures lead nowhere."""
        cleaned = super().clean() or {}
        if cleaned.get("baseline") is not None and cleaned.get("baseline") == cleaned.get("target"):
            self.add_error("target", "Mục tiêu phải khác số đầu kỳ.")
        return cleaned
