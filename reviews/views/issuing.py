"""From a finished run to an issued paper: number and day, a look at exactly what goes out, and the act itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cadres.requests import ActingRequest
from core import localtime
from core.errors import DomainError
from core.form_page import FormPage, carried_out, posted, show_form
from core.htmx import redirect
from core.models import Job, JobState
from core.verdict import Verdict, no
from reviews.actions import issued_papers as actions
from reviews.actions.paper_numbers import offered_number
from reviews.forms.issued_papers import PrepareIssueForm
from reviews.models import IssuedPaper
from reviews.querysets.reports import report_runs_of
from reviews.reports.issuing import is_issued_by_hand, issuing_unit
from reviews.reports.registry import KINDS
from reviews.rules.issued_papers import may_issue_paper
from reviews.rules.paper_numbers import split_number
from units.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_issue(request: ActingRequest, public_id: Any) -> HttpResponse:
    """Give the paper number and day; it is printed with them and with its code, to be looked at."""
    run = _own_run(request, public_id)
    verdict, unit = _issuer(request, run)
    offered = split_number(offered_number(unit, KINDS[run.params["report"]].symbol))[0] if verdict else ""
    typed = {"serial": run.params.get("serial") or offered, "day": run.params.get("day") or localtime.today()}
    form = PrepareIssueForm(posted(request), initial=typed)
    if form.is_bound:
        job = carried_out(form, actions.prepare_issue, job_id=run.pk, actor=request.actor)
        if job is not None:
            return redirect(request, "reviews:report_run", job.public_id)
    page = FormPage(
        heading="Chuẩn bị phát hành",
        submit="Lập bản để phát hành",
        trail=(("Báo cáo", reverse("reviews:reports")), (run.title, reverse("reviews:report_run", args=[public_id]))),
        purpose="Bản in được lập lại với số, ngày và mã kiểm tra ở chân trang; đồng chí xem đúng bản ấy rồi mới phát hành.",
        verdict=verdict,
    )
    return show_form(request, form, page)


@require_POST
def issue_paper(request: ActingRequest, public_id: Any) -> HttpResponse:
    """Issue what the run printed."""
    run = _own_run(request, public_id)
    try:
        paper = actions.issue_paper(job_id=run.pk, actor=request.actor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(request, "reviews:report_run", public_id)
    messages.success(request, f"Đã phát hành văn bản số {paper.number}; từ nay bản này không đổi.")
    return redirect(request, "reviews:number", paper.entry_id)


def issue_steps(request: ActingRequest, run: Job) -> dict[str, Any]:
    """What the page of a run says of issuing it: nothing for papers without number and for who may not."""
    if run.state != JobState.DONE or not run.file or run.file_type != actions.PDF or run.params.get("appendix"):
        return {}
    kind = KINDS.get(run.params.get("report", ""))
    if kind is None or not is_issued_by_hand(kind):
        return {}
    code = run.params.get("seal", "")
    issued = IssuedPaper.objects.filter(code=code).first() if code else None
    if issued is None and not _issuer(request, run)[0]:
        return {}
    return {"issued": issued, "may_prepare": not code, "may_issue": bool(code) and issued is None}


def _issuer(request: ActingRequest, run: Job) -> tuple[Verdict, Unit | None]:
    kind = KINDS.get(run.params.get("report", ""))
    if kind is None or not is_issued_by_hand(kind):
        return no("Bản in này không phải văn bản có số để phát hành."), None
    try:
        unit = issuing_unit(request.actor, kind, run.params["about"])
    except DomainError as refusal:
        return no(str(refusal)), None
    return may_issue_paper(request.actor, unit.pk), unit


def _own_run(request: ActingRequest, public_id: Any) -> Job:
    return get_object_or_404(report_runs_of(request.actor), public_id=public_id)
