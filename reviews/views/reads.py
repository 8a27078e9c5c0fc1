"""The page "Ai đã xem bản của tôi": every read of the person's own reviews by somebody else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.listing import list_page
from reviews.models import ReviewRead


@require_safe
def list_reads(request: ActingRequest) -> HttpResponse:
    """Who read which part of which of the person's reviews, day by day; the latest first."""
    listing = list_page(ReviewRead.objects.visible_to(request.actor).by_day(), request.GET)
    for line in listing.rows:
        line["part_name"] = ReviewRead.Part(line["part"]).label
    return render(request, "reviews/reads/list.html", {"listing": listing})
