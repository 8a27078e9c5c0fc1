"""What an accepted round promised: remedies of its cards, tasks of its meeting, commitments, each followed as an item."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from cadres.models import Cadre
from core import localtime
from core.text import fold_space
from reviews.models import (
    Commitment,
    Cycle,
    DeepReviewTopic,
    Explanation,
    Field,
    Limitation,
    MeetingTask,
    RemediationItem,
    RemediationPlan,
    Remedy,
    Round,
)
from reviews.states import Difficulty, ItemKind


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing promised; `origin` is that of its row, so that it becomes an item once, whatever round it is in."""

    kind: ItemKind
    origin: UUID | None
    action: str
    due_on: date | None
    measure: str = ""
    owner_text: str = ""
    owner_cadre: Cadre | None = None
    fault: str = ""
    field: Field | None = None
    limitation_origin: UUID | None = None
    topic: DeepReviewTopic | None = None
    difficulty: Difficulty = Difficulty.ORDINARY


def promises_of(round_: Round) -> list[Promise]:
    """Everything promised with words, in the order of the form: limitations, explained topics, meeting's tasks, commitments."""
    found = [*_of_limitations(round_), *_of_explanations(round_), *_of_meeting(round_), *_of_commitments(round_)]
    return [promise for promise in found if fold_space(promise.action)]


def item_of(plan: RemediationPlan, promise: Promise, *, order: int) -> RemediationItem:
    """The item that a promise becomes, not yet stored; the promise has a day."""
    assert promise.due_on is not None
    return RemediationItem(
        plan=plan,
        cycle_id=plan.review.cycle_id,
        unit_id=plan.review.unit_id,
        managing_unit_id=plan.review.managing_unit_id,
        cadre_id=plan.review.cadre_id,
        kind=promise.kind,
        order=order,
        limitation_origin=promise.limitation_origin,
        remedy_origin=promise.origin,
        topic=promise.topic,
        limitation=promise.fault,
        field=promise.field,
        action=promise.action,
        owner_cadre=promise.owner_cadre,
        owner_text=promise.owner_text,
        difficulty=promise.difficulty,
        due_on=promise.due_on,
        first_due_on=promise.due_on,
        measure=promise.measure,
        created_at=localtime.now(),
    )


def end_of_next_period(cycle: Cycle) -> date:
    """The last day of a period as long as the cycle's that follows it: by then a commitment without a day is due.

    As long in months where the cycle's period is made of whole ones, otherwise in days.
    """
    start, following = cycle.period_from, cycle.period_to + timedelta(days=1)
    if start.day == following.day == 1:
        months = _month_number(following) * 2 - _month_number(start)
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
    return cycle.period_to + (following - start)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _of_limitations(round_: Round) -> list[Promise]:
    cards = Limitation.objects.filter(round=round_).select_related("field").prefetch_related("remedies__owner_cadre")
    return [
        _remedy(remedy, fault=card.fault, field=card.field, limitation_origin=card.origin)
        for card in cards
        for remedy in card.remedies.all()
    ]


def _of_explanations(round_: Round) -> list[Promise]:
    cards = (
        Explanation.objects.filter(round=round_)
        .select_related("topic__field", "topic__deep_review")
        .order_by("topic__deep_review__issued_on", "topic__deep_review_id", "topic__order")
        .prefetch_related("remedies__owner_cadre")
    )
    return [
        _remedy(remedy, fault=card.fault or card.topic.title, field=card.topic.field, topic=card.topic)
        for card in cards
        for remedy in card.remedies.all()
    ]


def _remedy(
    remedy: Remedy,
    *,
    fault: str,
    field: Field | None,
    limitation_origin: UUID | None = None,
    topic: DeepReviewTopic | None = None,
) -> Promise:
    return Promise(
        ItemKind.REMEDY,
        remedy.origin,
        remedy.action,
        remedy.due_on,
        remedy.measure,
        remedy.owner_text,
        remedy.owner_cadre,
        fault,
        field,
        limitation_origin,
        topic,
    )


def _of_meeting(round_: Round) -> list[Promise]:
    rows = MeetingTask.objects.filter(round=round_).select_related("owner_cadre").order_by("order", "id")
    return [
        Promise(ItemKind.MEETING, row.origin, row.action, row.due_on, row.measure, row.owner_text, row.owner_cadre)
        for row in rows
    ]


def _of_commitments(round_: Round) -> list[Promise]:
    later = end_of_next_period(round_.review.cycle)
    return [
        Promise(ItemKind.COMMITMENT, row.origin, row.text, row.due_on or later, row.measure, owner_text=row.owner)
        for row in Commitment.objects.filter(round=round_).order_by("order", "id")
    ]
