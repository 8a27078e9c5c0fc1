"""Suggestions for deep review on screen: the list, one letter with its coverage and story, the steps of its life."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.errors import DomainError
from core.form_page import goes_through
from core.forms import Form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from core.verdict import no
from reviews.actions import deep_reviews as actions
from reviews.actions.paper_numbers import LETTER, offered_number
from reviews.forms.deep_reviews import DeepReviewFilter, IssueForm, ReasonForm, StepForm
from reviews.models import DeepReview, DeepReviewTarget
from reviews.models.standing import profile_of
from reviews.reports import group_sides
from reviews.reports.letterheads import likely_signer
from reviews.rules import deep_reviews as rules
from reviews.rules import member_opinions
from reviews.states import DeepReviewState
from reviews.views.deep_review_contents import contents_of_page, is_answered, latest_deadline
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW

TONES = {
    DeepReviewState.DRAFT: "draft",
    DeepReviewState.PROPOSED: "waiting",
    DeepReviewState.APPROVED: "info",
    DeepReviewState.ISSUED: "sent",
    DeepReviewState.WITHDRAWN: "ended",
}
ORDERS = {
    "moi": ("-created_at", "-pk"),
    "han": ("due_now", "-created_at"),
    "ban-hanh": ("issued_on", "-created_at"),
    "trich-yeu": ("title", "pk"),
}


@require_safe
def list_deep_reviews(request: ActingRequest) -> HttpResponse:
    """Every letter the person may see, with how many of the targets they see have acknowledged it."""
    filters = DeepReviewFilter(request.GET, actor=request.actor)
    filters.is_valid()
    rows = filters.apply_to(DeepReview.objects.visible_to(request.actor), request.actor).with_counts(request.actor)
    rows = rows.select_related("issuer", "cycle").order_by(*ordering(request.GET, ORDERS, "moi"))
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    for row in listing.rows:
        row.tone = TONES[DeepReviewState(row.state)]
    context = {
        "listing": listing,
        "filter_form": filters,
        "may_draft": request.actor.holds_any(Role.STAFF, Role.STANDING),
    }
    return page_or_fragment(request, "reviews/deep_reviews/list.html", "_frame/_list.html", context)


@require_safe
def show_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """One letter: for its committee whole, for the suggested with their own targets and topics only."""
    return letter_page(request, visible_letter(request, pk))


@require_POST
def propose_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand the draft to the standing committee."""
    return _step(request, pk, actions.propose_deep_review, "Đã trình thường trực duyệt.")


@require_POST
def recall_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a proposed draft back."""
    return _step(request, pk, actions.recall_deep_review, "Đã thu hồi; đồng chí có thể sửa rồi trình lại.")


@require_POST
def approve_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Approve the text."""
    return _step(request, pk, actions.approve_deep_review, "Đã duyệt. Ghi số, ngày để ban hành.")


def send_back_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Give it back to who drafts it; the reason on a page of its own, or in a dialog."""
    return _step_with_words(
        request, pk, "send_back", ReasonForm, actions.send_back_deep_review, "Đã trả lại người soạn."
    )


def issue_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Type number and date, and send it."""
    sentence = (
        "Đã ban hành. Nội dung gợi ý đã hiện trong bản kiểm điểm của những nơi được gợi ý. Gửi nhiều nơi thì bộ văn bản, "
        "mỗi nơi một bản, đang được lập; tải ở mục Báo cáo."
    )
    return _step_with_words(request, pk, "issue", IssueForm, actions.issue_deep_review, sentence)


def withdraw_deep_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Take an issued letter back."""
    return _step_with_words(request, pk, "withdraw", ReasonForm, actions.withdraw_deep_review, "Đã rút văn bản gợi ý.")


@require_POST
def acknowledge_target(request: ActingRequest, pk: int, target_pk: int) -> HttpResponse:
    """Confirm that the letter was received."""
    return _receipt(request, pk, target_pk, actions.acknowledge_target, "Đã xác nhận nhận được văn bản gợi ý.")


@require_POST
def note_receipt(request: ActingRequest, pk: int, target_pk: int) -> HttpResponse:
    """Say to know that somebody else confirmed the receipt."""
    return _receipt(request, pk, target_pk, actions.note_receipt, "Đã ghi nhận đồng chí đã biết.")


def _receipt(
    request: ActingRequest, pk: int, target_pk: int, action: Callable[..., Any], sentence: str
) -> HttpResponse:
    row = visible_letter(request, pk)
    target = get_object_or_404(DeepReviewTarget.objects.visible_to(request.actor), pk=target_pk, deep_review=row)
    form = Form(request.POST)
    try:
        action(target_id=target.pk, actor=request.actor)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return letter_page(request, row, form)
    messages.success(request, sentence)
    return redirect(request, "reviews:deep_review_page", row.pk)


def visible_letter(request: ActingRequest, pk: int) -> DeepReview:
    """The letter with everything rules and pages read, or 404."""
    return get_object_or_404(DeepReview.objects.visible_to(request.actor).with_contents(), pk=pk)


def letter_page(request: ActingRequest, row: DeepReview, form: Form | None = None) -> HttpResponse:
    """The page of a letter; with a form that was refused, its sentence and 422."""
    context = letter_frame(request, row, "page") | contents_of_page(request, row) | {"form": form}
    return render(request, "reviews/deep_reviews/page.html", context, status=200 if form is None else 422)


def letter_frame(request: ActingRequest, row: DeepReview, current: str) -> dict[str, Any]:
    """What every page of one letter shares: state, steps offered from here, tabs."""
    is_issuer = request.actor.holds(Role.STAFF, Role.STANDING, at=row.issuer_id)
    is_drafted = is_issuer and row.state == DeepReviewState.DRAFT
    own_sides = group_sides.of_letter(row) if is_drafted else []
    steps = {t.name: verdict for t, verdict in DEEP_REVIEW_WORKFLOW.offered(request.actor, row)} if is_issuer else {}
    if own_sides and steps.get("propose"):
        steps["propose"] = no(own_sides[0])
    return {
        "row": row,
        "tone": TONES[DeepReviewState(row.state)],
        "is_issuer": is_issuer,
        "is_answered": is_answered(target for target in row.targets.all() if target.withdrawn_by_id is None),
        "due_now": latest_deadline(row, row.targets.all()),
        "current": current,
        "steps": steps,
        "only_withdrawn": rules.why_only_withdrawn(row) if is_issuer and row.state == DeepReviewState.ISSUED else "",
        "gaps": [*rules.gaps(row), *(rules.Gap(one, "group") for one in own_sides)] if is_drafted else [],
        "own_sides": own_sides,
        **(_opinions(request, row) if is_issuer else {}),
    }


def _opinions(request: ActingRequest, row: DeepReview) -> dict[str, Any]:
    """What the committee's members said; for the committee itself, where anything was said, is waited for or may be."""
    given = list(row.member_opinions.all())
    this_time = member_opinions.of_this_proposal(row)
    may_record = bool(member_opinions.may_record(request.actor, row))
    needed = int(profile_of(row.cycle).figure(member_opinions.LEAST) or 0)
    return {
        "shows_opinions": bool(given or may_record or (needed and row.proposal)),
        "opinions": this_time,
        "earlier_opinions": [one for one in given if one not in this_time],
        "opinions_needed": needed,
        "may_record_opinion": may_record,
    }


def accept_step(row: DeepReview, form: Form, act: Callable[..., Any]) -> bool:
    """Whether the form was in order and the action went through; a refusal stands in the form then."""
    return goes_through(form, act, lambda: DeepReview.objects.values_list("version", flat=True).get(pk=row.pk))


def _step(request: ActingRequest, pk: int, action: Callable[..., Any], sentence: str) -> HttpResponse:
    row = visible_letter(request, pk)
    form = StepForm(request.POST)
    if accept_step(row, form, partial(action, deep_review_id=row.pk, actor=request.actor)):
        messages.success(request, sentence)
        return redirect(request, "reviews:deep_review_page", row.pk)
    return letter_page(request, visible_letter(request, pk), form)


def _step_with_words(
    request: ActingRequest, pk: int, verb: str, form_class: type[Form], action: Callable[..., Any], sentence: str
) -> HttpResponse:
    row = visible_letter(request, pk)
    sent = request.method == "POST"
    initial: dict[str, Any] = {"version": row.version, "issued_on": localtime.today()}
    if form_class is IssueForm and not sent:
        initial |= likely_signer(row.issuer, request.actor) | {"number": offered_number(row.issuer, LETTER)}
    form = form_class(request.POST if sent else None, initial=initial)
    if sent and accept_step(row, form, partial(action, deep_review_id=row.pk, actor=request.actor)):
        messages.success(request, sentence)
        return redirect(request, "reviews:deep_review_page", row.pk)
    context = letter_frame(request, row, "page") | {
        "form": form,
        "verb": verb,
        "transition": DEEP_REVIEW_WORKFLOW.transitions[verb],
        "verdict": DEEP_REVIEW_WORKFLOW.check(verb, request.actor, row),
    }
    return page_or_fragment(
        request,
        "reviews/deep_reviews/step.html",
        "reviews/deep_reviews/_step.html",
        context,
        status=422 if sent else 200,
    )
