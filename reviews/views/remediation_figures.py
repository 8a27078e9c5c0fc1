"""Remediation in numbers and pictures, each number with the list behind it: as it is now, and over three years."""

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.file_answers import workbook_answer
from core.listing import pills_of
from core.workbook_files import workbook
from reviews.forms.item_filter import NarrowingFilter
from reviews.models import RemediationItem
from reviews.reports import remediation_figures, three_years
from reviews.rules.dashboard import may_view_dashboard

YEAR_KEY = "nam_cuoi"


@require_safe
def show_figures(request: ActingRequest) -> HttpResponse:
    """What the person may see of remediation, added up; narrowed by the address to a unit, a field, an owner."""
    filters, figures = _figures(request)
    context = _around(request, filters) | {"figures": figures}
    return render(request, "reviews/remediation/figures.html", context)


@require_safe
def export_figures(request: ActingRequest) -> HttpResponse:
    """The tables of that page as a workbook."""
    _, figures = _figures(request)
    return workbook_answer(workbook(figures.sheets, "Tình hình khắc phục"), "tinh-hinh-khac-phuc.xlsx")


@require_safe
def show_three_years(request: ActingRequest) -> HttpResponse:
    """Three years side by side, the last of them from the address; this year where it says none or one to come."""
    filters, found = _three_years(request)
    last, now = found.years[-1], localtime.today().year
    query = filters.narrowing
    turns = [(year, urlencode({**query, YEAR_KEY: year})) for year in (last - 1, last + 1) if year <= now]
    context = _around(request, filters) | {"found": found, "turns": turns, "last": last, "year_key": YEAR_KEY}
    context["may_print"] = may_view_dashboard(request.actor)
    return render(request, "reviews/remediation/three_years.html", context)


@require_safe
def export_three_years(request: ActingRequest) -> HttpResponse:
    """The tables of that page as a workbook."""
    _, found = _three_years(request)
    title = f"Sơ kết khắc phục {found.years[0]}–{found.years[-1]}"
    return workbook_answer(workbook(found.sheets, title), f"so-ket-khac-phuc-{found.years[-1]}.xlsx")


def _figures(request: ActingRequest) -> tuple[NarrowingFilter, remediation_figures.Figures]:
    filters = NarrowingFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.narrow(RemediationItem.objects.visible_to(request.actor))
    day = localtime.today()
    return filters, remediation_figures.collect(request.actor, day, items, filters.narrowing, filters.unit)


def _three_years(request: ActingRequest) -> tuple[NarrowingFilter, three_years.ThreeYears]:
    filters = NarrowingFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.narrow(RemediationItem.objects.visible_to(request.actor))
    day, asked = localtime.today(), request.GET.get(YEAR_KEY, "")
    last = min(int(asked), day.year) if re.fullmatch("20[0-9]{2}", asked) and int(asked) > 2002 else day.year
    return filters, three_years.collect(request.actor, day, last, items, filters.narrowing, filters.unit)


def _around(request: ActingRequest, filters: NarrowingFilter) -> dict[str, object]:
    return {
        "filter_form": filters,
        "listing": {"pills": pills_of(filters, request.GET)},
        "query": urlencode(filters.narrowing),
    }
