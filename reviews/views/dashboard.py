"""The dashboard of committees, and the list of suggested reviews behind its numbers."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.htmx import page_or_fragment
from core.listing import list_page, pills_of
from reviews.forms.dashboard import DashboardFilter, SuggestedFilter
from reviews.models import Cycle, Review, SituationReport
from reviews.reports import chain_picture, tree_figures
from reviews.reports.dashboard import chain_tables
from reviews.rules.dashboard import may_view_dashboard
from reviews.states import CycleState


@require_safe
def show_dashboard(request: ActingRequest) -> HttpResponse:
    """One cycle's suggestions from step to step and its reviews by state, remediation over all cycles; 404 for others."""
    context = _figures(request)
    chain, chosen = context["shown"].chain, context["filter_form"].chosen
    cycle = context["cycle"]
    context["tables"] = chain_tables(cycle.pk, chain, chosen) if cycle else []
    context["report"] = SituationReport.objects.visible_to(request.actor).filter(cycle=cycle).defer("rows").first()
    context["charts"] = chain_picture.of_subjects(chain, chosen)
    return render(request, "reviews/dashboard/page.html", context)


@require_safe
def show_pictures(request: ActingRequest) -> HttpResponse:
    """The same numbers of the suggestions as pictures: by khối, by level, by field."""
    context = _figures(request)
    context["galleries"] = chain_picture.galleries(context["shown"].chain, context["filter_form"].chosen)
    return render(request, "reviews/dashboard/pictures.html", context)


@require_safe
def list_suggested(request: ActingRequest) -> HttpResponse:
    """The suggested reviews behind a number."""
    _require_committee(request)
    filters = SuggestedFilter(request.GET, actor=request.actor)
    filters.is_valid()
    reviews = filters.apply_to(Review.objects.visible_to(request.actor))
    rows = reviews.with_subject().order_by("unit__sort_key", "cadre__sort_key", "pk")
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters}
    return page_or_fragment(request, "reviews/dashboard/suggested.html", "_frame/_list.html", context)


def _figures(request: ActingRequest) -> dict[str, Any]:
    """What was counted of the cycle in the address, and the filters of the address."""
    _require_committee(request)
    cycles = list(Cycle.objects.visible_to(request.actor).exclude(state=CycleState.DRAFT))
    cycle = _chosen(cycles, request.GET.get("dot", ""))
    shown = tree_figures.collect(cycle, request.actor, localtime.today())
    filters = DashboardFilter(request.GET.dict(), cycles=cycles, cycle=cycle, rows=shown.chain)
    query = urlencode({"dot": cycle.pk, **filters.chosen.query}) if cycle else ""
    return {"cycle": cycle, "shown": shown, "filter_form": filters, "query": query}


def _require_committee(request: ActingRequest) -> None:
    if not may_view_dashboard(request.actor):
        raise Http404


def _chosen(cycles: list[Cycle], asked: str) -> Cycle | None:
    """The cycle of the address, otherwise the latest open one, otherwise the latest."""
    by_pk = {str(cycle.pk): cycle for cycle in cycles}
    usual = [cycle for cycle in cycles if not cycle.only_chosen]
    running = [cycle for cycle in usual if cycle.state == CycleState.OPEN]
    return by_pk.get(asked) or next(iter(running + usual + cycles), None)
