"""What a page sends of the form, "<kind>-<key>-<field>", read into edits; what cannot be read is kept, with a sentence.

Only the fields that were sent count, so that autosave sends what changed and a page without JavaScript sends all.
"""

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.http import QueryDict

from core.forms import AmountField, DateField, Form, LongTextField, TextField
from core.text import nfc
from reviews.actions.answer_rows import IN_ROWS_BELOW
from reviews.actions.answers import Edit, Outcome
from reviews.forms.meetings import MeetingForm
from reviews.models.options import SheetOptions
from reviews.models.unread import NUL_SIGN, Unread
from reviews.rules.writing import Settlement
from reviews.states import CarriedState, Stance

LONGEST_TEXT: Final = 50_000
LONGEST_UNREAD: Final = 200_000  # of one control, all its parts together
MOST_PARTS: Final = 200
KEPT: Final = "Nội dung đã gõ được giữ nguyên ở đây, chưa tính là câu trả lời."
NOT_KEPT: Final = "Nội dung này chưa lưu được."
CANNOT_BE_READ: Final = "Nội dung ở ô này chưa dùng được. Hãy sửa hoặc chọn lại."
OLD_PAGE: Final = "Trang này cũ hơn bản đang dùng; mời tải lại trang."
SCORE_TOTAL: Final = "points.total"  # the figure of the profile that a self-score may not exceed
_NAME = re.compile(
    r"(answer|limitation|remedy|commitment|explanation|carried|share|meeting)"
    r"-([0-9]{1,18}(?:-[0-9]{1,18})?|[0-9a-f]{32})-([a-z_]{1,30})"
)


# the button beside two conflicting texts: "<field name>:<mine, theirs or join>:<digest of the other text>"
_SETTLING = re.compile(r"([a-z]+-[0-9a-f-]{1,40})-([a-z_]{1,30}):(mine|theirs|join):([0-9a-f]{12})")


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


@dataclass
class Posted:
    """A page's content as it was sent: the edits, sentences for the controls that could not be read, the raw texts.

    `strays`: what a page from before an update sent for fields that no row has any more.
    """

    edits: list[Edit] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    raw: dict[str, list[str]] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the form was sent."""
        return not self.raw

    def kept(self, outcome: Outcome) -> set[str]:
        """The names of the controls whose words a save has kept as they were typed."""
        unread = {
            "-".join((*edit.name, name))
            for edit in self.edits
            for name, value in edit.values.items()
            if isinstance(value, Unread)
        }
        return (unread | set(outcome.refusals)) - outcome.unwritten

    def told(self, outcome: Outcome) -> dict[str, str]:
        """The sentence for each control that is no answer, and whether its words are stored as they were typed."""
        kept = self.kept(outcome)
        sentences = self.refusals | outcome.refusals
        return {name: f"{words} {KEPT if name in kept else NOT_KEPT}" for name, words in sentences.items()}


def read_posted(data: QueryDict, options: SheetOptions) -> Posted:
    """Read every "<kind>-<key>-<field>" of a request; names that are none of ours are passed over."""
    rows: dict[tuple[str, str], list[str]] = {}
    posted, fields = Posted(), _Fields(options)
    for name in data:
        if found := _NAME.fullmatch(name):
            rows.setdefault((found[1], found[2]), []).append(found[3])
            posted.raw[name] = data.getlist(name)
    for (kind, key), names in rows.items():
        _read_row(kind, key, names, data, fields, posted)
    return posted


def refusal_of(options: SheetOptions, kind: str, name: str, unread: Unread) -> str:
    """The sentence beside what was typed and waits to be mended."""
    control = _Fields(options).get(kind, name)
    try:
        if control is not None:
            _cleaned(control, list(unread.parts) if name in IN_ROWS_BELOW else unread.parts[-1])
    except ValidationError as fault:
        return f"{' '.join(fault.messages)} {KEPT}"
    return f"{CANNOT_BE_READ} {KEPT}"


def typed_texts(posted: Posted) -> list[tuple[str, str]]:
    """What was typed, with the label of its control; what was merely chosen, and dates, need not be copied by anybody."""
    found = []
    for name, texts in posted.raw.items():
        field = FORMS[name.partition("-")[0]].base_fields.get(name.rpartition("-")[2])
        if isinstance(field, (TextField, AmountField)):
            found += [(str(field.label), text) for text in texts if text.strip()]
    return found + [("Ô không còn trên trang", text) for text in posted.strays]


class _Fields:
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
            offered = _OFFERED[kind, name](self._options)
            control = deepcopy(control)
            control.choices = [("", ""), *((str(value), words) for value, words in offered)]
        if name == "score" and control is not None:
            control = _limited(control, self._options)
        return control


@cache
def _blank(kind: str) -> Form:
    """A form of this kind, whose fields all requests share; what depends on the review is set in a copy."""
    return FORMS[kind]()


def _read_row(kind: str, key: str, names: list[str], data: QueryDict, fields: _Fields, posted: Posted) -> None:
    prefix = f"{kind}-{key}"
    values: dict[str, Any] = {}
    for name in names:
        control = fields.get(kind, name)
        if control is None:
            if name != "token" and (texts := list(filter(None, data.getlist(f"{prefix}-{name}")))):
                posted.refusals[f"{prefix}-{name}"] = OLD_PAGE
                posted.strays += texts
            continue
        try:
            values[name] = _as_stored(name, _cleaned(control, _sent(data, f"{prefix}-{name}", control)))
        except ValidationError as fault:
            posted.refusals[f"{prefix}-{name}"] = " ".join(fault.messages)
            if unread := _as_typed(data.getlist(f"{prefix}-{name}")):
                values[name] = unread
    if values:
        token = nfc(data.get(f"{prefix}-token", ""))[:500]
        posted.edits.append(Edit(kind, key, values, token, _settled(prefix, data)))


def _cleaned(control: forms.Field, sent: Any) -> Any:
    """The value as the field reads it."""
    value = control.clean(sent)
    if isinstance(value, str) and NUL_SIGN in value:
        raise ValidationError(control.error_messages["null_characters_not_allowed"])
    return value


def _sent(data: QueryDict, name: str, control: forms.Field) -> Any:
    """A list of ticks carries one empty value, so that "nobody ticked" is sent at all; it is no choice."""
    sent = control.widget.value_from_datadict(data, {}, name)
    return [value for value in sent if value] if isinstance(sent, list) else sent


def _limited(control: forms.Field, options: SheetOptions) -> forms.Field:
    """A score goes up to the profile's total, where it sets one."""
    most = options.profile.figure(SCORE_TOTAL)
    if most is None:
        return control
    control = deepcopy(control)
    control.validators.append(MaxValueValidator(most, message=control.error_messages["max_value"]))
    return control


def _settled(prefix: str, data: QueryDict) -> dict[str, Settlement]:
    found = _SETTLING.fullmatch(data.get("chon", ""))
    return {found[2]: Settlement(found[3], found[4])} if found and found[1] == prefix else {}


def _as_typed(parts: list[str]) -> Unread | None:
    """The words as they can be kept; None where they are beyond all bounds."""
    typed = tuple(nfc(part.replace("\0", NUL_SIGN).replace("\r\n", "\n")) for part in parts if part)
    return Unread(typed) if len(typed) <= MOST_PARTS and sum(map(len, typed)) <= LONGEST_UNREAD else None


def _as_stored(name: str, value: Any) -> Any:
    return frozenset(value) if name in IN_ROWS_BELOW else value
