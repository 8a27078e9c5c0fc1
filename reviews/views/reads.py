"""The page "Ai đã xem bản của tôi": every read of the person's own reviews and pledges by somebody else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.listing import list_page
from reviews.models import PledgeRead, ReviewRead
from reviews.querysets.reads import latest_first

PARTS = dict(ReviewRead.Part.choices + PledgeRead.Part.choices)


@require_safe
def list_reads(request: ActingRequest) -> HttpResponse:
    """Who read which part of which of the person's reviews and pledges, day by day; the latest first."""
    reads = [kind.objects.visible_to(request.actor).by_day() for kind in (ReviewRead, PledgeRead)]
    listing = list_page(latest_first(*reads), request.GET)
    for line in listing.rows:
        line["part_name"] = PARTS[line["part"]]
    return render(request, "reviews/reads/list.html", {"listing": listing})
