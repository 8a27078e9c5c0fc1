"""What people type into the pages of people, their cells and posts."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cadres.actions.people import PersonalFacts
from cadres.models import Cadre, Title
from cadres.roles import Position
from core.forms import DateField, Form, TextField, VersionField, WholeNumberField
from core.picking import PickField, PickingForm, RowField
from units.forms import unit_words, units_matching
from units.models import Unit


def cadre_words(cadre: Cadre) -> str:
    """A person among others of the name: with year of birth and code."""
    born = f", sinh năm {cadre.born_on.year}" if cadre.born_on else ""
    return f"{cadre.full_name}{born} ({cadre.code})"


def cells_matching(rows: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    """Units for a picker of the place where a person lives the Party life: cells first."""
    return units_matching(rows, words).order_by("-kind__is_cell", "sort_key", "pk")


def cadres_matching(rows: QuerySet[Cadre], words: str) -> QuerySet[Cadre]:
    """People for a picker."""
    return rows.matching(words)  # type: ignore[attr-defined]


class PeopleFilter(Form):
    """The filters of the list of people."""

    q = TextField(label="Họ tên hoặc mã", required=False, max_length=200)
    position = forms.ChoiceField(label="Chức vụ", required=False, choices=[("", "Tất cả"), *Position.choices])
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Đang công tác"), ("left", "Đã thôi công tác"), ("all", "Tất cả")],
    )
    under = forms.ModelChoiceField(
        label="Thuộc", queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, visible: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under = self.fields["under"]
        assert isinstance(under, forms.ModelChoiceField)
        under.queryset = visible


class PersonForm(PickingForm):
    """A person's facts."""

    code = TextField(label="Mã cán bộ, số thẻ", max_length=30)
    full_name = TextField(label="Họ và tên", max_length=200)
    born_on = DateField(label="Ngày sinh", required=False, help_text="Ví dụ: 05/12/1976")
    government_post = TextField(
        label="Chức vụ chính quyền", required=False, max_length=250, help_text="Như in trong bản kiểm điểm."
    )
    union_post = TextField(label="Chức vụ đoàn thể", required=False, max_length=250)
    workplace = TextField(label="Đơn vị công tác", required=False, max_length=250)
    in_political_system = forms.BooleanField(
        label="Công tác trong hệ thống chính trị", required=False, help_text="Bỏ dấu thì viết mẫu 2C nếu có."
    )
    left_on = DateField(label="Ngày thôi công tác", required=False, help_text="Nghỉ hưu, từ trần, rời đơn vị.")

    def clean(self) -> dict[str, Any]:
        """Gathered as the action takes them."""
        typed = super().clean() or {}
        if not self.errors:
            names = PersonalFacts.__dataclass_fields__
            typed = {"facts": PersonalFacts(**{name: typed.pop(name) for name in names}), **typed}
        return typed


class RegisterCadreForm(PersonForm):
    """A person and the cell where the Party life is lived."""

    cell_id = PickField(label="Chi bộ sinh hoạt", matching=cells_matching, label_of=unit_words)
    in_cell_since = DateField(label="Sinh hoạt tại chi bộ từ ngày")


class CorrectCadreForm(PersonForm):
    """The facts again, of the version seen."""

    version = VersionField()


class MoveCellForm(PickingForm):
    """Into which cell, from which day."""

    version = VersionField()
    unit_id = PickField(label="Chi bộ chuyển đến", matching=cells_matching, label_of=unit_words)
    on = DateField(label="Từ ngày")


class CreatePostForm(Form):
    """A post of a unit."""

    title_id = RowField(label="Chức danh", queryset=Title.objects.all(), empty_label="— chọn —")
    name = TextField(
        label="Tên chức vụ khi in",
        required=False,
        max_length=250,
        help_text="Để trống thì dùng tên chức danh. Ví dụ: Phó Bí thư, Chủ tịch UBND xã.",
    )
    managed_by_id = RowField(
        label="Cấp quản lý chức vụ",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Như cấp quản lý của đơn vị",
    )

    def __init__(self, *args: Any, managing: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed_by = self.fields["managed_by_id"]
        assert isinstance(managed_by, RowField)
        managed_by.queryset = managing


class CorrectPostForm(CreatePostForm):
    """What about a post can be corrected."""

    version = VersionField()
    title_id = None  # type: ignore[assignment]  # takes the field of the form above away
    order = WholeNumberField(label="Thứ tự trong danh sách", max_value=9999)
    name = TextField(label="Tên chức vụ khi in", max_length=250)


class EndPostForm(Form):
    """The last day of a post."""

    version = VersionField()
    on = DateField(label="Ngày cuối cùng có chức vụ này")


class AppointForm(PickingForm):
    """Who holds the post from which day."""

    version = VersionField()
    cadre_id = PickField(label="Người giữ chức vụ", matching=cadres_matching, label_of=cadre_words)
    on = DateField(label="Từ ngày")
    until = DateField(label="Đến ngày", required=False, help_text="Để trống nếu chưa biết.")
    decision = TextField(label="Quyết định số, ngày", required=False, max_length=120)


class EndTenureForm(Form):
    """The last day of holding a post."""

    version = VersionField()
    on = DateField(label="Ngày cuối cùng giữ chức vụ")
    decision = TextField(label="Quyết định số, ngày", required=False, max_length=60)
    ends_roles = forms.BooleanField(
        label="Kết thúc luôn các vai trò của tài khoản tại đơn vị này",
        required=False,
        help_text="Quyền theo chức vụ: từ hôm sau tài khoản không còn quyền ấy.",
    )
