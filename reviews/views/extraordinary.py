"""Suggesting outside the running cycles on screen: the plan, then whom the letter names."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cadres.models import Tenure
from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.form_page import attempted
from core.htmx import redirect
from core.listing import list_page, pills_of
from reviews.actions import extraordinary as actions
from reviews.forms.deep_reviews import StepForm
from reviews.forms.extraordinary import ExtraordinaryForm, SubjectFilter
from reviews.models import DeepReview
from reviews.querysets.managed import managed_people, managed_units
from reviews.reports import topic_coverage
from reviews.reports.suggestion_candidates import with_last_day
from reviews.views.deep_reviews import accept_step, letter_frame
from reviews.views.deep_reviews_drafting import numbers_in, own_letter, past_drafting, query_of
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@require_http_methods(["GET", "HEAD", "POST"])
def draft_extraordinary(request: ActingRequest) -> HttpResponse:
    """The plan of an extraordinary cycle; then the draft of its letter. 404 for those who work for no committee."""
    if not request.actor.holds_any(Role.STAFF, Role.STANDING):
        raise Http404
    sent = request.method == "POST"
    form = ExtraordinaryForm(request.POST if sent else None, actor=request.actor)
    if sent and form.is_valid():
        owner = form.cleaned_data["owner"].pk
        row = attempted(
            form, lambda: actions.draft_extraordinary(owner_id=owner, plan=form.plan(), actor=request.actor)
        )
        if row is not None:
            messages.success(request, "Đã mở đợt đột xuất. Chọn tập thể, cá nhân; chưa ai thấy trước khi ban hành.")
            return redirect(request, "reviews:choose_subjects", row.pk)
    return render(request, "reviews/deep_reviews/extraordinary.html", {"form": form}, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD"])
def choose_subjects(request: ActingRequest, pk: int) -> HttpResponse:
    """The collectives and persons that the committee manages; of a letter of another cycle the usual choice."""
    row = own_letter(request, pk)
    return _page(request, row) if row.cycle.only_chosen else redirect(request, "reviews:choose_targets", pk)


@require_POST
def add_subjects(request: ActingRequest, pk: int) -> HttpResponse:
    """Name those ticked."""
    row = own_letter(request, pk)
    form = StepForm(request.POST)
    chosen = {
        "unit_ids": numbers_in(request.POST.getlist("don-vi")),
        "cadre_ids": numbers_in(request.POST.getlist("can-bo")),
    }

    def act(version: int) -> DeepReview:
        return actions.choose_for_letter(deep_review_id=pk, version=version, actor=request.actor, **chosen)

    if accept_step(row, form, act):
        messages.success(request, f"Đã thêm {sum(map(len, chosen.values()))} mục vào danh sách được gợi ý.")
        return redirect(request, reverse("reviews:choose_subjects", args=[pk]) + query_of(request))
    return _page(request, own_letter(request, pk), form)


def _page(request: ActingRequest, row: DeepReview, form: StepForm | None = None) -> HttpResponse:
    if past := past_drafting(request, row, "targets"):
        return past
    filters = SubjectFilter(request.GET)
    filters.is_valid()
    period = (row.cycle.period_from, max(row.cycle.period_to, localtime.today()))
    rows: Any = (
        filters.apply_to_people(managed_people(row.issuer_id, *period)).order_by("sort_key", "pk")
        if filters.wants_people
        else filters.apply_to_units(managed_units(row.issuer_id, *period))
        .order_by("sort_key", "pk")
        .select_related("bloc")
    )
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    named = {(target.review.cadre_id, target.review.unit_id) for target in row.targets.all()}
    persons, collectives = {cadre for cadre, _ in named if cadre}, {unit for cadre, unit in named if not cadre}
    posts = _posts_of([one.pk for one in listing.rows], period) if filters.wants_people else {}
    for one in listing.rows:
        one.is_named = one.pk in (persons if filters.wants_people else collectives)
        one.posts_held = "; ".join(posts.get(one.pk, ()))
    context = letter_frame(request, row, "targets") | {
        "form": form,
        "listing": listing,
        "filter_form": filters,
        "shows_people": filters.wants_people,
        "groups": topic_coverage.by_unit(row.targets.all()),
        "target_count": len(named),
        "query": query_of(request),
        "verdict": DEEP_REVIEW_WORKFLOW.check("edit", request.actor, row),
    }
    return render(request, "reviews/deep_reviews/subjects.html", context, status=200 if form is None else 422)


def _posts_of(cadre_ids: list[int], period: tuple[Any, Any]) -> dict[int, list[str]]:
    """The posts that each held in the time, those given up marked; one query."""
    held = Tenure.objects.held_during(*period).filter(cadre__in=cadre_ids).select_related("post")
    found: dict[int, list[str]] = {}
    for tenure in held.order_by("-started_on", "pk"):
        words = with_last_day(tenure.post.name, tenure.ended_on, localtime.today())
        found.setdefault(tenure.cadre_id, []).append(words)
    return found
