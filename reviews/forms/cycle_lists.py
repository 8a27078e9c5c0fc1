"""The filters of the list of cycles, and of the reviews behind a number of a cycle's page."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Min, QuerySet

from core.forms import Form, TextField
from core.text import search_key
from reviews.models import Cycle, Review
from reviews.querysets.cycle_progress import Progress, reviews_in
from reviews.querysets.remediation import NO_BLOC
from reviews.states import CycleKind, CycleState, Subject
from units.models import Bloc, UnitKind

ALL = ("", "Tất cả")


class CycleFilter(Form):
    """Filters of the list of cycles."""

    trang_thai = forms.ChoiceField(label="Trạng thái", required=False, choices=[ALL, *CycleState.choices])
    loai = forms.ChoiceField(label="Loại kỳ", required=False, choices=[ALL, *CycleKind.choices])
    nam = forms.RegexField(label="Năm", regex=r"\A(19|20)[0-9]{2}\Z", required=False, max_length=4)

    def apply(self, cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
        """The cycles that pass; a filter with a fault counts as not set."""
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("trang_thai"):
            cycles = cycles.filter(state=chosen["trang_thai"])
        if chosen.get("loai"):
            cycles = cycles.filter(kind=chosen["loai"])
        if chosen.get("nam"):
            cycles = cycles.filter(period_from__year__lte=chosen["nam"], period_to__year__gte=chosen["nam"])
        return cycles


class CycleReviewFilter(Form):
    """Filters of the reviews of one cycle; the names are those of the links on the cycle's page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = UnitKind.objects.values_list("tier").annotate(name=Min("tier_name")).order_by("tier")
        blocs = [(str(bloc.pk), bloc.name) for bloc in Bloc.objects.all()]
        choices = (
            ("doi-tuong", "Đối tượng", Subject.choices),
            ("cap", "Cấp", [(str(tier), name) for tier, name in tiers]),
            ("khoi", "Khối", [*blocs, (NO_BLOC, "Chưa phân khối")]),
            ("tinh-trang", "Tình trạng", [(progress.value, progress.label) for progress in Progress]),
        )
        for name, label, pairs in choices:
            self.add_field(name, forms.ChoiceField(label=label, required=False, choices=[ALL, *pairs]))
        self.add_field("ten", TextField(label="Tên đơn vị, cá nhân", required=False, max_length=100))

    def apply(self, reviews: QuerySet[Review], day: date) -> QuerySet[Review]:
        """The reviews that pass; a filter with a fault counts as not set."""
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("doi-tuong"):
            reviews = reviews.filter(subject=chosen["doi-tuong"])
        if chosen.get("cap"):
            reviews = reviews.filter(unit__kind__tier=chosen["cap"])
        if chosen.get("khoi"):
            reviews = reviews.filter(unit__bloc=None if chosen["khoi"] == NO_BLOC else chosen["khoi"])
        if chosen.get("tinh-trang"):
            reviews = reviews.filter(reviews_in(Progress(chosen["tinh-trang"]), day))
        if key := search_key(chosen.get("ten") or ""):
            reviews = reviews.filter(unit__search_key__contains=key) | reviews.filter(cadre__search_key__contains=key)
        return reviews
