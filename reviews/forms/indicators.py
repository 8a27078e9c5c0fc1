"""The table of manifestations as a page shows it and sends it: plain values in a plain loop, no widget behind a row."""

import re
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict

from core import formats
from core.text import nfc
from reviews.actions.indicators import IndicatorOutcome, NoteConflict, NoteEdit, note_values
from reviews.forms.answers import CANNOT_BE_READ, KEPT, LONGEST_UNREAD, NOT_KEPT
from reviews.forms.sheet_controls import Clash, as_typed
from reviews.models import IndicatorGroup, IndicatorItem, IndicatorNote
from reviews.models.unread import NUL_SIGN, Unread
from reviews.rules.indicators import ADMITTED, KNOWN, UNANSWERED, IndicatorChange
from reviews.rules.writing import Settlement, digest, token_of
from reviews.states import IndicatorAnswer, IndicatorPart

LONGEST_NOTE: Final = 20_000
MOST_ITEMS: Final = 2_000
CHOICES: Final = [(int(answer), answer.label) for answer in IndicatorAnswer if answer != IndicatorAnswer.UNANSWERED]
_ANSWER = re.compile(r"indicator-([0-9]{1,4})")
_NOTE = re.compile(r"note-([0-9]{1,4})")
_SETTLING = re.compile(r"note-([0-9]{1,4}):(mine|theirs|join):([0-9a-f]{12})")


@dataclass
class PostedIndicators:
    """What a page sent: changed items, notes, sentences for notes that cannot be taken."""

    changes: list[IndicatorChange] = field(default_factory=list)
    notes: list[NoteEdit] = field(default_factory=list)
    refusals: dict[int, str] = field(default_factory=dict)
    raw_notes: dict[int, str] = field(default_factory=dict)


def read_indicators(data: QueryDict) -> PostedIndicators:
    """Read "indicator-<position>" against "seen", the answers the page showed (one digit each); and "note-<position>"."""
    seen = data.get("seen", "")[:MOST_ITEMS]
    posted = PostedIndicators()
    for name in data:
        if found := _ANSWER.fullmatch(name):
            position, value = int(found[1]), data.get(name, "")
            if value.isascii() and value.isdigit() and len(value) == 1 and int(value) in KNOWN:
                was = int(seen[position]) if position < len(seen) and seen[position] in "0123" else UNANSWERED
                if was != int(value):
                    posted.changes.append(IndicatorChange(position, was, int(value)))
        elif found := _NOTE.fullmatch(name):
            _read_note(int(found[1]), data, posted)
    return posted


def _read_note(position: int, data: QueryDict, posted: PostedIndicators) -> None:
    text = nfc(data.get(f"note-{position}", "").replace("\r\n", "\n").replace("\r", "\n")).strip()
    posted.raw_notes[position] = text
    typed: str | Unread = text
    if refusal := _refusal_of(text):
        is_kept = len(text) <= LONGEST_UNREAD
        posted.refusals[position] = f"{refusal} {KEPT if is_kept else NOT_KEPT}"
        if not is_kept:
            return
        typed = Unread((text.replace("\0", NUL_SIGN),))
    found = _SETTLING.fullmatch(data.get("chon", ""))
    is_settled = found is not None and int(found[1]) == position
    settled = {"text": Settlement(found[2], found[3])} if found and is_settled else {}
    posted.notes.append(NoteEdit(position, typed, data.get(f"note-{position}-token", "")[:100], settled))


def _refusal_of(text: str) -> str:
    """Why a note cannot be read; empty where it can."""
    if "\0" in text or NUL_SIGN in text:
        return "Ghi chú có ký tự không đọc được. Hãy xóa phần vừa dán rồi gõ lại."
    if len(text) > LONGEST_NOTE:
        return f"Ghi chú dài quá: tối đa {formats.number(LONGEST_NOTE)} ký tự."
    return ""


@dataclass(slots=True)
class ItemView:
    """One row of the table."""

    position: int
    number: str
    text: str
    value: int
    note: str
    token: str
    is_admitted: bool
    refused: str = ""
    """The own answer in words, where somebody else gave another one meanwhile."""
    refusal: str = ""
    clash: Clash | None = None
    is_open: bool = False


# the pattern of a note that a script copies beside a "có" just given
BLANK: Final = ItemView(position=0, number="", text="", value=UNANSWERED, note="", token="", is_admitted=True)


@dataclass(slots=True)
class GroupView:
    """One of the 27 with its rows, how many are answered, and whether in one act."""

    number: int
    text: str
    part_heading: str
    status: str
    rows: list[ItemView]
    answered_at_once: bool

    @property
    def answered(self) -> int:
        """Rows with an answer."""
        return sum(1 for row in self.rows if row.value != UNANSWERED)


class IndicatorTable:
    """The whole table: groups from the catalogue, answers and notes from the round, what was refused beside its row."""

    def __init__(
        self,
        groups: list[IndicatorGroup],
        items: list[IndicatorItem],
        answers: list[int],
        group_acts: list[int],
        notes: dict[int, IndicatorNote],
        *,
        posted: PostedIndicators | None = None,
        outcome: IndicatorOutcome | None = None,
    ) -> None:
        self.answers = [*answers, *([UNANSWERED] * (len(items) - len(answers)))]
        self.group_acts, self.notes = group_acts, notes
        self.posted = posted or PostedIndicators()
        self.tokens = outcome.tokens if outcome else {}
        self.refused = {change.position: change.value for change in outcome.refused} if outcome else {}
        self.conflicts = {conflict.position: conflict for conflict in outcome.conflicts} if outcome else {}
        self.groups: list[GroupView] = []
        by_group: dict[int, list[IndicatorItem]] = {}
        for item in items:
            by_group.setdefault(item.group_id, []).append(item)
        part = 0
        for group in groups:
            heading = IndicatorPart(group.part).label if group.part != part else ""
            part = group.part
            rows = [self._row(group, item) for item in by_group.get(group.pk, [])]
            at_once = group.number in group_acts
            self.groups.append(GroupView(group.number, group.text, heading, group.get_status_display(), rows, at_once))

    @property
    def seen(self) -> str:
        """The answers shown, one digit each: what the page sends back to say what it had seen."""
        return "".join(map(str, self.answers))

    @property
    def answered(self) -> int:
        """Rows with an answer."""
        return sum(1 for value in self.answers if value != UNANSWERED)

    @property
    def handed_back(self) -> list[tuple[str, str]]:
        """The notes that a page sent and that do not stand here, each with the number of its row."""
        sent = self.posted.raw_notes
        rows = [row for group in self.groups for row in group.rows if sent.get(row.position, "").strip()]
        return [(row.number, sent[row.position]) for row in rows if sent[row.position].strip() != row.note.strip()]

    @property
    def total(self) -> int:
        """All rows."""
        return len(self.answers)

    def _row(self, group: IndicatorGroup, item: IndicatorItem) -> ItemView:
        position = item.position
        note, value = self.notes.get(position), self.answers[position]
        conflict, refusal = self.conflicts.get(position), self.posted.refusals.get(position, "")
        text = as_typed(note_values(note)["text"]) if note else ""
        if note and note.unread and not refusal:
            refusal = f"{_refusal_of(text) or CANNOT_BE_READ} {KEPT}"
        if position in self.posted.raw_notes and (conflict or position in self.posted.refusals):
            text = self.posted.raw_notes[position]
        token = self.tokens.get(position) or (_token(note) if note else "")
        refused = IndicatorAnswer(self.refused[position]).label if position in self.refused else ""
        is_admitted = value in ADMITTED
        return ItemView(
            position,
            f"{group.number}.{item.number}",
            item.text,
            value,
            text,
            token,
            is_admitted=is_admitted,
            refused=refused,
            refusal=refusal,
            clash=note_clash(conflict) if conflict else None,
            is_open=bool(is_admitted or refused or refusal or conflict),
        )


def _token(note: IndicatorNote) -> str:
    return str(token_of(note.version, note_values(note)))


def note_clash(conflict: NoteConflict) -> Clash:
    """Both texts of a note that two people wrote."""
    return Clash(
        field=f"note-{conflict.position}",
        theirs=as_typed(conflict.theirs) or "(đã xóa hết)",
        mine=as_typed(conflict.mine) or "(để trống)",
        theirs_digest=digest(conflict.theirs),
        by=conflict.theirs_by,
        at=conflict.theirs_at,
        can_join=True,
    )
