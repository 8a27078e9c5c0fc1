"""Milestones (bước): the sub-steps of an item, each with its day and a mark when it is done."""

from datetime import date

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from reviews.actions.item_history import locked_item, require_words
from reviews.actions.locking import require
from reviews.models import Milestone, RemediationItem
from reviews.rules import remediation as rules


@transaction.atomic
def add_milestone(*, item_id: int, version: int, actor: Actor, text: str, due_on: date) -> RemediationItem:
    """One more sub-step. Refused: for others than the owner's side, a day past or after the item's own deadline."""
    item = locked_item(item_id, version)
    require(rules.may_plan_steps(actor, item))
    require_words(text, "Hãy ghi nội dung của bước.")
    if due_on < localtime.today():
        raise Invalid("Ngày của bước đã qua; hãy chọn ngày từ hôm nay trở đi.")
    if due_on > item.due_on:
        raise Invalid(f"Ngày của bước phải trong hạn của việc ({formats.day(item.due_on)}).")
    step = Milestone.objects.create(item=item, text=text.strip(), due_on=due_on)
    _count(item, actor, "add_milestone", milestone=step.pk, due_on=due_on)
    return item


@transaction.atomic
def mark_milestone(*, item_id: int, version: int, actor: Actor, milestone_id: int, is_done: bool) -> RemediationItem:
    """Tick a sub-step as done today, or take the tick back. Refused for others than the owner's side."""
    item = locked_item(item_id, version)
    require(rules.may_plan_steps(actor, item))
    step = _step(item, milestone_id)
    if is_done != (step.done_on is not None):
        step.done_on = localtime.today() if is_done else None
        step.version += 1
        step.save(update_fields=["done_on", "version"])
        _count(item, actor, "mark_milestone", milestone=step.pk, done_on=step.done_on)
    return item


@transaction.atomic
def remove_milestone(*, item_id: int, version: int, actor: Actor, milestone_id: int) -> RemediationItem:
    """Take a sub-step out that is not done; the record keeps its words. Refused for others than the owner's side."""
    item = locked_item(item_id, version)
    require(rules.may_plan_steps(actor, item))
    step = _step(item, milestone_id)
    if step.done_on is not None:
        raise Invalid("Bước đã xong thì không xóa; hãy bỏ đánh dấu trước nếu ghi nhầm.")
    step.delete()
    _count(item, actor, "remove_milestone", milestone=milestone_id, text=step.text, due_on=step.due_on)
    return item


def _step(item: RemediationItem, milestone_id: int) -> Milestone:
    step = item.milestones.filter(pk=milestone_id).first()
    if step is None:
        raise Invalid("Bước này không còn nữa.")
    return step


def _count(item: RemediationItem, actor: Actor, verb: str, **data: object) -> None:
    item.version += 1
    item.save(update_fields=["version"])
    audit.record(actor=actor, verb=f"remediationitem.{verb}", target=item, **data)
