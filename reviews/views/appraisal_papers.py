"""Giving the result of an appraisal its number and date, so that it goes out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from cadres.requests import ActingRequest
from core import localtime
from core.errors import DomainError
from core.htmx import page_or_fragment, redirect
from reviews.actions import appraisal_papers as actions
from reviews.actions.paper_numbers import NOTICE, offered_number
from reviews.forms.appraisal_decisions import PaperForm
from reviews.models import Appraisal
from reviews.reports.letterheads import likely_signer
from reviews.rules import appraisals as rules


def issue_notice(request: ActingRequest, pk: int) -> HttpResponse:
    """Type number, date and signer of the notice; on a page of its own, or in a dialog."""
    found = Appraisal.objects.visible_to(request.actor).filter(decided_at__isnull=False).prefetch_related("papers")
    appraisal = get_object_or_404(
        found.select_related(
            "round__review__unit", "round__review__cadre", "round__review__cycle", "round__review__managing_unit"
        ),
        pk=pk,
    )
    review, sent = appraisal.round.review, request.method == "POST"
    signer = likely_signer(review.managing_unit, request.actor)
    known = {"issued_on": localtime.today(), "number": offered_number(review.managing_unit, NOTICE)} | signer
    form = PaperForm(request.POST if sent else None, initial=known)
    if form.is_bound and form.is_valid():
        try:
            actions.issue_notice(appraisal_id=appraisal.pk, actor=request.actor, text=form.paper)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ban hành thông báo kết quả thẩm định; nơi được thẩm định in được.")
            return redirect(request, "reviews:appraisal_page", review.pk)
    context: dict[str, Any] = {
        "review": review,
        "appraisal": appraisal,
        "form": form,
        "verdict": rules.may_issue_notice(request.actor, appraisal),
    }
    page, fragment = "reviews/appraisals/notice.html", "reviews/appraisals/_notice.html"
    return page_or_fragment(request, page, fragment, context, status=422 if sent else 200)
