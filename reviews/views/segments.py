"""A segment on screen: the unit of a post held reads its part of somebody's review, and nothing else of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.htmx import redirect
from reviews.actions import segments as actions
from reviews.actions.reads import record_read
from reviews.forms.meetings import RemarkForm
from reviews.forms.sheet_lists import VersionForm
from reviews.models import Answer, ReviewRead, Round, Segment
from reviews.rules import sheets as rules


@require_safe
def show_segment(request: ActingRequest, pk: int) -> HttpResponse:
    """One segment with its answers; 404 for every other segment and for the review it belongs to."""
    return _page(request, _visible_segment(request, pk))


@require_POST
def send_segment(request: ActingRequest, pk: int) -> HttpResponse:
    """The author sends the segment to its unit."""
    segment = _visible_segment(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            actions.send_segment(segment_id=segment.pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã gửi {segment.unit.name} xác nhận.")
            return redirect(request, "reviews:review_places", segment.review_id)
    return _page(request, segment, form=form, status=422)


@require_POST
def confirm_segment(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit confirms the segment."""
    segment = _visible_segment(request, pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_segment(segment_id=segment.pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã xác nhận phần của đồng chí {segment.review.subject_name}.")
            return redirect(request, "reviews:segment_page", pk)
    return _page(request, segment, form=form, status=422)


def _visible_segment(request: ActingRequest, pk: int) -> Segment:
    found = Segment.objects.visible_to(request.actor).select_related(
        "unit", "review__unit", "review__cadre", "review__cycle", "review__managing_unit"
    )
    return get_object_or_404(found, pk=pk)


def _page(
    request: ActingRequest, segment: Segment, *, form: RemarkForm | VersionForm | None = None, status: int = 200
) -> HttpResponse:
    round_ = _round_to_read(request, segment)
    record_read(review=segment.review, actor=request.actor, part=ReviewRead.Part.SEGMENT)
    may_confirm = rules.may_confirm_segment(request.actor, segment)
    remark = (
        form
        if isinstance(form, RemarkForm)
        else RemarkForm(initial={"version": segment.version, "remark": segment.remark})
    )
    context = {
        "segment": segment,
        "review": segment.review,
        "answers": Answer.objects.filter(round=round_, segment=segment).exclude(text="").select_related("section"),
        "round": round_,
        "form": form,
        "remark_form": remark,
        "may_confirm": may_confirm,
        "may_send": rules.may_write(request.actor, segment.review),
        "sees_review": bool(rules.may_view(request.actor, segment.review)),
    }
    return render(request, "reviews/sheets/segment.html", context, status=status)


def _round_to_read(request: ActingRequest, segment: Segment) -> Round:
    """The unit reads what was sent: the newest text; those above the review read the last submitted round."""
    rounds = Round.objects.filter(review=segment.review)
    charged_here = rules.is_charged_with_segment(request.actor, segment)
    if not charged_here and not rules.reads_open_round(request.actor, segment.review):
        rounds = rounds.filter(submitted_at__isnull=False)
    round_ = rounds.order_by("-number").first()
    if round_ is None:
        raise Http404
    return round_
