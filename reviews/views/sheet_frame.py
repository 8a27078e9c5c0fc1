"""What every page of one review shares: the review among those the person may see, its round, its tabs and verbs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cadres.requests import ActingRequest
from core.verdict import Verdict
from reviews.actions.rounds import latest_round, latest_submitted_round
from reviews.models import DeepReview, Review, Round
from reviews.models.sheets import open_round
from reviews.rules import appraisals
from reviews.rules import sheets as rules
from reviews.rules.completeness import Missing
from reviews.states import DeepReviewState, Opening, ReviewState
from reviews.workflow.sheets import REVIEW_WORKFLOW

# What a page shows of a review, and what is enough to save or note something.
_SHOWN = ("unit", "cadre", "managing_unit", "cycle", "template")
FOR_A_SAVE = ("unit", "cycle")

TONES = {
    ReviewState.DRAFT: "draft",
    ReviewState.SUBMITTED: "sent",
    ReviewState.RETURNED: "returned",
    ReviewState.ACCEPTED: "done",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to another page of the same review."""

    label: str
    url: str
    is_current: bool


def visible_review(request: ActingRequest, pk: int, *related: str) -> Review:
    """The review with everything rules and pages ask about, or with what is named in `related`; or 404."""
    found = Review.objects.visible_to(request.actor).select_related(*(related or _SHOWN))
    return get_object_or_404(found, pk=pk)


def readable_round(request: ActingRequest, review: Review) -> Round | None:
    """The round this person reads: the open one on the review's own side, the last submitted for those above."""
    if not rules.may_read_content(request.actor, review):
        return None
    return latest_round(review) if rules.reads_open_round(request.actor, review) else latest_submitted_round(review)


def readable_rounds(request: ActingRequest, review: Review) -> QuerySet[Round]:
    """The rounds this person may read: all of them on the review's own side, the submitted ones for those above."""
    rounds = Round.objects.filter(review=review)
    if not rules.may_read_content(request.actor, review):
        return rounds.none()
    return rounds if rules.reads_open_round(request.actor, review) else rounds.filter(submitted_at__isnull=False)


def open_round_for_writing(request: ActingRequest, pk: int, *related: str) -> tuple[Review, Round | None]:
    """The review for its writer, with the open round (None once nothing can be written); 404 for everybody else."""
    review = review_for_writing(request, pk, *related)
    return review, open_round_of(review)


def review_for_writing(request: ActingRequest, pk: int, *related: str) -> Review:
    """The review for its writer; 404 for everybody else. Whether it may still be written the action says."""
    own_side = Review.objects.concerning(request.actor).select_related(*(related or _SHOWN))
    review = get_object_or_404(own_side, pk=pk)
    if not rules.may_write(request.actor, review):
        raise Http404
    return review


def open_round_of(review: Review) -> Round | None:
    """The round in its writers' hands; None once nothing can be written."""
    return open_round(review) if rules.is_open_for_writing(review) else None


def frame(request: ActingRequest, review: Review, current: str, *, round_: Round | None = None) -> dict[str, Any]:
    """The context of the frame: tabs, state, what may be done, and why not."""
    actor = request.actor
    may_edit = _both(rules.may_write(actor, review), rules.is_open_for_writing(review))
    return {
        "review": review,
        "round": round_,
        "tone": tone_of(name_opening(review)),
        "is_settled": review.state in (ReviewState.SUBMITTED, ReviewState.ACCEPTED),
        "may_edit": may_edit,
        "is_writer": bool(rules.may_write(actor, review)),
        "may_submit": REVIEW_WORKFLOW.check("submit", actor, review),
        "may_enter_for": rules.may_enter_for(actor, review),
        "may_end_entry": rules.may_end_entry(actor, review),
        "is_own": rules.is_subject(actor, review),
        "may_recall": REVIEW_WORKFLOW.check("recall", actor, review),
        "is_returned": bool(
            round_
            and round_.is_open
            and round_.opened_because in (Opening.SUPPLEMENT, Opening.REREVIEW, Opening.SUGGESTION)
        ),
        "withdrawn_letters": DeepReview.objects.filter(
            targets__review=review, state=DeepReviewState.WITHDRAWN
        ).distinct(),
        "tabs": _tabs(request, review, current, may_edit),
        "print_url": _print_url(review),
        "saved_texts_url": reverse("reviews:saved_texts", args=[review.pk])
        if rules.reads_earlier_texts(actor, review)
        else "",
        "blank_url": _blank_url(review) if rules.is_concerned(actor, review) else "",
        "appraisal_url": _appraisal_url(request, review),
        "plan_url": reverse("reviews:plan_page", args=[review.pk]) if review.state == ReviewState.ACCEPTED else "",
    }


def lacking_links(review: Review, lacks: list[Missing], here: str = "answers") -> list[tuple[str, str]]:
    """(sentence, address) of each missing thing; a mere anchor where it stands on the page itself."""
    pages = {
        "answers": reverse("reviews:edit_review", args=[review.pk]),
        "indicators": reverse("reviews:review_indicators", args=[review.pk]),
        "meeting": reverse("reviews:review_meeting", args=[review.pk]),
        "opinions": reverse("reviews:review_opinions", args=[review.pk]),
        "attachments": reverse("reviews:attachments", args=[review.pk]),
    }
    return [(one.sentence, f"{'' if one.page == here else pages[one.page]}#{one.anchor}") for one in lacks]


def tone_of(review: Review) -> str:
    """The tone of the chip that says the state."""
    return "info" if review.is_reopened else TONES[ReviewState(review.state)]


def name_opening(review: Review) -> Review:
    """The same review, knowing why it lies open again where it does."""
    if review.state == ReviewState.RETURNED:
        review.opening = latest_round(review).opened_because
    return review


def _tabs(request: ActingRequest, review: Review, current: str, may_edit: Verdict) -> list[Tab]:
    actor = request.actor
    pages = [("page", "Nội dung", "reviews:edit_review" if may_edit else "reviews:review_page", True)]
    readable = bool(rules.may_read_content(actor, review))
    pages.append(
        (
            "indicators",
            "Đối chiếu biểu hiện",
            "reviews:review_indicators",
            bool(rules.may_read_indicators(actor, review)),
        )
    )
    pages.append(("opinions", "Góp ý", "reviews:review_opinions", readable))
    pages.append(("meeting", "Hội nghị", "reviews:review_meeting", readable))
    pages.append(("attachments", "Tệp đính kèm", "reviews:attachments", readable))
    pages.append(("places", "Nơi kiểm điểm", "reviews:review_places", readable and not review.is_collective))
    pages.append(("rounds", "Các vòng", "reviews:review_rounds", readable))
    pages.append(("appraisal", "Thẩm định", "reviews:appraisal_page", rules.is_managing(actor, review) and readable))
    return [Tab(label, reverse(name, args=[review.pk]), key == current) for key, label, name, there in pages if there]


def _print_url(review: Review) -> str:
    kind = "collective_review" if review.is_collective else "individual_review"
    return f"{reverse('reviews:request_report')}?kind={kind}&review={review.pk}"


def _blank_url(review: Review) -> str:
    return f"{reverse('reviews:request_report')}?kind=blank_form&review={review.pk}"


def _appraisal_url(request: ActingRequest, review: Review) -> str:
    """Where the managing committee appraises it; empty for everybody else and before it is submitted."""
    is_due = review.state == ReviewState.SUBMITTED and bool(appraisals.may_draft_appraisal(request.actor, review))
    return reverse("reviews:appraisal_page", args=[review.pk]) if is_due else ""


def _both(first: Verdict, second: Verdict) -> Verdict:
    return second if first else first
