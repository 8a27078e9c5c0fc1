"""Yearly pledges on screen: one's own, writing and handing in, reading, receiving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.errors import DomainError
from core.form_page import FormPage, attempted, posted, show_form
from core.htmx import redirect
from reviews.actions import pledges as actions
from reviews.actions.pledges import PledgeOutcome, Unfinished, standing
from reviews.actions.reads import record_pledge_read
from reviews.forms.pledges import CallForm, PostedPledge, clash_of, pledge_rows, read_pledge, saved_words
from reviews.forms.sheet_controls import as_typed
from reviews.forms.sheet_lists import VersionForm
from reviews.models import Cycle, Pledge, PledgeAnswer, PledgeForm, PledgeRead, PledgeSection
from reviews.querysets.pledges import calls_on
from reviews.rules import pledges as rules
from reviews.states import PledgeState
from reviews.workflow.pledges import PLEDGE_WORKFLOW
from units.models import Unit


@require_safe
def list_own(request: ActingRequest) -> HttpResponse:
    """The pledges asked for and written, the cells the person is charged with, the way to the numbers."""
    actor = request.actor
    own = list(Pledge.objects.visible_to(actor).filter(cadre_id=actor.cadre_id or 0).with_names())
    known = {pledge.year for pledge in own}
    asked = calls_on(actor.cadre_id or 0, localtime.today()).order_by("pledge_due_on")
    cells = Unit.objects.filter(pk__in=actor.office_ids(Role.SECRETARY, Role.HEAD)).order_by("sort_key")
    context = {
        "own": own,
        "calls": [call for call in asked if call.period_to.year not in known],
        "cells": cells,
        "may_count": rules.may_count(actor),
    }
    return render(request, "reviews/pledges/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_pledge(request: ActingRequest, cycle_pk: int) -> HttpResponse:
    """The form of the pledge of the cycle's year: saves itself, or by its button; 404 for whoever is not asked."""
    cycle, pledge = _asked(request, cycle_pk)
    if pledge is not None and pledge.state != PledgeState.DRAFT and request.method != "POST":
        return redirect(request, "reviews:pledge_page", pledge.pk)
    if request.method != "POST":
        return _form(request, cycle, pledge)
    read = read_pledge(request.POST)
    as_json = request.POST.get("dang") == "json"
    try:
        outcome = actions.save_pledge(cycle_id=cycle.pk, actor=request.actor, edits=read.edits)
    except DomainError as refusal:
        if as_json:
            return JsonResponse({"sentence": str(refusal)}, status=422)
        return _form(request, cycle, pledge, read, sentence=str(refusal))
    if as_json:
        return _told(read, outcome)
    if read.refusals or outcome.conflicts or outcome.gone:
        return _form(request, cycle, outcome.pledge, read, outcome)
    if "nop" in request.POST:
        return _hand_in(request, cycle, outcome.pledge, read, outcome)
    messages.success(request, saved_words(outcome))
    return redirect(request, "reviews:write_pledge", cycle.pk)


@require_safe
def show_pledge(request: ActingRequest, pk: int) -> HttpResponse:
    """One pledge as it reads."""
    return _reading(request, _visible(request, pk))


@require_POST
def recall_pledge(request: ActingRequest, pk: int) -> HttpResponse:
    """Take it back before the cell has received it."""
    return _step(request, pk, actions.recall_pledge, "Đã thu hồi bản cam kết; đồng chí có thể sửa rồi nộp lại.")


@require_POST
def receive_pledge(request: ActingRequest, pk: int) -> HttpResponse:
    """The cell has it."""
    return _step(request, pk, actions.receive_pledge, "Chi bộ đã nhận bản cam kết.")


@require_POST
def withdraw_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """The note of a paper was a mistake."""
    pledge = _visible(request, pk)
    unit_id = pledge.unit_id
    done = _step(request, pk, actions.withdraw_paper, "Đã bỏ ghi nhận bản giấy.")
    if done.status_code == 302 and not rules.is_own(request.actor, pledge):
        return redirect(request, "reviews:pledges_of_cell", unit_id)
    return done


@require_http_methods(["GET", "HEAD", "POST"])
def call_for_pledges(request: ActingRequest, cycle_pk: int) -> HttpResponse:
    """Set by when the year's pledges are handed in; 404 for whoever does not see the cycle."""
    visible = Cycle.objects.visible_to(request.actor).select_related("owner", "scope")
    cycle = get_object_or_404(visible, pk=cycle_pk)
    form = CallForm(posted(request), initial={"version": cycle.version, "due_on": cycle.pledge_due_on})
    if form.is_bound and form.is_valid():
        done = attempted(
            form,
            lambda: actions.call_for_pledges(cycle_id=cycle.pk, actor=request.actor, **form.cleaned_data),
        )
        if done is not None:
            messages.success(request, "Đã lưu hạn nộp bản cam kết.")
            return redirect(request, "reviews:cycle_page", cycle.pk)
    page = FormPage(
        heading=f"Hạn nộp bản cam kết năm {cycle.period_to.year}",
        submit="Lưu hạn nộp",
        trail=((cycle.name, reverse("reviews:cycle_page", args=[cycle.pk])),),
        purpose="Mọi cán bộ, đảng viên sinh hoạt trong phạm vi của đợt được nhắc viết và nộp bản cam kết cho chi bộ.",
        verdict=rules.may_call(request.actor, cycle),
    )
    return show_form(request, form, page)


def _asked(request: ActingRequest, cycle_pk: int) -> tuple[Cycle, Pledge | None]:
    """The cycle, if it asks the person or did when the person began to write."""
    cadre_id = request.actor.cadre_id or 0
    cycle = calls_on(cadre_id, localtime.today()).filter(pk=cycle_pk).first()
    if cycle is None:
        begun = Pledge.objects.filter(cadre_id=cadre_id, cycle_id=cycle_pk).select_related("cycle").first()
        if begun is None:
            raise Http404
        return begun.cycle, begun
    return cycle, Pledge.objects.filter(cadre_id=cadre_id, year=cycle.period_to.year).with_names().first()


def _form(
    request: ActingRequest,
    cycle: Cycle,
    pledge: Pledge | None,
    read: PostedPledge | None = None,
    outcome: PledgeOutcome | None = None,
    *,
    sentence: str = "",
    lacks: Any = (),
) -> HttpResponse:
    form = pledge.form if pledge else PledgeForm.objects.filter(profile_id=cycle.profile_id).latest("form_version")
    answers = {one.section_id: one for one in PledgeAnswer.objects.filter(pledge=pledge)} if pledge else {}
    context = {
        "cycle": cycle,
        "year": cycle.period_to.year,
        "pledge": pledge,
        "pledge_form": form,
        "rows": pledge_rows(list(PledgeSection.objects.filter(form=form)), answers, read, outcome),
        "due_on": cycle.pledge_due_on,
        "sentence": sentence,
        "lacking": [(one.sentence, one.anchor) for one in lacks],
        "gone": [read.typed[edit.section_id] for edit in outcome.gone] if read and outcome else [],
    }
    return render(request, "reviews/pledges/edit.html", context, status=422 if request.method == "POST" else 200)


def _hand_in(
    request: ActingRequest, cycle: Cycle, pledge: Pledge, read: PostedPledge, outcome: PledgeOutcome
) -> HttpResponse:
    try:
        done = actions.hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=request.actor)
    except Unfinished as refusal:
        return _form(request, cycle, pledge, read, outcome, sentence=str(refusal), lacks=refusal.lacks)
    except DomainError as refusal:
        return _form(request, cycle, pledge, read, outcome, sentence=str(refusal))
    messages.success(request, f"Đã nộp bản cam kết cho {done.unit_name}.")
    return redirect(request, "reviews:pledge_page", done.pk)


def _told(read: PostedPledge, outcome: PledgeOutcome) -> JsonResponse:
    clashes = {pk: clash_of(outcome, read, pk) for pk in outcome.conflicts}
    told = {
        "at": saved_words(outcome),
        "tokens": {f"cam-{pk}": token for pk, token in outcome.tokens.items()},
        "refusals": read.told(outcome),
        "kept": sorted(read.kept(outcome)),
        "gone": [f"cam-{edit.section_id}" for edit in outcome.gone],
        "values": _settled_values(read, outcome),
        "clashes": {
            f"cam-{pk}-text": render_to_string("reviews/sheets/_clash.html", {"clash": clash})
            for pk, clash in clashes.items()
        },
    }
    return JsonResponse(told, status=422 if read.refusals or clashes or outcome.gone else 200)


def _settled_values(read: PostedPledge, outcome: PledgeOutcome) -> dict[str, str]:
    settled = [edit.section_id for edit in read.edits if edit.settled and edit.section_id not in outcome.conflicts]
    stored = PledgeAnswer.objects.filter(pledge=outcome.pledge, section_id__in=settled)
    return {f"cam-{one.section_id}-text": as_typed(standing(one)["text"]) for one in stored}


def _visible(request: ActingRequest, pk: int) -> Pledge:
    return get_object_or_404(Pledge.objects.visible_to(request.actor).with_names(), pk=pk)


def _step(request: ActingRequest, pk: int, action: Any, sentence: str) -> HttpResponse:
    pledge = _visible(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            action(pledge_id=pledge.pk, actor=request.actor, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, sentence)
            return redirect(request, "reviews:pledge_page", pk)
    return _reading(request, pledge, form)


def _reading(request: ActingRequest, pledge: Pledge, form: VersionForm | None = None) -> HttpResponse:
    own = rules.is_own(request.actor, pledge)
    answers = {one.section_id: as_typed(standing(one)["text"]) for one in PledgeAnswer.objects.filter(pledge=pledge)}
    has_text = not pledge.is_on_paper or own
    sections = PledgeSection.objects.filter(form_id=pledge.form_id) if has_text else []
    if has_text:
        record_pledge_read(pledge=pledge, actor=request.actor, part=PledgeRead.Part.TEXT)
    offered = {t.name: verdict for t, verdict in PLEDGE_WORKFLOW.offered(request.actor, pledge)}
    context = {
        "pledge": pledge,
        "own": own,
        "sections": [(section, answers.get(section.pk, "")) for section in sections],
        "may": offered,
        "charged": rules.is_charged_with_cell(request.actor, pledge.unit_id),
        "form": form,
    }
    return render(request, "reviews/pledges/page.html", context, status=422 if form else 200)
