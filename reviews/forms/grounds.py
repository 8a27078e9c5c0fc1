"""What people type into the register of grounds, and the filters of its list."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from cadres.forms.people import cadre_words, cadres_matching
from cadres.models import Cadre
from cadres.roles import Actor
from core import formats
from core.forms import DateField, Form, LongTextField, TextField, VersionField
from core.picking import PickField, PickingForm, RowField
from reviews.actions.grounds import GroundFacts
from reviews.models import Field, RegisteredGround
from reviews.querysets.grounds import RegisteredGroundQuerySet
from reviews.rules.grounds import KEEPERS
from reviews.states import Ground, GroundState
from units.forms import unit_words, units_matching
from units.models import Unit

LONGEST_TEXT = 10_000


class GroundFilter(Form):
    """What the register can be narrowed by; every part stays in the address."""

    q = TextField(label="Nội dung, số văn bản, nơi ban hành, tên", required=False, max_length=200)
    loai = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *Ground.choices], required=False)
    linh_vuc = forms.ModelChoiceField(
        label="Lĩnh vực", queryset=Field.objects.all(), required=False, to_field_name="code", empty_label="Tất cả"
    )
    don_vi = TextField(label="Đơn vị, kể cả đơn vị dưới", required=False, max_length=100)
    trang_thai = forms.ChoiceField(label="Trạng thái", choices=[("", "Tất cả"), *GroundState.choices], required=False)
    tu_ngay = DateField(label="Từ ngày", required=False)
    den_ngay = DateField(label="Đến ngày", required=False)

    def apply_to(self, rows: RegisteredGroundQuerySet) -> RegisteredGroundQuerySet:
        """The grounds that pass every filter that can be read."""
        wanted = getattr(self, "cleaned_data", {})
        return rows.chosen(
            words=wanted.get("q") or "",
            kind=wanted.get("loai") or "",
            field=wanted.get("linh_vuc"),
            unit_words=wanted.get("don_vi") or "",
            state=wanted.get("trang_thai") or "",
            noted_from=wanted.get("tu_ngay"),
            noted_to=wanted.get("den_ngay"),
        )


class FactsForm(PickingForm):
    """The facts of a ground, with the source they come from."""

    kind = forms.ChoiceField(label="Loại căn cứ", choices=[("", "— chọn loại —"), *Ground.choices])
    field_id = RowField(
        label="Lĩnh vực", queryset=Field.objects.all(), required=False, empty_label="— chưa chọn lĩnh vực —"
    )
    document_number = TextField(
        label="Số, ký hiệu văn bản",
        required=False,
        max_length=60,
        help_text="Ví dụ: 21/KL-TTr. Kết luận thanh tra, kiểm tra, kiểm toán phải có.",
    )
    noted_on = DateField(label="Ngày văn bản", help_text="Không có văn bản thì ghi ngày nắm được sự việc.")
    document_issuer = TextField(label="Nơi ban hành", required=False, max_length=250, help_text="Ví dụ: Thanh tra tỉnh")
    summary = LongTextField(
        label="Tóm tắt sự việc",
        help_text="Chỉ ghi việc và số liệu có nguồn. Không ghi nhận định về tư tưởng của cá nhân, không ghi tài liệu mật.",
        max_length=LONGEST_TEXT,
    )

    def clean(self) -> dict[str, Any]:
        """Gathered as the action takes them."""
        typed = super().clean() or {}
        if not self.errors:
            names = GroundFacts.__dataclass_fields__
            typed = {"facts": GroundFacts(**{name: typed.pop(name) for name in names}), **typed}
        return typed


class ChangeGroundForm(FactsForm):
    """The facts again, of the version seen."""

    version = VersionField()

    @classmethod
    def of(cls, ground: RegisteredGround, data: Any) -> "ChangeGroundForm":
        """The form with what the register says."""
        shown = {name: getattr(ground, name) for name in ("version", *GroundFacts.__dataclass_fields__)}
        return cls(data, rows={}, initial=shown)


def _unit_pick(label: str) -> PickField:
    return PickField(label=label, matching=units_matching, label_of=unit_words, required=False)


def _cadre_pick(label: str) -> PickField:
    return PickField(label=label, matching=cadres_matching, label_of=cadre_words, required=False)


class RegisterGroundForm(FactsForm):
    """A new ground, with the first unit and the first person it concerns; more are named on its page."""

    owner_id = RowField(label="Sổ của cấp ủy", queryset=Unit.objects.none(), empty_label="— chọn cấp ủy —")
    unit_id = _unit_pick("Đơn vị liên quan")
    cadre_id = _cadre_pick("Cá nhân liên quan")

    field_order = ("owner_id",)

    def __init__(self, data: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, rows=concerned_rows(actor, actor.paths(*KEEPERS)), **kwargs)
        owner: Any = self.fields["owner_id"]
        owner.queryset = Unit.objects.filter(pk__in=actor.office_ids(*KEEPERS))
        if len(owner.queryset) == 1:
            owner.initial = owner.queryset[0]

    def clean(self) -> dict[str, Any]:
        """The unit and the person as the lists that the action takes."""
        typed = super().clean()
        if not self.errors:
            unit_id, cadre_id = typed.pop("unit_id"), typed.pop("cadre_id")
            typed |= {"unit_ids": [unit_id] if unit_id else [], "cadre_ids": [cadre_id] if cadre_id else []}
        return typed


class ConcernedForm(PickingForm):
    """One more unit or person, or one of each."""

    version = VersionField()
    unit_id = _unit_pick("Thêm đơn vị")
    cadre_id = _cadre_pick("Thêm cá nhân")


class RemoveConcernedForm(Form):
    """Which unit or person leaves."""

    version = VersionField()
    unit_id = forms.IntegerField(label="Đơn vị", required=False, min_value=1, max_value=2**62)
    cadre_id = forms.IntegerField(label="Cá nhân", required=False, min_value=1, max_value=2**62)


class GroundReasonForm(Form):
    """Why it is closed, or taken up again."""

    version = VersionField()
    reason = LongTextField(label="Lý do", max_length=LONGEST_TEXT)


class GroundFileForm(Form):
    """One file."""

    file = forms.FileField(label="Tệp", max_length=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = formats.file_size(settings.UPLOAD_MOST_BYTES)
        self.fields["file"].help_text = f"PDF, ảnh PNG hoặc JPEG, DOCX, XLSX; không quá {most}. Không tải tài liệu mật."
        self.fields["file"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"


def concerned_rows(actor: Actor, paths: list[str]) -> dict[str, QuerySet[Any]]:
    """Whom a ground may concern: units of these subtrees, people that the person may look up."""
    return {"unit_id": Unit.objects.within_any(paths), "cadre_id": Cadre.objects.visible_to(actor)}
