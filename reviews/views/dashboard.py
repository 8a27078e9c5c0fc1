"""The dashboard of committees, and the list of suggested reviews behind its numbers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.htmx import page_or_fragment
from core.listing import list_page, pills_of
from reviews.forms.dashboard import SuggestedFilter
from reviews.models import Cycle, Review
from reviews.querysets.suggestion_progress import suggested_to
from reviews.reports import tree_figures
from reviews.rules.dashboard import may_view_dashboard
from reviews.states import CycleState


@require_safe
def show_dashboard(request: ActingRequest) -> HttpResponse:
    """One cycle's reviews by state and its suggestions, and remediation over all cycles; 404 for other roles."""
    _require_committee(request)
    cycles = list(Cycle.objects.visible_to(request.actor).exclude(state=CycleState.DRAFT))
    cycle = _chosen(cycles, request.GET.get("dot", ""))
    shown = tree_figures.collect(cycle, request.actor, localtime.today())
    context = {
        "cycles": cycles,
        "cycle": cycle,
        "figures": shown.reviews,
        "tables": shown.tables,
        "counted_at": shown.counted_at,
    }
    return render(request, "reviews/dashboard/page.html", context)


@require_safe
def list_suggested(request: ActingRequest) -> HttpResponse:
    """The suggested reviews behind a number."""
    _require_committee(request)
    filters = SuggestedFilter(request.GET, actor=request.actor)
    filters.is_valid()
    reviews = filters.apply_to(suggested_to(Review.objects.visible_to(request.actor), request.actor))
    rows = reviews.with_subject().order_by("unit__sort_key", "cadre__sort_key", "pk")
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters}
    return page_or_fragment(request, "reviews/dashboard/suggested.html", "_frame/_list.html", context)


def _require_committee(request: ActingRequest) -> None:
    if not may_view_dashboard(request.actor):
        raise Http404


def _chosen(cycles: list[Cycle], asked: str) -> Cycle | None:
    """The cycle of the address, otherwise the latest open one, otherwise the latest."""
    by_pk = {str(cycle.pk): cycle for cycle in cycles}
    running = [cycle for cycle in cycles if cycle.state == CycleState.OPEN]
    return by_pk.get(asked) or next(iter(running + cycles), None)
