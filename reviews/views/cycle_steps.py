"""What is done with a cycle: preparing, editing, opening, generating, other deadlines, closing, opening again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from cadres.requests import ActingRequest
from cadres.roles import Role
from core.form_page import attempted
from core.forms import Form
from core.htmx import page_or_fragment, redirect
from reviews.actions import cycles as actions
from reviews.forms.cycles import CycleForm, DeadlinesForm, ReopenForm, StepForm
from reviews.models import Cycle
from reviews.rules import cycles as rules
from reviews.views.cycles import cycle_page, visible_cycle

_READ_WRITE = ["GET", "HEAD", "POST"]


@require_http_methods(_READ_WRITE)
def create_cycle(request: ActingRequest) -> HttpResponse:
    """The plan of a new cycle; 404 for whoever prepares none."""
    if not request.actor.holds_any(Role.STAFF, Role.STANDING):
        raise Http404
    if request.method != "POST":
        return _form_page(request, CycleForm(actor=request.actor))
    form = CycleForm(request.POST, actor=request.actor)
    if form.is_valid():
        cycle = attempted(
            form,
            lambda: actions.create_cycle(owner_id=form.cleaned_data["owner"].pk, plan=form.plan(), actor=request.actor),
        )
        if cycle is not None:
            messages.success(request, "Đã lưu đợt kiểm điểm. Xem lại kế hoạch rồi bấm “Mở đợt”.")
            return redirect(request, "reviews:cycle_page", cycle.pk)
    return _form_page(request, form)


@require_http_methods(_READ_WRITE)
def edit_cycle(request: ActingRequest, pk: int) -> HttpResponse:
    """The plan of a draft; 404 for whoever does not run it."""
    cycle = _run_by(request, pk)
    plan = actions.plan_of(cycle)
    if request.method != "POST":
        form = CycleForm(actor=request.actor, plan=plan, owner=cycle.owner)
        form.initial["version"] = cycle.version
        return _form_page(request, form, cycle)
    form = CycleForm(request.POST, actor=request.actor, plan=plan, owner=cycle.owner)
    if form.is_valid():
        changed = attempted(
            form,
            lambda: actions.edit_cycle(
                cycle_id=pk, version=form.cleaned_data["version"] or 0, plan=form.plan(), actor=request.actor
            ),
        )
        if changed is not None:
            messages.success(request, "Đã lưu kế hoạch.")
            return redirect(request, "reviews:cycle_page", pk)
    return _form_page(request, form, cycle)


@require_POST
def open_cycle(request: ActingRequest, pk: int) -> HttpResponse:
    """Open the draft and start generating."""
    return _step(
        request,
        pk,
        actions.open_cycle,
        "Đã mở đợt. Việc sinh bản kiểm điểm cho từng tập thể, cá nhân hiện ở ngay dưới đây.",
    )


@require_POST
def close_cycle(request: ActingRequest, pk: int) -> HttpResponse:
    """End the cycle."""
    return _step(request, pk, actions.close_cycle, "Đã kết thúc đợt kiểm điểm.")


@require_POST
def discard_cycle(request: ActingRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    return _step(request, pk, actions.discard_cycle, "Đã bỏ đợt đang chuẩn bị.", then="reviews:cycles")


@require_POST
def generate_reviews(request: ActingRequest, pk: int) -> HttpResponse:
    """Create the reviews that are missing, in the background."""
    cycle = visible_cycle(request, pk)
    form = Form(request.POST)
    form.is_valid()
    if attempted(form, lambda: actions.generate_reviews(cycle_id=pk, actor=request.actor)) is None:
        return cycle_page(request, cycle, form=form, status=422)
    return redirect(request, "reviews:cycle_page", pk)


@require_http_methods(_READ_WRITE)
def reopen_cycle(request: ActingRequest, pk: int) -> HttpResponse:
    """Open a closed cycle again, with a reason."""
    cycle = _run_by(request, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None, initial={"version": cycle.version})
    if form.is_valid():
        done = attempted(form, lambda: actions.reopen_cycle(cycle_id=pk, actor=request.actor, **form.cleaned_data))
        if done is not None:
            messages.success(request, "Đã mở lại đợt kiểm điểm.")
            return redirect(request, "reviews:cycle_page", pk)
    context = {"cycle": cycle, "form": form}
    return page_or_fragment(
        request,
        "reviews/cycles/reopen.html",
        "reviews/cycles/_reopen.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(_READ_WRITE)
def change_deadlines(request: ActingRequest, pk: int) -> HttpResponse:
    """Other deadlines for an open cycle, with the reason."""
    cycle = _run_by(request, pk)
    plan = actions.plan_of(cycle)
    data = request.POST if request.method == "POST" else None
    form = DeadlinesForm(data, plan=plan, initial={"version": cycle.version})
    if form.is_valid():
        typed = form.cleaned_data
        done = attempted(
            form,
            lambda: actions.change_deadlines(
                cycle_id=pk,
                version=typed["version"],
                deadlines=form.deadlines(),
                reason=typed["reason"],
                actor=request.actor,
            ),
        )
        if done is not None:
            messages.success(request, "Đã đổi hạn; các bản chưa được công nhận theo hạn mới.")
            return redirect(request, "reviews:cycle_page", pk)
    status = 422 if form.is_bound else 200
    return render(request, "reviews/cycles/deadlines.html", {"cycle": cycle, "form": form}, status=status)


def _run_by(request: ActingRequest, pk: int) -> Cycle:
    """The cycle, for those who run it; a page with nothing to do on it is not shown to others."""
    cycle = visible_cycle(request, pk)
    if not rules.may_run(request.actor, cycle):
        raise Http404
    return cycle


def _step(
    request: ActingRequest, pk: int, action: Callable[..., Any], done: str, then: str = "reviews:cycle_page"
) -> HttpResponse:
    cycle = visible_cycle(request, pk)
    form = StepForm(request.POST)
    if form.is_valid() and attempted(form, lambda: _done(action, pk, request, form)):
        messages.success(request, done)
        return redirect(request, then, *([pk] if then == "reviews:cycle_page" else []))
    return cycle_page(request, visible_cycle(request, cycle.pk), form=form, status=422)


def _form_page(request: ActingRequest, form: CycleForm, cycle: Cycle | None = None) -> HttpResponse:
    context = {"form": form, "cycle": cycle}
    return render(request, "reviews/cycles/form.html", context, status=422 if form.is_bound else 200)


def _done(action: Callable[..., Any], pk: int, request: ActingRequest, form: StepForm) -> bool:
    action(cycle_id=pk, actor=request.actor, **form.cleaned_data)
    return True
