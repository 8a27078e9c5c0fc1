"""Units: tree, list, page, and the changes that touch the tree's facts."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.form_page import FormPage, carried_out, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from units import actions, rules
from units.actors import UnitActor, UnitRequest
from units.forms import CorrectUnitForm, CreateUnitForm, RenameUnitForm, UnitFilter
from units.models import Unit, UnitName, UnitPlacement, UnitSuccession
from units.querysets import ancestor_ids

ORDERS = {
    "ten": ("sort_key", "pk"),
    "cap": ("kind__tier", "sort_key", "pk"),
    "ngay": ("founded_on", "sort_key", "pk"),
}


def visible_unit(actor: UnitActor, pk: int) -> Unit:
    """The unit among those the person may see, else 404."""
    return get_object_or_404(
        Unit.objects.visible_to(actor).select_related("kind", "bloc", "parent", "managed_by"), pk=pk
    )


@require_safe
def units(request: UnitRequest) -> HttpResponse:
    """The list of units, by filters and by words typed without accents; 404 for those who look up none."""
    if not rules.may_look_up(request.actor):
        raise Http404
    visible = Unit.objects.visible_to(request.actor)
    filters = UnitFilter(request.GET, visible=visible)
    filters.is_valid()
    rows = _filtered(visible, filters).select_related("kind", "bloc", "parent")
    listing = list_page(
        rows.order_by(*ordering(request.GET, ORDERS, "ten")), request.GET, pills=pills_of(filters, request.GET)
    )
    context = {"listing": listing, "filter_form": filters}
    return page_or_fragment(request, "units/list/page.html", "units/list/_list.html", context)


def _filtered(rows: QuerySet[Unit], filters: UnitFilter) -> QuerySet[Unit]:
    wanted = filters.cleaned_data
    if wanted.get("q"):
        rows = rows.matching(wanted["q"])  # type: ignore[attr-defined]
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("bloc"):
        rows = rows.filter(bloc=wanted["bloc"])
    if wanted.get("under"):
        rows = rows.filter(path__startswith=wanted["under"].path)
    if wanted.get("state", "") != "all":
        rows = rows.filter(ended_on__isnull=wanted.get("state") != "ended")
    return rows


@require_safe
def tree(request: UnitRequest, pk: int | None = None) -> HttpResponse:
    """The tree, opened down to one unit: the way to it and what stands directly below it."""
    actor = request.actor
    opened = visible_unit(actor, pk) if pk is not None else None
    visible = Unit.objects.visible_to(actor).filter(ended_on=None)
    ids = ancestor_ids(opened.path) if opened else []
    way = sorted(visible.filter(pk__in=ids), key=lambda unit: unit.path.count("/")) if ids else []
    children = visible.filter(parent=opened) if opened else visible.filter(_top_of(actor))
    below = Count("children", filter=Q(children__ended_on=None))
    rows = children.select_related("kind").annotate(below=below).order_by("kind__tier", "sort_key", "pk")
    context = {"opened": opened, "way": way, "listing": list_page(rows, request.GET, per_page=200)}
    return page_or_fragment(request, "units/tree/page.html", "units/tree/_tree.html", context)


def _top_of(actor: UnitActor) -> Q:
    """Where the person's part of the tree begins."""
    tops = Q(pk__in=actor.seat_unit_ids)
    for path in actor.readable_unit_paths:
        tops |= Q(path=path)
    return tops


@require_safe
def unit_page(request: UnitRequest, pk: int) -> HttpResponse:
    """One unit: what it is today, the names, superiors, predecessors and successors it had, what stands below it."""
    unit = visible_unit(request.actor, pk)
    visible = Unit.objects.visible_to(request.actor)
    children = visible.filter(parent=unit, ended_on=None).select_related("kind").order_by("kind__tier", "sort_key")
    successions = UnitSuccession.objects.filter(Q(successor=unit) | Q(predecessor=unit))
    linked = list(successions.select_related("predecessor", "successor"))
    ends = {row.predecessor_id for row in linked} | {row.successor_id for row in linked}
    context = {
        "unit": unit,
        "way": visible.filter(pk__in=ancestor_ids(unit.path)[:-1]).order_by("path"),
        "names": UnitName.objects.filter(unit=unit),
        "placements": UnitPlacement.objects.filter(unit=unit).select_related("parent"),
        "predecessors": [row for row in linked if row.successor_id == unit.pk],
        "successors": [row for row in linked if row.predecessor_id == unit.pk],
        "linkable": set(visible.filter(pk__in=ends).values_list("pk", flat=True)) if ends else set(),
        "children": list_page(children, request.GET, per_page=100),
        "may_change": rules.may_change(request.actor, unit),
        "may_create": rules.may_create_under(request.actor, unit),
        "may_end": rules.may_end(request.actor, unit),
        "may_add_successor": rules.may_add_successor(request.actor, unit),
        "may_read_people": request.actor.reads_people_of(unit.pk, unit.path),
        "tab": "facts",
    }
    return render(request, "units/unit/page.html", context)


def trail_to(unit: Unit) -> tuple[tuple[str, str], ...]:
    """The breadcrumb of a form of this unit."""
    return (("Đơn vị", reverse("units:units")), (unit.name, reverse("units:unit_page", args=[unit.pk])))


@require_http_methods(["GET", "HEAD", "POST"])
def create_unit(request: UnitRequest, pk: int) -> HttpResponse:
    """A new unit below this one."""
    parent = visible_unit(request.actor, pk)
    form = CreateUnitForm(posted(request))
    unit = carried_out(form, actions.create_unit, actor=request.actor, parent_id=parent.pk)
    if unit is not None:
        messages.success(request, f"Đã thêm {unit.name} dưới {parent.name}.")
        return redirect(request, "units:unit_page", unit.pk)
    page = FormPage(
        heading=f"Thêm đơn vị trực thuộc {parent.name}",
        submit="Thêm đơn vị",
        trail=trail_to(parent),
        purpose="Nhập theo quyết định thành lập; tên và cấp trên về sau đổi theo ngày, lịch sử được giữ.",
        verdict=rules.may_create_under(request.actor, parent),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def rename_unit(request: UnitRequest, pk: int) -> HttpResponse:
    """The name from a day on."""
    unit = visible_unit(request.actor, pk)
    form = RenameUnitForm(posted(request), initial={"version": unit.version})
    renamed = carried_out(form, actions.rename_unit, unit_id=unit.pk, actor=request.actor)
    if renamed is not None:
        messages.success(request, f"Đã đổi tên thành {renamed.name}.")
        return redirect(request, "units:unit_page", unit.pk)
    page = FormPage(
        heading=f"Đổi tên {unit.name}",
        submit="Đổi tên",
        trail=trail_to(unit),
        purpose="Bản kiểm điểm cũ vẫn mang tên cũ. Ghi đúng ngày tên hiện nay bắt đầu thì tên ấy được sửa lại.",
        verdict=rules.may_change(request.actor, unit),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_unit(request: UnitRequest, pk: int) -> HttpResponse:
    """Kind, khối, short name, place and symbol in print, managing committee."""
    unit = visible_unit(request.actor, pk)
    above = Unit.objects.filter(pk__in=ancestor_ids(unit.path)[:-1]).order_by("path")
    initial = {
        "version": unit.version,
        "kind_id": unit.kind_id,
        "bloc_id": unit.bloc_id,
        "short_name": unit.short_name,
        "place": unit.place,
        "symbol": unit.symbol,
        "managed_by_id": unit.managed_by_id,
    }
    form = CorrectUnitForm(posted(request), above=above, initial=initial)
    if carried_out(form, actions.correct_unit, unit_id=unit.pk, actor=request.actor) is not None:
        messages.success(request, "Đã lưu thông tin đơn vị.")
        return redirect(request, "units:unit_page", unit.pk)
    page = FormPage(
        heading=f"Sửa thông tin {unit.name}",
        submit="Lưu",
        trail=trail_to(unit),
        purpose="Những thông tin không theo ngày: loại, khối, cách in, cấp quản lý.",
        verdict=rules.may_change(request.actor, unit),
    )
    return show_form(request, form, page)
