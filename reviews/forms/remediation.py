"""What people type about remediation items: filters of the list, reports of the owner, answers of the superior."""

from typing import Any

from django import forms

from cadres.roles import Actor
from core import localtime
from core.forms import AmountField, DateField, Form, LongTextField, TextField, VersionField, WholeNumberField
from reviews.forms.unit_choices import ALL, bloc_choices, field_choices, tier_choices
from reviews.models import Cycle, RemediationItem
from reviews.querysets.remediation import OPEN_CHOICE, RemediationItemQuerySet
from reviews.querysets.suggestion_progress import after_suggestions
from reviews.states import ItemKind, RemediationState, Subject

LONGEST_TEXT = 10_000


class ItemFilter(Form):
    """The filters of the list, as they stand in its address."""

    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Tất cả"), (OPEN_CHOICE, "Chưa kết thúc"), *RemediationState.choices],
    )
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)
    don_vi = TextField(label="Đơn vị", required=False, max_length=100)
    chu_tri = TextField(label="Người thực hiện", required=False, max_length=100)
    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    loai = forms.ChoiceField(label="Của ai", required=False, choices=[ALL, *Subject.choices])
    khoi = forms.ChoiceField(label="Khối", required=False)
    cap = forms.ChoiceField(label="Cấp", required=False)
    cua_toi = forms.BooleanField(label="Việc của tôi", required=False)
    qua_han = forms.BooleanField(label="Chỉ quá hạn", required=False)
    dung_han = forms.BooleanField(label="Xong đúng hạn", required=False)
    xong_cham = forms.BooleanField(label="Xong chậm", required=False)
    goi_y = forms.BooleanField(label="Sau gợi ý kiểm điểm sâu", required=False)
    nguon = forms.ChoiceField(label="Nguồn việc", required=False, choices=[ALL, *ItemKind.choices])

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]
        self.fields["linh_vuc"].choices = field_choices()  # type: ignore[attr-defined]
        self.fields["cap"].choices = tier_choices()  # type: ignore[attr-defined]
        self.fields["khoi"].choices = bloc_choices()  # type: ignore[attr-defined]

    def apply_to(self, items: RemediationItemQuerySet) -> RemediationItemQuerySet:
        """The items that pass every filter; a filter with a nonsensical value lets everything pass."""
        chosen = self.cleaned_data
        if chosen.get("cua_toi"):
            items = items.owned_by(self._actor)
        if chosen.get("goi_y"):
            items = after_suggestions(items, self._actor)
        if chosen.get("dung_han") and chosen.get("xong_cham"):
            items = items.none()
        return items.chosen(
            day=localtime.today(),
            state=chosen.get("trang_thai") or "",
            cycle=chosen.get("dot"),
            field=chosen.get("linh_vuc") or "",
            unit_words=chosen.get("don_vi") or "",
            owner_words=chosen.get("chu_tri") or "",
            subject=chosen.get("loai") or "",
            bloc=chosen.get("khoi") or "",
            tier=chosen.get("cap") or "",
            overdue=chosen.get("qua_han") or False,
            on_time=True if chosen.get("dung_han") else False if chosen.get("xong_cham") else None,
            kind=chosen.get("nguon") or "",
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
    reading = AmountField(label="Số đạt được đến nay", required=False, max_digits=16)
    read_on = DateField(label="Số liệu của ngày", help_text="Để trống là hôm nay.", required=False)
    measure_unit = TextField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: RemediationItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.target is None:
            for name in ("reading", "read_on", "measure_unit"):
                del self.fields[name]
        elif item.measure_unit:
            self.fields["reading"].label = f"Số đạt được đến nay ({item.measure_unit})"

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
