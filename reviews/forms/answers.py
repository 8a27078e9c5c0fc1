"""What a page sends of the form, "<kind>-<key>-<field>", read into edits; what cannot be read is kept, with a sentence.

Only the fields that were sent count, so that autosave sends what changed and a page without JavaScript sends all.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core.forms import AmountField, TextField
from core.text import nfc
from reviews.actions.answer_rows import IN_ROWS_BELOW
from reviews.actions.answers import Edit, Outcome
from reviews.forms.answer_fields import FORMS, Fields
from reviews.models.options import SheetOptions
from reviews.models.unread import NUL_SIGN, Unread
from reviews.rules.writing import Settlement

LONGEST_UNREAD: Final = 200_000  # of one control, all its parts together
MOST_PARTS: Final = 200
KEPT: Final = "Nội dung đã gõ được giữ nguyên ở đây, chưa tính là câu trả lời."
NOT_KEPT: Final = "Nội dung này chưa lưu được."
CANNOT_BE_READ: Final = "Nội dung ở ô này chưa dùng được. Hãy sửa hoặc chọn lại."
OLD_PAGE: Final = "Trang này cũ hơn bản đang dùng; mời tải lại trang."
_NAME = re.compile(
    r"(answer|limitation|remedy|commitment|explanation|carried|share|meeting)"
    r"-([0-9]{1,18}(?:-[0-9]{1,18})?|[0-9a-f]{32})-([a-z_]{1,30})"
)


# the button beside two conflicting texts: "<field name>:<mine, theirs or join>:<digest of the other text>"
_SETTLING = re.compile(r"([a-z]+-[0-9a-f-]{1,40})-([a-z_]{1,30}):(mine|theirs|join):([0-9a-f]{12})")


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
    posted, fields = Posted(), Fields(options)
    for name in data:
        if found := _NAME.fullmatch(name):
            rows.setdefault((found[1], found[2]), []).append(found[3])
            posted.raw[name] = data.getlist(name)
    for (kind, key), names in rows.items():
        _read_row(kind, key, names, data, fields, posted)
    return posted


def refusal_of(options: SheetOptions, kind: str, name: str, unread: Unread) -> str:
    """The sentence beside what was typed and waits to be mended."""
    control = Fields(options).get(kind, name)
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


def _read_row(kind: str, key: str, names: list[str], data: QueryDict, fields: Fields, posted: Posted) -> None:
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
            values[name] = _read(kind, key, name, data, fields, control)
        except ValidationError as fault:
            posted.refusals[f"{prefix}-{name}"] = " ".join(fault.messages)
            if unread := as_unread(data.getlist(f"{prefix}-{name}")):
                values[name] = unread
    if values:
        token = nfc(data.get(f"{prefix}-token", ""))[:500]
        posted.edits.append(Edit(kind, key, values, token, _settled(prefix, data)))


def _read(kind: str, key: str, name: str, data: QueryDict, fields: Fields, control: forms.Field) -> Any:
    """The value sent for a field; what its row stores already is taken although the lists offer it no more."""
    sent = _sent(data, f"{kind}-{key}-{name}", control)
    try:
        return _as_stored(name, _cleaned(control, sent))
    except ValidationError:
        wider = fields.with_former(kind, key, name)
        if wider is None:
            raise
        return _as_stored(name, _cleaned(wider, sent))


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


def _settled(prefix: str, data: QueryDict) -> dict[str, Settlement]:
    found = _SETTLING.fullmatch(data.get("chon", ""))
    return {found[2]: Settlement(found[3], found[4])} if found and found[1] == prefix else {}


def as_unread(parts: list[str]) -> Unread | None:
    """The words of a control as they can be kept; None where they are beyond all bounds, or none."""
    typed = tuple(nfc(part.replace("\0", NUL_SIGN).replace("\r\n", "\n")) for part in parts if part)
    return Unread(typed) if len(typed) <= MOST_PARTS and sum(map(len, typed)) <= LONGEST_UNREAD else None


def _as_stored(name: str, value: Any) -> Any:
    return frozenset(value) if name in IN_ROWS_BELOW else value
