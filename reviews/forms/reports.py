"""What a person fills in to get a printed paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator

from core.forms import DateField, Form, LongTextField, TextField
from reviews.forms.rounds import name_of
from reviews.models import Cycle, Round
from reviews.reports.report_kind import ReportKind, faces_of

_FACE_WORDS: Final = {
    "pdf": "PDF, để in",
    "word": "Word (DOCX), để sửa",
    "excel": "Excel (XLSX), để tính",
    "archive": "PDF lưu trữ (gắn thẻ, lập theo cấu hình PDF/A-3b)",
}

_MEETINGS: Final = [("", "Thứ nhất"), ("2", "Thứ hai"), ("3", "Thứ ba"), ("4", "Thứ tư"), ("5", "Thứ năm")]
_SHORT: Final = {
    "time": ("Giờ họp", "Ví dụ 14 giờ 00."),
    "place": ("Địa điểm", "Để trống thì lấy địa điểm đã ghi ở hội nghị."),
}
_LONG: Final = {
    "agenda": ("Nội dung hội nghị", ""),
    "discussion": ("Ý kiến thảo luận", "Để trống thì bản in chừa chỗ ghi tay."),
    "vote": ("Kết quả bỏ phiếu", "Để trống thì bản in chừa chỗ ghi tay."),
    "guests": ("Khách mời", "Mỗi dòng một người hoặc một nơi."),
}


def _entered(name: str) -> forms.Field:
    """The field for what is typed for one paper."""
    if name == "meeting":
        return forms.ChoiceField(
            label="Cuộc họp",
            required=False,
            choices=_MEETINGS,
            help_text="Trong vòng này. Giấy mời, biên bản của cuộc họp sau không thay bản đã phát hành của cuộc họp trước.",
        )
    if name == "on_day":
        return DateField(
            label="Ngày họp",
            required=False,
            help_text="Để trống thì lấy ngày đã ghi ở hội nghị; chưa ghi thì chừa chỗ ghi tay.",
        )
    if name in _SHORT:
        label, help_text = _SHORT[name]
        return TextField(label=label, required=False, max_length=200, help_text=help_text)
    label, help_text = _LONG[name]
    return LongTextField(label=label, required=False, max_length=20_000, help_text=help_text)


class RequestReportForm(Form):
    """The options of one kind of report; those it does not take are left out."""

    number = forms.TypedChoiceField(label="Lần trình", coerce=int, empty_value=None, required=False)
    call = forms.TypedChoiceField(label="Năm", coerce=int, empty_value=None, required=False)
    serial = TextField(
        label="Số văn bản",
        required=False,
        max_length=12,
        help_text="Số do văn thư cấp, ví dụ 05. Để trống thì bản in chừa chỗ ghi tay.",
        validators=[RegexValidator(r"^\w+$", "Số văn bản chỉ gồm chữ và số, ví dụ 05; ký hiệu được in sẵn.", "serial")],
    )
    day = DateField(
        label="Ngày văn bản",
        required=False,
        help_text="Ngày ban hành, ví dụ 05/02/2027. Để trống thì bản in chừa chỗ ghi tay.",
    )
    appendix = forms.BooleanField(
        label="In kèm phụ lục tự đối chiếu biểu hiện",
        required=False,
        help_text="Phần này là dữ liệu nhạy cảm; chỉ in khi cần và giữ bản in như hồ sơ riêng.",
    )

    for_meeting = forms.BooleanField(label="Ghi dấu TÀI LIỆU HỘI NGHỊ", required=False)
    urgent = forms.BooleanField(label="Ghi dấu KHẨN", required=False)
    in_full = forms.BooleanField(
        label="In đủ từng biểu hiện",
        required=False,
        help_text="Để trống thì mỗi nhóm một dòng, ghi số biểu hiện theo câu trả lời.",
    )
    face = forms.TypedChoiceField(
        label="Dạng tệp",
        required=False,
        empty_value="pdf",
        help_text="Word để sửa lại hoặc đưa vào hệ thống quản lý văn bản; nhiều bản thì nén chung thành một tệp ZIP.",
    )

    def __init__(
        self,
        *args: Any,
        kind: ReportKind,
        with_appendix: bool,
        rounds: Sequence[Round] = (),
        calls: Sequence[Cycle] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("number", [(one.number, name_of(one)) for one in rounds])
        self._offer("call", [(one.pk, f"{one.period_to.year}: {one.name}") for one in calls])
        self.fields["face"].choices = [(face, _FACE_WORDS[face]) for face in faces_of(kind)]  # type: ignore[attr-defined]
        for name in kind.entered:
            self.fields[name] = _entered(name)
        self.entered = kind.entered
        for name in list(self.fields):
            if (name not in kind.options and name not in ("number", "face", *kind.entered)) or (
                name == "appendix" and not with_appendix
            ):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What is typed for the paper alone goes together."""
        cleaned = super().clean() or {}
        typed = {name: cleaned.pop(name) for name in self.entered if name in cleaned}
        cleaned["entered"] = {name: one.isoformat() if isinstance(one, date) else one for name, one in typed.items()}
        return cleaned

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        """Ask only where there is more than one to choose from."""
        if len(choices) > 1:
            self.fields[name].choices = [("", "Mới nhất"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]
