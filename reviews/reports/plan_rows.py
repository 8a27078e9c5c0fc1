"""The rows of a remediation plan as its paper prints them, and what of the appraisal's conclusions has no row yet."""

from typing import Any, Final

from cadres.models import Cadre
from core import formats
from reviews.models import AppraisalMark, RemediationItem, RemediationPlan, Review
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.states import PLANNED_KINDS, AppraisalOutcome, Mark, MeasureKind

FACTS: Final = {
    "action": "việc phải làm",
    "owner": "người thực hiện",
    "co_owners": "phối hợp",
    "due_on": "thời hạn",
    "field": "lĩnh vực",
    "difficulty": "mức độ khó",
    "measure": "kết quả phải đạt",
    "measure_kind": "cách đo",
    "figures": "số đo",
    "measure_verb": "chữ in cho phần đã làm",
}
"""What of a row an amendment may change, by the words of its paper."""


def plan_rows(plan: RemediationPlan) -> list[dict[str, Any]]:
    """Every item of the plan, in its order, in words; commitments and hard tasks have papers of their own."""
    return rows_of(plan.items.filter(kind__in=PLANNED_KINDS))


def rows_of(chosen: RemediationItemQuerySet) -> list[dict[str, Any]]:
    """These items, in the order of their plan, in words."""
    items = list(chosen.select_related("owner_cadre", "field").order_by("order", "pk"))
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
        "difficulty": item.get_difficulty_display(),
        "measure": item.measure,
        "measure_kind": item.get_measure_kind_display(),
        "figures": figures_of(item),
        "measure_verb": item.measure_verb,
    }


def changed_rows(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What became another since the document before, as an amendment keeps it: each item with `before` (its action; empty
    for one more), `after` and in `facts` every fact in words as it was and as it is now, whatever changed it."""
    known = {row["item"]: row for row in before}
    return [found for row in after if (found := _changed(known.get(row["item"]), row))]


def _changed(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    if old is None:
        facts = [{"name": label, "before": "", "after": new[key]} for key, label in FACTS.items() if new[key]]
        return {"item": new["item"], "before": "", "after": new["action"], "facts": facts}
    facts = [
        {"name": label, "before": old[key], "after": new[key]}
        for key, label in FACTS.items()
        if key in old and old[key] != new[key]
    ]
    return {"item": new["item"], "before": old["action"], "after": new["action"], "facts": facts} if facts else {}


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
