"""Answering the catalogue of manifestations, item by item by compare-and-set.

The answers and notes are sensitive: the audit trail keeps that someone wrote in the sheet, never which item or what.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.rows import read_rows
from reviews.actions.answer_rows import stamp
from reviews.actions.locking import require
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.models import IndicatorItem, IndicatorNote, IndicatorSheet
from reviews.models.standing import catalogue_size
from reviews.models.unread import Unread
from reviews.rules.indicators import KNOWN, NONE, IndicatorChange, apply_changes, may_answer_whole_group
from reviews.rules.sheets import may_enter_indicators
from reviews.rules.writing import Merge, Settlement, merge, read_token, token_after
from reviews.states import SectionKind

SITTING: Final = timedelta(minutes=30)
NOTE_FIELDS: Final = ("text",)


@dataclass(frozen=True)
class NoteEdit:
    """The note beside one item, as a page sends it; one that could not be read is kept as it was typed."""

    position: int
    text: str | Unread
    token: str = ""
    settled: dict[str, Settlement] = field(default_factory=dict)


@dataclass(frozen=True)
class NoteConflict:
    """A note that somebody else changed meanwhile."""

    position: int
    mine: str | Unread
    theirs: str | Unread
    theirs_by: str
    theirs_at: datetime


@dataclass
class IndicatorOutcome:
    """What became of a save: the answers that stand now, those refused because of somebody else's, the notes."""

    at: datetime
    answers: list[int]
    group_acts: list[int]
    refused: list[IndicatorChange] = field(default_factory=list)
    tokens: dict[int, str] = field(default_factory=dict)
    conflicts: list[NoteConflict] = field(default_factory=list)
    settled: dict[int, str | Unread] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether everything sent is now stored."""
        return not self.refused and not self.conflicts


@transaction.atomic
def answer_indicators(
    *, review_id: int, actor: Actor, changes: Sequence[IndicatorChange] = (), notes: Iterable[NoteEdit] = ()
) -> IndicatorOutcome:
    """Write answers and notes; an item that somebody else answered otherwise meanwhile is left as it stands.

    Refuses whoever may not write, a submitted review, and (Invalid) an item or answer that does not exist. A group
    answered in one act loses that mark as soon as one of its items gets another answer.
    """
    sheet, found = _open(review_id, actor)
    if any(not 0 <= c.position < len(found.answers) or c.value not in KNOWN for c in changes):
        raise Invalid("Biểu hiện này không có trong danh mục. Mời tải lại trang.")
    answers, applied, refused = apply_changes(found.answers, changes)
    outcome = IndicatorOutcome(localtime.now(), answers, found.group_acts, refused)
    if applied:
        touched = {change.position for change in applied if change.value != NONE}
        outcome.group_acts = _acts_still_standing(sheet, found, touched)
        _store(sheet, found, outcome)
    wrote_notes = [_write_note(note, edit, actor, outcome) for note, edit in _noted(found, notes)]
    if applied or any(wrote_notes):
        _leave_trace(sheet, actor, outcome.at)
    return outcome


@transaction.atomic
def answer_group(*, review_id: int, actor: Actor, group_number: int) -> IndicatorOutcome:
    """Answer every item of one of the 27 groups "không có" in one act, and keep that it was one act.

    Refuses (NotAllowed) a group in which somebody answered "có", and (Invalid) a number that is no group.
    """
    sheet, found = _open(review_id, actor)
    positions = list(
        IndicatorItem.objects.filter(
            catalogue_id=sheet.review.cycle.catalogue_id, group__number=group_number
        ).values_list("position", flat=True)
    )
    if not positions or max(positions) >= len(found.answers):
        raise Invalid("Nhóm biểu hiện này không có trong danh mục. Mời tải lại trang.")
    require(may_answer_whole_group(found.answers, positions))
    answers = [NONE if position in positions else value for position, value in enumerate(found.answers)]
    acts = sorted({*found.group_acts, group_number})
    outcome = IndicatorOutcome(localtime.now(), answers, acts)
    _store(sheet, found, outcome)
    _leave_trace(sheet, actor, outcome.at)
    return outcome


def _open(review_id: int, actor: Actor) -> tuple[OpenSheet, IndicatorSheet]:
    sheet = open_sheet(review_id, actor)
    require(sheet.may_write_kind(SectionKind.INDICATORS))
    require(may_enter_indicators(actor, sheet.review, has_signed_paper=sheet.round.has_signed_paper))
    blank = {"answers": [0] * catalogue_size(sheet.review.cycle)}
    found, _ = IndicatorSheet.objects.get_or_create(round=sheet.round, defaults=blank)
    return sheet, found


def _acts_still_standing(sheet: OpenSheet, found: IndicatorSheet, touched: set[int]) -> list[int]:
    if not touched or not found.group_acts:
        return found.group_acts
    broken = IndicatorItem.objects.filter(
        catalogue_id=sheet.review.cycle.catalogue_id, position__in=touched
    ).values_list("group__number", flat=True)
    return sorted(set(found.group_acts) - set(broken))


def _store(sheet: OpenSheet, found: IndicatorSheet, outcome: IndicatorOutcome) -> None:
    found.answers, found.group_acts, found.updated_at = outcome.answers, outcome.group_acts, outcome.at
    found.version += 1
    found.save(update_fields=["answers", "group_acts", "updated_at", "version"])
    if sheet.review.started_at is None:
        sheet.review.started_at = outcome.at
        sheet.review.save(update_fields=["started_at"])


def _leave_trace(sheet: OpenSheet, actor: Actor, at: datetime) -> None:
    """One audit entry for each sitting of each person, for answers and notes alike."""
    verb = "indicators.write"
    if not audit.is_recorded(actor=actor, verb=verb, target=sheet.review, since=at - SITTING):
        audit.record(actor=actor, verb=verb, target=sheet.review, round=sheet.round.number)


def _noted(found: IndicatorSheet, edits: Iterable[NoteEdit]) -> list[tuple[IndicatorNote, NoteEdit]]:
    """The note that each edit is about, fresh where there is none yet; edits beside no item are left out."""
    there = [edit for edit in edits if 0 <= edit.position < len(found.answers)]
    positions = {edit.position for edit in there}
    fresh = {position: IndicatorNote(sheet=found, position=position, version=0) for position in positions}
    stored = {note.position: note for note in read_rows(IndicatorNote, sheet_id=[found.pk], position=positions)}
    notes = fresh | stored
    return [(notes[edit.position], edit) for edit in there]


def note_values(note: IndicatorNote) -> dict[str, Any]:
    """What is stored in a note, by field; a text that could not be read as it was typed."""
    return {"text": note.text} | note.unread_values


def _write_note(note: IndicatorNote, edit: NoteEdit, actor: Actor, outcome: IndicatorOutcome) -> bool:
    """Whether the note was stored."""
    seen, stored = read_token(edit.token, NOTE_FIELDS), note_values(note)
    merged: Merge = merge(stored, note.version, seen, {"text": edit.text}, edit.settled)
    if merged.conflicts:
        outcome.conflicts.append(
            NoteConflict(edit.position, edit.text, stored["text"], note.updated_by_name, note.updated_at)
        )
    if merged.write:
        text = merged.write["text"]
        note.set_unread("text", text if isinstance(text, Unread) else None)
        note.text = note.text if isinstance(text, Unread) else text
        stamp(note, actor)
        note.save()
    token = token_after(note.version, stored | merged.write, seen, NOTE_FIELDS, merged.conflicts)
    outcome.tokens[edit.position] = str(token)
    if edit.settled and not merged.conflicts:
        outcome.settled[edit.position] = (stored | merged.write)["text"]
    return bool(merged.write)
