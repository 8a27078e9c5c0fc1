"""Who has handed in: the cell's list with receiving on paper, and the numbers of the units below."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core.errors import DomainError
from core.form_page import FormPage, attempted, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, pills_of
from reviews.actions import pledges as actions
from reviews.forms.pledges import CellFilter, PaperForm
from reviews.models import Cycle
from reviews.reports.pledge_counts import (
    COUNTING_ROLES,
    call_for,
    calls_reaching,
    chosen_call,
    counted_units,
    counts_below,
    day_of_list,
    may_count_below,
    members_of_cell,
    open_call_for,
)
from reviews.rules import pledges as rules
from reviews.states import CycleState
from units.models import Unit


@require_safe
def list_cell(request: ActingRequest, unit_pk: int) -> HttpResponse:
    """Who of the cell has handed in the year's pledge and who has not."""
    unit = _own_cell(request, unit_pk)
    calls = calls_reaching(unit)
    call = chosen_call(calls, request.GET.get("dot", ""))
    filters = CellFilter(request.GET, calls=calls)
    filters.is_valid()
    every = members_of_cell(unit, call.period_to.year, day_of_list(call)) if call else []
    wanted = filters.cleaned_data.get("tinh_trang", "")
    lines = [line for line in every if not wanted or (line.pledge is not None) == (wanted == "da")]
    is_open = call is not None and call.state == CycleState.OPEN
    waiting = [line.pledge for line in every if is_open and line.pledge and _awaits(request, line.pledge)]
    context = {
        "unit": unit,
        "call": call,
        "is_open": is_open,
        "takes_paper": is_open and call == chosen_call(calls),
        "listing": list_page(lines, request.GET, pills=pills_of(filters, request.GET)),
        "filter_form": filters,
        "handed_in": sum(line.pledge is not None for line in every),
        "members": len(every),
        "waiting": waiting,
        "own_id": request.actor.cadre_id,
    }
    return page_or_fragment(request, "reviews/pledges/cell.html", "_frame/_list.html", context)


@require_POST
def receive_all(request: ActingRequest, unit_pk: int) -> HttpResponse:
    """Receive every pledge that the page showed as waiting."""
    unit = _own_cell(request, unit_pk)
    call = open_call_for(unit, request.POST.get("dot", ""))
    seen = dict(pair.split(":") for pair in request.POST.getlist("ban") if _is_pair(pair))
    try:
        pledges = {int(pk): int(version) for pk, version in seen.items()}
        year = call.period_to.year if call else 0
        number = actions.receive_all(unit_id=unit.pk, year=year, pledges=pledges, actor=request.actor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã nhận {number} bản cam kết.")
    return redirect(request, "reviews:pledges_of_cell", unit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def receive_paper(request: ActingRequest, unit_pk: int, cadre_pk: int) -> HttpResponse:
    """Note that a member handed the pledge in on paper."""
    unit = _own_cell(request, unit_pk)
    call = open_call_for(unit)
    line = next((one for one in members_of_cell(unit, _year(call)) if one.cadre.pk == cadre_pk), None)
    if call is None or line is None:
        raise Http404
    form = PaperForm(posted(request))
    if form.is_bound and form.is_valid():
        done = attempted(form, lambda: _receive_paper(request, call, unit, cadre_pk, form))
        if done is not None:
            messages.success(request, f"Đã ghi nhận bản giấy của đồng chí {line.cadre.full_name}.")
            return redirect(request, "reviews:pledges_of_cell", unit.pk)
    page = FormPage(
        heading=f"Nhận bản giấy của đồng chí {line.cadre.full_name}",
        submit="Ghi nhận bản giấy",
        trail=((f"Bản cam kết tại {unit.name}", reverse("reviews:pledges_of_cell", args=[unit.pk])),),
        purpose=f"Bản cam kết năm {_year(call)} ký tay đã nộp cho chi bộ; phần mềm chỉ ghi ngày nộp, không ghi nội dung.",
        verdict=rules.may_receive_from(request.actor, unit.pk, cadre_pk),
    )
    return show_form(request, form, page)


@require_safe
def show_counts(request: ActingRequest) -> HttpResponse:
    """How many have handed in, by unit; 404 for whoever counts nothing."""
    if not rules.may_count(request.actor):
        raise Http404
    units = list(counted_units(request.actor))
    unit = _chosen(request, units)
    call = call_for(unit, request.GET.get("dot", "")) if unit else None
    rows = counts_below(unit, call) if unit and call else []
    own = set(request.actor.office_ids(Role.SECRETARY, Role.HEAD))
    context = {"unit": unit, "units": units, "call": call, "rows": rows, "total": _total(rows), "own": own}
    return render(request, "reviews/pledges/counts.html", context)


def _total(rows: list[Any]) -> dict[str, int]:
    return {name: sum(getattr(row, name) for row in rows) for name in ("members", "handed_in", "missing", "on_paper")}


def _chosen(request: ActingRequest, units: list[Unit]) -> Unit | None:
    """The unit named in the address if it lies below an office of the person; else that of the office acted for, or the
    highest."""
    wanted = request.GET.get("don_vi", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
        unit = get_object_or_404(Unit, pk=int(wanted))
        if not may_count_below(request.actor, unit):
            raise Http404
        return unit
    office = request.actor.office_among(*COUNTING_ROLES)
    return next((unit for unit in units if office and unit.pk == office.unit_id), None)


def _own_cell(request: ActingRequest, unit_pk: int) -> Unit:
    unit = get_object_or_404(Unit, pk=unit_pk)
    if not rules.may_list_cell(request.actor, unit):
        raise Http404
    return unit


def _awaits(request: ActingRequest, pledge: Any) -> bool:
    return pledge.state == "handed_in" and bool(rules.may_receive(request.actor, pledge))


def _receive_paper(request: ActingRequest, call: Cycle, unit: Unit, cadre_pk: int, form: PaperForm) -> Any:
    return actions.receive_paper(
        cycle_id=call.pk, cadre_id=cadre_pk, unit_id=unit.pk, actor=request.actor, **form.cleaned_data
    )


def _year(call: Cycle | None) -> int:
    return call.period_to.year if call else 0


def _is_pair(text: str) -> bool:
    parts = text.split(":")
    return len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts)
