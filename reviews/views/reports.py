"""Printed papers: ask for one, watch it being made, stop it, try again, fetch the file."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core import formats, localtime
from core.activity import not_activity
from core.errors import DomainError
from core.htmx import page_or_fragment, redirect
from core.listing import list_page
from core.models import Job, JobState
from reviews.actions import reports as actions
from reviews.forms.reports import RequestReportForm
from reviews.models import Cycle
from reviews.querysets.reports import kept_until, report_runs_of
from reviews.reports.printable import NotVisible
from reviews.reports.registry import KINDS, ReportKind, appendix_offered, calls_offered, rounds_offered
from reviews.rules.reports import may_print_summary
from reviews.views.issuing import issue_steps

_LARGEST_ID = 2**63 - 1
_STEPS_THAT_TELL_THE_PACE = 3
PDF = "application/pdf"  # the one type that a browser shows without running anything of it
_TONES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "info",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "ended",
}


@require_safe
def list_runs(request: ActingRequest) -> HttpResponse:
    """The person's runs, the latest first, and the tables of the cycles they may print."""
    listing = list_page(report_runs_of(request.actor), request.GET)
    cycles = [
        cycle for cycle in Cycle.objects.visible_to(request.actor)[:20] if may_print_summary(request.actor, cycle)
    ]
    context = {"listing": listing, "runs": [_shown(job) for job in listing.rows], "cycles": cycles}
    return page_or_fragment(request, "reviews/reports/list.html", "_frame/_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_report(request: ActingRequest) -> HttpResponse:
    """Choose the options of a paper and queue it; 404 for what is not visible, the rule's sentence for what is barred."""
    kind, about = _asked_for(request)
    try:
        title = kind.title_for(request.actor, about)
    except NotVisible as hidden:
        raise Http404 from hidden
    except DomainError as refusal:
        return render(request, "reviews/reports/barred.html", {"kind": kind, "reason": str(refusal)}, status=422)
    offered = appendix_offered(request.actor, kind, about)
    posted = request.POST if request.method == "POST" else None
    rounds = rounds_offered(request.actor, kind, about)
    calls = calls_offered(request.actor, kind, about)
    named = {
        "number": request.GET.get("vong", ""),
        "call": request.GET.get("dot", ""),
        "face": request.GET.get("tep", "pdf"),
    }
    form = RequestReportForm(posted, initial=named, kind=kind, with_appendix=offered, rounds=rounds, calls=calls)
    if form.is_bound and form.is_valid():
        try:
            job = actions.request_report(kind=kind.code, about=about, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request, "reviews:report_run", job.public_id)
    context = {"form": form, "kind": kind, "about": about, "title": title}
    status = 422 if form.errors else 200
    return page_or_fragment(
        request, "reviews/reports/request.html", "reviews/reports/_request.html", context, status=status
    )


@require_safe
def show_run(request: ActingRequest, public_id: Any) -> HttpResponse:
    """One run: its state in words, how far it is, and the file or the reason at the end."""
    return render(request, "reviews/reports/run.html", _run_page(request, public_id))


@require_GET
@not_activity
def show_progress(request: ActingRequest, public_id: Any) -> HttpResponse:
    """The fragment a page asks for while the run is open; the finished one asks no more."""
    return render(request, "reviews/reports/_run.html", _run_page(request, public_id))


@require_POST
def cancel_report(request: ActingRequest, public_id: Any) -> HttpResponse:
    """Stop a run that waits or runs."""
    return _act(request, public_id, actions.cancel_report, "Đã huỷ lần in.")


@require_POST
def retry_report(request: ActingRequest, public_id: Any) -> HttpResponse:
    """Queue a failed or cancelled run again."""
    return _act(request, public_id, actions.retry_report, "Đã đưa vào hàng chờ để in lại.")


@require_GET
def download_report(request: ActingRequest, public_id: Any) -> HttpResponseBase:
    """The file as attachment, a PDF also shown by the browser (`?xem=1`); 404 once the person may not see it any more."""
    job = actions.hand_over_report(job_id=_own_run(request, public_id).pk, actor=request.actor)
    if job is None:
        raise Http404
    try:
        opened = job.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    shown = "xem" in request.GET and job.file_type == PDF
    return FileResponse(opened, as_attachment=not shown, filename=job.file_name, content_type=job.file_type)


def _asked_for(request: ActingRequest) -> tuple[ReportKind, int]:
    """Kind and row from the address, 404 where they make no sense."""
    kind = KINDS.get(request.GET.get("kind", ""))
    about = request.GET.get(kind.about, "") if kind else ""
    if kind is None or not (about.isascii() and about.isdigit() and len(about) < 20 and int(about) <= _LARGEST_ID):
        raise Http404
    return kind, int(about)


def _run_page(request: ActingRequest, public_id: Any) -> dict[str, Any]:
    job = _own_run(request, public_id)
    return _shown(job) | issue_steps(request, job)


def _own_run(request: ActingRequest, public_id: Any) -> Job:
    return get_object_or_404(report_runs_of(request.actor), public_id=public_id)


def _act(request: ActingRequest, public_id: Any, action: Any, sentence: str) -> HttpResponse:
    job = _own_run(request, public_id)
    try:
        action(job_id=job.pk, actor=request.actor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(request, "reviews:report_run", public_id)


def _time_left(job: Job) -> str:
    """How long it will still take, from the pace so far; empty before there is one."""
    if job.state != JobState.RUNNING or job.started_at is None or job.steps_done < _STEPS_THAT_TELL_THE_PACE:
        return ""
    seconds = (localtime.now() - job.started_at).total_seconds()
    return formats.duration(seconds / job.steps_done * (job.steps_all - job.steps_done))


def _shown(job: Job) -> dict[str, Any]:
    """A run as its fragment shows it: `Đang chờ`, `Đang chạy 2/4`, `Xong`, `Không thành`."""
    state = JobState(job.state)
    words = (
        f"{state.label} {job.steps_done}/{job.steps_all}"
        if state == JobState.RUNNING and job.steps_all
        else state.label
    )
    return {
        "job": job,
        "state_words": str(words),
        "tone": _TONES[state],
        "time_left": _time_left(job),
        "may_retry": state in (JobState.FAILED, JobState.CANCELLED),
        "is_done": state == JobState.DONE and bool(job.file),
        "is_swept": state == JobState.DONE and not job.file,
        "kept_until": kept_until(job) if state == JobState.DONE else None,
        "may_look": job.file_type == PDF,
        "is_failed": state == JobState.FAILED,
    }
