"""Files attached to a review: listed, sent on a page of their own, withdrawn, downloaded."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.file_answers import file_answer, span_asked_for
from core.htmx import announce, page_or_fragment, redirect, wants_fragment
from reviews.actions import attachments as actions
from reviews.actions.reads import record_read
from reviews.forms.attachments import AttachForm
from reviews.forms.sheet_lists import VersionForm
from reviews.models import Attachment, Review, ReviewRead, Round
from reviews.rules import attachments as rules
from reviews.views.sheet_frame import frame, readable_round, visible_review


@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: ActingRequest, pk: int) -> HttpResponse:
    """The files of the round that the person reads; writers of an open round add some by a form of its own."""
    review = visible_review(request, pk)
    round_ = readable_round(request, review)
    if round_ is None or (request.method == "POST" and not rules.sheets.may_write(request.actor, review)):
        raise Http404
    if request.method != "POST":
        record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
        return _page(request, review, round_)
    form = AttachForm(request.POST, request.FILES, round_=round_)
    kept = _attach(request, review, form)
    if form.errors and kept and wants_fragment(request):
        return announce(_page(request, review, round_, form=form, status=422), _words(kept))
    if kept:
        messages.success(request, _words(kept))
    if form.errors:
        return _page(request, review, round_, form=form, status=422)
    return redirect(request, "reviews:attachments", pk)


def _attach(request: ActingRequest, review: Review, form: AttachForm) -> list[Attachment]:
    """Attach what can be taken; a sentence for each file that cannot stays with the form."""
    if not form.is_valid():
        return []
    sent = dict(form.cleaned_data)
    try:
        outcome = actions.attach_files(review_id=review.pk, actor=request.actor, contents=sent.pop("file"), **sent)
    except DomainError as refusal:
        form.add_error("file", str(refusal))
        return []
    for name, sentence in outcome.refused:
        form.add_error("file", f"“{name}”: {sentence}")
    return outcome.kept


def _words(kept: list[Attachment]) -> str:
    return f"Đã đính kèm tệp “{kept[0].stored.name}”." if len(kept) == 1 else f"Đã đính kèm {len(kept)} tệp."


@require_POST
def withdraw_attachment(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a file out of the open round; it stays stored, marked."""
    attachment = _visible(request, pk)
    review = visible_review(request, attachment.round.review_id)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_file(attachment_id=pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã bỏ tệp “{attachment.stored.name}”.")
            return redirect(request, "reviews:attachments", review.pk)
    return _page(request, review, attachment.round, refused=form, status=422)


@require_safe
def download_attachment(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The file itself, or the part asked for; 404 for one of a round that the person does not read."""
    attachment = _visible(request, pk)
    span = span_asked_for(attachment.stored, request.headers) if request.method == "GET" else None
    try:
        if request.method == "HEAD" or (span is not None and not span.is_in_file):
            return file_answer(attachment.stored, span)
        stored = actions.hand_over_file(attachment=attachment, actor=request.actor, is_part=span is not None)
        return file_answer(stored, span)
    except FileNotFoundError as gone:
        raise Http404 from gone


def _visible(request: ActingRequest, pk: int) -> Attachment:
    found = Attachment.objects.visible_to(request.actor).select_related("stored", "round__review__unit")
    return get_object_or_404(found, pk=pk)


def _page(
    request: ActingRequest,
    review: Review,
    round_: Round,
    *,
    form: AttachForm | None = None,
    refused: VersionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_attach = rules.may_attach(request.actor, review) if round_.is_open else None
    context: dict[str, Any] = frame(request, review, "attachments", round_=round_) | {
        "files": Attachment.objects.of_round(round_, request.actor),
        "form": form or (AttachForm(round_=round_) if may_attach else None),
        "refused": refused,
        "may_attach": may_attach,
    }
    page, panel = "reviews/attachments/page.html", "reviews/attachments/_panel.html"
    return page_or_fragment(request, page, panel, context, status=status)
