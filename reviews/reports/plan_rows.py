"""The rows of a remediation plan as its paper prints them, and what of the appraisal's conclusions has no row yet."""

from typing import Any

from cadres.models import Cadre
from core import formats
from reviews.models import AppraisalMark, RemediationItem, RemediationPlan, Review
from reviews.states import PLANNED_KINDS, AppraisalOutcome, Mark, MeasureKind


def plan_rows(plan: RemediationPlan) -> list[dict[str, Any]]:
    """Every item of the plan, in its order, in words; commitments and hard tasks have papers of their own."""
    items = list(
        plan.items.filter(kind__in=PLANNED_KINDS).select_related("owner_cadre", "field").order_by("order", "pk")
    )
    people = Cadre.objects.in_bulk({pk for item in items for pk in item.co_owner_ids})
    return [_row(item, [people[pk].full_name for pk in item.co_owner_ids if pk in people]) for item in items]


def _row(item: RemediationItem, co_owners: list[str]) -> dict[str, Any]:
    owner = item.owner_cadre.full_name if item.owner_cadre else ""
    return {
        "item": item.pk,
        "kind": item.get_kind_display(),
        "limitation": item.limitation,
        "field": item.field.name if item.field else "",
        "action": item.action,
        "owner": ", ".join(words for words in (owner, item.owner_text) if words),
        "co_owners": ", ".join(words for words in (*co_owners, item.co_owner_text) if words),
        "due_on": formats.day(item.due_on),
        "measure": item.measure,
        "figures": figures_of(item),
    }


def figures_of(item: RemediationItem) -> str:
    """`từ 26 đến 6 tỷ đồng`; empty where it is not measured by numbers."""
    if item.measure_kind != MeasureKind.NUMBER or item.baseline is None or item.target is None:
        return ""
    return f"từ {formats.number(item.baseline)} đến {formats.amount(item.target, item.measure_unit)}"


def unanswered_conclusions(review: Review) -> list[str]:
    """Titles of suggested topics that the accepting appraisal left unresolved and that no item of the plan takes up."""
    marks = AppraisalMark.objects.filter(
        appraisal__round__review=review, appraisal__outcome=AppraisalOutcome.ACCEPT, mark=Mark.UNRESOLVED
    )
    taken_up = RemediationItem.objects.filter(plan__review=review, topic__isnull=False).values("topic")
    return list(marks.exclude(topic__in=taken_up).order_by("pk").values_list("topic__title", flat=True))
