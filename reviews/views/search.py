"""The search of the bar on top."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.text import fold_space
from reviews.reports.search import SHORTEST, search

LONGEST = 200


@require_safe
def show_results(request: ActingRequest) -> HttpResponse:
    """What the person may see and what contains the words typed, kind by kind."""
    text = fold_space(request.GET.get("q", "").replace("\x00", " "))[:LONGEST]
    sections = search(request.actor, text)
    context = {"search_text": text, "sections": sections, "shortest": SHORTEST}
    return render(request, "reviews/search/results.html", context)
