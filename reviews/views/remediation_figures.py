"""Remediation in numbers and pictures, each number with the list behind it."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.listing import pills_of
from reviews.forms.item_filter import NarrowingFilter
from reviews.models import RemediationItem
from reviews.reports import remediation_figures


@require_safe
def show_figures(request: ActingRequest) -> HttpResponse:
    """What the person may see of remediation, added up; narrowed by the address to a unit, a field, an owner."""
    filters = NarrowingFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.narrow(RemediationItem.objects.visible_to(request.actor))
    narrowing = filters.narrowing
    figures = remediation_figures.collect(request.actor, localtime.today(), items, narrowing, filters.unit)
    context = {
        "figures": figures,
        "filter_form": filters,
        "listing": {"pills": pills_of(filters, request.GET)},
        "query": urlencode(narrowing),
    }
    return render(request, "reviews/remediation/figures.html", context)
