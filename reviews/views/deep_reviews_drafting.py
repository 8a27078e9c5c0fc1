"""Drafting a suggestion on screen: its text and topics, the choice of targets, which topic goes to whom, the last look."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.errors import DomainError
from core.htmx import redirect
from core.listing import list_page, pills_of
from reviews.actions import deep_reviews_drafting as actions
from reviews.forms.deep_reviews import StepForm
from reviews.forms.deep_reviews_drafting import DraftForm, TextForm, TopicList
from reviews.forms.deep_reviews_targets import AssignForm, CandidateFilter
from reviews.models import DeepReview, Review
from reviews.querysets.sheets import ReviewQuerySet
from reviews.reports import (
    draft_history,
    group_load,
    suggestion_candidates,
    suggestion_cascade,
    suggestion_letter,
    topic_coverage,
    topic_origins,
)
from reviews.rules import deep_reviews as rules
from reviews.states import DeepReviewState, ReviewState
from reviews.views.deep_reviews import accept_step, letter_frame, visible_letter
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


def draft_deep_review(request: ActingRequest) -> HttpResponse:
    """Begin a letter; 404 for those who work for no committee."""
    if not request.actor.holds_any(Role.STAFF, Role.STANDING):
        raise Http404
    sent = request.method == "POST"
    form = DraftForm(request.POST if sent else None, actor=request.actor)
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            row = actions.draft_deep_review(
                cycle_id=data["cycle"].pk, issuer_id=data["issuer"].pk, actor=request.actor, title=data["title"]
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request, "reviews:edit_deep_review", row.pk)
    return render(request, "reviews/deep_reviews/new.html", {"form": form}, status=422 if sent else 200)


def edit_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Text and ordered topics in one form; its buttons save everything before they move, drop or add a topic."""
    row = own_letter(request, pk)
    topic_origins.show(request.actor, row.topics.all())
    sent = request.method == "POST"
    if not sent and (past := past_drafting(request, row, "edit")):
        return past
    prompts, groups = suggestion_cascade.prompts_for(row), group_load.groups_to_choose(row)
    form = TextForm(request.POST if sent else None, prompts=prompts, groups=groups, initial=TextForm.shown(row))
    topics = TopicList(row, request.POST if sent else None)
    step = request.POST.get("buoc", "")
    if sent and _saved(request, row, form, topics, step):
        return _after_saving(request, row, step)
    shown = {"form": form, "topics": topics, "verdict": _may_edit(request, row), "has_groups": bool(groups)}
    context = letter_frame(request, row, "edit") | shown
    return render(request, "reviews/deep_reviews/edit.html", context, status=422 if sent else 200)


@require_safe
def choose_targets(request: ActingRequest, pk: int) -> HttpResponse:
    """The reviews that may be suggested, people under their collective, with the reasons that speak for them.

    A letter of an extraordinary cycle names collectives and persons themselves, on a page of its own.
    """
    row = own_letter(request, pk)
    if row.cycle.only_chosen:
        return redirect(request, reverse("reviews:choose_subjects", args=[pk]) + query_of(request))
    return _targets_page(request, row)


@require_POST
def add_targets(request: ActingRequest, pk: int) -> HttpResponse:
    """Add those ticked, or all that the filter leaves, those aside that cannot be suggested to any more."""
    row = own_letter(request, pk)
    form = StepForm(request.POST)
    if "tat-ca" in request.POST:
        _, candidates = _candidates(request, row)
        suitable = candidates.exclude(suggestions__deep_review=row).exclude(state=ReviewState.ACCEPTED)
        chosen = list(suitable.values_list("pk", flat=True))
    else:
        chosen = numbers_in(request.POST.getlist("chon"))

    def act(**data: Any) -> None:
        actions.add_targets(deep_review_id=row.pk, actor=request.actor, review_ids=chosen, **data)

    if accept_step(row, form, act):
        messages.success(request, f"Đã thêm {len(chosen)} mục vào danh sách được gợi ý.")
        return redirect(request, reverse("reviews:choose_targets", args=[row.pk]) + query_of(request))
    return _targets_page(request, row, form, chosen)


@require_POST
def remove_targets(request: ActingRequest, pk: int) -> HttpResponse:
    """Take those ticked off the letter."""
    row = own_letter(request, pk)
    form = StepForm(request.POST)
    leaving = numbers_in(request.POST.getlist("bo"))

    def act(**data: Any) -> None:
        actions.remove_targets(deep_review_id=row.pk, actor=request.actor, target_ids=leaving, **data)

    if accept_step(row, form, act):
        messages.success(request, "Đã bỏ khỏi danh sách được gợi ý.")
        return redirect(request, reverse("reviews:choose_targets", args=[row.pk]) + query_of(request))
    return _targets_page(request, row, form)


def assign_topics(request: ActingRequest, pk: int) -> HttpResponse:
    """Which topic goes to which target: one small matrix for each collective."""
    row = own_letter(request, pk)
    topics, targets = list(row.topics.all()), list(row.targets.all())
    sent = request.method == "POST"
    form = AssignForm(request.POST if sent else None, topics=topics, targets=targets, initial={"version": row.version})

    def act(version: int, **_: Any) -> None:
        actions.assign_topics(deep_review_id=row.pk, version=version, actor=request.actor, only_for=form.chosen())

    if sent and accept_step(row, form, act):
        messages.success(request, "Đã phân nội dung.")
        return redirect(request, "reviews:check_deep_review", row.pk)
    if past := past_drafting(request, row, "assign"):
        return past
    ticked = {topic.pk: form.ticked(topic) for topic in topics}
    context = letter_frame(request, row, "assign") | {
        "form": form,
        "matrices": [
            (group[0].review.unit.name, group, [(t, [(g, g.pk in ticked[t.pk]) for g in group]) for t in topics])
            for group in topic_coverage.by_unit(targets)
        ],
        "topics": topics,
        "verdict": _may_edit(request, row),
    }
    return render(request, "reviews/deep_reviews/assign.html", context, status=422 if sent else 200)


@require_safe
def check_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """The last look before proposing, approving and issuing: what is missing, and the letter as it will print."""
    row = own_letter(request, pk)
    paper = suggestion_letter.collect(request.actor, deep_review=row.pk)
    context = letter_frame(request, row, "check") | {"paper": paper, "submitted": _submitted_already(row)}
    return render(request, "reviews/deep_reviews/check.html", context)


@require_safe
def show_draft_history(request: ActingRequest, pk: int) -> HttpResponse:
    """Who changed what of the draft, word by word; for the people of its committee, after the issue too."""
    row = own_letter(request, pk)
    context = letter_frame(request, row, "history") | {"changes": draft_history.collect(row)}
    return render(request, "reviews/deep_reviews/history.html", context)


def past_drafting(request: ActingRequest, row: DeepReview, current: str) -> HttpResponse | None:
    """What a page of drafting shows once the letter is no draft any more: that, and the way to the letter; else None."""
    if row.state == DeepReviewState.DRAFT:
        return None
    refused = request.method == "POST"
    context = letter_frame(request, row, current) | {"step_refused": refused}
    return render(request, "reviews/deep_reviews/past_drafting.html", context, status=422 if refused else 200)


def own_letter(request: ActingRequest, pk: int) -> DeepReview:
    """The letter for the people of its committee; 404 for those who only received it."""
    row = visible_letter(request, pk)
    if not request.actor.holds(Role.STAFF, Role.STANDING, at=row.issuer_id):
        raise Http404
    return row


def _may_edit(request: ActingRequest, row: DeepReview) -> Any:
    return DEEP_REVIEW_WORKFLOW.check("edit", request.actor, row)


def _saved(request: ActingRequest, row: DeepReview, form: TextForm, topics: TopicList, step: str) -> bool:
    faults = topics.faults()
    if faults and form.is_valid():
        for sentence in faults:
            form.add_error(None, sentence)

    def act(version: int, **_: Any) -> None:
        actions.edit_deep_review(
            deep_review_id=row.pk,
            version=version,
            actor=request.actor,
            text=form.text,
            topics=topics.texts(step),
        )

    return not faults and accept_step(row, form, act)


def _after_saving(request: ActingRequest, row: DeepReview, step: str) -> HttpResponse:
    messages.success(request, "Đã lưu.")
    if step == "tiep":
        return redirect(request, "reviews:choose_targets", row.pk)
    anchor = "#noi-dung-moi" if step == "them" else "#cac-noi-dung" if "-" in step else ""
    return redirect(request, reverse("reviews:edit_deep_review", args=[row.pk]) + anchor)


def _candidates(request: ActingRequest, row: DeepReview) -> tuple[CandidateFilter, ReviewQuerySet]:
    filters = CandidateFilter(request.GET)
    filters.is_valid()
    managed = Review.objects.visible_to(request.actor).filter(cycle=row.cycle_id, managing_unit=row.issuer_id)
    return filters, filters.apply_to(managed, request.actor)


def _targets_page(
    request: ActingRequest, row: DeepReview, form: StepForm | None = None, chosen: list[int] | None = None
) -> HttpResponse:
    if past := past_drafting(request, row, "targets"):
        return past
    filters, candidates = _candidates(request, row)
    listing = list_page(candidates.with_subject().by_collective(), request.GET, pills=pills_of(filters, request.GET))
    named = {target.review_id for target in row.targets.all()}
    reasons = suggestion_candidates.reasons(request.actor, listing.rows, localtime.today(), drafted=row)
    former = suggestion_candidates.former_posts(listing.rows, localtime.today())
    for review in listing.rows:
        review.former_posts = former.get(review.pk, [])
        review.is_named = review.pk in named
        review.reasons = reasons.get(review.pk, [])
        review.refusal = rules.why_not_suggested(row, review)
        review.is_ticked = review.pk in (chosen or ())
    context = letter_frame(request, row, "targets") | {
        "form": form,
        "listing": listing,
        "filter_form": filters,
        "groups": topic_coverage.by_unit(row.targets.all()),
        "target_count": len(named),
        "query": query_of(request),
        "verdict": _may_edit(request, row),
    }
    return render(request, "reviews/deep_reviews/targets.html", context, status=200 if form is None else 422)


def _submitted_already(row: DeepReview) -> list[str]:
    """Whose review was sent up already and will come back to them when the letter is issued."""
    ahead = [target.review for target in row.targets.all() if target.review.state == ReviewState.SUBMITTED]
    return [review.subject_name for review in ahead] if row.issued_at is None else []


def numbers_in(sent: list[str]) -> list[int]:
    """The ids among what was ticked; nonsense is left out."""
    return [int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 19]


def query_of(request: ActingRequest) -> str:
    """The filters of the address, to be kept."""
    return f"?{request.GET.urlencode()}" if request.GET else ""
