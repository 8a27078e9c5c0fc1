"""One control of the form of a review as a template draws it: plain values, no Django widget behind each."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from core import formats
from core.differences import Piece, word_differences
from reviews.actions.answers import Conflict, Outcome
from reviews.forms.answers import Posted, refusal_of
from reviews.models.former_choices import NAMES_LOST_BY_LISTS, former_words
from reviews.models.options import SheetOptions
from reviews.models.unread import KeepsUnread, Unread
from reviews.rules.hints import Hint
from reviews.rules.topic_shares import agree
from reviews.rules.writing import digest
from reviews.states import CarriedState, Stance


class Choice(NamedTuple):
    """One entry of a list to choose from; a tuple, because templates take hundreds of them apart."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else wrote into the same field meanwhile, beside one's own text."""

    field: str
    theirs: str
    mine: str
    theirs_digest: str
    by: str
    at: datetime
    can_join: bool
    is_list: bool = False

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Both texts, theirs first, cut where they differ."""
        return word_differences(self.theirs, self.mine)

    @property
    def joining_repeats(self) -> bool:
        """Whether most of one's own text stands in the other one too, so that both joined say it twice."""
        _, mine = self.pieces
        same = sum(len(piece.text) for piece in mine if not piece.differs)
        return not self.is_list and 2 * same > len(self.mine)


@dataclass(slots=True)
class Control:
    """A field with its name (also its id), label, value as typed, the sentence of a refusal, the other's text."""

    name: str
    label: str
    kind: str
    value: str = ""
    hint: str = ""
    rows: int = 3
    choices: list[Choice] = dataclasses.field(default_factory=list)
    refusal: str = ""
    clash: Clash | None = None
    wide: bool = True
    hints: list[Hint] = dataclasses.field(default_factory=list)

    @property
    def field(self) -> str:
        """The name of the field alone."""
        return self.name.rsplit("-", 1)[1]

    @property
    def is_spoken_of(self) -> bool:
        """Whether anything stands below the control: a refusal, another's text."""
        return bool(self.refusal or self.clash)

    @property
    def described_by(self) -> str:
        """The ids of hint and refusal for screen readers."""
        parts = [(self.hint, "goi-y"), (self.refusal, "loi"), (self.clash, "khac"), (self.hints, "nhac")]
        return " ".join(f"{self.name}-{suffix}" for there, suffix in parts if there)


# field → (label, kind of control)
LABELS: Final[dict[str, tuple[str, str]]] = {
    "text": ("Nội dung", "text"),
    "choice": ("Tự đánh giá", "choice"),
    "score": ("Điểm tự chấm", "number"),
    "fault": ("Khuyết điểm", "text"),
    "field_id": ("Lĩnh vực", "choice"),
    "responsible_unit_id": ("Tổ chức chịu trách nhiệm", "choice"),
    "responsible_text": ("Trách nhiệm cụ thể", "text"),
    "persons": ("Cá nhân chịu trách nhiệm", "persons"),
    "shares": ("Phần trách nhiệm của từng đồng chí", "shares"),
    "objective_cause": ("Nguyên nhân khách quan", "text"),
    "subjective_cause": ("Nguyên nhân chủ quan", "text"),
    "lessons": ("Bài học kinh nghiệm (nếu có)", "text"),
    "action": ("Việc phải làm", "text"),
    "owner_cadre_id": ("Người chủ trì", "choice"),
    "owner_text": ("hoặc đơn vị, người khác", "line"),
    "due_on": ("Thời hạn", "date"),
    "measure": ("Kết quả phải đạt", "text"),
    "kind": ("Loại cam kết", "choice"),
    "owner": ("Người chịu trách nhiệm", "line"),
    "stance": ("Ý kiến về nội dung được gợi ý", "choice"),
    "state": ("Tình trạng", "choice"),
    "actual": ("Thực hiện", "number"),
    "reason": ("Đã làm đến đâu; chưa làm thì vì sao", "text"),
    "held_on": ("Ngày họp", "date"),
    "held_at": ("Địa điểm", "line"),
    "chair": ("Chủ trì", "line"),
    "secretary": ("Thư ký, người ghi biên bản", "line"),
    "present": ("Số đồng chí có mặt", "number"),
    "total": ("Trên tổng số", "number"),
    "absent_reasons": ("Vắng mặt, lý do", "text"),
    "conclusion": ("Kết luận hội nghị", "text"),
    "draft_number": ("Dự thảo lần thứ", "number"),
}


LISTS: Final = frozenset({"persons", "shares"})
"""Kinds of control of which several persons are chosen."""

SHARES_HINT: Final = "Ghi cho người đứng đầu và từng cấp phó; đồng chí nào không phụ trách thì chọn “Không phụ trách”."

FORMER_HINT: Final = (
    "Người ghi “không còn trong danh sách” không giữ chức vụ trong tập thể ở kỳ này: chỉ giữ nguyên hoặc bỏ, không đổi."
)
OTHERS_HINT: Final = "Bản cá nhân chỉ ghi phần của chính mình: phần đã ghi cho người khác chỉ giữ nguyên hoặc bỏ."

_FORMER: Final = "không còn trong danh sách"


def as_typed(value: Any) -> str:
    """A stored value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, Unread):
        return value.text
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value)
    return str(value)


class ControlMaker:
    """Makes the controls of one page: stored values, over them what was typed and could not be stored."""

    def __init__(self, options: SheetOptions, posted: Posted | None, outcome: Outcome | None) -> None:
        self.options = options
        self.posted = posted or Posted()
        self.tokens = outcome.tokens if outcome else {}
        self.clashes = {(c.name, c.field): c for c in outcome.conflicts} if outcome else {}
        self.refusals = self.posted.told(outcome) if outcome else self.posted.refusals
        self._former: dict[tuple[str, str], str] = {}
        self.keep_all = outcome is None and posted is not None

    def make(
        self, kind: str, key: str, name: str, stored: Any, *, offered: Mapping[Any, str] | None = None, **more: Any
    ) -> Control:
        """The control of one field; `offered` are the choices of a list, `more` overrides label, hint, rows."""
        label, control_kind = LABELS[name]
        control = Control(f"{kind}-{key}-{name}", label, control_kind)
        for attribute, value in more.items():
            setattr(control, attribute, value)
        control.refusal = self.refusals.get(control.name, "")
        clash = self.clashes.get(((kind, key), name))
        typed = self.posted.raw.get(control.name)
        shows_typed = typed is not None and bool(self.keep_all or control.refusal or clash)
        if offered is not None:
            held = _chosen(stored)
            chosen = set(typed or ()) - {""} if shows_typed else held
            choices = [Choice(str(pk), words, str(pk) in chosen) for pk, words in offered.items()]
            control.choices = self._with_former(name, choices, chosen, held)
            if name in LISTS and len(control.choices) > len(choices):
                why = FORMER_HINT if self.options.review.is_collective else OTHERS_HINT
                control.hint = f"{control.hint} {why}".strip()
        else:
            control.value = (typed or [""])[-1] if shows_typed else as_typed(stored)
        if clash:
            control.clash = self.clash_of(clash)
        return control

    def with_unread(self, kind: str, row: KeepsUnread, controls: Iterable[Control]) -> Iterable[Control]:
        """Put what was typed and could not be read back in its control; what this page sends comes before it."""
        if not row.unread:
            return controls
        waiting, ready = row.unread_values, list(controls)
        for control in ready:
            unread, is_shown = waiting.get(control.field), self.keep_all and control.name in self.posted.raw
            if unread and not is_shown and not control.is_spoken_of:
                control.refusal = refusal_of(self.options, kind, control.field, unread)
                control.value = unread.parts[-1]
                choices = [Choice(value, label, value in unread.parts) for value, label, _ in control.choices]
                control.choices = choices and self._with_former(control.field, choices, set(unread.parts), set())
        return ready

    def _with_former(self, name: str, choices: list[Choice], chosen: set[str], held: set[str]) -> list[Choice]:
        """The choices, behind them what is chosen or stored (`held`) and not offered: a page sends it back, drops nothing."""
        former = chosen | held and (chosen | held) - {choice.value for choice in choices}
        if not former:
            return choices
        words, found = self._wording(name, held), list(choices)
        for value in sorted(former):
            label = words(value)
            if name == "shares":  # a list for each person, whose name stands before it
                person, _, share = label.rpartition(": ")
                found.append(
                    Choice(
                        f"{value.partition(':')[0]}:",
                        f"{person or share} ({_FORMER})",
                        chosen=value in chosen and value.endswith(":"),
                    )
                )
                found += [Choice(value, f"{person}: {share}", value in chosen)] if not value.endswith(":") else []
            else:
                found.append(Choice(value, f"{label} ({_FORMER})", value in chosen))
        return found

    def _names_of_former(self, name: str, values: set[str]) -> dict[str, str]:
        """Words for what rows store and lists offer no more, asked once for each of them."""
        if name not in NAMES_LOST_BY_LISTS:
            return {}
        if asked := {value for value in values if (name, value) not in self._former}:
            self._former |= {(name, value): words for value, words in former_words(name, asked).items()}
        return {value: self._former[name, value] for value in values}

    def clash_of(self, conflict: Conflict) -> Clash:
        """Both texts of a conflict in words."""
        is_unread = isinstance(conflict.theirs, Unread)
        words = self._wording(conflict.field, set() if is_unread else _chosen(conflict.theirs))
        return Clash(
            field="-".join((*conflict.name, conflict.field)),
            theirs=words(conflict.theirs) or "(đã xóa hết)",
            mine=words(conflict.mine) or "(để trống)",
            theirs_digest=digest(conflict.theirs),
            by=conflict.theirs_by,
            at=conflict.theirs_at,
            can_join=_may_be_joined(conflict),
            is_list=LABELS[conflict.field][1] in LISTS,
        )

    def _wording(self, field_name: str, held: set[str]) -> Callable[[Any], str]:
        """The words of any value of a field; a name that the lists lost is told of what a row stores (`held`) alone."""
        options = self.options
        lists: dict[str, Callable[[], Mapping[Any, str]]] = {
            "choice": lambda: options.degrees | options.levels,
            "field_id": lambda: options.fields,
            "responsible_unit_id": lambda: options.units,
            "persons": lambda: options.member_lines,
            "shares": lambda: options.share_choices,
            "owner_cadre_id": lambda: options.member_lines,
            "kind": lambda: options.commitment_kinds,
            "stance": lambda: dict(Stance.choices),
            "state": lambda: dict(CarriedState.choices),
        }
        if field_name not in lists:
            return as_typed
        offered = {str(code): label for code, label in lists[field_name]().items()}
        offered |= self._names_of_former(field_name, held - offered.keys())
        places = {code: place for place, code in enumerate(offered)}  # the head first, as on paper

        def words(value: Any) -> str:
            ranked = sorted(map(str, _many(value)), key=lambda one: (places.get(one, len(places)), one))
            return "\n".join(str(offered.get(one, one)) for one in ranked)

        return words


def _many(value: Any) -> Iterable[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, Unread):
        return value.parts
    return sorted(value) if isinstance(value, (set, frozenset)) else [value]


def _may_be_joined(conflict: Conflict) -> bool:
    """Texts always; lists where they can stand together: nobody with two parts, and nothing that cannot be read."""
    both = (conflict.theirs, conflict.mine)
    if LABELS[conflict.field][1] not in LISTS:
        return LABELS[conflict.field][1] == "text"
    return all(isinstance(one, frozenset) for one in both) and (conflict.field != "shares" or agree(*both))


def _chosen(stored: Any) -> set[str]:
    return {str(one) for one in _many(stored)}
