"""The meeting of a round and the places of a person's review, on screen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.htmx import redirect
from reviews.actions import meetings as actions
from reviews.actions.reads import record_read
from reviews.forms.meetings import MeetingForm, RemarkForm
from reviews.models import Review, ReviewPlace, ReviewRead
from reviews.rules import sheets as rules
from reviews.rules.missing import former_meeting
from reviews.views.sheet_frame import frame, readable_round, visible_review


@require_http_methods(["GET", "HEAD", "POST"])
def review_meeting(request: ActingRequest, pk: int) -> HttpResponse:
    """The facts of the meeting: to be entered while the round is open, read otherwise."""
    review = visible_review(request, pk)
    round_ = readable_round(request, review)
    if round_ is None:
        raise Http404
    may_record = rules.may_record_meeting(request.actor, review)
    if request.method == "POST" and not may_record:
        raise Http404
    form = MeetingForm(request.POST) if request.method == "POST" else MeetingForm.showing(round_)
    if form.is_bound and form.is_valid():
        try:
            actions.record_meeting(
                round_id=round_.pk, version=form.cleaned_data["version"], actor=request.actor, facts=form.facts()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu thông tin hội nghị.")
            return redirect(request, "reviews:review_meeting", pk)
    is_writable = bool(may_record) and bool(rules.is_open_for_writing(review)) and round_.is_open
    former = former_meeting(round_) if is_writable else ""
    context = frame(request, review, "meeting", round_=round_)
    context |= {"form": form, "is_writable": is_writable, "former_meeting": former}
    return render(request, "reviews/sheets/meeting.html", context, status=422 if form.errors else 200)


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
