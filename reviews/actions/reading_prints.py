"""A printed paper in somebody's hands is a read of what it says: recorded for whom it is about."""

from collections.abc import Iterable

from django.db.models import Q

from cadres.roles import Actor
from reviews.actions.reads import record_pledge_read, record_read
from reviews.models import Pledge, PledgeRead, Review, ReviewRead
from reviews.reports.report_kind import Document

# `record_read` leaves collectives out by itself
_ABOUT_A_PERSON = (
    "individual_review",
    "individual_explanation",
    "opinion_table",
    "remediation_results",
    "indicator_appendix",
    "round_differences",
)
_ABOUT_AN_APPRAISAL = ("appraisal_notice", "rereview_order")


def record_what_is_read(documents: Iterable[Document], actor: Actor) -> None:
    """Every personal review and pledge in these papers counts as read by the person."""
    papers = [(code, pk) for code, pk in documents]
    inside = [pk for code, pk in papers if code in _ABOUT_A_PERSON]
    decisions = [pk for code, pk in papers if code in _ABOUT_AN_APPRAISAL]
    plans = [pk for code, pk in papers if code == "remediation_plan"]
    about = Q(pk__in=inside) | Q(rounds__appraisal__pk__in=decisions) | Q(plan__documents__pk__in=plans)
    for review in Review.objects.select_related("unit").filter(about).distinct():
        record_read(review=review, actor=actor, part=ReviewRead.Part.PRINT)
    pledges = [pk for code, pk in papers if code == "pledge"]
    for pledge in Pledge.objects.filter(pk__in=pledges):
        record_pledge_read(pledge=pledge, actor=actor, part=PledgeRead.Part.PRINT)
