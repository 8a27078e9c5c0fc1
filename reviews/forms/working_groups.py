"""What people type about working groups: the group, a member, the units given, one visit."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cadres.forms.people import cadre_words, cadres_matching
from cadres.models import Cadre
from cadres.roles import Actor
from core.forms import DateField, Form, LongTextField, TextField, TimeField, VersionField
from core.picking import PickField, PickingForm, RowField
from reviews.actions.group_visits import VisitFacts
from reviews.actions.working_groups import GroupFacts
from reviews.models import Cycle, GroupMember, GroupVisit, WorkingGroup
from reviews.querysets.working_groups import KEEPERS, WorkingGroupQuerySet
from reviews.reports import group_load
from reviews.states import Attendance, CycleState, GroupDuty
from units.models import Unit

LONGEST_TEXT = 10_000


class GroupFilter(Form):
    """What the list can be narrowed by; every part stays in the address."""

    q = TextField(label="Tên tổ, số quyết định", required=False, max_length=200)
    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]

    def apply_to(self, rows: WorkingGroupQuerySet) -> WorkingGroupQuerySet:
        """The groups that pass every filter that can be read."""
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("dot"):
            rows = rows.filter(cycle=wanted["dot"])
        return rows.matching(wanted.get("q") or "")


class FactsForm(Form):
    """The facts of a group."""

    name = TextField(label="Tên tổ, đoàn công tác", max_length=200, help_text="Ví dụ: Tổ công tác số 1")
    decision_number = TextField(label="Quyết định số", max_length=60, help_text="Ví dụ: 512-QĐ/TU")
    decision_on = DateField(label="Ngày quyết định")
    works_from = DateField(label="Làm việc từ ngày")
    works_to = DateField(
        label="Đến hết ngày",
        help_text="Hết ngày này, thành viên của tổ thôi xem được bản kiểm điểm của những nơi được giao.",
    )

    def clean(self) -> dict[str, Any]:
        """Gathered as the action takes them."""
        typed = super().clean() or {}
        if not self.errors:
            typed = {
                "facts": GroupFacts(**{name: typed.pop(name) for name in GroupFacts.__dataclass_fields__}),
                **typed,
            }
        return typed


class CreateGroupForm(FactsForm):
    """A new group, of a committee for an open cycle."""

    cycle_id = RowField(label="Đợt kiểm điểm", queryset=Cycle.objects.none(), empty_label="— chọn đợt —")
    owner_id = RowField(label="Cấp ủy lập tổ", queryset=Unit.objects.none(), empty_label="— chọn cấp ủy —")
    field_order = ("cycle_id", "owner_id")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "cycle_id": Cycle.objects.visible_to(actor).filter(state=CycleState.OPEN),
            "owner_id": Unit.objects.filter(pk__in=actor.office_ids(*KEEPERS)),
        }
        for name, offered in rows.items():
            field: Any = self.fields[name]
            field.queryset = offered
            if len(offered) == 1:
                field.initial = offered[0]


class ChangeGroupForm(FactsForm):
    """The facts again, of the version seen."""

    version = VersionField()

    @classmethod
    def of(cls, group: WorkingGroup, data: Any) -> "ChangeGroupForm":
        """The form with what is known."""
        return cls(data, initial={name: getattr(group, name) for name in ("version", *GroupFacts.__dataclass_fields__)})


class AddMemberForm(PickingForm):
    """Who joins, and as what."""

    version = VersionField()
    cadre_id = PickField(label="Thành viên", matching=cadres_matching, label_of=cadre_words)
    duty = forms.ChoiceField(label="Nhiệm vụ", choices=GroupDuty.choices, initial=GroupDuty.MEMBER)

    def __init__(self, data: Any = None, *, actor: Actor, group: WorkingGroup, **kwargs: Any) -> None:
        rows: dict[str, QuerySet[Any]] = {"cadre_id": Cadre.objects.visible_to(actor)}
        besides = {"cadre_id": lambda people: group_load.words_beside([one.pk for one in people], group)}
        super().__init__(data, rows=rows, besides=besides, **kwargs)


class GiveUnitsForm(Form):
    """The units to give, ticked."""

    version = VersionField()
    unit_ids = forms.TypedMultipleChoiceField(label="Nơi giao cho tổ", coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["unit_ids"]
        offered.choices = [(unit.pk, unit.name) for unit in units]


class GroupMemberForm(Form):
    """Which member leaves."""

    version = VersionField()
    member_id = forms.IntegerField(min_value=1, max_value=2**62)


class GroupVisitForm(Form):
    """Which unit is taken back."""

    version = VersionField()
    visit_id = forms.IntegerField(min_value=1, max_value=2**62)


class VisitForm(Form):
    """Schedule, attendance of each member, note."""

    version = VersionField()
    held_on = DateField(label="Ngày hội nghị", required=False)
    starts_at = TimeField(label="Giờ", required=False, help_text="Ví dụ: 14:00")
    place = TextField(label="Địa điểm", required=False, max_length=250)
    needed_later = ("held_on", "starts_at", "place")

    def __init__(self, data: Any, *, visit: GroupVisit, members: list[GroupMember]) -> None:
        said = {one.member_id: one for one in visit.attendances.all()}
        initial: dict[str, Any] = {
            name: getattr(visit, name) for name in ("version", "held_on", "starts_at", "place", "note")
        }
        for member in members:
            if one := said.get(member.pk):
                initial |= {f"came-{member.pk}": one.came, f"reason-{member.pk}": one.reason}
        super().__init__(data, initial=initial)
        self.members = members
        for member in members:
            name = member.cadre.full_name
            choices = [("", "Chưa điểm danh"), *Attendance.choices]
            self.add_field(f"came-{member.pk}", forms.ChoiceField(label=name, choices=choices, required=False))
            reason = TextField(label=f"Lý do vắng của {name}", required=False, max_length=300)
            self.add_field(f"reason-{member.pk}", reason)
            self.fields[f"came-{member.pk}"].needed_later = True  # type: ignore[attr-defined]
        note = LongTextField(
            label="Nhận xét sau hội nghị",
            required=False,
            max_length=LONGEST_TEXT,
            help_text="Việc chuẩn bị, tinh thần tự phê bình và phê bình, nội dung cần làm rõ thêm.",
        )
        self.add_field("note", note)

    def clean(self) -> dict[str, Any]:
        """Gathered as the action takes them."""
        typed = super().clean() or {}
        if self.errors:
            return typed
        said = {
            member.pk: (typed[f"came-{member.pk}"], typed[f"reason-{member.pk}"])
            for member in self.members
            if typed[f"came-{member.pk}"]
        }
        facts = VisitFacts(typed["held_on"], typed["starts_at"], typed["place"], typed["note"], said)
        return {"version": typed["version"], "facts": facts}
