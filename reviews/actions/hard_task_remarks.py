"""Remarks of Mặt trận and mass organisations on hard tasks, and the answers they must get."""

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import locked, require
from reviews.models import HardTask, HardTaskRemark
from reviews.rules import hard_tasks as rules


@transaction.atomic
def remark_on_hard_task(*, task_id: int, version: int, actor: Actor, text: str) -> HardTaskRemark:
    """Write a remark; whoever does the task has to answer it. Refused: others than Mặt trận and mass organisations that
    follow the unit, and the same words again while they wait for an answer."""
    task = locked(HardTask.objects.select_related("unit"), task_id, version)
    require(rules.may_remark(actor, task))
    if not fold_space(text):
        raise Invalid("Hãy viết ý kiến trước khi gửi.")
    if task.remarks.filter(answered_at=None, by_id=actor.user_id, text=text.strip()).exists():
        raise Invalid("Ý kiến này đã gửi và đang chờ trả lời.")
    remark = HardTaskRemark.objects.create(
        task=task,
        text=text.strip(),
        at=localtime.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        by_office=actor.office,
    )
    audit.record(actor=actor, verb="hardtask.remark", target=task, remark=remark.pk)
    return remark


@transaction.atomic
def answer_remark(*, remark_id: int, version: int, actor: Actor, answer: str) -> HardTaskRemark:
    """Answer it once. Refused: others than those who do the task, an empty answer, a second one."""
    remark = locked(HardTaskRemark.objects.select_related("task__unit"), remark_id, version)
    require(rules.may_answer(actor, remark.task))
    if remark.answered_at is not None:
        raise Invalid(f"{remark.answered_by_name} đã trả lời ý kiến này.")
    if not fold_space(answer):
        raise Invalid("Hãy viết nội dung trả lời.")
    remark.answer, remark.answered_at = answer.strip(), localtime.now()
    remark.answered_by_id, remark.answered_by_name = actor.user_id, actor.name
    remark.version += 1
    remark.save(update_fields=["answer", "answered_at", "answered_by_id", "answered_by_name", "version"])
    audit.record(actor=actor, verb="hardtask.answer", target=remark.task, remark=remark.pk)
    return remark
