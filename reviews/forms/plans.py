"""What people type about a remediation plan: an item of it, one more, the documents that approve and amend it."""

from typing import Any

from django import forms

from core import localtime
from core.forms import AmountField, DateField, Form, LongTextField, TextField, VersionField
from reviews.actions.plan_items import KINDS_TO_ADD, ItemFacts, NewItem
from reviews.forms.appraisal_decisions import PaperForm
from reviews.models import DeepReviewTopic, Field, Review
from reviews.models.item_owners import owners_to_choose
from reviews.states import Difficulty, MeasureKind

LONGEST_TEXT = 5_000


class ItemForm(Form):
    """What an item says; deadline and owner have ways of their own."""

    version = VersionField()
    action = LongTextField(label="Việc phải làm", help_text="Nêu việc cụ thể, nhìn vào biết đã làm hay chưa.")
    measure = LongTextField(label="Kết quả phải đạt", required=False, max_length=LONGEST_TEXT)
    field_id = forms.TypedChoiceField(label="Lĩnh vực", coerce=int, empty_value=None, required=False)
    difficulty = forms.ChoiceField(label="Mức độ khó", choices=Difficulty.choices)
    measure_kind = forms.ChoiceField(label="Cách đo", choices=MeasureKind.choices)
    measure_unit = TextField(
        label="Đơn vị tính", help_text="Khi đo bằng số. Ví dụ: tỷ đồng, hộ, ha, %", required=False, max_length=40
    )
    measure_verb = TextField(
        label="Chữ in cho phần đã làm", help_text="Ví dụ: thu hồi, giải ngân", required=False, max_length=40
    )
    baseline = AmountField(label="Số đầu kỳ", required=False, max_digits=16)
    target = AmountField(label="Mục tiêu", required=False, max_digits=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = [("", "Không thuộc lĩnh vực nào"), *Field.objects.values_list("pk", "name")]
        self.fields["field_id"].choices = fields  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Gathered as the action takes them."""
        typed = super().clean() or {}
        return self._gathered(typed) if not self.errors else typed

    def _gathered(self, typed: dict[str, Any]) -> dict[str, Any]:
        facts = ItemFacts(**{name: typed.pop(name) for name in ItemFacts.__dataclass_fields__})
        return {**typed, "facts": facts}


class SignedItemForm(ItemForm):
    """What a commitment says, and why it is to say something else."""

    reason = LongTextField(label="Lý do sửa cam kết", max_length=LONGEST_TEXT)

    field_order = ("version", "action", "reason")


class NewItemForm(ItemForm):
    """One more item, from a conclusion or a task given later."""

    kind = forms.ChoiceField(label="Từ đâu", choices=[(kind.value, kind.label) for kind in KINDS_TO_ADD])
    topic_id = forms.TypedChoiceField(label="Nội dung được gợi ý", coerce=int, empty_value=None, required=False)
    limitation = LongTextField(label="Hạn chế hoặc kết luận", required=False, max_length=LONGEST_TEXT)
    owner_cadre_id = forms.TypedChoiceField(label="Người thực hiện", coerce=int, empty_value=None, required=False)
    owner_text = TextField(label="Cơ quan, bộ phận thực hiện", required=False, max_length=250)
    due_on = DateField(label="Thời hạn")

    field_order = ("version", "kind", "topic_id", "limitation", "action", "owner_cadre_id", "owner_text", "due_on")

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = owners_to_choose(review.unit_id, localtime.today(), [review.cadre_id])
        topics = DeepReviewTopic.objects.asked_of(review.pk).values_list("pk", "title")
        self.fields["owner_cadre_id"].choices = [("", "Không ghi tên"), *people]  # type: ignore[attr-defined]
        self.fields["topic_id"].choices = [("", "Không theo nội dung nào"), *topics]  # type: ignore[attr-defined]

    def _gathered(self, typed: dict[str, Any]) -> dict[str, Any]:
        gathered = super()._gathered(typed)
        return {"version": gathered.pop("version"), "new": NewItem(**gathered)}


class ApprovalForm(PaperForm):
    """Number, date and signer of the plan."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = "Theo sổ văn bản đi, ví dụ: 12-KH/ĐU"


class AmendmentForm(ApprovalForm):
    """The same of an amendment, with its reason."""

    reason = LongTextField(label="Lý do điều chỉnh", max_length=LONGEST_TEXT)

    field_order = ("version", "reason")


class DropForm(Form):
    """Taking back a change that waits."""

    version = VersionField()
