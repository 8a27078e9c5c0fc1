"""The filters of the list behind a number of the dashboard."""

from typing import Any

from django import forms

from cadres.roles import Actor
from core.forms import Form
from reviews.forms.unit_choices import ALL, bloc_choices, tier_choices
from reviews.models import Cycle
from reviews.querysets.sheets import ReviewQuerySet
from reviews.querysets.suggestion_progress import SuggestionStep, reached
from reviews.reports.cycle_progress import NO_BLOC
from reviews.states import Subject


class SuggestedFilter(Form):
    """Suggested reviews: of which cycle, whose, how far, of which level and bloc."""

    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    loai = forms.ChoiceField(label="Loại", required=False, choices=[ALL, *Subject.choices])
    buoc = forms.ChoiceField(
        label="Đã đến bước", required=False, choices=[ALL, *((s.value, s.label) for s in SuggestionStep)]
    )
    cap = forms.ChoiceField(label="Cấp", required=False)
    khoi = forms.ChoiceField(label="Khối", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]
        self.fields["cap"].choices = tier_choices()  # type: ignore[attr-defined]
        self.fields["khoi"].choices = bloc_choices()  # type: ignore[attr-defined]

    def apply_to(self, reviews: ReviewQuerySet) -> ReviewQuerySet:
        """The suggested reviews that pass; a filter with a nonsensical value lets everything pass."""
        chosen = self.cleaned_data
        for lookup, name in (("cycle", "dot"), ("subject", "loai"), ("unit__kind__tier", "cap")):
            if chosen.get(name):
                reviews = reviews.filter(**{lookup: chosen[name]})
        if bloc := chosen.get("khoi"):
            reviews = reviews.filter(unit__bloc=None if bloc == NO_BLOC else bloc)
        if step := chosen.get("buoc"):
            reviews = reviews.filter(reached(SuggestionStep(step)))
        return reviews
