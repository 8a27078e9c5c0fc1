"""The tasks that a review meeting gave: entered as rows of the open round, copied with it, frozen with it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from cadres.roles import Actor
from core import audit, formats
from core.errors import Invalid, StaleObject
from core.text import fold_space, nfc
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.actions.removed_rows import keep_removed_task
from reviews.actions.saved_texts import former_of_entry, keep_entries, last_writers
from reviews.models import MeetingTask
from reviews.models.options import SheetOptions
from reviews.rules import sheets as rules

MOST_TASKS = 100


@dataclass(frozen=True)
class TaskFacts:
    """What the meeting said: who does what by when, and how one sees that it is done."""

    action: str
    due_on: date
    owner_cadre_id: int | None = None
    owner_text: str = ""
    measure: str = ""


@transaction.atomic
def add_meeting_task(*, review_id: int, actor: Actor, facts: TaskFacts) -> MeetingTask:
    """One more task in the open round. Refused: whoever may not record the meeting, a submitted round, nobody to do it,
    a day before the meeting, the same task twice."""
    sheet = open_sheet(review_id, actor, may=rules.may_record_meeting)
    _refuse_nonsense(sheet, facts)
    rows = MeetingTask.objects.filter(round=sheet.round)
    if rows.filter(action=nfc(facts.action.strip()), due_on=facts.due_on).exists():
        raise Invalid("Nhiệm vụ này đã được ghi rồi.")
    if rows.count() >= MOST_TASKS:
        raise Invalid(f"Một hội nghị ghi nhiều nhất {MOST_TASKS} nhiệm vụ.")
    last = rows.aggregate(last=Max("order"))["last"] or 0
    task = MeetingTask.objects.create(round=sheet.round, order=last + 1, **_columns(facts))
    audit.record(actor=actor, verb="meetingtask.add", target=task, review=review_id, due_on=facts.due_on)
    return task


@transaction.atomic
def change_meeting_task(*, review_id: int, task_id: int, version: int, actor: Actor, facts: TaskFacts) -> MeetingTask:
    """Write a task anew, as the person saw it, and keep what it said before; refused as adding one is."""
    sheet = open_sheet(review_id, actor, may=rules.may_record_meeting)
    task = _task(sheet, task_id, version)
    _refuse_nonsense(sheet, facts)
    before = {name: getattr(task, name) for name in ("action", "due_on", "owner_text", "measure")}
    changed = [name for name, value in _columns(facts).items() if getattr(task, name) != value]
    writer = last_writers(sheet, "task", [task.pk], changed).get(task.pk, ("", None))
    keep_entries(
        sheet, actor, [former_of_entry("task", task.pk, name, getattr(task, name), writer) for name in changed]
    )
    for name, value in _columns(facts).items():
        setattr(task, name, value)
    task.version += 1
    task.save(update_fields=[*_columns(facts), "version"])
    audit.record(actor=actor, verb="meetingtask.change", target=task, review=review_id, before=before)
    return task


@transaction.atomic
def remove_meeting_task(*, review_id: int, task_id: int, version: int, actor: Actor) -> None:
    """Take a task out of the open round; it is kept whole and can be put back."""
    sheet = open_sheet(review_id, actor, may=rules.may_record_meeting)
    task = _task(sheet, task_id, version)
    audit.record(
        actor=actor, verb="meetingtask.remove", target=task, review=review_id, action=task.action, due_on=task.due_on
    )
    keep_removed_task(sheet, actor, task)
    task.delete()


def _task(sheet: OpenSheet, task_id: int, version: int) -> MeetingTask:
    """The row; the lock on the review is held, so nobody else changes it meanwhile."""
    task = MeetingTask.objects.filter(round=sheet.round, pk=task_id).first()
    if task is None:
        raise Invalid("Nhiệm vụ này không còn trong vòng đang mở.")
    if task.version != version:
        raise StaleObject
    return task


def _refuse_nonsense(sheet: OpenSheet, facts: TaskFacts) -> None:
    if not fold_space(facts.action):
        raise Invalid("Hãy ghi nhiệm vụ hội nghị giao.")
    if facts.owner_cadre_id is None and not fold_space(facts.owner_text):
        raise Invalid("Hãy chọn người thực hiện, hoặc ghi cơ quan, bộ phận thực hiện.")
    if facts.owner_cadre_id is not None and facts.owner_cadre_id not in SheetOptions(sheet.review).members:
        raise Invalid("Người thực hiện không thuộc tập thể này; hãy ghi tên ở ô cơ quan, bộ phận.")
    held_on = sheet.round.held_on or sheet.review.cycle.period_from
    if facts.due_on < held_on:
        raise Invalid(f"Thời hạn không thể trước ngày {formats.day(held_on)}.")


def _columns(facts: TaskFacts) -> dict[str, object]:
    return {
        "action": nfc(facts.action.strip()),
        "due_on": facts.due_on,
        "owner_cadre_id": facts.owner_cadre_id,
        "owner_text": fold_space(facts.owner_text),
        "measure": facts.measure.strip(),
    }
