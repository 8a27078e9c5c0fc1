"""Registering hard tasks (việc khó) and mending their wording."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space, nfc
from reviews.actions.locking import locked, require
from reviews.actions.promises import Promise, item_of
from reviews.models import Cycle, HardTask, RemediationItem, RemediationPlan, Review
from reviews.rules import hard_tasks as rules
from reviews.states import Difficulty, ExtensionOutcome, ItemKind, RemediationState
from units.models import Unit


@transaction.atomic
def register_hard_task(
    *, cycle_id: int, unit_id: int, cadre_id: int | None, actor: Actor, text: str, measure: str, due_on: date
) -> HardTask:
    """Register the hardest job of the coming year for a collective (no cadre) or for the acting member of it.

    Refused: other people's, a cycle that is not open or does not reach the unit, a day already past, the same twice.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)  # two clicks wait for each other here
    cycle = Cycle.objects.select_related("scope").get(pk=cycle_id)
    require(rules.may_register(actor, unit.pk, cadre_id))
    require(rules.is_open_for(cycle, unit))
    _require_sense(text, due_on)
    wording = nfc(text.strip())
    if HardTask.objects.worded(wording, cycle=cycle, unit=unit, cadre_id=cadre_id).exists():
        raise Invalid("Việc khó này đã được đăng ký trong đợt rồi.")
    task = HardTask.objects.create(
        cycle=cycle,
        unit=unit,
        cadre_id=cadre_id,
        text=wording,
        measure=measure.strip(),
        due_on=due_on,
        registered_at=localtime.now(),
        registered_by_id=actor.user_id,
        registered_by_name=actor.name,
    )
    follow_hard_task(task, actor)
    audit.record(actor=actor, verb="hardtask.register", target=task, unit=unit.pk, cadre=cadre_id, due_on=due_on)
    return task


@transaction.atomic
def change_hard_task(*, task_id: int, version: int, actor: Actor, text: str, measure: str, due_on: date) -> HardTask:
    """Change wording, measure or day of a registered task; who may register it may change it, while the cycle is open.

    Refused once it is worked on; of another day also where the old one is over or an extension waits. What was promised
    first stays with its item.
    """
    task = locked(HardTask.objects.select_related("cycle__scope", "unit"), task_id, version)
    require(rules.may_change(actor, task))
    is_moved = due_on != task.due_on
    _require_sense(text, due_on if is_moved else None)
    before = {"text": task.text, "measure": task.measure, "due_on": task.due_on}
    _refuse_once_begun(task, is_moved=is_moved)
    task.text, task.measure, task.due_on = nfc(text.strip()), measure.strip(), due_on
    twins = HardTask.objects.worded(task.text, cycle=task.cycle, unit=task.unit, cadre_id=task.cadre_id)
    if twins.exclude(pk=task.pk).exists():
        raise Invalid("Việc khó này đã được đăng ký trong đợt rồi.")
    task.version += 1
    task.save(update_fields=["text", "measure", "due_on", "version"])
    RemediationItem.objects.filter(hard_task=task).update(
        action=task.text, measure=task.measure, due_on=task.due_on, version=F("version") + 1
    )
    audit.record(actor=actor, verb="hardtask.change", target=task, before=before)
    return task


def follow_hard_task(task: HardTask, actor: Actor) -> RemediationItem | None:
    """Let the task have its item, in the plan of the review that the same collective or person writes in the cycle.

    None as long as there is no such review: the generation asks again when it opens one, and `remediation.create_plan`.
    """
    whose = {"cadre_id": task.cadre_id} if task.cadre_id else {"cadre": None, "unit_id": task.unit_id}
    reviews = Review.objects.filter(cycle_id=task.cycle_id, **whose).select_related("cycle", "unit")
    review = reviews.select_for_update(of=("self",), no_key=True).first()
    if review is None or RemediationItem.objects.filter(hard_task=task).exists():
        return None
    plan, _ = RemediationPlan.objects.get_or_create(review=review, defaults={"created_at": localtime.now()})
    promise = Promise(
        ItemKind.HARD_TASK,
        None,
        task.text,
        task.due_on,
        task.measure,
        owner_cadre=task.cadre,
        difficulty=Difficulty.HARDEST,
    )
    item = item_of(plan, promise, order=plan.items.count() + 1)
    item.hard_task = task
    item.save()
    audit.record(actor=actor, verb="remediationitem.create", target=item, plan=plan.pk, due_on=item.due_on)
    return item


def follow_waiting_tasks(cycle: Cycle, actor: Actor) -> None:
    """The same for all tasks of the cycle that were registered before their review was there."""
    of_cycle = Review.objects.filter(cycle=cycle)
    of_unit = of_cycle.filter(cadre=None, unit=OuterRef("unit"))
    of_person = of_cycle.filter(cadre=OuterRef("cadre"))
    waiting = HardTask.objects.filter(cycle=cycle, item=None)
    there = Q(Exists(of_unit), cadre=None) | Q(Exists(of_person))
    for task in waiting.filter(there).select_related("cadre").order_by("pk"):
        follow_hard_task(task, actor)


def _refuse_once_begun(task: HardTask, *, is_moved: bool) -> None:
    item = RemediationItem.objects.select_for_update().filter(hard_task=task).first()
    if item is None:
        return
    if item.state != RemediationState.PLANNED or item.extensions:
        raise Invalid("Việc khó đã được báo cáo tiến độ nên không sửa nội dung; đổi hạn thì xin gia hạn.")
    if is_moved and RemediationItem.objects.overdue(localtime.today()).filter(pk=item.pk).exists():
        raise Invalid("Việc khó đã quá hạn nên không tự đổi hạn; hãy xin gia hạn.")
    if is_moved and item.asked_extensions.filter(outcome=ExtensionOutcome.WAITING).exists():
        raise Invalid("Đề nghị gia hạn của việc này đang chờ quyết định; hãy chờ trả lời, chưa đổi hạn được.")


def _require_sense(text: str, new_day: date | None) -> None:
    if not fold_space(text):
        raise Invalid("Hãy ghi nội dung việc khó.")
    if new_day is not None and new_day < localtime.today():
        raise Invalid("Thời hạn phải từ hôm nay trở đi.")
