"""What people type about hard tasks: the registration, and the filters of the list."""

from typing import Any

from django import forms

from cadres.roles import Actor, Role
from core.forms import DateField, Form, LongTextField, TextField, VersionField
from reviews.models import Cycle
from reviews.states import CycleState, Subject
from units.models import Unit

LONGEST_TEXT = 5_000


class HardTaskFilter(Form):
    """The filters of the list, as they stand in its address."""

    don_vi = TextField(label="Đơn vị", required=False, max_length=100)
    nguoi = TextField(label="Cá nhân", required=False, max_length=100)
    cua = forms.ChoiceField(label="Của", required=False, choices=[("", "Tất cả"), *Subject.choices])
    qua_han = forms.BooleanField(label="Đã đến hạn", required=False)


def _place_of(key: str) -> tuple[int, bool]:
    """(unit, whether for the person) of a choice."""
    kind, _, pk = key.rpartition("-")
    return int(pk), kind == "ca-nhan"


class WordingForm(Form):
    """The wording of a hard task."""

    text = LongTextField(
        label="Việc khó",
        help_text="Việc khó nhất của năm tới, nêu cụ thể: làm gì, ở đâu, đến mức nào.",
        max_length=LONGEST_TEXT,
    )
    measure = LongTextField(
        label="Kết quả phải đạt", help_text="Thước đo để biết đã xong.", required=False, max_length=LONGEST_TEXT
    )
    due_on = DateField(label="Thời hạn", help_text="Ví dụ: 30/11/2027")


class ChangeForm(WordingForm):
    """The wording of a task that is registered already."""

    version = VersionField()


class RegistrationForm(WordingForm):
    """A new hard task: for whom, in which cycle, and its wording."""

    whose = forms.TypedChoiceField(label="Đăng ký cho", coerce=_place_of)
    cycle = forms.ModelChoiceField(label="Đợt kiểm điểm", queryset=Cycle.objects.none(), empty_label=None)

    field_order = ("whose", "cycle", "text", "measure", "due_on")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = _places(actor)  # type: ignore[attr-defined]
        cycles = Cycle.objects.visible_to(actor).filter(state=CycleState.OPEN)
        self.fields["cycle"].queryset = cycles.order_by("-period_to", "-pk")  # type: ignore[attr-defined]


def _places(actor: Actor) -> list[tuple[str, str]]:
    """For which collectives the person registers, and in which the person is a member, as choices."""
    charged = actor.office_ids(Role.SECRETARY, Role.HEAD)
    names = dict(Unit.objects.filter(pk__in={*charged, *actor.seat_unit_ids}).values_list("pk", "name"))
    collective = [(f"tap-the-{pk}", f"Tập thể {names[pk]}") for pk in charged]
    own = [(f"ca-nhan-{pk}", f"Cá nhân tôi, thành viên {names[pk]}") for pk in actor.seat_unit_ids]
    return collective + (own if actor.cadre_id is not None else [])


class RemarkForm(Form):
    """What somebody who follows a hard task says of it."""

    version = VersionField()
    text = LongTextField(
        label="Ý kiến theo dõi",
        help_text="Đơn vị, cá nhân đăng ký việc khó phải trả lời ý kiến này.",
        max_length=LONGEST_TEXT,
    )


class RemarkAnswerForm(Form):
    """What those who do the task answer."""

    version = VersionField()
    answer = LongTextField(label="Trả lời", max_length=LONGEST_TEXT)
