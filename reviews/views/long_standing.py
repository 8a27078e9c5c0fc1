"""The page of matters that drag on across cycles, the oldest first."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.htmx import page_or_fragment
from core.listing import list_page, pills_of
from reviews.forms.item_filter import NarrowingFilter
from reviews.models import RemediationItem
from reviews.querysets.item_ages import long_standing, long_standing_days
from reviews.reports.long_standing import matters


@require_safe
def list_long_standing(request: ActingRequest) -> HttpResponse:
    """What the person may see of them, narrowed by the address."""
    filters = NarrowingFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.narrow(RemediationItem.objects.visible_to(request.actor)).filter(long_standing(localtime.today()))
    shown = items.with_review().select_related("plan__review__cycle").with_progress().order_by("first_due_on", "pk")
    listing = list_page(shown, request.GET, pills=pills_of(filters, request.GET))
    context = {
        "listing": listing,
        "filter_form": filters,
        "matters": matters(listing.rows, request.actor),
        "days": long_standing_days(),
    }
    return page_or_fragment(request, "reviews/remediation/long_standing.html", "_frame/_list.html", context)
