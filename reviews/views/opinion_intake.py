"""Entering many opinions at once: pasted or from a file, looked at, then kept; the file to fill in, and the list as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.htmx import redirect
from reviews.actions import opinions as actions
from reviews.forms.opinion_intake import ManyForm, usual_of_today
from reviews.reports import opinion_workbook
from reviews.rules.opinions import fingerprint
from reviews.views.opinion_desk import Desk, open_desk, open_desk_of_writer

MOST_FAULTS_SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def register_opinions(request: ActingRequest, pk: int) -> HttpResponse:
    """Paste or send many opinions; they are shown as they were read, and kept only when that very reading is confirmed."""
    desk = open_desk_of_writer(request, pk)
    if request.method != "POST":
        return _page(desk, ManyForm(initial=usual_of_today(), sections=desk.sections))
    form = ManyForm(request.POST, request.FILES, sections=desk.sections)
    if not form.is_valid() or form.intake is None:
        return _page(desk, form, status=422)
    if request.POST.get("viec") != "ghi" or request.POST.get("da-xem") != form.digest:
        return _page(desk, form)
    try:
        done = actions.register_opinions(review_id=pk, actor=request.actor, drafts=form.intake.drafts)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(desk, form, status=422)
    kept = f" {len(done.repeated)} góp ý đã có từ trước nên không ghi lại." if done.repeated else ""
    messages.success(request, f"Đã ghi {len(done.opinions)} góp ý.{kept}")
    return redirect(request, "reviews:review_opinions", pk)


@require_safe
def download_form(request: ActingRequest, pk: int) -> HttpResponse:
    """An empty workbook with the columns that the import reads."""
    desk = open_desk_of_writer(request, pk)
    return _file(opinion_workbook.empty_form(desk.sections.labels), "mau-nhap-gop-y.xlsx")


@require_safe
def export_opinions(request: ActingRequest, pk: int) -> HttpResponse:
    """The opinions that pass the filters of the address, as a workbook."""
    desk = open_desk(request, pk)
    return _file(opinion_workbook.to_xlsx(desk.chosen(), desk.sections.labels), f"gop-y-{desk.review.pk}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(desk: Desk, form: ManyForm, *, status: int = 200) -> HttpResponse:
    intake = form.intake
    known = {fingerprint(one): one.number for one in desk.opinions} if intake else {}
    rows = []
    for draft in intake.drafts if intake else []:
        repeats = known.get(draft.fingerprint)
        known.setdefault(draft.fingerprint, 0)
        rows.append({"draft": draft, "repeats": repeats, "kind": opinion_workbook.kind_words(draft.source_kind)})
    faults = intake.faults if intake else []
    context = desk.context(
        form=form,
        intake=intake,
        rows=rows,
        fresh=sum(1 for row in rows if row["repeats"] is None),
        faults=faults[:MOST_FAULTS_SHOWN],
        unshown=max(len(faults) - MOST_FAULTS_SHOWN, 0),
        may_confirm=bool(rows) and not form.errors,
    )
    return render(desk.request, "reviews/opinions/many.html", context, status=status)
