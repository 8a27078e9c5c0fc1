"""Choosing from the register the grounds on which a topic of a draft rests."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from core.htmx import redirect
from core.listing import list_page, pills_of
from reviews.actions import topic_grounds as actions
from reviews.forms.deep_reviews import StepForm
from reviews.forms.grounds import GroundFilter
from reviews.models import DeepReview, DeepReviewTopic, RegisteredGround, TopicGround
from reviews.views.deep_reviews import accept_step, letter_frame
from reviews.views.deep_reviews_drafting import numbers_in, own_letter, query_of
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@require_safe
def choose_grounds(request: ActingRequest, pk: int, topic_pk: int) -> HttpResponse:
    """The open grounds of the committee's register, beside those tied already."""
    row, topic = own_topic(request, pk, topic_pk)
    return _page(request, row, topic)


@require_POST
def tie_grounds(request: ActingRequest, pk: int, topic_pk: int) -> HttpResponse:
    """Tie those ticked."""
    return _step(request, pk, topic_pk, actions.tie_grounds, "Đã gắn căn cứ vào nội dung.")


@require_POST
def untie_grounds(request: ActingRequest, pk: int, topic_pk: int) -> HttpResponse:
    """Take those ticked off the topic."""
    return _step(request, pk, topic_pk, actions.untie_grounds, "Đã bỏ căn cứ khỏi nội dung.")


def own_topic(request: ActingRequest, pk: int, topic_pk: int) -> tuple[DeepReview, DeepReviewTopic]:
    """A topic of a letter, for the people of its committee; 404 for everybody else."""
    row = own_letter(request, pk)
    return row, get_object_or_404(DeepReviewTopic, deep_review=row, pk=topic_pk)


def _step(request: ActingRequest, pk: int, topic_pk: int, action: Any, sentence: str) -> HttpResponse:
    row, topic = own_topic(request, pk, topic_pk)
    form = StepForm(request.POST)
    chosen = numbers_in(request.POST.getlist("chon"))
    act = partial(action, deep_review_id=pk, actor=request.actor, topic_id=topic_pk, ground_ids=chosen)
    if accept_step(row, form, act):
        messages.success(request, sentence)
        return redirect(request, reverse("reviews:choose_grounds", args=[pk, topic_pk]) + query_of(request))
    return _page(request, own_letter(request, pk), topic, form)


def _page(
    request: ActingRequest, row: DeepReview, topic: DeepReviewTopic, form: StepForm | None = None
) -> HttpResponse:
    filters = GroundFilter(request.GET)
    filters.is_valid()
    tied = TopicGround.objects.filter(topic=topic).select_related("ground")
    of_committee = RegisteredGround.objects.visible_to(request.actor).open().filter(owner=row.issuer_id)
    rows = filters.apply_to(of_committee.exclude(pk__in=tied.values("ground"))).with_concerned()
    context = letter_frame(request, row, "edit") | {
        "form": form,
        "topic": topic,
        "tied": tied,
        "filter_form": filters,
        "listing": list_page(rows, request.GET, pills=pills_of(filters, request.GET)),
        "query": query_of(request),
        "verdict": DEEP_REVIEW_WORKFLOW.check("edit", request.actor, row),
    }
    return render(request, "reviews/deep_reviews/grounds.html", context, status=200 if form is None else 422)
