"""What the person signed: rounds submitted, appraisals decided; as they were on that day."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.listing import list_page
from reviews.actions.reads import record_read
from reviews.models import Appraisal, Review, ReviewRead, Round
from reviews.models.contents import contents_of
from reviews.reports.collective_review import choices_of
from reviews.reports.review_sections import SectionWriter


@require_safe
def list_signed(request: ActingRequest) -> HttpResponse:
    """Everything the person submitted or decided, the latest first, whatever office is held today."""
    rounds = Round.objects.signed_by(request.actor).select_related("review__unit", "review__cadre", "review__cycle")
    listing = list_page(rounds.select_related("appraisal").order_by("-submitted_at", "-pk"), request.GET)
    return render(request, "reviews/signatures/list.html", {"listing": listing, "user_id": request.actor.user_id})


@require_safe
def show_signed(request: ActingRequest, pk: int) -> HttpResponse:
    """One round as it was signed: nothing newer, and no answers to indicators."""
    round_ = get_object_or_404(Round.objects.signed_by(request.actor), pk=pk)
    review = Review.objects.with_subject().select_related("cycle__profile").get(pk=round_.review_id)
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
    writer = SectionWriter(contents_of(review, round_), choices_of(review))
    decided = Appraisal.objects.filter(round=round_, decided_by_id=request.actor.user_id, decided_at__isnull=False)
    context = {
        "round": round_,
        "review": review,
        "sections": (*writer.body(), *writer.attachments(beside_indicators=False)),
        "appraisal": decided.first(),
    }
    return render(request, "reviews/signatures/page.html", context)
