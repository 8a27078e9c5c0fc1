"""The meeting of a round and the places of a person's review, on screen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError, StaleObject
from core.htmx import redirect
from reviews.actions import meetings as actions
from reviews.actions.answers import Outcome
from reviews.actions.reads import record_read
from reviews.actions.removed_rows import removed_tasks
from reviews.forms.answers import Posted, read_posted
from reviews.forms.meeting_sheet import MeetingSheet
from reviews.forms.meetings import RemarkForm, read_fact
from reviews.models import Review, ReviewPlace, ReviewRead
from reviews.models.options import SheetOptions
from reviews.rules import sheets as rules
from reviews.rules.missing import former_meeting
from reviews.views import autosave
from reviews.views.sheet_frame import frame, readable_round, visible_review


@require_http_methods(["GET", "HEAD", "POST"])
def review_meeting(request: ActingRequest, pk: int) -> HttpResponse:
    """The facts of the meeting: to be entered while the round is open, read otherwise; a script saves while one types."""
    review = visible_review(request, pk)
    if readable_round(request, review) is None:
        raise Http404
    if request.method != "POST":
        return _meeting_page(request, review)
    if not rules.may_record_meeting(request.actor, review):
        raise Http404
    options = SheetOptions(review)
    posted = read_posted(request.POST, options)
    if autosave.is_asked_for(request):
        return autosave.save_meeting(request, review, posted, options)
    try:
        outcome = actions.save_meeting(review_id=review.pk, actor=request.actor, edits=posted.edits, read=read_fact)
    except DomainError as refusal:
        return _meeting_page(request, review, sentence=str(refusal), posted=posted)
    if not outcome.is_clean or posted.refusals:
        return _meeting_page(request, review, posted=posted, outcome=outcome)
    messages.success(request, "Đã lưu thông tin hội nghị.")
    return redirect(request, "reviews:review_meeting", pk)


def _meeting_page(
    request: ActingRequest,
    review: Review,
    *,
    sentence: str = "",
    posted: Posted | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    round_ = readable_round(request, review)
    if round_ is None:
        raise Http404
    may_record = rules.may_record_meeting(request.actor, review)
    is_writable = bool(may_record) and bool(rules.is_open_for_writing(review)) and round_.is_open
    tasks = list(round_.meeting_tasks.select_related("owner_cadre").order_by("order", "pk"))
    context = frame(request, review, "meeting", round_=round_) | {
        "sheet": MeetingSheet(review, round_, posted=posted, outcome=outcome),
        "sentence": sentence,
        "is_writable": is_writable,
        "keeps_words": bool(may_record) and not is_writable,
        "tasks": tasks,
        "removed_tasks": removed_tasks(review, tasks) if is_writable else [],
        "former_meeting": former_meeting(round_) if is_writable else "",
    }
    return render(request, "reviews/sheets/meeting.html", context, status=200 if posted is None else 422)


@require_safe
def review_places(request: ActingRequest, pk: int) -> HttpResponse:
    """Where a person is reviewed, with the remarks, and the posts held in the period with their confirmations."""
    return _places_page(request, _readable_review(request, pk))


@require_POST
def remark_as_place(request: ActingRequest, pk: int, place_pk: int) -> HttpResponse:
    """A place writes its remark."""
    review = _readable_review(request, pk)
    place = get_object_or_404(ReviewPlace, review=review, pk=place_pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            actions.remark_as_place(place_id=place.pk, actor=request.actor, **form.cleaned_data)
        except StaleObject as refusal:  # the next press is about what stands there now, which the page shows beside
            place.refresh_from_db()
            form = RemarkForm({**form.cleaned_data, "version": place.version})
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi nhận xét của {place.unit.name}.")
            return redirect(request, "reviews:review_places", pk)
    return _places_page(request, review, form=form, remarked=place.pk, status=422)


def _readable_review(request: ActingRequest, pk: int) -> Review:
    review = visible_review(request, pk)
    if review.is_collective or readable_round(request, review) is None:
        raise Http404
    return review


def _places_page(
    request: ActingRequest, review: Review, *, form: RemarkForm | None = None, remarked: int = 0, status: int = 200
) -> HttpResponse:
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
    places = []
    for place in review.places.select_related("unit"):
        verdict = rules.may_remark(request.actor, review, place.unit_id)
        shown = (
            form
            if form and place.pk == remarked
            else RemarkForm(initial={"version": place.version, "remark": place.remark}, auto_id=f"noi-{place.pk}-%s")
        )
        places.append({"place": place, "form": shown, "may_remark": verdict})
    context = frame(request, review, "places", round_=readable_round(request, review)) | {
        "places": places,
        "segments": review.segments.select_related("unit"),
        "form": form,
    }
    return render(request, "reviews/sheets/places.html", context, status=status)
