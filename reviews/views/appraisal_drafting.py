"""Drafting an appraisal on screen: saved at any time, handed up when every part is marked."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cadres.requests import ActingRequest
from core.errors import DomainError, Invalid
from core.forms import Form
from core.htmx import redirect
from reviews.actions import appraisals as actions
from reviews.forms.appraisals import DraftForm, mark_forms
from reviews.models import Review
from reviews.views.appraisals import appraisal_page, submitted_contents, succeeds
from reviews.views.sheet_frame import visible_review

_HAND_UP, _REST_IS_GOOD = "trinh", "con-lai-dat"
_SAID: Final = {
    _HAND_UP: "Đã trình thường trực quyết định.",
    _REST_IS_GOOD: "Đã lưu dự thảo thẩm định; các phần chưa đánh giá đã ghi “Đạt”. Hãy xem lại trước khi trình.",
}


@require_POST
def draft_appraisal(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Save the draft; other buttons also hand it to the standing committee, or first mark the rest as good."""
    review, step = visible_review(request, review_pk), request.POST.get("buoc", "")
    contents = submitted_contents(review)
    form = DraftForm(request.POST)
    marks = mark_forms(contents, actions.appraisal_of(review), request.POST) if contents else []

    def act(version: int, **data: Any) -> None:
        texts = [mark.text or (mark.good if step == _REST_IS_GOOD else None) for mark in marks]
        told = [text for text in texts if text is not None]
        actions.draft_appraisal(review_id=review.pk, version=version, actor=request.actor, marks=told, **data)

    for mark in marks:
        if not mark.is_valid() and form.is_valid():
            for sentences in mark.errors.values():
                form.add_error(None, " ".join(str(sentence) for sentence in sentences))
    if not succeeds(form, review, act):
        return appraisal_page(request, review, form, marks)
    refusal = _hand_up(request, review, form) if step == _HAND_UP else None
    if refusal is not None:
        lacking = refusal.items if isinstance(refusal, Invalid) else ()
        return appraisal_page(request, visible_review(request, review_pk), form, lacking=lacking)
    messages.success(request, _SAID.get(step, "Đã lưu dự thảo thẩm định."))
    return redirect(request, "reviews:appraisal_page", review.pk)


def _hand_up(request: ActingRequest, review: Review, form: Form) -> DomainError | None:
    """The draft is saved; hand it over at the version that this gave, or give the refusal, its sentence in the form."""
    version = form.cleaned_data["version"] + 1
    try:
        actions.propose_appraisal(review_id=review.pk, version=version, actor=request.actor)
    except DomainError as refusal:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(version)  # type: ignore[index]
        linked = isinstance(refusal, Invalid) and refusal.items
        form.add_error(None, "Đã lưu dự thảo, nhưng chưa trình được" + (":" if linked else f". {refusal}"))
        return refusal
    return None
