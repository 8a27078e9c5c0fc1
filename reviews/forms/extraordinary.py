"""What people type to suggest outside the running cycles: a plan of its own, and the filter of whom it may name."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms

from cadres.querysets import CadreQuerySet
from cadres.roles import Actor, Role
from core.forms import DateField, Form, TextField
from core.text import search_key
from reviews.actions.cycles import plan_of
from reviews.forms.cycles import CycleForm
from reviews.models import Cycle
from reviews.reports import plan_numbers
from reviews.rules.cycle_plans import CyclePlan, TierDeadline
from reviews.states import CycleKind, CycleState, Subject
from units.models import Bloc, UnitKind
from units.querysets import UnitQuerySet

_NOT_ASKED: Final = ("kind", "scope")


class ExtraordinaryForm(CycleForm):
    """The plan of an extraordinary cycle: one deadline for all; forms and regulation as in the running cycle."""

    due_on = DateField(label="Hạn trình bản kiểm điểm", help_text="Áp dụng cho mọi tập thể, cá nhân được chọn.")
    same_plan = forms.BooleanField(label="Đúng là cùng một kế hoạch", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        running = _running(actor)
        plan = plan_of(running) if running else None
        self.actor = actor
        if plan is not None and running is not None:
            kwargs.setdefault("initial", _suggested(plan, running))
        super().__init__(*args, actor=actor, **kwargs)
        if plan is not None:
            for code in self.codes:
                field: Any = self.fields[f"template_{code}"]
                used = field.queryset.filter(pk__in=plan.template_ids).values_list("pk", flat=True).first()
                field.initial = used or field.initial
        for name in _NOT_ASKED:
            del self.fields[name]
        self.fields["name"].label = "Trích yếu, cũng là tên đợt"
        self.fields["name"].help_text = "Ví dụ: Kiểm điểm trách nhiệm đột xuất về quản lý đất đai tại xã Tân Sơn"
        self.order_fields(
            ["version", "name", "owner", "plan_number", "plan_date", "period_from", "period_to", "due_on"]
        )

    def clean(self) -> dict[str, Any]:
        """A number that another cycle has is pointed out once, for the plan cannot be mended after it was opened."""
        typed = super().clean() or self.cleaned_data
        if {"owner", "plan_number", "plan_date"} <= typed.keys():
            others = plan_numbers.used_for(self.actor, typed["owner"], typed["plan_number"], typed["plan_date"])
            if others:
                self.fields["same_plan"].widget = forms.CheckboxInput()
            if others and not typed.get("same_plan"):
                words = f"Số này đã dùng cho {others}. Hãy sửa lại; nếu đúng là một kế hoạch, đánh dấu ô bên dưới."
                self.add_error("plan_number", words)
        return typed

    def add_tiers(self, tiers: dict[int, str], kept: dict[int, TierDeadline]) -> None:
        """Only which tiers there are: all have the same deadline."""
        self.tiers = tiers

    def deadlines(self) -> tuple[TierDeadline, ...]:
        """The one deadline, for every tier below the committee."""
        due_on: date = self.cleaned_data["due_on"]
        return tuple(TierDeadline(tier, due_on, due_on) for tier in self.tiers)

    def plan(self) -> CyclePlan:
        """The plan as typed, over the whole of the committee."""
        self.cleaned_data |= {"kind": CycleKind.EXTRAORDINARY, "scope": self.cleaned_data["owner"].pk}
        return replace(super().plan(), kind=CycleKind.EXTRAORDINARY)


class SubjectFilter(Form):
    """What the collectives, or the persons, that a committee manages can be narrowed by."""

    loai = forms.ChoiceField(label="Loại", choices=Subject.choices, required=False)
    q = TextField(label="Tên đơn vị, họ tên", required=False, max_length=200)
    khoi = forms.ModelChoiceField(
        label="Khối", queryset=Bloc.objects.all(), required=False, to_field_name="code", empty_label="Tất cả"
    )
    cap = forms.TypedChoiceField(label="Cấp", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = UnitKind.objects.order_by("tier").values_list("tier", "tier_name").distinct("tier")
        self.fields["cap"].choices = [("", "Tất cả"), *tiers]  # type: ignore[attr-defined]

    @property
    def wants_people(self) -> bool:
        """Whether persons are to be shown; collectives otherwise."""
        return bool(getattr(self, "cleaned_data", {}).get("loai") == Subject.INDIVIDUAL)

    def apply_to_units(self, rows: UnitQuerySet) -> UnitQuerySet:
        """The collectives that pass every filter that can be read."""
        wanted = getattr(self, "cleaned_data", {})
        lookups = {"bloc": wanted.get("khoi"), "kind__tier": wanted.get("cap")}
        rows = rows.filter(**{lookup: value for lookup, value in lookups.items() if value})
        return rows.matching(wanted["q"]) if search_key(wanted.get("q") or "") else rows

    def apply_to_people(self, rows: CadreQuerySet) -> CadreQuerySet:
        """The persons that pass the words; block and tier are of units."""
        words = getattr(self, "cleaned_data", {}).get("q") or ""
        return rows.matching(words) if search_key(words) else rows


def _running(actor: Actor) -> Cycle | None:
    """The running cycle of the person's committees whose forms are taken over."""
    of_office = Cycle.objects.filter(owner__in=actor.office_ids(Role.STAFF, Role.STANDING), state=CycleState.OPEN)
    return of_office.filter(only_chosen=False).order_by("-period_to", "-pk").first()


def _suggested(plan: CyclePlan, running: Cycle) -> dict[str, Any]:
    return {
        "owner": running.owner_id,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "profile": plan.profile_id,
        "catalogue": plan.catalogue_id,
    }
