"""What people type about cycles: the plan, the deadlines, a reason."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Min
from django.forms import BoundField

from cadres.roles import Actor, Role
from core import localtime
from core.forms import DateField, Form, LongTextField, TextField, VersionField
from core.picking import PickField, PickingForm
from reviews.models import Catalogue, FormTemplate, RegulationProfile
from reviews.rules.cycle_plans import CyclePlan, TierDeadline
from reviews.states import CycleKind
from units.forms import unit_words, units_matching
from units.models import Unit, UnitKind
from units.querysets import ancestor_ids, path_in


class _TemplateField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"Bản {obj.template_version}, bộ quy định {obj.profile.code}"


class _DeadlineTable(Form):
    """Two dates for each tier, laid out as the rows of a table."""

    tiers: dict[int, str]

    def add_tiers(self, tiers: dict[int, str], kept: dict[int, TierDeadline]) -> None:
        """Add the fields, filled with the deadlines kept so far."""
        self.tiers = tiers
        for tier, name in tiers.items():
            deadline = kept.get(tier, TierDeadline(tier))
            for side, words, due_on in (
                ("collective", "tập thể", deadline.collective_due_on),
                ("individual", "cá nhân", deadline.individual_due_on),
            ):
                label = f"Hạn của {words}, {name[0].lower()}{name[1:]}"
                self.add_field(f"{side}_{tier}", DateField(label=label, required=False, initial=due_on))

    def tier_rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """(name of the tier, its two controls)."""
        for tier, name in self.tiers.items():
            yield name, self[f"collective_{tier}"], self[f"individual_{tier}"]

    def deadlines(self) -> tuple[TierDeadline, ...]:
        """What was typed, a tier each."""
        typed = self.cleaned_data
        return tuple(TierDeadline(t, typed.get(f"collective_{t}"), typed.get(f"individual_{t}")) for t in self.tiers)


class CycleForm(_DeadlineTable, PickingForm):
    """The whole plan of a cycle; its scope is any subtree of the committee that opens it."""

    version = VersionField(required=False)
    name = TextField(
        label="Tên đợt", max_length=200, help_text="Ví dụ: Kiểm điểm, đánh giá, xếp loại chất lượng năm 2026"
    )
    kind = forms.ChoiceField(label="Loại kỳ", choices=CycleKind.choices, initial=CycleKind.YEAR)
    owner = forms.ModelChoiceField(label="Cấp ủy mở đợt", queryset=Unit.objects.none(), empty_label=None)
    scope = PickField(
        label="Phạm vi: đơn vị này và mọi đơn vị trực thuộc",
        matching=units_matching,
        label_of=unit_words,
        help_text="Gõ tên để tìm đơn vị ở bất kỳ cấp nào bên dưới.",
    )
    plan_number = TextField(label="Số, ký hiệu kế hoạch", max_length=60, help_text="Ví dụ: 45-KH/TU")
    plan_date = DateField(label="Ngày kế hoạch")
    period_from = DateField(label="Kỳ kiểm điểm từ ngày")
    period_to = DateField(label="Kỳ kiểm điểm đến ngày")
    profile = forms.ModelChoiceField(label="Bộ quy định", queryset=RegulationProfile.objects.all(), empty_label=None)
    catalogue = forms.ModelChoiceField(label="Danh mục biểu hiện", queryset=Catalogue.objects.all(), empty_label=None)

    def __init__(
        self, *args: Any, actor: Actor, plan: CyclePlan | None = None, owner: Unit | None = None, **kwargs: Any
    ) -> None:
        owners = Unit.objects.filter(pk__in=[owner.pk] if owner else actor.office_ids(Role.STAFF, Role.STANDING))
        paths = list(owners.order_by("kind__tier", "sort_key").values_list("path", flat=True))
        kwargs.setdefault("initial", _kept(plan, owner) if plan else _suggested(paths))
        super().__init__(*args, rows={"scope": Unit.objects.filter(path_in(paths), ended_on=None)}, **kwargs)
        self._offer("owner", owners)
        self.codes = self._add_templates(plan)
        highest = owners.aggregate(highest=Min("kind__tier"))["highest"] or 0
        self.add_tiers(tiers_from(highest), {d.tier: d for d in plan.deadlines} if plan else {})

    def template_fields(self) -> list[BoundField]:
        """The controls of the form templates."""
        return [self[f"template_{code}"] for code in self.codes]

    def plan(self) -> CyclePlan:
        """The plan as typed."""
        typed = self.cleaned_data
        chosen = [typed[f"template_{code}"] for code in self.codes]
        return CyclePlan(
            name=typed["name"],
            kind=typed["kind"],
            scope_id=typed["scope"],
            plan_number=typed["plan_number"],
            plan_date=typed["plan_date"],
            period_from=typed["period_from"],
            period_to=typed["period_to"],
            profile_id=typed["profile"].pk,
            catalogue_id=typed["catalogue"].pk,
            template_ids=tuple(template.pk for template in chosen if template),
            deadlines=self.deadlines(),
        )

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _add_templates(self, plan: CyclePlan | None) -> list[str]:
        """One choice for each code of form; those of the regulation in force are suggested."""
        published = FormTemplate.objects.filter(published_on__isnull=False).select_related("profile")
        published = published.order_by("code", "-profile__valid_from", "-template_version")
        codes: dict[str, list[FormTemplate]] = {}
        for template in published:
            codes.setdefault(template.code, []).append(template)
        current = self.initial.get("profile")
        for code, versions in codes.items():
            chosen = [t.pk for t in versions if t.pk in plan.template_ids] if plan else []
            suggested = [t.pk for t in versions if t.profile_id == current] if not plan else []
            field = _TemplateField(
                label=f"Mẫu {code}",
                queryset=published.filter(code=code),
                required=False,
                initial=next(iter([*chosen, *suggested]), None),
                empty_label="Không dùng trong đợt này",
                help_text=versions[0].name,
            )
            self.add_field(f"template_{code}", field)
        return list(codes)


class DeadlinesForm(_DeadlineTable):
    """Other deadlines, with the reason."""

    version = VersionField()
    reason = LongTextField(
        label="Lý do đổi hạn", max_length=2000, help_text="Ví dụ: Thông báo số 87-TB/TU ngày 18/11/2026"
    )

    def __init__(self, *args: Any, plan: CyclePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        highest = Unit.objects.filter(pk=plan.scope_id).values_list("kind__tier", flat=True).get()
        self.add_tiers(tiers_from(highest), {d.tier: d for d in plan.deadlines})


class StepForm(Form):
    """A step that needs nothing but the version seen: opening, closing, discarding."""

    version = VersionField()


class ReopenForm(StepForm):
    """Opening a closed cycle again."""

    reason = LongTextField(label="Lý do mở lại đợt", max_length=2000)


def tiers_from(highest: int) -> dict[int, str]:
    """The tiers at and below this one, with their names."""
    rows = UnitKind.objects.filter(tier__gte=highest).values_list("tier").annotate(name=Min("tier_name"))
    return dict(rows.order_by("tier"))


def _suggested(paths: Sequence[str]) -> dict[str, Any]:
    """What a new plan begins with: this year, the whole of the committee, the regulation in force, the latest catalogue."""
    today = localtime.today()
    in_force = RegulationProfile.objects.filter(valid_from__lte=today).order_by("-valid_from").first()
    latest = Catalogue.objects.order_by("-catalogue_version").first()
    return {
        "scope": ancestor_ids(paths[0])[-1] if paths else None,
        "period_from": today.replace(month=1, day=1),
        "period_to": today.replace(month=12, day=31),
        "profile": in_force.pk if in_force else None,
        "catalogue": latest.pk if latest else None,
    }


def _kept(plan: CyclePlan, owner: Unit | None) -> dict[str, Any]:
    return {
        "name": plan.name,
        "kind": plan.kind,
        "owner": owner.pk if owner else None,
        "scope": plan.scope_id,
        "plan_number": plan.plan_number,
        "plan_date": plan.plan_date,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "profile": plan.profile_id,
        "catalogue": plan.catalogue_id,
    }
