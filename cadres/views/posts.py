"""The posts of a unit, who holds them, and the forms that change both."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.actions import posts as actions
from cadres.forms.people import AppointForm, CorrectPostForm, CreatePostForm, EndPostForm, EndTenureForm
from cadres.models import Cadre, CellMembership, Post, Tenure
from cadres.requests import ActingRequest
from cadres.rules import people as rules
from core import localtime
from core.form_page import FormPage, carried_out, posted, show_form
from core.htmx import redirect
from core.listing import list_page
from units import rules as unit_rules
from units.models import Unit
from units.querysets import ancestor_ids
from units.views.units import trail_to, visible_unit


def visible_post(request: ActingRequest, pk: int) -> Post:
    """The post among those that may be seen, else 404."""
    rows = Post.objects.visible_to(request.actor).select_related("unit__parent", "unit__kind", "managed_by", "title")
    return get_object_or_404(rows, pk=pk)


@require_safe
def unit_people(request: ActingRequest, pk: int) -> HttpResponse:
    """Who holds which post of the unit today, and who lives the Party life in it."""
    unit = visible_unit(request.actor, pk)
    if not rules.may_read_people(request.actor, unit):
        raise Http404
    today = localtime.today()
    held = Tenure.objects.held_on(today).select_related("cadre").order_by("started_on")
    posts = Post.objects.filter(unit=unit).prefetch_related(Prefetch("tenures", held, to_attr="held_today"))
    members = CellMembership.objects.held_on(today).filter(unit=unit).select_related("cadre")
    context = unit_frame(request, unit) | {
        "posts": posts.filter(ended_on=None).select_related("managed_by"),
        "ended_posts": posts.exclude(ended_on=None),
        "members": list_page(members.order_by("cadre__sort_key", "pk"), request.GET),
        "may_shape": rules.may_shape_posts(request.actor, unit),
    }
    return render(request, "cadres/unit_people/page.html", context)


def unit_frame(request: ActingRequest, unit: Unit, tab: str = "people") -> dict[str, Any]:
    """What the frame of every page of a unit shows."""
    visible = Unit.objects.visible_to(request.actor)
    return {
        "unit": unit,
        "way": visible.filter(pk__in=ancestor_ids(unit.path)[:-1]).order_by("path"),
        "may_change": unit_rules.may_change(request.actor, unit),
        "may_read_people": rules.may_read_people(request.actor, unit),
        "tab": tab,
    }


@require_safe
def post_page(request: ActingRequest, pk: int) -> HttpResponse:
    """One post and everybody who held it."""
    post = visible_post(request, pk)
    tenures = list(Tenure.objects.filter(post=post).select_related("cadre").order_by("-started_on", "-pk"))
    seen = set(Cadre.objects.visible_to(request.actor).filter(tenures__post=post).values_list("pk", flat=True))
    context = {
        "post": post,
        "tenures": tenures,
        "linkable": seen,
        "may_shape": rules.may_shape_posts(request.actor, post.unit),
        "today": localtime.today(),
    }
    return render(request, "cadres/post/page.html", context)


def _people_of(unit: Unit) -> tuple[str, str]:
    return ("Chức vụ, cán bộ", reverse("cadres:unit_people", args=[unit.pk]))


def _trail_to_post(post: Post) -> tuple[tuple[str, str], ...]:
    return (*trail_to(post.unit), _people_of(post.unit), (post.name, reverse("cadres:post_page", args=[post.pk])))


def _managing(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=ancestor_ids(unit.path)).order_by("path")


@require_http_methods(["GET", "HEAD", "POST"])
def create_post(request: ActingRequest, pk: int) -> HttpResponse:
    """A new post of the unit."""
    unit = visible_unit(request.actor, pk)
    form = CreatePostForm(posted(request), managing=_managing(unit))
    post = carried_out(form, actions.create_post, unit_id=unit.pk, actor=request.actor)
    if post is not None:
        messages.success(request, f"Đã thêm chức vụ {post.name}.")
        return redirect(request, "cadres:post_page", post.pk)
    page = FormPage(
        heading=f"Thêm chức vụ của {unit.name}",
        submit="Thêm chức vụ",
        trail=(*trail_to(unit), _people_of(unit)),
        purpose="Chức vụ trong tập thể lãnh đạo; người giữ chức vụ được kiểm điểm ở tập thể này.",
        verdict=rules.may_shape_posts(request.actor, unit),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_post(request: ActingRequest, pk: int) -> HttpResponse:
    """Name, order, managing committee of a post."""
    post = visible_post(request, pk)
    initial = {
        "version": post.version,
        "name": post.name,
        "order": post.order,
        "managed_by_id": post.managed_by_id,
    }
    form = CorrectPostForm(posted(request), managing=_managing(post.unit), initial=initial)
    if carried_out(form, actions.correct_post, post_id=post.pk, actor=request.actor) is not None:
        messages.success(request, "Đã lưu chức vụ.")
        return redirect(request, "cadres:post_page", post.pk)
    page = FormPage(
        heading=f"Sửa chức vụ {post.name}",
        submit="Lưu",
        trail=_trail_to_post(post),
        verdict=rules.may_shape_posts(request.actor, post.unit),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def end_post(request: ActingRequest, pk: int) -> HttpResponse:
    """The last day of a post."""
    post = visible_post(request, pk)
    form = EndPostForm(posted(request), initial={"version": post.version, "on": localtime.today()})
    if carried_out(form, actions.end_post, post_id=post.pk, actor=request.actor) is not None:
        messages.success(request, f"Đã kết thúc chức vụ {post.name}.")
        return redirect(request, "cadres:post_page", post.pk)
    page = FormPage(
        heading=f"Kết thúc chức vụ {post.name}",
        submit="Kết thúc chức vụ",
        trail=_trail_to_post(post),
        consequence="Từ hôm sau không bổ nhiệm vào chức vụ này được nữa. Những người đã giữ chức vẫn còn trong lịch sử.",
        verdict=rules.may_shape_posts(request.actor, post.unit),
        danger=True,
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody holds the post from a day on."""
    post = visible_post(request, pk)
    people = Cadre.objects.visible_to(request.actor)
    initial = {"version": post.version, "cadre_id": request.GET.get("can-bo", "")}
    form = AppointForm(posted(request), rows={"cadre_id": people}, initial=initial)
    tenure = carried_out(form, actions.appoint, post_id=post.pk, actor=request.actor)
    if tenure is not None:
        messages.success(request, f"Đã ghi đồng chí {tenure.cadre.full_name} giữ chức vụ {post.name}.")
        return redirect(request, "cadres:post_page", post.pk)
    page = FormPage(
        heading=f"Bổ nhiệm {post.name}",
        submit="Ghi việc giữ chức vụ",
        trail=_trail_to_post(post),
        purpose="Quyền trong phần mềm không tự có theo chức vụ: vai trò được cấp ở trang tài khoản.",
        verdict=rules.may_shape_posts(request.actor, post.unit),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def end_tenure(request: ActingRequest, pk: int) -> HttpResponse:
    """The last day on which somebody holds a post."""
    tenure = get_object_or_404(Tenure.objects.select_related("cadre"), pk=pk)
    post = visible_post(request, tenure.post_id)
    initial = {"version": post.version, "on": localtime.today(), "ends_roles": True}
    form = EndTenureForm(posted(request), initial=initial)
    if carried_out(form, actions.end_tenure, tenure_id=tenure.pk, actor=request.actor) is not None:
        messages.success(request, f"Đã ghi ngày thôi giữ chức vụ của đồng chí {tenure.cadre.full_name}.")
        return redirect(request, "cadres:post_page", post.pk)
    page = FormPage(
        heading=f"Thôi giữ chức vụ {post.name}: đồng chí {tenure.cadre.full_name}",
        submit="Ghi việc thôi giữ chức vụ",
        trail=_trail_to_post(post),
        purpose="Bản kiểm điểm của kỳ có ngày này sẽ có phần cho từng chức vụ đã giữ.",
        verdict=rules.may_shape_posts(request.actor, post.unit),
    )
    return show_form(request, form, page)
