"""Hard tasks on screen: the list that Mặt trận follows too, one task, registering and changing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.errors import DomainError, StaleObject
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, pills_of
from reviews.actions import hard_tasks as actions
from reviews.forms.hard_tasks import ChangeForm, HardTaskFilter, RegistrationForm
from reviews.models import HardTask
from reviews.rules import hard_tasks as rules


@require_safe
def list_hard_tasks(request: ActingRequest) -> HttpResponse:
    """Every hard task the person may see, by deadline."""
    filters = HardTaskFilter(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    tasks = (
        HardTask.objects.visible_to(request.actor)
        .with_names()
        .chosen(
            day=localtime.today(),
            unit_words=chosen.get("don_vi") or "",
            person_words=chosen.get("nguoi") or "",
            whose=chosen.get("cua") or "",
            past=chosen.get("qua_han") or False,
        )
    )
    listing = list_page(tasks, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters, "registers": rules.may_register_any(request.actor)}
    return page_or_fragment(request, "reviews/hard_tasks/list.html", "_frame/_list.html", context)


@require_safe
def show_hard_task(request: ActingRequest, pk: int) -> HttpResponse:
    """One hard task."""
    task = _visible_task(request, pk)
    context = {"task": task, "may_change": rules.may_change(request.actor, task)}
    return render(request, "reviews/hard_tasks/task.html", context)


def register_hard_task(request: ActingRequest) -> HttpResponse:
    """The form of a new hard task; 404 for whoever registers none anywhere."""
    if not rules.may_register_any(request.actor):
        raise Http404
    form = RegistrationForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        unit_id, is_own = data.pop("whose")
        cadre_id = request.actor.cadre_id if is_own else None
        cycle = data.pop("cycle")
        try:
            task = actions.register_hard_task(
                cycle_id=cycle.pk, unit_id=unit_id, cadre_id=cadre_id, actor=request.actor, **data
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã đăng ký việc khó.")
            return redirect(request, "reviews:hard_task_page", task.pk)
    return render(request, "reviews/hard_tasks/register.html", {"form": form}, status=422 if form.errors else 200)


def change_hard_task(request: ActingRequest, pk: int) -> HttpResponse:
    """The form with the wording of a registered hard task."""
    task = _visible_task(request, pk)
    known = {"version": task.version, "text": task.text, "measure": task.measure, "due_on": task.due_on}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_hard_task(task_id=task.pk, actor=request.actor, **form.cleaned_data)
        except StaleObject as refusal:
            # what was typed stays; sent again, it replaces the wording that is shown above the form
            form.data = {**form.data, "version": str(task.version)}
            form.add_error(None, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã sửa việc khó.")
            return redirect(request, "reviews:hard_task_page", task.pk)
    context = {"form": form, "task": task, "verdict": rules.may_change(request.actor, task)}
    return render(request, "reviews/hard_tasks/change.html", context, status=422 if form.errors else 200)


def _visible_task(request: ActingRequest, pk: int) -> HardTask:
    tasks = HardTask.objects.visible_to(request.actor).with_names().select_related("cycle__scope")
    return get_object_or_404(tasks, pk=pk)
