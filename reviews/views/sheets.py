"""Reviews on screen: the list, one review as it reads, its rounds; submitting and taking back."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.errors import DomainError
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from reviews.actions import sheets as actions
from reviews.actions.reads import record_read
from reviews.forms.sheet_lists import ORDERS, ReviewFilter, VersionForm
from reviews.models import Amendment, Attachment, Review, ReviewRead, Round, WorkingGroup
from reviews.models.contents import contents_of
from reviews.querysets.working_groups import KEEPERS
from reviews.reports.appraisers import not_you
from reviews.reports.collective_review import choices_of
from reviews.reports.named_since import unanswered
from reviews.reports.review_parts import Section
from reviews.reports.review_sections import SectionWriter
from reviews.rules import sheets as rules
from reviews.views.sheet_frame import frame, readable_round, readable_rounds, visible_review


@require_safe
def list_reviews(request: ActingRequest) -> HttpResponse:
    """Every review whose row the person may see, filtered by what stands in the address."""
    filters = ReviewFilter(request.GET, actor=request.actor)
    filters.is_valid()
    rows = filters.apply_to(Review.objects.visible_to(request.actor), request.actor, localtime.today())
    rows = rows.with_subject().with_opening().order_by(*ordering(request.GET, ORDERS, "han"))
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    return page_or_fragment(
        request, "reviews/sheets/list.html", "_frame/_list.html", {"listing": listing, "filter_form": filters}
    )


@require_safe
def show_review(request: ActingRequest, pk: int) -> HttpResponse:
    """The review as it reads; those above see the last submitted round, or that it is still being written."""
    review = visible_review(request, pk)
    return _reading_page(request, review, readable_round(request, review))


@require_safe
def list_rounds(request: ActingRequest, pk: int) -> HttpResponse:
    """The rounds of a review that the person may read, the newest first."""
    review = visible_review(request, pk)
    context = frame(request, review, "rounds") | {"rounds": readable_rounds(request, review).order_by("-number")}
    return render(request, "reviews/sheets/rounds.html", context)


@require_safe
def show_round(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """One round as it was; 404 for one the person may not read."""
    review = visible_review(request, pk)
    round_ = get_object_or_404(readable_rounds(request, review), number=number)
    beside = ""
    if rules.may_read_indicators(request.actor, review):
        beside = reverse("reviews:round_indicators", args=[pk, number])
    return _reading_page(request, review, round_, indicators_url=beside)


@require_POST
def recall_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a submitted review back."""
    review = visible_review(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            actions.recall_review(review_id=review.pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã thu hồi bản kiểm điểm; đồng chí có thể sửa rồi trình lại.")
            return redirect(request, "reviews:edit_review", review.pk)
    return _reading_page(request, review, readable_round(request, review), form=form, status=422)


def _reading_page(
    request: ActingRequest,
    review: Review,
    round_: Round | None,
    *,
    form: VersionForm | None = None,
    indicators_url: str = "",
    status: int = 200,
) -> HttpResponse:
    context = frame(request, review, "page", round_=round_)
    if round_ is not None:
        record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
        context |= {"sections": _sections(request, review, round_), "places": review.places.select_related("unit")}
        context["files"] = Attachment.objects.of_round(round_, request.actor)
        context["named_since"] = unanswered(review)
        context["remedied_url"] = reverse("reviews:remedied_share", args=[review.pk])
    context |= {
        "form": form,
        "not_appraiser": not_you(request.actor, review),
        "working_groups": _working_groups(request, review),
        "changes": Amendment.objects.of_review(review).visible_to(request.actor),
        "indicators_url": indicators_url,
        "barred": rules.may_read_content(request.actor, review),
        "edit_url": reverse("reviews:edit_review", args=[review.pk]),
    }
    return render(request, "reviews/sheets/page.html", context, status=status)


def _working_groups(request: ActingRequest, review: Review) -> Iterable[WorkingGroup]:
    """Those that its unit was given to; only committees and members of groups know of any."""
    if not request.actor.holds_any(*KEEPERS, Role.TASK):
        return ()
    return WorkingGroup.objects.visible_to(request.actor).given(review.cycle_id, [review.unit_id])


def _sections(request: ActingRequest, review: Review, round_: Round) -> tuple[Section, ...]:
    """The same sections as on paper."""
    writer = SectionWriter(contents_of(review, round_), choices_of(review))
    return (*writer.body(), *writer.attachments(beside_indicators=False))
