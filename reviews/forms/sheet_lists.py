"""Filters of the list of reviews, and the form of a verb that needs nothing but the version."""

from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import Q

from cadres.roles import Actor
from core.forms import Form, TextField, VersionField
from core.text import search_key
from reviews.models import Cycle
from reviews.querysets.sheets import ReviewQuerySet
from reviews.states import ReviewState, Subject

ORDERS: Final = {
    "han": ("due_on", "pk"),
    "ten": ("unit__sort_key", "cadre__sort_key", "pk"),
    "trang-thai": ("state", "due_on", "pk"),
}
_WHOSE: Final = (("", "Tất cả"), ("toi", "Bên tôi viết"), ("tham-dinh", "Tôi thẩm định"))


class VersionForm(Form):
    """The version of the row that the page showed."""

    version = VersionField()


class ReviewFilter(Form):
    """What the list of reviews can be narrowed by; every part stays in the address."""

    q = TextField(label="Tên đơn vị, họ tên", required=False, max_length=200)
    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    loai = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *Subject.choices], required=False)
    trang_thai = forms.ChoiceField(label="Trạng thái", choices=[("", "Tất cả"), *ReviewState.choices], required=False)
    pham_vi = forms.ChoiceField(label="Phạm vi", choices=_WHOSE, required=False)
    qua_han = forms.BooleanField(label="Chỉ quá hạn", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]

    def apply_to(self, rows: ReviewQuerySet, actor: Actor, today: date) -> ReviewQuerySet:
        """The rows that pass the filters given; those that cannot be read count as not given."""
        wanted = getattr(self, "cleaned_data", {})
        for lookup, name in (("cycle", "dot"), ("subject", "loai"), ("state", "trang_thai")):
            if wanted.get(name):
                rows = rows.filter(**{lookup: wanted[name]})
        if wanted.get("pham_vi") == "toi":
            rows = rows.concerning(actor)
        elif wanted.get("pham_vi") == "tham-dinh":
            rows = rows.managed_by(actor)
        if wanted.get("qua_han"):
            rows = rows.overdue(today)
        if key := search_key(wanted.get("q") or ""):
            rows = rows.filter(Q(cadre__search_key__contains=key) | Q(unit__search_key__contains=key))
        return rows
