"""What people type into the pages of units."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import DateField, Form, TextField, VersionField
from core.picking import RowField
from units.models import Bloc, Unit, UnitKind


def unit_words(unit: Unit) -> str:
    """A unit among others of its name: with its superior, and whether it has ended."""
    above = f" · {unit.parent.name}" if unit.parent is not None else ""
    return f"{unit.name}{above}{' (đã kết thúc)' if unit.ended_on else ''}"


def units_matching(rows: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    """Units for a picker, by words typed without accents; the highest first."""
    found = rows.matching(words)  # type: ignore[attr-defined]
    return found.select_related("parent").order_by("kind__tier", "sort_key", "pk")


class UnitFilter(Form):
    """The filters of the list of units."""

    q = TextField(label="Tên đơn vị", required=False, max_length=200)
    kind = forms.ModelChoiceField(label="Loại", queryset=UnitKind.objects.all(), required=False, empty_label="Tất cả")
    bloc = forms.ModelChoiceField(label="Khối", queryset=Bloc.objects.all(), required=False, empty_label="Tất cả")
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang hoạt động"), ("ended", "Đã kết thúc"), ("all", "Tất cả")],
    )
    under = forms.ModelChoiceField(
        label="Thuộc", queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, visible: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under = self.fields["under"]
        assert isinstance(under, forms.ModelChoiceField)
        under.queryset = visible


class _UndatedFacts(Form):
    kind_id = RowField(label="Loại tổ chức", queryset=UnitKind.objects.all(), empty_label="— chọn —")
    bloc_id = RowField(label="Khối", queryset=Bloc.objects.all(), required=False, empty_label="— không —")
    short_name = TextField(label="Tên ngắn", required=False, max_length=120, help_text="Dùng trong bảng, danh sách.")
    place = TextField(
        label="Địa danh", required=False, max_length=120, help_text="In trước ngày tháng, ví dụ: Tân Sơn."
    )
    symbol = TextField(
        label="Ký hiệu văn bản", required=False, max_length=20, help_text="Để trống thì dùng ký hiệu của loại tổ chức."
    )


class CreateUnitForm(_UndatedFacts):
    """A new unit under the one whose page it was opened from."""

    name = TextField(label="Tên đầy đủ", max_length=250, help_text="Viết như trong quyết định thành lập.")
    founded_on = DateField(label="Ngày thành lập", help_text="Ví dụ: 01/07/2025")
    field_order = ("name", "kind_id", "bloc_id", "founded_on", "short_name", "place", "symbol")


class RenameUnitForm(Form):
    """The name from a day on."""

    version = VersionField()
    name = TextField(label="Tên mới", max_length=250)
    on = DateField(label="Từ ngày", help_text="Ngày tên mới có hiệu lực. Tên cũ được giữ với thời gian của nó.")


class CorrectUnitForm(_UndatedFacts):
    """What about a unit is not dated."""

    version = VersionField()
    managed_by_id = RowField(
        label="Cấp quản lý, thẩm định",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Cấp trên trực tiếp",
        help_text="Cấp ủy gợi ý kiểm điểm sâu và thẩm định đơn vị này; thường là cấp trên trực tiếp.",
    )

    def __init__(self, *args: Any, above: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed_by = self.fields["managed_by_id"]
        assert isinstance(managed_by, RowField)
        managed_by.queryset = above
