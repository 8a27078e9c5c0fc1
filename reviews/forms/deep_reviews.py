"""What people type about a suggestion once it is drafted: list filters, number and date, reasons."""

from typing import Any

from django import forms

from cadres.roles import Actor
from core.forms import DateField, Form, LongTextField, TextField, VersionField
from core.text import search_key
from reviews.models import Cycle
from reviews.querysets.deep_reviews import DeepReviewQuerySet
from reviews.states import DeepReviewState

LONGEST_TEXT = 10_000


class DeepReviewFilter(Form):
    """What the list of suggestions can be narrowed by; every part stays in the address."""

    q = TextField(label="Trích yếu, số, nơi được gợi ý", required=False, max_length=200)
    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    trang_thai = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Tất cả"), *DeepReviewState.choices], required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]

    def apply_to(self, rows: DeepReviewQuerySet, actor: Actor) -> DeepReviewQuerySet:
        """The rows that pass; a filter that cannot be read counts as not given. Names are looked for among visible targets."""
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("dot"):
            rows = rows.filter(cycle=wanted["dot"])
        if wanted.get("trang_thai"):
            rows = rows.filter(state=wanted["trang_thai"])
        return rows.matching(wanted["q"], actor) if search_key(wanted.get("q") or "") else rows


class StepForm(Form):
    """A step that needs nothing but the version the page showed."""

    version = VersionField()


class ReasonForm(Form):
    """Sending a draft back, or withdrawing an issued letter."""

    version = VersionField()
    reason = LongTextField(label="Lý do", help_text="Nêu rõ để người nhận biết phải sửa gì.", max_length=LONGEST_TEXT)


class IssueForm(Form):
    """Number, date and signer, as the office's clerk entered them in the register."""

    version = VersionField()
    number = TextField(label="Số, ký hiệu", help_text="Theo sổ văn bản đi, ví dụ: 12-CV/TU", max_length=60)
    issued_on = DateField(label="Ngày ban hành", help_text="Ngày ghi trên văn bản đã ký, ví dụ: 05/12/2026")
    signer_post = TextField(label="Chức vụ người ký", help_text="Ví dụ: Phó Bí thư Thường trực", max_length=200)
    signer_name = TextField(label="Họ và tên người ký", max_length=200)
