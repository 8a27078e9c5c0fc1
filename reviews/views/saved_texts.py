"""Earlier versions of the form being written, for those who may read them; its writer puts one back."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.forms import Form
from core.htmx import redirect
from core.listing import list_page
from reviews.actions.answer_rows import values_of
from reviews.actions.reads import record_read
from reviews.actions.removed_rows import put_back
from reviews.actions.rounds import latest_round
from reviews.actions.text_restoring import restore_text
from reviews.forms.saved_texts import RestoreForm
from reviews.models import Review, ReviewRead, Round, SavedText
from reviews.models.contents import RoundContents, contents_of
from reviews.reports import saved_texts as reports
from reviews.rules import sheets as rules
from reviews.rules.reopening import may_write_row
from reviews.rules.writing import token_of
from reviews.views.sheet_frame import frame, review_for_writing, visible_review


@require_safe
def list_saved_texts(request: ActingRequest, pk: int) -> HttpResponse:
    """What each field of the newest round said before it was changed, and what was taken out, the latest change first."""
    review = visible_review(request, pk)
    if not rules.reads_earlier_texts(request.actor, review):
        raise Http404
    return _page(request, review)


_RESTORED = {
    False: "Đã khôi phục nội dung cũ; nội dung vừa thay cũng được giữ lại ở đây.",
    True: "Đã khôi phục phần đã bỏ.",
}


@require_POST
def restore(request: ActingRequest, pk: int, saved: int) -> HttpResponse:
    """Put an earlier version back as a new save, or a card that was taken out."""
    review = review_for_writing(request, pk)
    is_removal = get_object_or_404(SavedText, pk=saved, review=review).is_removal
    form: Form = Form(request.POST) if is_removal else RestoreForm(request.POST)
    act = put_back if is_removal else restore_text
    if form.is_valid():
        try:
            act(review_id=review.pk, saved_id=saved, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _RESTORED[is_removal])
            return redirect(request, "reviews:saved_texts", pk)
    return _page(request, review, form=form, status=422)


def _token(text: reports.EarlierText, round_: Round, contents: RoundContents) -> str:
    """What stands for the row as this page shows it; nothing for a part that the round leaves alone."""
    if text.saved.kind in ("opinion", "task"):
        return str(text.row.version)
    if not may_write_row(round_, contents.sections, text.row):
        return ""
    return str(token_of(text.row.version, values_of(text.saved.kind, text.row)))


def _page(request: ActingRequest, review: Review, *, form: Form | None = None, status: int = 200) -> HttpResponse:
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
    round_ = latest_round(review)
    contents = contents_of(review, round_)
    rows = SavedText.objects.filter(Q(round_number=round_.number) | Q(contents__isnull=False), review=review)
    listing = list_page(rows, request.GET)
    context = frame(request, review, "rounds", round_=round_)
    context |= {"listing": listing, "texts": reports.shown(contents, listing.rows), "form": form}
    for text in context["texts"]:
        if text.saved.is_removal:
            text.saved.may_put_back = bool(context["may_edit"]) and not text.is_now
        elif context["may_edit"] and text.row is not None and text.saved.kind != "meeting" and not text.is_now:
            text.saved.token = _token(text, round_, contents)
    return render(request, "reviews/sheets/saved_texts.html", context, status=status)
