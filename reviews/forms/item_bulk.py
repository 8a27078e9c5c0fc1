"""What is typed to change many remediation items at once."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import QueryDict

from core import localtime
from core.forms import DateField, Form, LongTextField, TextField
from reviews.models import Field
from reviews.models.item_owners import owners_to_choose
from reviews.models.sheets import Review

CHOSEN: Final = "chon"
_PAIR: Final = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")
EXTEND, HAND_OVER, CLASSIFY = "gia-han", "giao-lai", "linh-vuc"
_DEEDS: Final = (
    (EXTEND, "Gia hạn (cấp quản lý quyết định)"),
    (HAND_OVER, "Giao lại cho người khác"),
    (CLASSIFY, "Đổi lĩnh vực"),
)


class BulkForm(Form):
    """What is to be done with all the chosen items, and why."""

    viec = forms.ChoiceField(label="Làm gì", choices=_DEEDS)
    han_moi = DateField(label="Hạn mới", help_text="Khi gia hạn.", required=False)
    nguoi_moi = forms.TypedChoiceField(label="Người thực hiện mới", coerce=int, empty_value=None, required=False)
    noi_moi = TextField(label="Cơ quan, bộ phận thực hiện mới", required=False, max_length=250)
    linh_vuc_moi = forms.ModelChoiceField(
        label="Lĩnh vực mới", queryset=Field.objects.all(), required=False, empty_label="Chưa phân lĩnh vực"
    )
    ly_do = LongTextField(label="Lý do", help_text="Ghi vào nhật ký của từng việc.", max_length=2000)

    def __init__(self, *args: Any, reviews: Iterable[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {review.unit_id for review in reviews}
        members = owners_to_choose(next(iter(units)), localtime.today()) if len(units) == 1 else []
        choices = [("", "Không ghi tên"), *members]
        self.fields["nguoi_moi"].choices = choices  # type: ignore[attr-defined]
        if len(units) != 1:
            self.fields["nguoi_moi"].help_text = "Chỉ chọn được tên khi các việc cùng một đơn vị."

    def clean(self) -> dict[str, Any]:
        """A deadline is needed to extend."""
        cleaned = super().clean() or {}
        if cleaned.get("viec") == EXTEND and not cleaned.get("han_moi") and "han_moi" not in self.errors:
            self.add_error("han_moi", "Hãy ghi hạn mới.")
        return cleaned


def chosen_of(sent: QueryDict) -> dict[int, int]:
    """The items ticked (number → version seen); what is no such pair is left out."""
    found = (_PAIR.fullmatch(one) for one in sent.getlist(CHOSEN))
    return {int(pair[1]): int(pair[2]) for pair in found if pair}
