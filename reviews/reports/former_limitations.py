"""What became of the limitations of earlier cycles: section III, read from the remediation register."""

from itertools import groupby

from django.db.models import Prefetch

from cadres.roles import Actor
from core import formats
from reviews.models import ProgressReport, RemediationItem, Review
from reviews.reports.review_parts import FormerLimitation
from reviews.states import RemediationState


def former_limitations(actor: Actor, review: Review) -> tuple[FormerLimitation, ...]:
    """Limitations of this collective's or person's earlier cycles that were still open when this period began."""
    whose = {"plan__review__unit": review.unit_id} if review.is_collective else {"plan__review__cadre": review.cadre_id}
    earlier = RemediationItem.objects.visible_to(actor).filter(
        plan__review__subject=review.subject, plan__review__cycle__period_to__lt=review.cycle.period_to, **whose
    )
    items = (
        earlier.exclude(closed_at__date__lt=review.cycle.period_from)
        .select_related("plan__review__cycle")
        .prefetch_related(Prefetch("reports", ProgressReport.objects.order_by("-at", "-pk")))
        .order_by("plan__review__cycle__period_to", "plan_id", "limitation", "order")
    )
    cards = groupby(items, key=lambda item: (item.plan_id, item.limitation))
    return tuple(_former(number, fault, list(group)) for number, ((_, fault), group) in enumerate(cards, start=1))


def _former(number: int, fault: str, items: list[RemediationItem]) -> FormerLimitation:
    return FormerLimitation(
        number,
        fault,
        origin=items[0].plan.review.cycle.name,
        result="\n".join(_progress(item) for item in items),
    )


def _progress(item: RemediationItem) -> str:
    facts = [RemediationState(item.state).label.lower()]
    if item.on_time is not None:
        facts.append("đúng hạn" if item.on_time else "quá hạn")
    latest = next(iter(item.reports.all()), None)
    reading = next((report.reading for report in item.reports.all() if report.reading is not None), None)
    if reading is not None and item.baseline is not None:
        facts.append(f"từ {formats.number(item.baseline)} đến {formats.number(reading)} {item.measure_unit}".strip())
    told = f" {latest.text}" if latest and latest.text else ""
    return f"{item.action.rstrip('.')}: {', '.join(facts)}.{told}"
