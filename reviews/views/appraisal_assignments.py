"""Giving an appraisal to one of the committee's staff."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core.form_page import goes_through
from core.htmx import page_or_fragment, redirect
from reviews.actions import appraisal_assignments as actions
from reviews.forms.appraisals import AssignForm
from reviews.models import Review
from reviews.rules import appraisal_assignments as rules
from reviews.views.sheet_frame import visible_review


def given_to(review: Review) -> str:
    """The name of whom the appraisal is given to, while that person appraises there; else empty."""
    lies_with_all = Review.objects.given_to_nobody().filter(pk=review.pk).exists()
    return "" if lies_with_all else review.appraiser_name


@require_http_methods(["GET", "HEAD", "POST"])
def assign_appraisal(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Choose among those who hold a fitting role today; on a page of its own, or in a dialog."""
    review, sent = visible_review(request, review_pk), request.method == "POST"
    verdict = rules.may_assign(request.actor, review)
    initial = {"version": review.version, "appraiser_id": review.appraiser_id}
    candidates = actions.candidates_for(review) if verdict else []
    form = AssignForm(request.POST if sent else None, initial=initial, candidates=candidates)
    if sent and not verdict:
        form.add_error(None, verdict.reason)

    def act(version: int, appraiser_id: int | None) -> None:
        actions.assign_appraisal(review_id=review.pk, version=version, actor=request.actor, appraiser_id=appraiser_id)

    if sent and goes_through(form, act, lambda: Review.objects.values_list("version", flat=True).get(pk=review.pk)):
        messages.success(request, "Đã ghi việc giao thẩm định.")
        return redirect(request, "reviews:appraisal_page", review.pk)
    context: dict[str, Any] = {"review": review, "form": form, "verdict": verdict}
    page, fragment = "reviews/appraisals/assign.html", "reviews/appraisals/_assign.html"
    return page_or_fragment(request, page, fragment, context, status=422 if sent else 200)
