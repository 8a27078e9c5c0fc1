"""People: the list, each person's page, and the forms that change it."""

from datetime import date

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.actions import people as actions
from cadres.forms.people import CorrectCadreForm, MoveCellForm, PeopleFilter, RegisterCadreForm
from cadres.models import Cadre, CellMembership, Tenure, User
from cadres.querysets import CadreQuerySet
from cadres.requests import ActingRequest
from cadres.rules import people as rules
from cadres.scopes import homes_of_cadre
from core import localtime
from core.form_page import FormPage, carried_out, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from core.verdict import YES, Verdict, no
from units.models import Unit
from units.rules import may_look_up

ORDERS = {"ten": ("sort_key", "id"), "ma": ("code",), "sinh": ("born_on", "sort_key", "id")}


def visible_cadre(request: ActingRequest, pk: int) -> Cadre:
    """The person among those that may be seen, else 404."""
    return get_object_or_404(Cadre.objects.visible_to(request.actor), pk=pk)


def with_today(rows: CadreQuerySet, today: date) -> CadreQuerySet:
    """The people with `posts_today` and `cells_today`, two queries for all of them."""
    posts = Tenure.objects.held_on(today).select_related("post__unit").order_by("post__order", "pk")
    cells = CellMembership.objects.held_on(today).select_related("unit")
    return rows.prefetch_related(
        Prefetch("tenures", posts, to_attr="posts_today"), Prefetch("cell_memberships", cells, to_attr="cells_today")
    )


@require_safe
def people(request: ActingRequest) -> HttpResponse:
    """The list of people in Vietnamese order, by filters and by words typed without accents; 404 for those who look up
    no unit and are no cadre themselves."""
    if request.actor.cadre_id is None and not may_look_up(request.actor):
        raise Http404
    today = localtime.today()
    filters = PeopleFilter(request.GET, visible=Unit.objects.visible_to(request.actor))
    filters.is_valid()
    rows = _filtered(Cadre.objects.visible_to(request.actor), filters, today)
    rows = with_today(rows.order_by(*ordering(request.GET, ORDERS, "ten")), today)
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters, "may_register": _may_register_somewhere(request)}
    return page_or_fragment(request, "cadres/people/page.html", "cadres/people/_list.html", context)


def _filtered(rows: CadreQuerySet, filters: PeopleFilter, today: date) -> CadreQuerySet:
    wanted = filters.cleaned_data
    rows = rows.matching(wanted.get("q") or "")
    held = Tenure.objects.held_on(today).filter(cadre=OuterRef("pk"))
    if wanted.get("position"):
        rows = rows.filter(Exists(held.filter(post__position=wanted["position"])))
    if wanted.get("under"):
        path = wanted["under"].path
        cells = CellMembership.objects.held_on(today).filter(cadre=OuterRef("pk"), unit__path__startswith=path)
        rows = rows.filter(Exists(held.filter(post__unit__path__startswith=path)) | Exists(cells))
    gone = Q(left_on__lt=today)
    if wanted.get("state", "") != "all":
        rows = rows.filter(gone) if wanted.get("state") == "left" else rows.exclude(gone)
    return rows


def _may_register_somewhere(request: ActingRequest) -> Verdict:
    return YES if request.actor.administered_paths else no(rules.NOT_YOUR_UNIT)


@require_safe
def cadre_page(request: ActingRequest, pk: int) -> HttpResponse:
    """One person: facts, posts and cells from the first day to this, the account."""
    cadre = visible_cadre(request, pk)
    context = {
        "cadre": cadre,
        "tenures": Tenure.objects.filter(cadre=cadre).select_related("post__unit").order_by("-started_on", "-pk"),
        "cells": CellMembership.objects.filter(cadre=cadre).select_related("unit").order_by("-started_on"),
        "linkable": _linkable_units(request, cadre),
        "account": User.objects.visible_to(request.actor).filter(cadre=cadre).first(),
        "may_change": rules.may_change(request.actor, homes_of_cadre(cadre.pk)),
        "today": localtime.today(),
        "tab": "facts",
    }
    return render(request, "cadres/person/page.html", context)


def _linkable_units(request: ActingRequest, cadre: Cadre) -> set[int]:
    concerned = Q(posts__tenures__cadre=cadre) | Q(memberships__cadre=cadre)
    return set(Unit.objects.visible_to(request.actor).filter(concerned).values_list("pk", flat=True))


def trail_to(cadre: Cadre) -> tuple[tuple[str, str], ...]:
    """The breadcrumb of a form of this person."""
    return (("Cán bộ", reverse("cadres:people")), (cadre.full_name, reverse("cadres:cadre_page", args=[cadre.pk])))


@require_http_methods(["GET", "HEAD", "POST"])
def register_cadre(request: ActingRequest) -> HttpResponse:
    """A new person, in a cell of the administrator."""
    cells = Unit.objects.administered_by(request.actor).filter(ended_on=None)
    initial = {"in_political_system": True, "cell_id": request.GET.get("chi-bo", "")}
    form = RegisterCadreForm(posted(request), rows={"cell_id": cells}, initial=initial)
    cadre = carried_out(form, actions.register_cadre, actor=request.actor)
    if cadre is not None:
        messages.success(request, f"Đã thêm đồng chí {cadre.full_name}.")
        return redirect(request, "cadres:cadre_page", cadre.pk)
    page = FormPage(
        heading="Thêm cán bộ, đảng viên",
        submit="Thêm",
        trail=(("Cán bộ", reverse("cadres:people")),),
        purpose="Hồ sơ dùng để sinh bản kiểm điểm; chức vụ được ghi ở trang của đơn vị sau khi thêm người.",
        verdict=_may_register_somewhere(request),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_cadre(request: ActingRequest, pk: int) -> HttpResponse:
    """A person's facts."""
    cadre = visible_cadre(request, pk)
    initial = {name: getattr(cadre, name) for name in actions.PersonalFacts.__dataclass_fields__}
    form = CorrectCadreForm(posted(request), rows={}, initial=initial | {"version": cadre.version})
    if carried_out(form, actions.correct_cadre, cadre_id=cadre.pk, actor=request.actor) is not None:
        messages.success(request, "Đã lưu hồ sơ.")
        return redirect(request, "cadres:cadre_page", cadre.pk)
    page = FormPage(
        heading=f"Sửa hồ sơ đồng chí {cadre.full_name}",
        submit="Lưu",
        trail=trail_to(cadre),
        purpose="Bản kiểm điểm đã trình không thay đổi theo.",
        verdict=rules.may_change(request.actor, homes_of_cadre(cadre.pk)),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def move_cell(request: ActingRequest, pk: int) -> HttpResponse:
    """Another cell from a day on."""
    cadre = visible_cadre(request, pk)
    cells = Unit.objects.administered_by(request.actor).filter(ended_on=None)
    form = MoveCellForm(posted(request), rows={"unit_id": cells}, initial={"version": cadre.version})
    membership = carried_out(form, actions.move_cell, cadre_id=cadre.pk, actor=request.actor)
    if membership is not None:
        messages.success(request, f"Đồng chí {cadre.full_name} chuyển sinh hoạt về {membership.unit.name}.")
        return redirect(request, "cadres:cadre_page", cadre.pk)
    page = FormPage(
        heading=f"Chuyển sinh hoạt đảng: đồng chí {cadre.full_name}",
        submit="Chuyển sinh hoạt",
        trail=trail_to(cadre),
        purpose="Chi bộ cũ được giữ trong quá trình sinh hoạt, kết thúc vào ngày trước đó.",
        verdict=rules.may_change(request.actor, homes_of_cadre(cadre.pk)),
    )
    return show_form(request, form, page)
