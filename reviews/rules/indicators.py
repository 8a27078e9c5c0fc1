"""Answers to the catalogue of manifestations, as plain numbers by position: what changed, what a group act sets, how far.

Nothing here scores, ranks or infers anything. Who may read the answers: `rules.sheets.may_read_indicators`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.verdict import YES, Verdict, no
from reviews.states import IndicatorAnswer

UNANSWERED, NONE = int(IndicatorAnswer.UNANSWERED), int(IndicatorAnswer.NONE)
ADMITTED = frozenset({int(IndicatorAnswer.REMEDIED), int(IndicatorAnswer.REMEDYING)})
KNOWN = frozenset(int(answer) for answer in IndicatorAnswer)


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One item as a page sends it: the answer it showed when the person changed it, and the new one."""

    position: int
    seen: int
    value: int


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """How far a sheet is filled, in counts; the positions only say where to go on writing."""

    total: int
    answered: int
    without_note: int
    first_unanswered: int
    first_without_note: int
    unread_notes: int = 0
    first_unread_note: int = 0
    idle_notes: int = 0

    @property
    def unanswered(self) -> int:
        """Items without an answer."""
        return self.total - self.answered

    @property
    def warning_of_idle_notes(self) -> str:
        """What will go at the submission, as a count; empty where nothing will."""
        if not self.idle_notes:
            return ""
        return f"Khi trình, {self.idle_notes} ghi chú đứng cạnh câu trả lời không phải “có” sẽ bị xóa."


def progress_of(
    answers: Sequence[int], noted: Iterable[int], total: int, unread: Iterable[int] = ()
) -> IndicatorProgress:
    """Count a sheet of `total` items.

    `noted` are the positions that have a note with words in it, `unread` those with one that could not be read. A note
    beside an answer that is no "có" is idle: it explains nothing any more, and goes when the round is submitted.
    """
    whole = list(answers[:total]) + [UNANSWERED] * (total - len(answers))
    admitted = {position for position, value in enumerate(whole) if value in ADMITTED}
    with_note = {*noted, *unread}
    empty = [position for position, value in enumerate(whole) if value == UNANSWERED]
    silent, waiting = sorted(admitted - with_note), sorted(admitted & set(unread))
    return IndicatorProgress(
        total=total,
        answered=total - len(empty),
        without_note=len(silent),
        first_unanswered=empty[0] if empty else 0,
        first_without_note=silent[0] if silent else 0,
        unread_notes=len(waiting),
        first_unread_note=waiting[0] if waiting else 0,
        idle_notes=len(with_note - admitted),
    )


def apply_changes(
    stored: Sequence[int], changes: Iterable[IndicatorChange]
) -> tuple[list[int], list[IndicatorChange], list[IndicatorChange]]:
    """The answers after the changes, those applied, and those refused because somebody had answered otherwise meanwhile."""
    answers = list(stored)
    applied: list[IndicatorChange] = []
    refused: list[IndicatorChange] = []
    for change in changes:
        now = answers[change.position]
        if now == change.value:
            continue
        if now != change.seen:
            refused.append(change)
            continue
        answers[change.position] = change.value
        applied.append(change)
    return answers, applied, refused


def may_answer_whole_group(answers: Sequence[int], positions: Iterable[int]) -> Verdict:
    """One act for a group never overwrites a "có" that somebody gave on purpose."""
    admitted = [position for position in positions if answers[position] in ADMITTED]
    if admitted:
        return no("Trong nhóm này đã có biểu hiện trả lời “có”; hãy sửa từng dòng nếu muốn đổi.")
    return YES
