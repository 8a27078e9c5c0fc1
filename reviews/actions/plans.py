"""Approving a remediation plan: frozen as a document from then on, and changed by numbered amendments alone."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.appraisal_papers import PaperText
from reviews.actions.commitment_items import keep_amendment, row_before
from reviews.actions.item_history import require_words
from reviews.actions.locking import locked, require
from reviews.actions.paper_numbers import take_number
from reviews.actions.plan_items import (
    create_item,
    differing,
    facts_of,
    from_json,
    hindrance,
    new_from_json,
    write_facts,
)
from reviews.models import PlanChange, PlanDocument, RemediationItem, RemediationPlan
from reviews.reports.letterheads import collective
from reviews.reports.plan_rows import changed_rows, plan_rows, unanswered_conclusions
from reviews.rules import plans as rules
from reviews.states import ItemKind
from units.models import Unit

PLAN: Final = "KH"


@transaction.atomic
def approve_plan(*, plan_id: int, version: int, actor: Actor, text: PaperText) -> PlanDocument:
    """Keep the plan as it stands under the number that the clerk gave.

    Refused: others than the unit's head and the managing standing committee, a second time, an empty plan, a topic that the
    appraisal left unresolved and that has no item, a day to come or before the review was accepted, a number used before.
    """
    plan = _locked(plan_id, version)
    require(rules.may_approve_plan(actor, plan.review))
    if plan.documents.exists():
        raise Invalid("Kế hoạch này đã được duyệt; thay đổi bằng văn bản điều chỉnh.")
    if left := unanswered_conclusions(plan.review):
        sentences = tuple((f"Nội dung “{title}” thẩm định chưa giải quyết, chưa có việc nào.", "") for title in left)
        raise Invalid("Chưa duyệt được: có kết luận chưa thành việc trong kế hoạch.", sentences)
    return _issue(plan, actor, text)


@transaction.atomic
def amend_plan(*, plan_id: int, version: int, actor: Actor, text: PaperText, reason: str) -> PlanDocument:
    """Let every change that waits take effect at once, and keep the plan with them as its next amendment.

    Refused as approving is, without a change that waits, without a reason, and where an item that is to change has been
    reported done or ended meanwhile, or has readings in another unit of measure: such a change is dropped first."""
    plan = _locked(plan_id, version)
    require(rules.may_approve_plan(actor, plan.review))
    last = plan.documents.order_by("sequence").last()
    if last is None:
        raise Invalid("Kế hoạch chưa được duyệt nên chưa cần điều chỉnh; hãy sửa thẳng vào kế hoạch.")
    require_words(reason, "Hãy ghi lý do điều chỉnh.")
    changes = list(plan.changes.select_related("item").order_by("pk"))
    if not changes:
        raise Invalid("Chưa có thay đổi nào chờ điều chỉnh.")
    if text.issued_on < last.issued_on:
        raise Invalid("Ngày điều chỉnh không thể trước ngày của văn bản trước đó.")
    items = _unhindered(changes)
    beside: list[Mapping[str, Any]] = []
    for change in changes:
        beside += _apply(plan, change, items, actor, text.number)
    plan.changes.all().delete()
    return _issue(plan, actor, text, last=last, reason=reason.strip(), beside=beside)


@transaction.atomic
def drop_change(*, plan_id: int, version: int, actor: Actor, change_id: int) -> RemediationPlan:
    """Take back a change that waits for an amendment."""
    plan = _locked(plan_id, version)
    require(rules.may_write_plan(actor, plan.review))
    change = plan.changes.filter(pk=change_id).first()
    if change is None:
        raise Invalid("Thay đổi này không còn chờ nữa.")
    audit.record(actor=actor, verb="remediationplan.drop_change", target=plan, facts=change.facts)
    if change.item_id is not None:
        RemediationItem.objects.filter(pk=change.item_id).update(version=F("version") + 1)
    change.delete()
    plan.version += 1
    plan.save(update_fields=["version"])
    return plan


def _locked(plan_id: int, version: int) -> RemediationPlan:
    return locked(RemediationPlan.objects.select_related("review__unit", "review__cycle"), plan_id, version)


def _unhindered(changes: list[PlanChange]) -> dict[int, RemediationItem]:
    """The items to be changed, under lock; refuses (Invalid, naming each) what has become of an item since."""
    found = RemediationItem.objects.filter(pk__in=[change.item_id for change in changes if change.item_id is not None])
    items = {item.pk: item for item in found.order_by("pk").select_for_update(of=("self",))}
    reasons = [
        (items[change.item_id].action, reason)
        for change in changes
        if change.item_id is not None and (reason := hindrance(items[change.item_id], from_json(change.facts)))
    ]
    if reasons:
        sentences = tuple((f"Hãy bỏ thay đổi đang chờ của việc “{action}”. {why}", "") for action, why in reasons)
        raise Invalid("Chưa điều chỉnh được: có thay đổi không còn thực hiện được.", sentences)
    return items


def _apply(
    plan: RemediationPlan, change: PlanChange, items: dict[int, RemediationItem], actor: Actor, number: str
) -> Sequence[Mapping[str, Any]]:
    """Let it take effect; what it changes of a commitment, which is no row of the plan, comes back for the document."""
    if change.item_id is None:
        create_item(plan, new_from_json(change.facts), actor)
        return []
    item = items[change.item_id]
    before, after = facts_of(item), from_json(change.facts)
    is_signed = item.kind == ItemKind.COMMITMENT
    rows = row_before(item) if is_signed else []
    write_facts(item, after)
    item.version += 1
    item.save(update_fields=["version"])
    changed = differing(before, after)
    audit.record(actor=actor, verb="remediationitem.amend", target=item, proposed_by=change.proposed_by_name, **changed)
    if not is_signed:
        return []
    why = f"{change.facts['reason']} (văn bản điều chỉnh số {fold_space(number)})"
    return keep_amendment(item, rows, actor, why)


def _issue(
    plan: RemediationPlan,
    actor: Actor,
    text: PaperText,
    *,
    last: PlanDocument | None = None,
    reason: str = "",
    beside: Sequence[Mapping[str, Any]] = (),
) -> PlanDocument:
    number, post, name = (fold_space(words) for words in (text.number, text.signer_post, text.signer_name))
    if not (number and post and name):
        raise Invalid("Hãy ghi số, ký hiệu của văn bản, chức vụ và họ tên người ký.")
    if text.issued_on > localtime.today():
        raise Invalid("Ngày ban hành không thể sau hôm nay.")
    settled = plan.review.settled_at
    if settled is not None and text.issued_on < localtime.local_day(settled):
        raise Invalid("Ngày ban hành không thể trước ngày bản kiểm điểm được công nhận.")
    rows = plan_rows(plan)
    if not rows:
        raise Invalid("Kế hoạch chưa có việc nào.")
    issuer, sequence = _issuer(plan, actor), 0 if last is None else last.sequence + 1
    what = "kế hoạch khắc phục" if sequence == 0 else f"điều chỉnh lần {sequence} kế hoạch khắc phục"
    used_for = f"{what} của {collective(issuer)}"
    take_number(issuer=issuer, kind=PLAN, number=number, issued_on=text.issued_on, used_for=used_for, actor=actor)
    document = PlanDocument.objects.create(
        plan=plan,
        sequence=sequence,
        issuer=issuer,
        number=number,
        issued_on=text.issued_on,
        signer_post=post,
        signer_name=name,
        reason=reason,
        rows=rows,
        changes=[] if last is None else [*changed_rows(last.rows, rows), *beside],
        approved_at=localtime.now(),
        approved_by_id=actor.user_id,
        approved_by_name=actor.name,
        approved_office=actor.office,
    )
    plan.version += 1
    plan.save(update_fields=["version"])
    verb = "approve" if sequence == 0 else "amend"
    audit.record(actor=actor, verb=f"remediationplan.{verb}", target=plan, number=number, sequence=sequence)
    return document


def _issuer(plan: RemediationPlan, actor: Actor) -> Unit:
    review = plan.review
    pk = review.unit_id if rules.signs_as_unit(actor, review) else review.managing_unit_id
    assert pk is not None  # who approves works for one of the two
    return Unit.objects.select_related("kind", "parent__kind").get(pk=pk)
