"""What people type to move, end or merge a unit."""

from django.db.models import F, QuerySet

from core.forms import DateField, TextField, VersionField
from core.picking import PickField, PickingForm
from units.forms import unit_words, units_matching
from units.models import Unit


def nearest_matching(rows: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    """Units for a picker, those most like what is wanted (`near`) first."""
    return units_matching(rows, words).order_by(F("near").desc(), "sort_key", "pk")


class MoveUnitForm(PickingForm):
    """Under which unit, from which day."""

    version = VersionField()
    parent_id = PickField(label="Cấp trên mới", matching=nearest_matching, label_of=unit_words)
    on = DateField(label="Từ ngày", help_text="Ngày quyết định có hiệu lực.")


class EndUnitForm(PickingForm):
    """The last day, and who goes on with the work."""

    version = VersionField()
    on = DateField(label="Ngày hoạt động cuối cùng")
    successor_id = PickField(
        label="Đơn vị kế thừa",
        matching=nearest_matching,
        label_of=unit_words,
        required=False,
        help_text="Đảng viên đang sinh hoạt được chuyển sang đơn vị này.",
    )
    note = TextField(label="Căn cứ", required=False, max_length=300, help_text="Số, ngày quyết định.")


class SuccessorForm(PickingForm):
    """Who goes on with the work of a unit that has ended."""

    version = VersionField()
    successor_id = PickField(label="Đơn vị kế thừa", matching=nearest_matching, label_of=unit_words)
    note = TextField(label="Căn cứ", required=False, max_length=300, help_text="Số, ngày quyết định.")


class MergeUnitForm(PickingForm):
    """Into which unit, from which day."""

    version = VersionField()
    successor_id = PickField(label="Sáp nhập vào", matching=nearest_matching, label_of=unit_words)
    on = DateField(label="Ngày đầu tiên sau sáp nhập", help_text="Đơn vị cũ kết thúc vào ngày trước đó.")
    note = TextField(label="Căn cứ", required=False, max_length=300, help_text="Số, ngày nghị quyết, quyết định.")
