"""The fields of the form's rows by kind, with the choices that this review offers and those that a row still stores."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import cache
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator

from core.forms import AmountField, DateField, Form, LongTextField, TextField
from reviews.forms.meetings import MeetingForm
from reviews.models.former_choices import former_choices
from reviews.models.options import SheetOptions
from reviews.models.regulation import SCORE_TOTAL
from reviews.states import CarriedState, Stance

LONGEST_TEXT: Final = 50_000


class AnswerForm(Form):
    """A text with its degree, rating level or self-score."""

    text = LongTextField(label="Nội dung", required=False, max_length=LONGEST_TEXT)
    choice = forms.ChoiceField(label="Mức", required=False)
    score = AmountField(label="Điểm tự chấm", required=False, max_digits=5, decimal_places=2, min_value=0)


class LimitationForm(Form):
    """The four questions of a limitation, save its remedies."""

    fault = LongTextField(label="Khuyết điểm", required=False, max_length=LONGEST_TEXT)
    field_id = forms.TypedChoiceField(label="Lĩnh vực", required=False, coerce=int, empty_value=None)
    responsible_unit_id = forms.TypedChoiceField(
        label="Tổ chức chịu trách nhiệm", required=False, coerce=int, empty_value=None
    )
    responsible_text = LongTextField(label="Trách nhiệm cụ thể", required=False, max_length=LONGEST_TEXT)
    persons = forms.TypedMultipleChoiceField(label="Cá nhân chịu trách nhiệm", required=False, coerce=int)
    objective_cause = LongTextField(label="Nguyên nhân khách quan", required=False, max_length=LONGEST_TEXT)
    subjective_cause = LongTextField(label="Nguyên nhân chủ quan", required=False, max_length=LONGEST_TEXT)


class RemedyForm(Form):
    """One remedy: what, who, by when, with which result."""

    action = LongTextField(label="Việc phải làm", required=False, max_length=LONGEST_TEXT)
    owner_cadre_id = forms.TypedChoiceField(label="Người chủ trì", required=False, coerce=int, empty_value=None)
    owner_text = TextField(label="Đơn vị, người khác chủ trì", required=False, max_length=250)
    due_on = DateField(label="Thời hạn", required=False)
    measure = LongTextField(label="Kết quả phải đạt", required=False, max_length=LONGEST_TEXT)


class CommitmentForm(Form):
    """One commitment."""

    text = LongTextField(label="Việc cam kết", required=False, max_length=LONGEST_TEXT)
    kind = forms.ChoiceField(label="Loại cam kết", required=False)
    owner = TextField(label="Người chịu trách nhiệm", required=False, max_length=250)
    due_on = DateField(label="Thời hạn", required=False)
    measure = LongTextField(label="Kết quả phải đạt", required=False, max_length=LONGEST_TEXT)


class ExplanationForm(Form):
    """The answer to one suggested topic, save its remedies."""

    stance = forms.ChoiceField(
        label="Ý kiến về nội dung được gợi ý", required=False, choices=[("", ""), *Stance.choices]
    )
    fault = LongTextField(label="Khuyết điểm hoặc căn cứ", required=False, max_length=LONGEST_TEXT)
    responsible_text = LongTextField(label="Trách nhiệm", required=False, max_length=LONGEST_TEXT)
    shares = forms.MultipleChoiceField(label="Phần trách nhiệm của từng đồng chí", required=False)
    objective_cause = LongTextField(label="Nguyên nhân khách quan", required=False, max_length=LONGEST_TEXT)
    subjective_cause = LongTextField(label="Nguyên nhân chủ quan", required=False, max_length=LONGEST_TEXT)
    lessons = LongTextField(label="Bài học kinh nghiệm", required=False, max_length=LONGEST_TEXT)


class CarriedOverForm(Form):
    """What became of a remedy or commitment of an earlier cycle."""

    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", ""), *CarriedState.choices])
    actual = AmountField(label="Số đo đạt được", required=False, max_digits=16, decimal_places=3)
    reason = LongTextField(label="Lý do, đã làm đến đâu", required=False, max_length=LONGEST_TEXT)


class OwnShareForm(Form):
    """The own part in one limitation of the collective."""

    text = LongTextField(label="Trách nhiệm của bản thân", required=False, max_length=LONGEST_TEXT)


FORMS: Final[dict[str, type[Form]]] = {
    "answer": AnswerForm,
    "limitation": LimitationForm,
    "remedy": RemedyForm,
    "commitment": CommitmentForm,
    "explanation": ExplanationForm,
    "carried": CarriedOverForm,
    "share": OwnShareForm,
    "meeting": MeetingForm,
}

_OFFERED: Final[dict[tuple[str, str], Callable[[SheetOptions], Iterable[tuple[Any, str]]]]] = {
    ("answer", "choice"): lambda options: (options.degrees | options.levels).items(),
    ("limitation", "field_id"): lambda options: options.fields.items(),
    ("limitation", "responsible_unit_id"): lambda options: options.units.items(),
    ("limitation", "persons"): lambda options: options.member_lines.items(),
    ("explanation", "shares"): lambda options: options.share_choices.items(),
    ("remedy", "owner_cadre_id"): lambda options: options.member_lines.items(),
    ("commitment", "kind"): lambda options: options.commitment_kinds.items(),
}


class Fields:
    """The fields of all rows of one request: a list of choices is loaded when one of its kind is sent."""

    def __init__(self, options: SheetOptions) -> None:
        self._options = options
        self._ready: dict[tuple[str, str], forms.Field | None] = {}

    def get(self, kind: str, name: str) -> forms.Field | None:
        """The field of this name with the choices of this review; None where rows of the kind have no such field."""
        if (kind, name) not in self._ready:
            self._ready[kind, name] = self._made_ready(kind, name, _blank(kind).fields.get(name))
        return self._ready[kind, name]

    def _made_ready(self, kind: str, name: str, control: forms.Field | None) -> forms.Field | None:
        if (kind, name) in _OFFERED and isinstance(control, forms.ChoiceField):
            control = _offering(control, _OFFERED[kind, name](self._options))
        if name == "score" and control is not None:
            control = _limited(control, self._options)
        return control

    def with_former(self, kind: str, key: str, name: str) -> forms.Field | None:
        """The same with what this very row stores and the lists offer no more; None where there is nothing of the kind.

        It costs a query and is asked only when a choice was refused.
        """
        control = self.get(kind, name)
        if (kind, name) not in _OFFERED or not isinstance(control, forms.ChoiceField):
            return None
        former = former_choices(self._options.review.pk, kind, key, name)
        offered = [*_OFFERED[kind, name](self._options), *((value, value) for value in former)]
        return _offering(control, offered) if former else None


@cache
def _blank(kind: str) -> Form:
    """A form of this kind, whose fields all requests share; what depends on the review is set in a copy."""
    return FORMS[kind]()


def _offering(control: forms.ChoiceField, offered: Iterable[tuple[Any, str]]) -> forms.ChoiceField:
    control = deepcopy(control)
    control.choices = [("", ""), *((str(value), words) for value, words in offered)]
    return control


def _limited(control: forms.Field, options: SheetOptions) -> forms.Field:
    """A score goes up to the profile's total, where it sets one."""
    most = options.profile.figure(SCORE_TOTAL)
    if most is None:
        return control
    control = deepcopy(control)
    control.validators.append(MaxValueValidator(most, message=control.error_messages["max_value"]))
    return control
