"""The filters of the list of remediation items, as they stand in its address; its figures open the list through them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.db.models import Q

from cadres.models import Cadre
from cadres.roles import Actor, reaches
from core import localtime
from core.forms import DateField, Form, TextField
from reviews.forms.unit_choices import ALL, place_choices
from reviews.models import Cycle, DeepReviewTarget, RemediationItem
from reviews.querysets.item_ages import bands, due_soon, due_soon_days
from reviews.querysets.item_measures import NO_UNIT, Way, goes, measured
from reviews.querysets.item_years import Stand, stood
from reviews.querysets.remediation import OPEN_CHOICE, RemediationItemQuerySet, owned_by
from reviews.querysets.suggestion_progress import after_suggestions
from reviews.reports.suggestion_results import OF_TARGET
from reviews.states import OPEN_REMEDIATION, WORKED_ON, ItemKind, RemediationState, Subject
from units.models import Unit

SOON: Final = "sap"
NO_OWNER: Final = "khong"
BY_DUE_DAY, BY_DONE_DAY, BY_CLOSED_DAY, BY_FIRST_DAY = "han", "xong", "ket-thuc", "giao"
_DAYS: Final = (
    (BY_DUE_DAY, "Thời hạn"),
    (BY_DONE_DAY, "Ngày hoàn thành"),
    (BY_CLOSED_DAY, "Ngày kết thúc"),
    (BY_FIRST_DAY, "Ngày giao"),
)
_DAY_COLUMNS: Final = {BY_DONE_DAY: "done_on", BY_CLOSED_DAY: "closed_at", BY_FIRST_DAY: "created_at"}
_PARTS_OF_STATES: Final[dict[str, set[int]]] = {
    OPEN_CHOICE: {0, 1},
    **{state.value: {0, 1} if state in WORKED_ON else {1} for state in OPEN_REMEDIATION},
}
_YEARS: Final = [("", ""), *((str(year), str(year)) for year in range(2000, 2101))]
_STANDS: Final = (
    (Stand.OPEN.value, "Còn mở khi hết năm"),
    (Stand.EXTENDED.value, "Được gia hạn"),
    (Stand.NOT_DONE.value, "Không thực hiện được"),
    (Stand.TRANSFERRED.value, "Chuyển cơ quan khác"),
    (Stand.BACK.value, "Mở lại hoặc nhận lại"),
    (Stand.MEASURED.value, "Có số liệu đến hết năm"),
)
_WAYS: Final = ((Way.DOWN.value, "Cần giảm bớt"), (Way.UP.value, "Cần đạt thêm"))


def _only_in_address(field: forms.Field) -> Any:
    """A filter that a number sets; the list shows it as a pill."""
    field.widget = forms.HiddenInput(attrs=field.widget.attrs)
    return field


class NarrowingFilter(Form):
    """What narrows both the figures and the lists behind them: of which cycle, whose, where, in which field."""

    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)
    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    loai = forms.ChoiceField(label="Của ai", required=False, choices=[ALL, *Subject.choices])
    khoi = forms.ChoiceField(label="Khối", required=False)
    cap = forms.ChoiceField(label="Cấp", required=False)
    nguon = forms.ChoiceField(label="Nguồn việc", required=False, choices=[ALL, *ItemKind.choices])
    duoi = forms.ChoiceField(label="Đơn vị và cấp dưới", required=False, widget=forms.HiddenInput)
    rieng = forms.BooleanField(label="Chỉ của chính đơn vị", required=False, widget=forms.HiddenInput)
    nguoi = forms.ChoiceField(label="Người thực hiện", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]
        for name, choices in place_choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.unit = self._asked_unit(str(self.data.get("duoi", "")))
        if self.unit is not None:
            self.fields["duoi"].choices = [(str(self.unit.pk), self.unit.name)]  # type: ignore[attr-defined]
        self.fields["nguoi"].choices = self._asked_owner(str(self.data.get("nguoi", "")))  # type: ignore[attr-defined]

    def _asked_unit(self, asked: str) -> Unit | None:
        """The unit of the address, as far as an item of it or below may be seen: its name tells nothing else."""
        unit = Unit.objects.filter(pk=int(asked)).first() if _is_number(asked) else None
        if unit is None:
            return None
        items = RemediationItem.objects.visible_to(self._actor).filter(unit__path__startswith=unit.path)
        return unit if reaches(unit.path, self._actor.readable_unit_paths) or items.exists() else None

    def _asked_owner(self, asked: str) -> list[tuple[str, str]]:
        """The person of the address, where an item of that owner may be seen."""
        known = [(NO_OWNER, "Chưa ghi tên người")]
        if not _is_number(asked):
            return known
        owner = Cadre.objects.filter(pk=int(asked)).first()
        items = RemediationItem.objects.visible_to(self._actor).filter(owned_by(int(asked)))
        return [*known, (asked, owner.full_name)] if owner is not None and items.exists() else known

    @property
    def narrowing(self) -> dict[str, str]:
        """What is chosen of these filters, as it stands in an address; a nonsensical value chooses nothing."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) for name in NarrowingFilter.base_fields}
        return {name: _in_address(value) for name, value in said.items() if value}

    def narrow(self, items: RemediationItemQuerySet) -> RemediationItemQuerySet:
        """The items that pass what narrows the figures too."""
        chosen = self.cleaned_data
        items = items.chosen(
            day=localtime.today(),
            cycle=chosen.get("dot"),
            field=chosen.get("linh_vuc") or "",
            subject=chosen.get("loai") or "",
            bloc=chosen.get("khoi") or "",
            tier=chosen.get("cap") or "",
        )
        if kind := chosen.get("nguon"):
            items = items.filter(kind=kind)
        if chosen.get("duoi") and self.unit is not None:
            of_unit = Q(unit=self.unit) if chosen.get("rieng") else Q(unit__path__startswith=self.unit.path)
            items = items.filter(of_unit)
        if owner := chosen.get("nguoi"):
            items = items.filter(owned_by(None if owner == NO_OWNER else int(owner)))
        return items


class ItemFilter(NarrowingFilter):
    """The filters of the list; those without a control are set by the numbers that open it."""

    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Tất cả"), (OPEN_CHOICE, "Chưa kết thúc"), *RemediationState.choices],
    )
    han = forms.ChoiceField(label="Thời hạn", required=False)
    don_vi = TextField(label="Đơn vị", required=False, max_length=100)
    chu_tri = TextField(label="Người thực hiện", required=False, max_length=100)
    cua_toi = forms.BooleanField(label="Việc của tôi", required=False)
    qua_han = forms.BooleanField(label="Chỉ quá hạn", required=False)
    dung_han = forms.BooleanField(label="Xong đúng hạn", required=False)
    xong_cham = forms.BooleanField(label="Xong chậm", required=False)
    gia_han = forms.BooleanField(label="Đã gia hạn", required=False)
    goi_y = forms.BooleanField(label="Sau gợi ý kiểm điểm sâu", required=False)
    goi_y_gui = forms.ChoiceField(label="Sau gợi ý", required=False, widget=forms.HiddenInput)
    theo = forms.ChoiceField(label="Xét theo", required=False, choices=_DAYS, widget=forms.HiddenInput)
    tu = _only_in_address(DateField(label="Từ ngày", required=False))
    den = _only_in_address(DateField(label="Đến ngày", required=False))
    so_do = _only_in_address(TextField(label="Đo bằng", required=False, max_length=40))
    chieu = forms.ChoiceField(label="Số đo", required=False, choices=_WAYS, widget=forms.HiddenInput)
    nam = forms.TypedChoiceField(label="Năm", required=False, choices=_YEARS, coerce=int, widget=forms.HiddenInput)
    luc = forms.ChoiceField(label="Trong năm", required=False, choices=_STANDS, widget=forms.HiddenInput)

    field_order = ("trang_thai", "han", "linh_vuc", "nguon", "don_vi", "chu_tri")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        ages = [(band.key, band.label) for band in bands()]
        soon = (SOON, f"Đến hạn trong {due_soon_days()} ngày")
        self.fields["han"].choices = [ALL, soon, *ages]  # type: ignore[attr-defined]
        self.target = self._asked_target(str(self.data.get(OF_TARGET, "")))
        if self.target is not None:
            words = f"số {self.target.deep_review.number}, gửi {self.target.review.subject_name}"
            self.fields[OF_TARGET].choices = [(str(self.target.pk), words)]  # type: ignore[attr-defined]

    def _asked_target(self, asked: str) -> DeepReviewTarget | None:
        """The suggestion of the address, where the person may see it."""
        if not _is_number(asked):
            return None
        seen = DeepReviewTarget.objects.visible_to(self._actor).filter(deep_review__issued_at__isnull=False)
        return seen.select_related("deep_review", "review__unit", "review__cadre").filter(pk=int(asked)).first()

    @property
    def parts(self) -> frozenset[int]:
        """Which parts of the list (`pressing_parts`) can hold anything that passes: nobody looks for the rest in vain."""
        chosen, found = self.cleaned_data, frozenset(range(3))
        state, age = chosen.get("trang_thai"), chosen.get("han")
        if state:
            found &= _PARTS_OF_STATES.get(state, {2})
        if chosen.get("qua_han") or (age and age != SOON):
            found &= {0}
        elif age:
            found &= {1}
        if chosen.get("dung_han") or chosen.get("xong_cham"):
            found &= {2}  # the mark is set where an item is closed
        return found

    def apply_to(self, items: RemediationItemQuerySet) -> RemediationItemQuerySet:
        """The items that pass every filter; a filter with a nonsensical value lets everything pass."""
        chosen, day = self.cleaned_data, localtime.today()
        items = self.narrow(items)
        if chosen.get("cua_toi"):
            items = items.owned_by(self._actor)
        if chosen.get("goi_y"):
            items = after_suggestions(items, self._actor)
        if chosen.get(OF_TARGET) and self.target is not None:
            letter, review = self.target.deep_review_id, self.target.review_id
            items = items.filter(topic__deep_review=letter, plan__review=review)
        if chosen.get("dung_han") and chosen.get("xong_cham"):
            items = items.none()
        items = items.chosen(
            day=day,
            state=chosen.get("trang_thai") or "",
            unit_words=chosen.get("don_vi") or "",
            owner_words=chosen.get("chu_tri") or "",
            overdue=chosen.get("qua_han") or False,
            on_time=True if chosen.get("dung_han") else False if chosen.get("xong_cham") else None,
        )
        if chosen.get("luc") and chosen.get("nam"):
            items = stood(items, Stand(chosen["luc"]), chosen["nam"])
        return _by_measure(items.filter(_by_days(chosen, day)), chosen)


def _by_days(chosen: Mapping[str, Any], day: date) -> Q:
    """Near or overdue by so much, extended, within the days that a number counts."""
    condition = Q()
    if age := chosen.get("han"):
        condition &= due_soon(day) if age == SOON else next(band.holds(day) for band in bands() if band.key == age)
    if chosen.get("gia_han"):
        condition &= Q(extensions__gt=0)
    column = _DAY_COLUMNS.get(chosen.get("theo") or "", "due_on")
    first, last = chosen.get("tu"), chosen.get("den")
    if column.endswith("_at"):
        begins, ends = first and localtime.day_begins(first), last and localtime.day_begins(last + timedelta(days=1))
        condition &= Q(**{f"{column}__gte": begins}) if begins else Q()
        return condition & Q(**{f"{column}__lt": ends}) if ends else condition
    condition &= Q(**{f"{column}__gte": first}) if first else Q()
    return condition & Q(**{f"{column}__lte": last}) if last else condition


def _by_measure(items: RemediationItemQuerySet, chosen: Mapping[str, Any]) -> RemediationItemQuerySet:
    if unit := chosen.get("so_do"):
        items = measured(items).filter(measure_unit="" if unit == NO_UNIT else unit)
    if way := chosen.get("chieu"):
        items = items.filter(goes(Way(way)))
    return items


def _is_number(asked: str) -> bool:
    return asked.isascii() and asked.isdigit() and len(asked) < 10


def _in_address(value: Any) -> str:
    if value is True:
        return "on"
    return str(value.pk) if isinstance(value, Cycle) else str(value)
