"""Putting an earlier text of the form back in its place."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from cadres.roles import Actor
from core.errors import Invalid, NotAllowed, StaleObject
from reviews.actions.answers import Edit, write_edits
from reviews.actions.meeting_tasks import TaskFacts, change_meeting_task
from reviews.actions.open_sheets import open_sheet
from reviews.actions.opinions import answer_opinion, change_opinion
from reviews.models import (
    Answer,
    CarriedOver,
    Commitment,
    Explanation,
    Limitation,
    MeetingTask,
    Opinion,
    OwnShare,
    Remedy,
    SavedText,
)
from reviews.models.unread import Unread
from reviews.rules import sheets
from reviews.rules.opinions import OpinionDraft, OpinionReply
from reviews.rules.reopening import SETTLED

M = TypeVar("M", bound=models.Model)
F = TypeVar("F")
_MODELS: Final[dict[str, type[models.Model]]] = {
    "answer": Answer,
    "limitation": Limitation,
    "remedy": Remedy,
    "commitment": Commitment,
    "explanation": Explanation,
    "carried": CarriedOver,
    "share": OwnShare,
    "opinion": Opinion,
    "task": MeetingTask,
}
_GONE: Final = "Chỗ này đã bỏ khỏi bản kiểm điểm. Hãy chép lại lời cũ vào chỗ khác nếu còn cần."


@transaction.atomic
def restore_text(*, review_id: int, saved_id: int, token: str, actor: Actor) -> SavedText:
    """Write the earlier text into its field as a new save; what stood there is kept like any other earlier text.

    Refuses whoever may not write, a row that was taken out, a part that this round leaves alone, and (StaleObject) a
    text that somebody has changed since the page was shown: nothing is overwritten unseen.
    """
    kept = SavedText.objects.filter(review=review_id, contents__isnull=True, pk=saved_id)
    saved = kept.first()
    is_task = saved is not None and saved.kind == "task"
    sheet = open_sheet(review_id, actor, may=sheets.may_record_meeting if is_task else sheets.may_write)
    if saved is not None and saved.round_number != sheet.round.number:
        saved = None
    if saved is None or saved.kind == "meeting":  # the meeting is written by another rule, on a page of its own
        raise Invalid("Không còn bản đã lưu này. Mời tải lại trang.")
    if saved.kind in _ENTRIES:
        _ENTRIES[saved.kind](saved, token, actor)
        return saved
    edit = Edit(saved.kind, saved.key, {saved.field: _value_of(saved)}, token)
    outcome = write_edits(sheet, actor, [edit], keeps_every_former=True)
    if outcome.gone:
        raise Invalid(_GONE)
    if outcome.closed:
        raise NotAllowed(SETTLED)
    if outcome.conflicts:
        raise StaleObject
    return saved


def _restore_opinion(saved: SavedText, token: str, actor: Actor) -> None:
    """As if somebody had typed it again: what the register refuses there, it refuses here."""
    opinion = _entry(Opinion, saved)
    about: dict[str, Any] = {"opinion_id": opinion.pk, "version": _version(token), "actor": actor}
    if saved.field in OpinionReply.__dataclass_fields__:
        answer_opinion(answer=_with(OpinionReply, opinion, saved), **about)
    else:
        change_opinion(draft=_with(OpinionDraft, opinion, saved), **about)


def _restore_task(saved: SavedText, token: str, actor: Actor) -> None:
    task = _entry(MeetingTask, saved)
    change_meeting_task(
        review_id=saved.review_id,
        task_id=task.pk,
        version=_version(token),
        actor=actor,
        facts=_with(TaskFacts, task, saved),
    )


_ENTRIES: Final[dict[str, Callable[[SavedText, str, Actor], None]]] = {
    "opinion": _restore_opinion,
    "task": _restore_task,
}


def _entry(model: type[M], saved: SavedText) -> M:
    """The row itself; Invalid where it was taken out."""
    row = model._base_manager.filter(pk=int(saved.key)).first()
    if row is None:
        raise Invalid(_GONE)
    return row


def _with(facts: Callable[..., F], row: models.Model, saved: SavedText) -> F:
    """What stands in the row, with the one field as it was kept."""
    names = [name for name in facts.__dataclass_fields__ if hasattr(row, name)]  # type: ignore[attr-defined]
    return facts(**{name: getattr(row, name) for name in names} | {saved.field: _value_of(saved)})


def _version(token: str) -> int:
    if not (token.isascii() and token.isdigit()):
        raise StaleObject
    return int(token)


def _value_of(saved: SavedText) -> Any:
    """What the field held: read from its text; what cannot be read stands there as it was typed."""
    try:
        if saved.field == "persons":
            return frozenset(int(pk) for pk in saved.text.split(","))
        if saved.field == "shares":
            return frozenset(saved.text.split(","))
        column: Any = _MODELS[saved.kind]._meta.get_field(saved.field)
        return column.clean(saved.text, None)
    except (ValueError, ValidationError):
        return Unread((saved.text,))
