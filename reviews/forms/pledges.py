"""What a page sends of a yearly pledge, and the form as a template draws it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core import formats
from core.forms import DateField, Form, LongTextField, VersionField
from reviews.actions.pledges import FIELDS, PledgeEdit, PledgeOutcome, standing
from reviews.forms.answers import KEPT, NOT_KEPT, as_unread
from reviews.forms.sheet_controls import Clash, Control, as_typed
from reviews.models import Cycle, PledgeAnswer, PledgeSection
from reviews.models.unread import NUL_SIGN, Unread
from reviews.rules.writing import Settlement, digest, read_token, token_of

LONGEST_TEXT: Final = 50_000
_NAME = re.compile(r"cam-([0-9]{1,18})-text")
_SETTLING = re.compile(r"cam-([0-9]{1,18})-text:(mine|theirs|join):([0-9a-f]{12})")
_OTHER_WINDOW = "Đồng chí ở cửa sổ khác"


class CallForm(Form):
    """By when the pledges of the cycle's year are handed in."""

    version = VersionField()
    due_on = DateField(
        label="Hạn nộp bản cam kết",
        required=False,
        help_text="Ví dụ 31/01/2027. Để trống là đợt này không yêu cầu nộp. Hạn do cấp ủy tự đặt (chưa xác minh).",
    )


class PaperForm(Form):
    """On which day a member handed the pledge in on paper."""

    on = DateField(label="Ngày nộp bản giấy", help_text="Ngày chi bộ nhận bản ký tay.")


class CellFilter(Form):
    """The filters of a cell's list, as they stand in its address."""

    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), ("chua", "Chưa nộp"), ("da", "Đã nộp")]
    )
    dot = forms.ChoiceField(label="Năm", required=False)

    def __init__(self, *args: Any, calls: Sequence[Cycle] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(calls) > 1:
            years = [(str(one.pk), f"{one.period_to.year}: {one.name}") for one in calls]
            self.fields["dot"].choices = [("", "Mới nhất"), *years]  # type: ignore[attr-defined]
        else:
            del self.fields["dot"]


CANNOT_BE_READ: Final = "Nội dung quá dài hoặc có ký tự không lưu được. Hãy rút gọn, gõ lại ký tự lạ rồi lưu."


@dataclass(slots=True)
class PostedPledge:
    """The texts of one page, and the sentences for those that cannot be read."""

    edits: list[PledgeEdit] = field(default_factory=list)
    typed: dict[int, str] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)

    def kept(self, outcome: PledgeOutcome) -> set[str]:
        """The names of the controls whose words a save has kept as they were typed."""
        lost = {edit.section_id for edit in outcome.gone} | outcome.conflicts.keys()
        unread = (edit.section_id for edit in self.edits if isinstance(edit.text, Unread))
        return {f"cam-{pk}-text" for pk in unread if pk not in lost}

    def told(self, outcome: PledgeOutcome) -> dict[str, str]:
        """The sentence for each control that cannot be read, and whether its words are stored as they were typed."""
        kept = self.kept(outcome)
        return {name: f"{words} {KEPT if name in kept else NOT_KEPT}" for name, words in self.refusals.items()}


def read_pledge(posted: QueryDict) -> PostedPledge:
    """Every text that was sent, with what the page had seen of it and how a conflict was settled."""
    read = PostedPledge()
    settled = _settled(posted)
    for name in posted:
        found = _NAME.fullmatch(name)
        if found is None:
            continue
        section_id, typed = int(found[1]), posted.get(name, "")
        read.typed[section_id] = typed
        text = _read(typed)
        if text is None or isinstance(text, Unread):
            read.refusals[name] = CANNOT_BE_READ
        if text is not None:
            seen = read_token(posted.get(f"cam-{section_id}-token", ""), FIELDS)
            read.edits.append(PledgeEdit(section_id, text, seen, settled.get(section_id)))
    return read


def _read(typed: str) -> str | Unread | None:
    """The text; as it was typed where it cannot be read; None where it cannot be kept either."""
    try:
        text = str(LongTextField(required=False, max_length=LONGEST_TEXT, label="Nội dung").clean(typed))
    except ValidationError:
        return as_unread([typed])
    return as_unread([typed]) if NUL_SIGN in text else text


def _settled(posted: QueryDict) -> dict[int, Settlement]:
    found = _SETTLING.fullmatch(posted.get("chon", ""))
    return {int(found[1]): Settlement(found[2], found[3])} if found else {}


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """One heading as the form shows it."""

    section: PledgeSection
    control: Control
    token: str

    @property
    def name(self) -> str:
        """What its controls begin with."""
        return f"cam-{self.section.pk}"

    @property
    def is_written(self) -> bool:
        """Whether something stands there."""
        return bool(self.control.value.strip())


def pledge_rows(
    sections: list[PledgeSection],
    answers: Mapping[int, PledgeAnswer],
    posted: PostedPledge | None = None,
    outcome: PledgeOutcome | None = None,
) -> list[PledgeRow]:
    """The headings with what stands in them, or with what was typed where it could not be stored."""
    posted = posted or PostedPledge()
    refusals = posted.told(outcome) if outcome else posted.refusals
    rows = []
    for section in sections:
        answer = answers.get(section.pk) or PledgeAnswer(section=section, version=0)
        stored = standing(answer)
        name = f"cam-{section.pk}-text"
        clash = clash_of(outcome, posted, section.pk) if outcome else None
        refusal = refusals.get(name, f"{CANNOT_BE_READ} {KEPT}" if answer.unread else "")
        is_kept = name in refusals or clash is not None or outcome is None
        value = posted.typed.get(section.pk, as_typed(stored["text"])) if is_kept else as_typed(stored["text"])
        control = Control(name, section.heading, "text", value, rows=5, refusal=refusal, clash=clash)
        token = outcome.tokens.get(section.pk) if outcome else None
        rows.append(PledgeRow(section, control, token or str(token_of(answer.version, stored))))
    return rows


def clash_of(outcome: PledgeOutcome, posted: PostedPledge, section_id: int) -> Clash | None:
    """Both texts of a heading that was changed in another window meanwhile."""
    answer = outcome.conflicts.get(section_id)
    if answer is None:
        return None
    stored = standing(answer)["text"]
    return Clash(
        field=f"cam-{section_id}-text",
        theirs=as_typed(stored),
        mine=posted.typed.get(section_id, ""),
        theirs_digest=digest(stored),
        by=_OTHER_WINDOW,
        at=answer.updated_at,
        can_join=True,
    )


def saved_words(outcome: PledgeOutcome) -> str:
    """`Đã lưu lúc 14:03:12`."""
    return formats.saved_at(outcome.at)
