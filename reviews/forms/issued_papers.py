"""What people type about numbers and issued papers."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from core.forms import DateField, Form, LongTextField, TextField, VersionField
from reviews.states import NumberSource

_DIGEST = RegexValidator(r"^\s*[0-9a-fA-F]{64}\s*$", "Mã SHA-256 gồm đúng 64 chữ số và chữ a đến f.", "sha256")


class PrepareIssueForm(Form):
    """Number and day that the paper gets."""

    serial = TextField(
        label="Số văn bản",
        max_length=12,
        help_text="Chỉ phần số, ví dụ 05; ký hiệu được in sẵn.",
        validators=[RegexValidator(r"^\w+$", "Số văn bản chỉ gồm chữ và số, ví dụ 05; ký hiệu được in sẵn.", "serial")],
    )
    day = DateField(label="Ngày ban hành", help_text="Ví dụ: 05/12/2026")


class EnterNumberForm(Form):
    """A paper made elsewhere that took a number of this office."""

    unit_id = forms.TypedChoiceField(label="Nơi ban hành", coerce=int)
    number = TextField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ: 15-BC/TU")
    issued_on = DateField(label="Ngày văn bản", help_text="Ví dụ: 05/12/2026")
    used_for = TextField(label="Trích yếu", max_length=400)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = units  # type: ignore[attr-defined]


class CancelNumberForm(Form):
    """Why a number is cancelled."""

    reason = LongTextField(label="Lý do huỷ", max_length=1000)


class NumberBookForm(Form):
    """Where the office's register is kept."""

    version = VersionField()
    is_kept_here = forms.TypedChoiceField(
        label="Sổ văn bản đi",
        choices=[("khong", "Văn thư giữ ở nơi khác; số, ngày được ghi khi phát hành"), ("co", "Phần mềm này giữ")],
        coerce=lambda value: value == "co",
        widget=forms.RadioSelect,
    )
    counts_from = DateField(
        label="Tính số từ ngày", help_text="Ngày bắt đầu nhiệm kỳ; số của mỗi loại văn bản chạy tiếp từ ngày này."
    )


class NumberFilter(Form):
    """The filters of the register, as they stand in its address."""

    tu_khoa = TextField(label="Số hoặc trích yếu", required=False, max_length=100)
    noi = forms.TypedChoiceField(label="Nơi ban hành", required=False, coerce=int, empty_value=None)
    loai = TextField(label="Loại", required=False, max_length=20, help_text="Ví dụ: BC")
    nam = forms.IntegerField(
        label="Năm",
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), ("con", "Còn hiệu lực"), ("huy", "Đã huỷ")]
    )
    nguon = forms.ChoiceField(label="Nguồn", required=False, choices=[("", "Tất cả"), *NumberSource.choices])

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            self.fields["noi"].choices = [("", "Tất cả"), *units]  # type: ignore[attr-defined]
        else:
            del self.fields["noi"]


class CheckCodeForm(Form):
    """The code at the foot of a paper."""

    code = TextField(label="Mã kiểm tra", max_length=40, help_text="Ở chân trang văn bản, ví dụ: K7MD-9QXA-4HTW")


class CompareFileForm(Form):
    """A file, or its digest, to be compared with the one issued."""

    sha256 = TextField(label="Mã SHA-256 của tệp", required=False, max_length=80, validators=[_DIGEST])
    file = forms.FileField(
        label="Hoặc chọn tệp PDF", required=False, help_text="Tệp chỉ để so sánh, không được lưu lại."
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        typed = super().clean() or {}
        if not self.errors and not (typed.get("sha256") or typed.get("file")):
            self.add_error(None, "Hãy ghi mã SHA-256 hoặc chọn tệp cần so sánh.")
        return typed
