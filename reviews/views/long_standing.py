"""The page of matters that drag on across cycles, the oldest first."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.file_answers import workbook_answer
from core.htmx import page_or_fragment
from core.listing import list_page, pills_of
from core.workbook_files import workbook
from reviews.forms.item_filter import NarrowingFilter
from reviews.models import RemediationItem
from reviews.querysets.item_ages import long_standing, long_standing_days
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.reports.item_workbook import MOST_ROWS
from reviews.reports.long_standing import matters, sheet_of
from reviews.views.remediation_lists import too_long


@require_safe
def list_long_standing(request: ActingRequest) -> HttpResponse:
    """What the person may see of them, narrowed by the address."""
    filters, shown = _filtered(request)
    listing = list_page(shown, request.GET, pills=pills_of(filters, request.GET))
    context = {
        "listing": listing,
        "filter_form": filters,
        "matters": matters(listing.rows, request.actor),
        "days": long_standing_days(),
    }
    return page_or_fragment(request, "reviews/remediation/long_standing.html", "_frame/_list.html", context)


@require_safe
def export_long_standing(request: ActingRequest) -> HttpResponse:
    """The whole list as narrowed, as a workbook; too long a one is refused with what to do."""
    _, shown = _filtered(request)
    total = shown.count()
    if total > MOST_ROWS:
        return too_long(request, total)
    title = "Việc tồn đọng kéo dài"
    return workbook_answer(workbook([sheet_of(matters(list(shown), request.actor))], title), "ton-dong-keo-dai.xlsx")


def _filtered(request: ActingRequest) -> tuple[NarrowingFilter, RemediationItemQuerySet]:
    filters = NarrowingFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.narrow(RemediationItem.objects.visible_to(request.actor)).filter(long_standing(localtime.today()))
    shown = items.with_review().select_related("plan__review__cycle").with_progress()
    return filters, shown.order_by("first_due_on", "pk")
