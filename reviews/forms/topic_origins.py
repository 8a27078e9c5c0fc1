"""What people type when a topic takes up an earlier one: the filter of the earlier topics, the beginning of a letter."""

from typing import Any

from django import forms

from core.forms import Form, TextField, VersionField
from reviews.forms.deep_reviews_drafting import DraftForm
from reviews.models import Field
from reviews.querysets.topics import DeepReviewTopicQuerySet

NOT_DEEP = "chua-sau"


class EarlierTopicFilter(Form):
    """What the earlier topics can be narrowed by; every part stays in the address."""

    q = TextField(label="Nội dung, trích yếu, số văn bản", required=False, max_length=200)
    linh_vuc = forms.ModelChoiceField(
        label="Lĩnh vực", queryset=Field.objects.all(), required=False, to_field_name="code", empty_label="Tất cả"
    )
    ket_qua = forms.ChoiceField(
        label="Kết quả thẩm định",
        choices=[("", "Tất cả"), (NOT_DEEP, "Còn tồn tại: chưa giải quyết, cần bổ sung, có nhận xét")],
        required=False,
    )

    def apply_to(self, rows: DeepReviewTopicQuerySet) -> DeepReviewTopicQuerySet:
        """The topics that pass every filter that can be read."""
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("linh_vuc"):
            rows = rows.filter(field=wanted["linh_vuc"])
        if wanted.get("ket_qua"):
            rows = rows.not_treated_deeply()
        return rows.matching(wanted.get("q") or "")


class ChosenTopicForm(Form):
    """The earlier topic that was chosen, beside the version that the page showed."""

    version = VersionField()
    chon = forms.IntegerField(
        label="Nội dung đã gợi ý trước",
        min_value=1,
        max_value=2**62,
        error_messages={"required": "Chưa chọn nội dung nào. Hãy đánh dấu một dòng rồi gắn."},
    )


class FurtherForm(DraftForm):
    """The beginning of a letter that takes up one topic."""

    same = forms.BooleanField(
        label="Gợi ý cho chính nơi đã giải trình",
        help_text="Nếu đợt đã chọn có bản kiểm điểm của nơi đó. Bỏ dấu để gợi ý cho nơi khác; bước sau chọn thêm được.",
        required=False,
    )

    def __init__(self, *args: Any, can_be_same: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_be_same:
            del self.fields["same"]
