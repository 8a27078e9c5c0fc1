"""Remediation (khắc phục): the plan that grows from an accepted review, and what is reported, verified and closed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.files import File
from django.db import transaction

from cadres.roles import Actor
from core import audit, days_off, localtime
from core.errors import Invalid
from reviews.actions.evidence import keep_evidence, written_evidence
from reviews.actions.hard_tasks import follow_hard_task
from reviews.actions.item_history import keep_step, locked_item, require_words
from reviews.actions.item_readings import keep_reading
from reviews.actions.locking import advance, require
from reviews.actions.promises import item_of, promises_of
from reviews.actions.recurrences import link_by_words
from reviews.models import HardTask, HardTaskRemark, ProgressReport, RemediationItem, RemediationPlan, Review, Round
from reviews.states import ItemKind
from reviews.workflow.remediation import REMEDIATION_WORKFLOW

Step = ProgressReport.Step


def create_plan(*, review: Review, round_: Round, actor: Actor) -> RemediationPlan:
    """Turn each remedy, meeting task and commitment of the accepted round into an item of the plan; one that is stays.

    A commitment without a day is followed until the end of the next period.
    Called inside the accepting transaction, which holds the lock on the review. Refuses (Invalid, with every such
    remedy named) where a remedy has no deadline, for an item without one could never be overdue.
    """
    promises = promises_of(round_)
    if undated := [promise for promise in promises if promise.due_on is None]:
        raise Invalid(
            "Chưa công nhận được: có biện pháp khắc phục chưa ghi thời hạn. Hãy trả lại để bổ sung.",
            tuple((f"Biện pháp “{promise.action}” chưa có thời hạn hoàn thành.", "") for promise in undated),
        )
    plan, is_new = _plan_of(review)
    known = set(plan.items.values_list("remedy_origin", flat=True))
    items = [
        item_of(plan, promise, order=len(known) + number)
        for number, promise in enumerate((p for p in promises if p.origin not in known), start=1)
    ]
    RemediationItem.objects.bulk_create(items)
    if is_new or items:
        audit.record(actor=actor, verb="remediationplan.create", target=plan, review=review.pk, items=len(items))
    facts = ((item.pk, {"plan": plan.pk, "due_on": item.due_on}) for item in items)
    audit.record_many(actor=actor, verb="remediationitem.create", model=RemediationItem, facts=facts)
    link_by_words(review, items, actor)
    _follow_hard_tasks(review, actor)
    return plan


def _plan_of(review: Review) -> tuple[RemediationPlan, bool]:
    """The plan under lock, and whether acceptance makes it only now: a hard task registered before is no plan yet."""
    plan, is_new = RemediationPlan.objects.select_for_update().get_or_create(
        review=review, defaults={"created_at": localtime.now()}
    )
    if is_new:
        return plan, True
    if is_first := not plan.items.exclude(kind=ItemKind.HARD_TASK).exists():
        plan.created_at = localtime.now()
    plan.version += 1
    plan.save(update_fields=["created_at", "version"])
    return plan, is_first


def _follow_hard_tasks(review: Review, actor: Actor) -> None:
    """Those registered before the review was there."""
    whose = {"cadre_id": review.cadre_id} if review.cadre_id else {"cadre": None, "unit_id": review.unit_id}
    for task in HardTask.objects.filter(cycle_id=review.cycle_id, item=None, **whose):
        follow_hard_task(task, actor)


def report_progress(
    *,
    item_id: int,
    version: int,
    actor: Actor,
    text: str,
    percent: int | None = None,
    reading: Decimal | None = None,
    read_on: date | None = None,
    measure_unit: str | None = None,
    is_public: bool = False,
    files: Sequence[File] = (),
) -> RemediationItem:
    """Keep what was done so far, and the figure reached (`item_readings.keep_reading`); the item is then in progress.

    Refused for others than the owner's side, and with a file that cannot be taken (`evidence.written_evidence`)."""
    with written_evidence(files) as written, transaction.atomic():
        item = locked_item(item_id, version)
        require_words(text, "Hãy ghi đã làm được những gì.")
        advance(REMEDIATION_WORKFLOW, "progress", item, actor, percent=percent, reading=reading)
        step = keep_step(item, Step.PROGRESS, actor, text, percent=percent, is_public=is_public)
        keep_reading(item, step, actor, reading, read_on=read_on, measure_unit=measure_unit)
        keep_evidence(item, step, actor, written)
    return item


def report_done(
    *,
    item_id: int,
    version: int,
    actor: Actor,
    evidence: str,
    reading: Decimal | None = None,
    read_on: date | None = None,
    measure_unit: str | None = None,
    is_public: bool = False,
    files: Sequence[File] = (),
) -> RemediationItem:
    """Report the item done, with its evidence in words and files; this day counts for the on-time mark unless it is sent back.

    Refused while a sub-step is open or a remark on the hard task waits for its answer; a deadline that was asked to be
    moved and not yet decided stays as it is."""
    with written_evidence(files) as written, transaction.atomic():
        item = locked_item(item_id, version)
        require_words(evidence, "Hãy nêu kết quả và minh chứng: văn bản, số liệu, nơi kiểm tra được.")
        require(REMEDIATION_WORKFLOW.check("done", actor, item))
        _refuse_open_steps(item, "Chưa báo cáo hoàn thành được")
        _refuse_unanswered_remarks(item)
        item.reported_at, item.reported_by_id = localtime.now(), actor.user_id
        advance(REMEDIATION_WORKFLOW, "done", item, actor, changed=("reported_at", "reported_by_id"), reading=reading)
        step = keep_step(item, Step.DONE, actor, evidence, is_public=is_public)
        keep_reading(item, step, actor, reading, read_on=read_on, measure_unit=measure_unit)
        keep_evidence(item, step, actor, written)
    return item


@transaction.atomic
def send_back(*, item_id: int, version: int, actor: Actor, reason: str) -> RemediationItem:
    """Not recognised: the item is in progress again and the reported day no longer counts."""
    item = locked_item(item_id, version)
    require_words(reason, "Hãy ghi lý do chưa công nhận và việc cần làm tiếp.")
    require(REMEDIATION_WORKFLOW.check("send_back", actor, item))  # asked while it still says who reported it
    item.reported_at = item.reported_by_id = item.verified_at = item.verified_by_id = item.done_on = None
    changed = ("reported_at", "reported_by_id", "verified_at", "verified_by_id", "done_on")
    advance(REMEDIATION_WORKFLOW, "send_back", item, actor, changed=changed, reason=reason)
    keep_step(item, Step.SEND_BACK, actor, reason)
    return item


@transaction.atomic
def verify(*, item_id: int, version: int, actor: Actor, text: str = "") -> RemediationItem:
    """The managing committee found it done as reported; it was done on the day when the owner said so."""
    item = locked_item(item_id, version)
    item.verified_at, item.verified_by_id = localtime.now(), actor.user_id
    if item.reported_at is not None:
        item.done_on = item.reported_at.astimezone(localtime.HO_CHI_MINH).date()
    changed = ("verified_at", "verified_by_id", "done_on")
    advance(REMEDIATION_WORKFLOW, "verify", item, actor, changed=changed, done_on=item.done_on)
    keep_step(item, Step.VERIFY, actor, text)
    return item


@transaction.atomic
def close(*, item_id: int, version: int, actor: Actor, text: str = "") -> RemediationItem:
    """End a verified item; whether it was done in time is marked now and never changes afterwards."""
    item = locked_item(item_id, version)
    require(REMEDIATION_WORKFLOW.check("close", actor, item))
    _refuse_open_steps(item, "Chưa kết thúc được")
    item.closed_at = localtime.now()
    item.on_time = item.done_on is not None and item.done_on <= days_off.last_day_for(item.due_on)
    advance(REMEDIATION_WORKFLOW, "close", item, actor, changed=("closed_at", "on_time"), on_time=item.on_time)
    keep_step(item, Step.CLOSE, actor, text)
    return item


def _refuse_open_steps(item: RemediationItem, sentence: str) -> None:
    if waiting := list(item.milestones.filter(done_on=None).values_list("text", flat=True)):
        raise Invalid(f"{sentence}: còn {len(waiting)} bước chưa xong.", tuple((text, "") for text in waiting))


def _refuse_unanswered_remarks(item: RemediationItem) -> None:
    if item.hard_task_id is None:
        return
    if waiting := HardTaskRemark.objects.filter(task=item.hard_task_id, answered_at=None).count():
        raise Invalid(f"Chưa báo cáo hoàn thành được: còn {waiting} ý kiến của Mặt trận, đoàn thể chưa trả lời.")
