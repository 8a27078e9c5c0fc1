"""Cycles on screen: the list, one cycle with its figures, the reviews behind a number, the progress of generation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.activity import not_activity
from core.htmx import page_or_fragment, trigger
from core.listing import list_page, ordering, pills_of
from reviews.actions.cycles import plan_of
from reviews.actions.generation import generation_job
from reviews.forms.cycle_lists import CycleFilter, CycleReviewFilter
from reviews.forms.cycles import tiers_from
from reviews.models import Cycle, Review
from reviews.reports import cycle_progress, plan_numbers
from reviews.rules import cycles as rules
from reviews.rules import reports as rules_of_reports
from reviews.rules.cycle_plans import early_deadlines
from reviews.workflow.cycles import CYCLE_WORKFLOW

_ORDER = {
    "ten": ("cadre__sort_key", "unit__sort_key", "pk"),
    "don-vi": ("unit__sort_key", "cadre__sort_key", "pk"),
    "han": ("due_on", "unit__sort_key", "cadre__sort_key", "pk"),
}


@require_safe
def list_cycles(request: ActingRequest) -> HttpResponse:
    """Every cycle the person may see, the latest period first."""
    filters = CycleFilter(request.GET)
    filters.is_valid()
    cycles = filters.apply(Cycle.objects.visible_to(request.actor)).select_related("owner", "scope")
    listing = list_page(cycles, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters, "may_prepare": _may_prepare_any(request)}
    return page_or_fragment(request, "reviews/cycles/list.html", "_frame/_list.html", context)


@require_safe
def show_cycle(request: ActingRequest, pk: int) -> HttpResponse:
    """One cycle: its plan, its figures, what may be done with it."""
    return cycle_page(request, visible_cycle(request, pk))


@require_safe
def show_cycle_figures(request: ActingRequest, pk: int) -> HttpResponse:
    """The figures alone, for the page that watched the generation end."""
    cycle = visible_cycle(request, pk)
    figures = cycle_progress.collect(cycle, request.actor, localtime.today())
    return render(request, "reviews/cycles/_figures.html", {"cycle": cycle, "figures": figures})


@require_safe
@not_activity
def show_generation(request: ActingRequest, pk: int) -> HttpResponse:
    """How far the generation is; the last answer carries no further question and tells the page to count anew."""
    cycle = visible_cycle(request, pk)
    job = generation_job(cycle)
    count = Review.objects.visible_to(request.actor).filter(cycle=cycle).count() if job and not job.is_open else 0
    context = {"cycle": cycle, "job": job, "result": job and cycle_progress.generated_by(job), "review_count": count}
    response = render(request, "reviews/cycles/_generation.html", context)
    return response if job is None or job.is_open else trigger(response, "reviewsGenerated")


@require_safe
def list_cycle_reviews(request: ActingRequest, pk: int) -> HttpResponse:
    """The reviews behind a number of the cycle's page."""
    cycle = visible_cycle(request, pk)
    filters = CycleReviewFilter(request.GET)
    filters.is_valid()
    day = localtime.today()
    reviews = filters.apply(
        Review.objects.visible_to(request.actor).with_subject().with_opening().filter(cycle=cycle), day
    )
    rows = reviews.order_by(*ordering(request.GET, _ORDER, "don-vi"))
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"cycle": cycle, "listing": listing, "filter_form": filters, "today": day}
    return page_or_fragment(request, "reviews/cycles/reviews.html", "_frame/_list.html", context)


def visible_cycle(request: ActingRequest, pk: int) -> Cycle:
    """The cycle, if this person may see it; 404 otherwise."""
    cycles = Cycle.objects.visible_to(request.actor)
    return get_object_or_404(cycles.select_related("owner", "scope__kind", "profile", "catalogue"), pk=pk)


def cycle_page(request: ActingRequest, cycle: Cycle, *, form: Any = None, status: int = 200) -> HttpResponse:
    """The page of a cycle; `form` brings the refusal of a step that was tried on it."""
    plan = plan_of(cycle)
    tiers = tiers_from(cycle.scope.kind.tier)
    figures = cycle_progress.collect(cycle, request.actor, localtime.today())
    job = generation_job(cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "deadlines": [(tiers.get(d.tier, f"Cấp {d.tier}"), d) for d in plan.deadlines],
        "plan_used_for": plan_numbers.used_for(
            request.actor, cycle.owner, cycle.plan_number, cycle.plan_date, besides=cycle.pk
        ),
        "early_deadlines": early_deadlines(plan),
        "templates": cycle.templates.order_by("code"),
        "figures": figures,
        "review_count": sum(one.total.cells[0].count for one in figures),
        "job": job,
        "result": job and cycle_progress.generated_by(job),
        "runs": bool(rules.may_run(request.actor, cycle)),
        "may_edit": rules.may_edit(request.actor, cycle),
        "may_generate": rules.may_generate(request.actor, cycle),
        "may_change_deadlines": rules.may_change_deadlines(request.actor, cycle),
        "may_print": rules_of_reports.may_print_summary(request.actor, cycle),
        "steps": {t.name: verdict for t, verdict in CYCLE_WORKFLOW.offered(request.actor, cycle)},
    }
    return render(request, "reviews/cycles/page.html", context, status=status)


def _may_prepare_any(request: ActingRequest) -> bool:
    return request.actor.holds_any(Role.STAFF, Role.STANDING)
