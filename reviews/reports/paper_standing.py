"""What became of the act on an issued paper: which documents changed it, by number and day alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from reviews.models import Amendment, DeepReviewTarget, IssuedPaper, PlanDocument


@dataclass(frozen=True, slots=True)
class LaterPaper:
    """A document that came after."""

    number: str
    issued_on: date


def withdrawn_by(paper: IssuedPaper) -> LaterPaper | None:
    """What took back the letter to one addressee while the letter to the others stands."""
    if paper.kind != "target_letter":
        return None
    target = DeepReviewTarget.objects.select_related("withdrawn_by").filter(pk=paper.about).first()
    change = target.withdrawn_by if target else None
    return LaterPaper(change.number, change.issued_on) if change else None


def changed_by(paper: IssuedPaper) -> list[LaterPaper]:
    """What changed the letter, as far as it concerns its addressee, or the plan; in the order of their issue."""
    changes = Amendment.objects.filter(issued_at__isnull=False).order_by("pk").values_list("number", "issued_on")
    match paper.kind:
        case "suggestion_letter":
            return _told(changes.filter(deep_review=paper.about))
        case "target_letter":
            return _told(changes.filter(targets=paper.about).exclude(added_targets=paper.about))
        case "remediation_plan":
            return _told(_later_documents(paper.about))
    return []


def _later_documents(document_id: int) -> Iterable[tuple[str, date]]:
    later = PlanDocument.objects.filter(plan__documents=document_id, sequence__gt=F("plan__documents__sequence"))
    return later.order_by("sequence").values_list("number", "issued_on")


def _told(rows: Iterable[tuple[str, date]]) -> list[LaterPaper]:
    return [LaterPaper(number, issued_on) for number, issued_on in rows]
