"""Remediation on screen: the list of items, a review's plan, one item with its history and its next step."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from cadres.models import Cadre
from cadres.requests import ActingRequest
from core import localtime
from core.form_page import goes_through
from core.forms import Form
from core.htmx import page_or_fragment, redirect
from core.listing import choice_tabs, parts_page, pills_of
from reviews.actions import item_readings
from reviews.actions import remediation as actions
from reviews.actions.reads import record_read
from reviews.forms.item_filter import ItemFilter
from reviews.forms.remediation import AnswerForm, MeasurementForm, ReportForm
from reviews.models import RemediationItem, ReviewRead
from reviews.querysets.remediation import pressing_parts
from reviews.reports.item_closers import closers_of
from reviews.rules import plans, sheets
from reviews.rules import remediation as rules
from reviews.states import AMENDED_KINDS, ExtensionOutcome, ItemKind, RemediationState
from reviews.views.turn_table import offered_turns
from reviews.workflow.remediation import REMEDIATION_WORKFLOW

MAIN_STEPS = ("progress", "done", "send_back", "verify", "close")
"""What the page offers as its next step; the others have pages of their own."""

PER_PAGE = 25


@require_safe
def list_items(request: ActingRequest) -> HttpResponse:
    """Every item the person may see, overdue ones first, filtered by what stands in the address."""
    filters = ItemFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.apply_to(RemediationItem.objects.visible_to(request.actor))
    shown = RemediationItem.objects.with_review().with_progress()
    parts, pills = pressing_parts(localtime.today(), filters.parts), pills_of(filters, request.GET)
    listing = parts_page(items, shown, parts, ("due_on", "id"), request.GET, pills=pills, per_page=PER_PAGE)
    tabs = choice_tabs(request.GET, "nguon", ItemKind.choices)
    context = {"listing": listing, "filter_form": filters, "narrowing": urlencode(filters.narrowing), "tabs": tabs}
    return page_or_fragment(request, "reviews/remediation/list.html", "_frame/_list.html", context)


@require_safe
def show_item(request: ActingRequest, pk: int) -> HttpResponse:
    """One item: what was promised, what was reported and answered since, and the next step."""
    item = visible_item(request, pk)
    record_read(review=item.plan.review, actor=request.actor, part=ReviewRead.Part.REMEDIATION)
    return item_page(request, item)


@require_POST
def report_progress(request: ActingRequest, pk: int) -> HttpResponse:
    """The owner's side tells how far it is."""
    item = visible_item(request, pk)
    form = ReportForm(request.POST, request.FILES, item=item)
    return _carry_out(request, item, form, actions.report_progress, "Đã ghi báo cáo tiến độ.")


@require_POST
def report_done(request: ActingRequest, pk: int) -> HttpResponse:
    """The owner's side reports it done."""
    item = visible_item(request, pk)
    form = ReportForm(request.POST, request.FILES, item=item)

    def act(*, text: str, percent: int | None = None, **columns: Any) -> RemediationItem:
        return actions.report_done(evidence=text, **columns)

    return _carry_out(request, item, form, act, "Đã báo cáo hoàn thành; chờ cấp quản lý xác minh.")


@require_POST
def send_item_back(request: ActingRequest, pk: int) -> HttpResponse:
    """The managing committee does not recognise the result, with a reason."""
    item = visible_item(request, pk)

    def act(*, text: str, **columns: Any) -> RemediationItem:
        return actions.send_back(reason=text, **columns)

    return _carry_out(request, item, AnswerForm(request.POST), act, "Đã trả lại để làm tiếp.")


@require_POST
def verify_item(request: ActingRequest, pk: int) -> HttpResponse:
    """The managing committee has seen that it was done."""
    item = visible_item(request, pk)
    return _carry_out(request, item, AnswerForm(request.POST), actions.verify, "Đã xác minh.")


@require_POST
def close_item(request: ActingRequest, pk: int) -> HttpResponse:
    """The standing committee ends it; the on-time mark is set."""
    item = visible_item(request, pk)
    return _carry_out(request, item, AnswerForm(request.POST), actions.close, "Đã kết thúc việc khắc phục.")


def set_measurement(request: ActingRequest, pk: int) -> HttpResponse:
    """A page of its own for the figures from which and to which the item leads."""
    item = visible_item(request, pk)
    known = {"version": item.version, "measure_unit": item.measure_unit, "measure_verb": item.measure_verb}
    known |= {"baseline": item.baseline, "target": item.target}
    form = MeasurementForm(request.POST if request.method == "POST" else None, initial=known)
    verdict = rules.may_measure(request.actor, item)
    if request.method == "POST" and _succeeds(form, item_readings.set_measurement, request, item):
        messages.success(request, "Đã ghi số đầu kỳ và mục tiêu.")
        return redirect(request, "reviews:item_page", item.pk)
    context = {"item": item, "review": item.plan.review, "form": form, "verdict": verdict}
    return render(request, "reviews/remediation/measurement.html", context, status=422 if form.errors else 200)


def visible_item(request: ActingRequest, pk: int) -> RemediationItem:
    """The item with all that its page reads, if the person may see it; else 404."""
    items = RemediationItem.objects.visible_to(request.actor).with_review().with_progress()
    return get_object_or_404(items.select_related("topic__deep_review", "plan__review__cycle"), pk=pk)


def _carry_out(
    request: ActingRequest, item: RemediationItem, form: Form, act: Callable[..., Any], sentence: str
) -> HttpResponse:
    if _succeeds(form, act, request, item):
        messages.success(request, sentence)
        return redirect(request, "reviews:item_page", item.pk)
    return item_page(request, item, form)


def _succeeds(form: Form, act: Callable[..., Any], request: ActingRequest, item: RemediationItem) -> bool:
    return goes_through(form, partial(act, item_id=item.pk, actor=request.actor), lambda: item.version)


def item_page(
    request: ActingRequest, item: RemediationItem, form: Form | None = None, *, refusal: str = ""
) -> HttpResponse:
    """The page of one item; 422 with what was refused, in its form or as a sentence of its own."""
    steps = {transition.name: verdict for transition, verdict in REMEDIATION_WORKFLOW.offered(request.actor, item)}
    main = {name: verdict for name, verdict in steps.items() if name in MAIN_STEPS}
    readings = list(item.readings.select_related("corrects", "corrected_by").order_by("read_on", "pk"))
    extensions = list(item.asked_extensions.order_by("asked_at", "pk"))
    waiting = next((one for one in extensions if one.outcome == ExtensionOutcome.WAITING), None)
    context = {
        "item": item,
        "review": item.plan.review,
        "steps": steps,
        "barred": next((verdict.reason for name, verdict in main.items() if name != "send_back"), ""),
        "closers": closers_of(item) if item.state == RemediationState.VERIFIED and not steps.get("close") else [],
        "form": form or _next_form(item, steps),
        "refusal": refusal,
        "reports": list(
            item.reports.select_related("measured").prefetch_related("evidence__stored").order_by("at", "pk")
        ),
        "milestones": list(item.milestones.order_by("due_on", "pk")),
        "readings": readings,
        "extensions": extensions,
        "waiting": waiting,
        "co_owners": Cadre.objects.filter(pk__in=item.co_owner_ids).order_by("sort_key") if item.co_owner_ids else [],
        "turns": offered_turns(request.actor, item, asks_for_time=waiting is not None),
        "may_plan_steps": rules.may_plan_steps(request.actor, item),
        "may_correct": rules.may_correct(request.actor, item),
        "may_view_review": sheets.may_view(request.actor, item.plan.review),
        "may_edit": item.kind in AMENDED_KINDS and plans.may_write_plan(request.actor, item.plan.review),
        "earlier": _linked(request, item, pk=item.recurs_of_id) if item.recurs_of_id else [],
        "later": _linked(request, item, recurs_of=item.pk),
        "waiting_change": item.planned_changes.first(),
        "may_measure": rules.may_measure(request.actor, item),
    }
    is_refused = form is not None or bool(refusal)
    return render(request, "reviews/remediation/item.html", context, status=422 if is_refused else 200)


def _linked(request: ActingRequest, item: RemediationItem, **condition: int) -> list[RemediationItem]:
    """Earlier or later items of the same limitation, as far as the person may see them, each with its history."""
    found = RemediationItem.objects.visible_to(request.actor).filter(**condition).exclude(pk=item.pk)
    return list(found.select_related("plan__review__cycle").prefetch_related("reports")[:5])


def _next_form(item: RemediationItem, steps: dict[str, Any]) -> Form | None:
    """The form of the step that the person may take now; none where it is somebody else's turn."""
    if steps.get("progress"):
        return ReportForm(item=item, initial={"version": item.version, "measure_unit": item.measure_unit})
    if steps.get("send_back"):
        return AnswerForm(initial={"version": item.version})
    return None
