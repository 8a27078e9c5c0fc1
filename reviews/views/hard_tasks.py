"""Hard tasks on screen: the list that Mặt trận follows too, one task, registering and changing it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.errors import DomainError, StaleObject
from core.form_page import FormPage, goes_through, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, pills_of
from reviews.actions import hard_task_remarks as remark_actions
from reviews.actions import hard_tasks as actions
from reviews.forms.hard_tasks import ChangeForm, HardTaskFilter, RegistrationForm, RemarkAnswerForm, RemarkForm
from reviews.models import HardTask, HardTaskRemark, ProgressReport, RemediationItem
from reviews.rules import hard_tasks as rules
from reviews.rules import remediation


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
    return _task_page(request, _visible_task(request, pk))


def _task_page(request: ActingRequest, task: HardTask, form: RemarkForm | None = None) -> HttpResponse:
    """With progress and public evidence for all who follow it; the item itself for those whom its plan concerns."""
    actor = request.actor
    item = _item_of(task)
    remarks = [(remark, rules.may_answer(actor, task)) for remark in task.remarks.order_by("at", "pk")]
    may_remark = rules.may_remark(actor, task)
    context = {
        "task": task,
        "may_change": rules.may_change(actor, task),
        "item": item,
        "may_view_item": item is not None and remediation.may_view(actor, item),
        "public": _public_reports(item) if item else [],
        "remarks": remarks,
        "may_remark": may_remark,
        "form": form or (RemarkForm(initial={"version": task.version}) if may_remark else None),
    }
    return render(request, "reviews/hard_tasks/task.html", context, status=422 if form is not None else 200)


def _public_reports(item: RemediationItem) -> list[ProgressReport]:
    return list(item.reports.filter(is_public=True).prefetch_related("evidence__stored").order_by("at", "pk"))


def _item_of(task: HardTask) -> RemediationItem | None:
    return RemediationItem.objects.filter(hard_task=task).with_review().with_progress().first()


@require_POST
def remark_on_hard_task(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody who follows the task writes a remark."""
    task = _visible_task(request, pk)
    form = RemarkForm(request.POST)
    act = partial(remark_actions.remark_on_hard_task, task_id=task.pk, actor=request.actor)
    if goes_through(form, act, lambda: task.version):
        messages.success(request, "Đã gửi ý kiến; đơn vị, cá nhân đăng ký sẽ trả lời.")
        return redirect(request, "reviews:hard_task_page", task.pk)
    return _task_page(request, task, form)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_remark(request: ActingRequest, pk: int, remark_pk: int) -> HttpResponse:
    """The page on which those who do the task answer one remark."""
    task = _visible_task(request, pk)
    remark = get_object_or_404(task.remarks, pk=remark_pk)
    form = RemarkAnswerForm(posted(request), initial={"version": remark.version})
    act = partial(remark_actions.answer_remark, remark_id=remark.pk, actor=request.actor)
    if request.method == "POST" and goes_through(form, act, lambda: HardTaskRemark.objects.get(pk=remark.pk).version):
        messages.success(request, "Đã trả lời ý kiến.")
        return redirect(request, "reviews:hard_task_page", task.pk)
    page = FormPage(
        heading="Trả lời ý kiến về việc khó",
        submit="Trả lời",
        trail=(
            ("Việc khó", reverse("reviews:hard_tasks")),
            ("Việc", reverse("reviews:hard_task_page", args=[task.pk])),
        ),
        purpose=f"{remark.by_name}: {remark.text}",
        verdict=rules.may_answer(request.actor, task),
    )
    return show_form(request, form, page)


def register_hard_task(request: ActingRequest) -> HttpResponse:
    """The form of a new hard task, for whom and in which cycle the address may name; 404 for whoever registers none."""
    if not rules.may_register_any(request.actor):
        raise Http404
    named = {name: request.GET[name] for name in ("whose", "cycle") if name in request.GET}
    form = RegistrationForm(request.POST if request.method == "POST" else None, initial=named, actor=request.actor)
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
