"""Moving, ending and merging a unit, with what hangs on it."""

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cadres.actions import restructuring
from cadres.forms.restructuring import EndUnitForm, MergeUnitForm, MoveUnitForm, SuccessorForm
from cadres.requests import ActingRequest
from core.form_page import FormPage, carried_out, posted, show_form
from core.formats import day
from core.htmx import redirect
from units import actions as tree
from units import rules
from units.models import Unit
from units.querysets import UnitQuerySet
from units.views.units import trail_to, visible_unit


def _others(request: ActingRequest, unit: Unit, *, like: Unit | None) -> UnitQuerySet:
    """Living units of the administrator outside this one, marked by how near they are to being `like` that unit."""
    others = Unit.objects.administered_by(request.actor).filter(ended_on=None).exclude(path__startswith=unit.path)
    if like is None:
        return others.annotate(near=Value(0))
    same_kind = Case(When(kind=like.kind_id, then=Value(2)), default=Value(0))
    same_parent = Case(When(parent=like.parent_id, then=Value(1)), default=Value(0))
    return others.annotate(near=same_kind + same_parent)


@require_http_methods(["GET", "HEAD", "POST"])
def move_unit(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit under another parent from a day on."""
    unit = visible_unit(request.actor, pk)
    form = MoveUnitForm(
        posted(request), rows={"parent_id": _others(request, unit, like=unit.parent)}, initial={"version": unit.version}
    )
    moved = carried_out(form, restructuring.move_unit, unit_id=unit.pk, actor=request.actor)
    if moved is not None:
        messages.success(request, f"{moved.name} nay trực thuộc {moved.parent}.")
        return redirect(request, "units:unit_page", unit.pk)
    page = FormPage(
        heading=f"Chuyển {unit.name} sang cấp trên khác",
        submit="Chuyển",
        trail=trail_to(unit),
        consequence="Cả các đơn vị trực thuộc đi theo. Cấp trên cũ được giữ trong lịch sử; người của cấp trên cũ không "
        "còn xem được đơn vị này nữa.",
        verdict=rules.may_end(request.actor, unit),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def end_unit(request: ActingRequest, pk: int) -> HttpResponse:
    """The last day of the unit, its posts and roles."""
    unit = visible_unit(request.actor, pk)
    form = EndUnitForm(
        posted(request), rows={"successor_id": _others(request, unit, like=unit)}, initial={"version": unit.version}
    )
    ended = carried_out(form, restructuring.end_unit, unit_id=unit.pk, actor=request.actor)
    if ended is not None and ended.ended_on is not None:
        messages.success(request, f"{ended.name} kết thúc hoạt động từ ngày {day(ended.ended_on)}.")
        return redirect(request, "units:unit_page", unit.pk)
    page = FormPage(
        heading=f"Kết thúc hoạt động của {unit.name}",
        submit="Kết thúc hoạt động",
        trail=trail_to(unit),
        consequence="Các chức vụ, việc giữ chức và vai trò tại đơn vị kết thúc cùng ngày. Bản kiểm điểm cũ vẫn xem được. "
        "Việc này không hoàn lại được.",
        verdict=rules.may_end(request.actor, unit),
        danger=True,
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_unit(request: ActingRequest, pk: int) -> HttpResponse:
    """The unit goes up in another one from a day on."""
    unit = visible_unit(request.actor, pk)
    form = MergeUnitForm(
        posted(request), rows={"successor_id": _others(request, unit, like=unit)}, initial={"version": unit.version}
    )

    def merge(*, version: int, **typed: object) -> list[Unit]:
        return restructuring.merge_units(predecessors={unit.pk: version}, actor=request.actor, **typed)  # type: ignore[arg-type]

    if carried_out(form, merge) is not None:
        messages.success(request, f"{unit.name} đã sáp nhập.")
        return redirect(request, "units:unit_page", form.cleaned_data["successor_id"])
    page = FormPage(
        heading=f"Sáp nhập {unit.name} vào đơn vị khác",
        submit="Sáp nhập",
        trail=trail_to(unit),
        consequence="Đơn vị trực thuộc và đảng viên chuyển sang đơn vị nhận; chức vụ, vai trò tại đơn vị này kết thúc. "
        "Bản kiểm điểm cũ vẫn giữ tên đơn vị cũ. Việc này không hoàn lại được.",
        verdict=rules.may_end(request.actor, unit),
        danger=True,
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def add_successor(request: ActingRequest, pk: int) -> HttpResponse:
    """One more unit that goes on with the work of an ended one."""
    unit = visible_unit(request.actor, pk)
    form = SuccessorForm(
        posted(request), rows={"successor_id": _others(request, unit, like=unit)}, initial={"version": unit.version}
    )
    if carried_out(form, tree.add_successor, unit_id=unit.pk, actor=request.actor) is not None:
        messages.success(request, f"Đã ghi thêm đơn vị kế thừa của {unit.name}.")
        return redirect(request, "units:unit_page", unit.pk)
    page = FormPage(
        heading=f"Thêm đơn vị kế thừa của {unit.name}",
        submit="Thêm đơn vị kế thừa",
        trail=trail_to(unit),
        purpose="Đơn vị chia tách có thể có nhiều đơn vị kế thừa.",
        consequence="Thư ký, bí thư của đơn vị kế thừa đọc, xác nhận và trình được bản kiểm điểm còn lại của đơn vị này.",
        verdict=rules.may_add_successor(request.actor, unit),
    )
    return show_form(request, form, page)
