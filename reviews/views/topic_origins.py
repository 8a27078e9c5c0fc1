"""Tying a topic of a draft to an earlier one on screen, and beginning a letter that takes up an answered topic."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core.form_page import attempted
from core.forms import Form
from core.htmx import redirect
from core.listing import list_page, pills_of
from reviews.actions import topic_origins as actions
from reviews.forms.deep_reviews import StepForm
from reviews.forms.topic_origins import ChosenTopicForm, EarlierTopicFilter, FurtherForm
from reviews.models import DeepReview, DeepReviewTopic, Review
from reviews.reports import topic_origins as chains
from reviews.views.deep_reviews import accept_step, letter_frame
from reviews.views.deep_reviews_drafting import numbers_in, own_letter, query_of
from reviews.views.topic_grounds import own_topic
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@require_safe
def choose_origin(request: ActingRequest, pk: int, topic_pk: int) -> HttpResponse:
    """The topics of issued letters that the person may read, each with what its appraisals left."""
    return _page(request, *own_topic(request, pk, topic_pk))


@require_POST
def tie_origin(request: ActingRequest, pk: int, topic_pk: int) -> HttpResponse:
    """Tie the one ticked."""
    tie = partial(actions.tie_origin, deep_review_id=pk, topic_id=topic_pk, actor=request.actor)

    def act(version: int, chon: int) -> DeepReview:
        return tie(version=version, origin_id=chon)

    return _step(request, pk, topic_pk, ChosenTopicForm(request.POST), act, "Đã gắn với nội dung đã gợi ý trước.")


@require_POST
def untie_origin(request: ActingRequest, pk: int, topic_pk: int) -> HttpResponse:
    """Let the topic stand by itself."""
    act = partial(actions.untie_origin, deep_review_id=pk, topic_id=topic_pk, actor=request.actor)
    return _step(request, pk, topic_pk, StepForm(request.POST), act, "Đã bỏ gắn.")


@require_http_methods(["GET", "HEAD", "POST"])
def draft_further(request: ActingRequest, topic_pk: int) -> HttpResponse:
    """Begin a letter that takes up a topic; `ban` in the address names the review that answered it. 404 for those who
    work for no committee.
    """
    if not request.actor.holds_any(Role.STAFF, Role.STANDING):
        raise Http404
    known = DeepReviewTopic.objects.visible_to(request.actor).select_related("deep_review__issuer__kind", "field")
    topic = get_object_or_404(known, pk=topic_pk)
    answered = _answered(request, topic)
    initial = {"title": f"Gợi ý kiểm điểm bổ sung: {topic.title}"[:300], "same": True}
    sent = request.method == "POST"
    posted = request.POST if sent else None
    form = FurtherForm(posted, actor=request.actor, can_be_same=answered is not None, initial=initial)
    if sent and form.is_valid():
        row = attempted(form, lambda: _draft(request, topic, answered, form.cleaned_data))
        if row is not None:
            messages.success(
                request, "Đã tạo dự thảo gắn với nội dung đã gợi ý. Xem lại nội dung, rồi chọn nơi được gợi ý."
            )
            return redirect(request, "reviews:edit_deep_review", row.pk)
    chains.show(request.actor, [topic])
    context = {"form": form, "topic": topic, "answered": answered, "words": chains.letter_words(topic.deep_review)}
    return render(request, "reviews/deep_reviews/further.html", context, status=422 if sent else 200)


def _answered(request: ActingRequest, topic: DeepReviewTopic) -> Review | None:
    """The review that the address names, if it was asked about the topic and the person sees it."""
    for pk in numbers_in([request.GET.get("ban", "")]):
        of_letter = Review.objects.visible_to(request.actor).filter(suggestions__deep_review=topic.deep_review_id)
        return of_letter.select_related("unit", "cadre").filter(pk=pk).first()
    return None


def _draft(
    request: ActingRequest, topic: DeepReviewTopic, answered: Review | None, typed: dict[str, Any]
) -> DeepReview:
    return actions.draft_further(
        origin_id=topic.pk,
        review_id=answered.pk if answered is not None and typed["same"] else None,
        cycle_id=typed["cycle"].pk,
        issuer_id=typed["issuer"].pk,
        title=typed["title"],
        actor=request.actor,
    )


def _step(
    request: ActingRequest, pk: int, topic_pk: int, form: Form, act: Callable[..., Any], sentence: str
) -> HttpResponse:
    row, topic = own_topic(request, pk, topic_pk)
    if accept_step(row, form, act):
        messages.success(request, sentence)
        return redirect(request, reverse("reviews:choose_origin", args=[pk, topic_pk]) + query_of(request))
    return _page(request, own_letter(request, pk), topic, form)


def _page(request: ActingRequest, row: DeepReview, topic: DeepReviewTopic, form: Form | None = None) -> HttpResponse:
    filters = EarlierTopicFilter(request.GET)
    filters.is_valid()
    earlier = filters.apply_to(DeepReviewTopic.objects.visible_to(request.actor)).exclude(deep_review=row)
    rows = earlier.select_related("deep_review__issuer__kind", "field").order_by("-deep_review__issued_on", "-pk")
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    left = chains.remarks(request.actor, listing.rows)
    for one in listing.rows:
        one.words, one.left = chains.letter_words(one.deep_review), left.get(one.pk, [])
    chains.show(request.actor, [topic])
    context = letter_frame(request, row, "edit") | {
        "form": form,
        "topic": topic,
        "filter_form": filters,
        "listing": listing,
        "query": query_of(request),
        "verdict": DEEP_REVIEW_WORKFLOW.check("edit", request.actor, row),
    }
    return render(request, "reviews/deep_reviews/origins.html", context, status=200 if form is None else 422)
