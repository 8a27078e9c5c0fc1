"""The filters of the dashboard, and of the list behind a number of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from cadres.roles import Actor
from core.forms import Form
from reviews.forms.unit_choices import ALL, place_choices
from reviews.models import Cycle
from reviews.querysets.remediation import NO_BLOC, NO_FIELD
from reviews.querysets.sheets import ReviewQuerySet
from reviews.querysets.suggestion_progress import ASKED_FIELD, SuggestionStep, asked_of, reached, suggested_to
from reviews.reports.dashboard import ChainFilter, ChainRows, part_names
from reviews.reports.figure_tables import BY_BLOC, BY_FIELD, BY_TIER
from reviews.states import Subject


class DashboardFilter(Form):
    """Of which cycle, and what of its suggestions: whose, on which level, of which khối, about which field.

    What can be chosen is what occurs in the figures: nothing is asked of the database.
    """

    dot = forms.ChoiceField(label="Đợt kiểm điểm", required=False)
    loai = forms.ChoiceField(label="Tập thể, cá nhân", required=False, choices=[ALL, *Subject.choices])
    khoi = forms.ChoiceField(label="Khối", required=False)
    cap = forms.ChoiceField(label="Cấp", required=False)
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)

    def __init__(
        self, asked: Mapping[str, str], *, cycles: Iterable[Cycle], cycle: Cycle | None, rows: ChainRows
    ) -> None:
        super().__init__({**asked, "dot": str(cycle.pk) if cycle else ""})
        self.fields["dot"].choices = [(str(one.pk), one.name) for one in cycles]  # type: ignore[attr-defined]
        for part in (BY_TIER, BY_BLOC, BY_FIELD):
            self.fields[part.parameter].choices = [ALL, *part_names(rows, part).items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> ChainFilter:
        """What is chosen; a nonsensical value chooses nothing."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in ("loai", "cap", "khoi", "linh_vuc")}
        return ChainFilter(said["loai"], said["cap"], said["khoi"], said["linh_vuc"])


class SuggestedFilter(Form):
    """Suggested reviews: of which cycle, whose, how far, of which level and bloc, asked about which field."""

    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    loai = forms.ChoiceField(label="Loại", required=False, choices=[ALL, *Subject.choices])
    buoc = forms.ChoiceField(
        label="Đã đến bước", required=False, choices=[ALL, *((s.value, s.label) for s in SuggestionStep)]
    )
    cap = forms.ChoiceField(label="Cấp", required=False)
    khoi = forms.ChoiceField(label="Khối", required=False)
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        for name, choices in place_choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]

    def apply_to(self, reviews: ReviewQuerySet) -> ReviewQuerySet:
        """Those of these reviews that are suggested and pass; a filter with a nonsensical value lets everything pass."""
        chosen = self.cleaned_data
        reviews = suggested_to(reviews, self._actor)
        for lookup, name in (("cycle", "dot"), ("subject", "loai"), ("unit__kind__tier", "cap")):
            if chosen.get(name):
                reviews = reviews.filter(**{lookup: chosen[name]})
        if bloc := chosen.get("khoi"):
            reviews = reviews.filter(unit__bloc=None if bloc == NO_BLOC else bloc)
        if field := chosen.get("linh_vuc"):
            of_field = {ASKED_FIELD: None} if field == NO_FIELD else {f"{ASKED_FIELD}__code": field}
            reviews = reviews.filter(pk__in=asked_of(reviews, self._actor, **of_field).values("pk"))
        if step := chosen.get("buoc"):
            reviews = reviews.filter(reached(SuggestionStep(step)))
        return reviews
