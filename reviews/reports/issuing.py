"""What of the printed papers is issued: which kinds, by which office, and what is the same whoever prints it."""

from typing import Final

from django.conf import settings
from django.urls import reverse

from cadres.roles import Actor
from core.errors import NotAllowed
from core.paper.seal import Seal
from reviews.models import (
    Amendment,
    AppraisalPaper,
    Cycle,
    DeepReview,
    DeepReviewTarget,
    PlanDocument,
    Review,
    SituationReport,
)
from reviews.reports.report_kind import ReportKind
from reviews.reports.summary_frame import issuer_of, office_of
from units.models import Unit

# Printed from a document that has its number already: the job that prints it freezes it.
ACTS: Final = frozenset(
    {
        "suggestion_letter",
        "target_letter",
        "suggestion_amendment",
        "appraisal_notice",
        "rereview_order",
        "remediation_plan",
        "situation_report",
    }
)
# Issued as submitted; an invitation goes out before that.
SAYS_WHAT_WAS_SUBMITTED: Final = frozenset({"collective_review", "collective_explanation"})
# Names those addressees only, or counts those reviews only, that its reader may see: whole for the issuing office alone.
DIFFERS_BY_READER: Final = frozenset({"suggestion_letter", "suggestion_amendment"})


def is_issued_by_hand(kind: ReportKind) -> bool:
    """Whether a paper of this kind gets number and day when somebody issues it."""
    return kind.code not in ACTS and {"serial", "day"} <= kind.options


def same_for_every_reader(kind: ReportKind) -> bool:
    """Whether whoever may see what the paper is about may have the issued file."""
    return kind.code not in DIFFERS_BY_READER and kind.about not in ("cycle", "year")


def issuing_unit(actor: Actor, kind: ReportKind, about: int) -> Unit:
    """The office that issues this paper; refuses (NotAllowed) what is not issued, or not yet."""
    unit = _unit_id(actor, kind, about)
    if unit is None:
        raise NotAllowed("Bản in này không phải văn bản có số để phát hành.")
    return Unit.objects.select_related("kind", "parent__kind").get(pk=unit)


def seal_of(code: str) -> Seal:
    """The code with the address of this site that says what it stands for."""
    return Seal(code, settings.SITE_URL + reverse("reviews:check_paper"))


def _unit_id(actor: Actor, kind: ReportKind, about: int) -> int | None:
    match kind.about:
        case "review":
            return Review.objects.filter(pk=about, cadre=None).values_list("unit_id", flat=True).first()
        case "cycle":
            cycle = Cycle.objects.select_related("owner").filter(pk=about).first()
            return issuer_of(actor, cycle).pk if cycle else None
        case "year":
            own = office_of(actor)
            return own.pk if own else None
        case "deep_review":
            return DeepReview.objects.filter(pk=about).values_list("issuer_id", flat=True).first()
        case "target":
            return DeepReviewTarget.objects.filter(pk=about).values_list("deep_review__issuer_id", flat=True).first()
        case "amendment":
            return Amendment.objects.filter(pk=about).values_list("deep_review__issuer_id", flat=True).first()
        case "appraisal":
            paper = "notice" if kind.code == "appraisal_notice" else "order"
            papers = AppraisalPaper.objects.filter(appraisal=about, kind=paper)
            return papers.values_list("issuer_id", flat=True).first()
        case "plan_document":
            return PlanDocument.objects.filter(pk=about).values_list("issuer_id", flat=True).first()
        case "situation":
            return SituationReport.objects.filter(pk=about).values_list("issuer_id", flat=True).first()
    return None
