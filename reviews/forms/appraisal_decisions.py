"""What the standing committee types when it decides on an appraisal, and when the decision goes out on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import DateField, Form, LongTextField, TextField, VersionField
from reviews.actions.appraisal_papers import OrderText, PaperText
from reviews.forms.appraisals import LONGEST_TEXT, MarkForm
from reviews.rules.appraisal_marks import SECTION_PREFIX, TOPIC_PREFIX
from reviews.rules.rereviews import rereview_reasons


class DecisionForm(Form):
    """Accepting needs the version only."""

    version = VersionField()


class ReturnForm(Form):
    """Returning the review: why, and by when again."""

    version = VersionField()
    reason = LongTextField(
        label="Lý do",
        help_text="Nơi viết thấy nguyên văn. Nêu theo từng mục, từng nội dung được gợi ý.",
        max_length=LONGEST_TEXT,
    )
    due_on = DateField(label="Hạn trình lại", help_text="Để trống thì giữ hạn cũ.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("reason"):
            self.fields["reason"].help_text = (
                f"Ghi sẵn theo dự thảo của đồng chí {self.initial['drafted_by']}; hãy đọc và sửa, vì gửi đi là lý do của thường "
                "trực. Nơi viết thấy nguyên văn."
            )


class SupplementForm(ReturnForm):
    """Returning for supplements: the parts that the next round opens, those marked as wanting ticked beforehand."""

    needed_later = ("parts",)

    parts = forms.MultipleChoiceField(
        label="Mục, nội dung phải bổ sung",
        help_text="Vòng sau chỉ các mục này sửa được; mục khác được giữ nguyên. Bảng trách nhiệm, bảng biện pháp lập từ "
        "các hạn chế, nên chọn một trong hai mục đó thì mục hạn chế cũng mở.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, marks: Sequence[MarkForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["version", "parts"])
        self.fields["parts"].choices = [(mark.prefix, mark.title) for mark in marks]  # type: ignore[attr-defined]
        self.fields["parts"].initial = [mark.prefix for mark in marks if mark.is_wanting]
        if not marks:
            del self.fields["parts"]

    def clean(self) -> dict[str, Any]:
        """The ticks as the ids of sections and of topics."""
        cleaned = super().clean() or {}
        ticked = [str(part).rsplit("-", 1) for part in cleaned.pop("parts", [])]
        cleaned["section_ids"] = [int(pk) for kind, pk in ticked if kind == SECTION_PREFIX]
        cleaned["topic_ids"] = [int(pk) for kind, pk in ticked if kind == TOPIC_PREFIX]
        return cleaned


class PaperForm(Form):
    """Number, date and signer, as the office's clerk entered them in the register."""

    number = TextField(label="Số, ký hiệu", help_text="Theo sổ văn bản đi, ví dụ: 15-TB/TU", max_length=60)
    issued_on = DateField(label="Ngày ban hành", help_text="Ngày ghi trên văn bản đã ký, ví dụ: 05/12/2026")
    signer_post = TextField(label="Chức vụ người ký", help_text="Ví dụ: Phó Bí thư Thường trực", max_length=200)
    signer_name = TextField(label="Họ và tên người ký", max_length=200)

    @property
    def paper(self) -> PaperText:
        """What was typed, for the action."""
        data = self.cleaned_data
        return PaperText(data["number"], data["issued_on"], data["signer_post"], data["signer_name"])


class RereviewForm(PaperForm, ReturnForm):
    """The order to review again: as returning, with its basis, the listed reasons, and what the register says."""

    basis = LongTextField(
        label="Căn cứ",
        help_text="Quy định, kế hoạch, kết luận làm căn cứ; mỗi dòng một văn bản.",
        max_length=LONGEST_TEXT,
    )
    reason_codes = forms.MultipleChoiceField(label="Lý do kiểm điểm lại", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = "Theo sổ văn bản đi, ví dụ: 37-CV/TU"
        self.fields["reason"].label = "Lý do cụ thể"
        self.fields["due_on"].required, self.fields["due_on"].help_text = True, "Ngày phải trình bản kiểm điểm lại."
        self.fields["reason_codes"].choices = list(rereview_reasons().items())  # type: ignore[attr-defined]
        self.order_fields(["version", "basis", "reason_codes", "reason", "due_on", "number", "issued_on"])

    def clean(self) -> dict[str, Any]:
        """What was typed as the action takes it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        order = OrderText(self.paper, cleaned["basis"], cleaned["reason_codes"])
        return {name: cleaned[name] for name in ("version", "reason", "due_on")} | {"order": order}
