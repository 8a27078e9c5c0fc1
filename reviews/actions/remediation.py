"""Remediation (khắc phục): the plan that grows from an accepted review, and what is reported, verified and closed."""

from dataclasses import dataclass

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.models import (
    DeepReviewTopic,
    Explanation,
    Field,
    Limitation,
    RemediationItem,
    RemediationPlan,
    Remedy,
    Review,
    Round,
)


@dataclass(frozen=True)
class _Promise:
    """One remedy of the accepted round with the card it stands in."""

    remedy: Remedy
    fault: str
    field: Field | None
    limitation: Limitation | None = None
    topic: DeepReviewTopic | None = None


def create_plan(*, review: Review, round_: Round, actor: Actor) -> RemediationPlan:
    """Turn each remedy of the accepted round into an item of the review's plan; what is an item already stays as it is.

    Called inside the accepting transaction, which holds the lock on the review. Refuses (Invalid, with every such
    remedy named) where a remedy has no deadline, for an item without one could never be overdue.
    """
    promises = _promises(round_)
    if undated := [p.remedy for p in promises if p.remedy.due_on is None]:
        raise Invalid(
            "Chưa công nhận được: có biện pháp khắc phục chưa ghi thời hạn. Hãy trả lại để bổ sung.",
            tuple((f"Biện pháp “{remedy.action}” chưa có thời hạn hoàn thành.", "") for remedy in undated),
        )
    plan, is_new = RemediationPlan.objects.get_or_create(review=review, defaults={"created_at": localtime.now()})
    known = set(plan.items.values_list("remedy_origin", flat=True))
    items = [
        _item(plan, promise, order=len(known) + number)
        for number, promise in enumerate((p for p in promises if p.remedy.origin not in known), start=1)
    ]
    RemediationItem.objects.bulk_create(items)
    if is_new or items:
        audit.record(actor=actor, verb="remediationplan.create", target=plan, review=review.pk, items=len(items))
    for item in items:
        audit.record(actor=actor, verb="remediationitem.create", target=item, plan=plan.pk, due_on=item.due_on)
    return plan


def _promises(round_: Round) -> list[_Promise]:
    """Every remedy with words in it, in the order of the form: limitations first, explained topics after them."""
    limitations = (
        Limitation.objects.filter(round=round_).select_related("field").prefetch_related("remedies__owner_cadre")
    )
    explanations = (
        Explanation.objects.filter(round=round_)
        .select_related("topic__field", "topic__deep_review")
        .order_by("topic__deep_review__issued_on", "topic__deep_review_id", "topic__order")
        .prefetch_related("remedies__owner_cadre")
    )
    promises = [
        _Promise(remedy, card.fault, card.field, limitation=card)
        for card in limitations
        for remedy in card.remedies.all()
    ]
    promises += [
        _Promise(remedy, card.fault or card.topic.title, card.topic.field, topic=card.topic)
        for card in explanations
        for remedy in card.remedies.all()
    ]
    return [promise for promise in promises if fold_space(promise.remedy.action)]


def _item(plan: RemediationPlan, promise: _Promise, *, order: int) -> RemediationItem:
    remedy = promise.remedy
    return RemediationItem(
        plan=plan,
        order=order,
        limitation_origin=promise.limitation.origin if promise.limitation else None,
        remedy_origin=remedy.origin,
        topic=promise.topic,
        limitation=promise.fault,
        field=promise.field,
        action=remedy.action,
        owner_cadre=remedy.owner_cadre,
        owner_text=remedy.owner_text,
        due_on=remedy.due_on,
        measure=remedy.measure,
        created_at=localtime.now(),
    )
