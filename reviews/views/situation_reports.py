"""Reports on the situation of a cycle: those issued, one of them against today, and issuing the next."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.form_page import FormPage, attempted, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page
from reviews.actions import situation_reports as actions
from reviews.actions.paper_numbers import offered_number
from reviews.forms.situation_reports import SituationReportForm
from reviews.models import Cycle, SituationReport
from reviews.reports import chain_picture
from reviews.reports.dashboard import ChainFilter, chain_tables
from reviews.reports.figure_tables import compared
from reviews.reports.letterheads import likely_signer
from reviews.reports.situation_report import rows_of, rows_today
from reviews.reports.summary_frame import issuer_of
from reviews.rules import situation_reports as rules
from reviews.rules.dashboard import may_view_dashboard
from reviews.states import CycleState

_ALL = ChainFilter()


@require_safe
def list_situation_reports(request: ActingRequest) -> HttpResponse:
    """The issued reports that the person may see, the latest first, and the cycles to report on; 404 for other roles."""
    _require_committee(request)
    rows = SituationReport.objects.visible_to(request.actor).select_related("cycle", "issuer").defer("rows")
    context = {"listing": list_page(rows, request.GET), "cycles": _reported_on(request)[:5]}
    return page_or_fragment(request, "reviews/situation/list.html", "_frame/_list.html", context)


@require_safe
def show_situation_report(request: ActingRequest, pk: int) -> HttpResponse:
    """The numbers as they were issued, beside those of today where they differ."""
    found = SituationReport.objects.visible_to(request.actor).select_related("cycle", "issuer")
    report = get_object_or_404(found, pk=pk)
    then, today = rows_of(report), rows_today(report.cycle, report.issuer)
    before = chain_tables(report.cycle_id, then, _ALL)
    context = {
        "report": report,
        "tables": compared(before, chain_tables(report.cycle_id, today, _ALL)),
        "charts": chain_picture.of_subjects(then, _ALL),
        "galleries": chain_picture.galleries(then, _ALL),
    }
    return render(request, "reviews/situation/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_situation_report(request: ActingRequest, pk: int) -> HttpResponse:
    """Type number, date and signer: the numbers of now are kept under them."""
    _require_committee(request)
    cycle = get_object_or_404(_reported_on(request), pk=pk)
    issuer = issuer_of(request.actor, cycle)
    known = {"issued_on": localtime.today(), "number": offered_number(issuer, actions.REPORT)}
    form = SituationReportForm(posted(request), initial=known | likely_signer(issuer, request.actor))
    if form.is_bound and form.is_valid():
        report = attempted(
            form,
            lambda: actions.issue_situation_report(cycle_id=cycle.pk, actor=request.actor, text=form.paper),
        )
        if report is not None:
            messages.success(request, "Đã ban hành báo cáo; số liệu của báo cáo không đổi nữa.")
            return redirect(request, "reviews:situation_report", report.pk)
    page = FormPage(
        heading="Ban hành báo cáo tổng hợp tình hình",
        submit="Ban hành báo cáo",
        trail=(("Báo cáo đã chốt", reverse("reviews:situation_reports")),),
        purpose=f"{cycle.name}: ghi số, ngày theo sổ văn bản đi và người ký.",
        consequence="Mọi số liệu của báo cáo được chốt vào lúc ban hành và không sửa được nữa.",
        verdict=rules.may_issue_situation_report(request.actor, issuer_of(request.actor, cycle).pk, cycle),
    )
    return show_form(request, form, page)


def _reported_on(request: ActingRequest) -> QuerySet[Cycle]:
    """The cycles that there can be something to report of."""
    return Cycle.objects.visible_to(request.actor).exclude(state=CycleState.DRAFT).order_by("-period_to", "-pk")


def _require_committee(request: ActingRequest) -> None:
    if not may_view_dashboard(request.actor):
        raise Http404
