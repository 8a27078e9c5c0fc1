"""Regulation profiles on screen: every figure and choice with its legal basis and whether it was confirmed."""

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.listing import list_page
from core.paper.layouts import all_layouts
from reviews.models import ProfileChoice, RegulationProfile
from reviews.rules import reference as rules


@require_safe
def list_profiles(request: ActingRequest) -> HttpResponse:
    """Every profile, the latest first; below them those by which papers are laid out."""
    _refuse_strangers(request)
    profiles = RegulationProfile.objects.order_by("-valid_from").annotate(
        figures_count=Count("figures", distinct=True),
        verified_count=Count("figures", filter=Q(figures__verified=True), distinct=True),
    )
    context = {"listing": list_page(profiles, request.GET), "layouts": all_layouts()[::-1]}
    return render(request, "reviews/profiles/list.html", context)


@require_safe
def show_profile(request: ActingRequest, pk: int) -> HttpResponse:
    """One profile with all it says."""
    _refuse_strangers(request)
    profile = get_object_or_404(RegulationProfile.objects.prefetch_related("figures", "choices"), pk=pk)
    lists = [
        (ProfileChoice.List(kind).label, [c for c in profile.choices.all() if c.list == kind])
        for kind in ProfileChoice.List.values
    ]
    context = {
        "profile": profile,
        "figures": [(f, is_yes_or_no(f.unit)) for f in profile.figures.all()],
        "lists": [(label, choices) for label, choices in lists if choices],
        "templates": profile.templates.filter(published_on__isnull=False),
    }
    return render(request, "reviews/profiles/page.html", context)


def is_yes_or_no(unit: str) -> bool:
    """Whether a figure says yes or no instead of counting something."""
    return unit == "có/không"


def _refuse_strangers(request: ActingRequest) -> None:
    if not rules.may_view_reference(request.actor):
        raise Http404
