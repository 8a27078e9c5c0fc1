"""Working groups on screen: the list, one group with members, units and notes, and the steps that change it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from cadres.roles import Role
from core import localtime
from core.form_page import FormPage, carried_out, goes_through, posted, show_form
from core.forms import Form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from core.picking import PickingForm
from reviews.actions import group_visits
from reviews.actions import working_groups as actions
from reviews.forms.working_groups import (
    AddMemberForm,
    ChangeGroupForm,
    CreateGroupForm,
    GiveUnitsForm,
    GroupFilter,
    GroupMemberForm,
    GroupVisitForm,
    VisitForm,
)
from reviews.models import GroupVisit, Review, WorkingGroup
from reviews.querysets.working_groups import KEEPERS
from reviews.reports import group_load
from reviews.reports.group_sides import units_to_give
from reviews.rules import working_groups as rules

ORDERS = {"moi": ("-created_at", "-pk"), "ten": ("name", "pk"), "han": ("works_to", "pk")}
_LIST = ("Tổ công tác", "/to-cong-tac/")


@require_safe
def list_groups(request: ActingRequest) -> HttpResponse:
    """The groups of the person's committee, and those that the person is in; 404 for those who have to do with none."""
    if not request.actor.holds_any(*KEEPERS, Role.TASK):
        raise Http404
    filters = GroupFilter(request.GET, actor=request.actor)
    filters.is_valid()
    rows = filters.apply_to(WorkingGroup.objects.visible_to(request.actor)).with_counts().select_related("cycle")
    rows = rows.order_by(*ordering(request.GET, ORDERS, "moi"))
    context = {
        "listing": list_page(rows, request.GET, pills=pills_of(filters, request.GET)),
        "filter_form": filters,
        "may_create": request.actor.holds_any(*KEEPERS),
    }
    return page_or_fragment(request, "reviews/working_groups/list.html", "_frame/_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_group(request: ActingRequest) -> HttpResponse:
    """Set a group up; 404 for those who work for no committee."""
    if not request.actor.holds_any(*KEEPERS):
        raise Http404
    form = CreateGroupForm(posted(request), actor=request.actor)
    if form.is_bound and (group := carried_out(form, actions.create_group, actor=request.actor)):
        messages.success(request, "Đã lập tổ. Thêm thành viên và giao nơi ở trang này.")
        return redirect(request, "reviews:group_page", group.pk)
    page = FormPage("Lập tổ công tác", "Lập tổ", (_LIST,), "Tổ giúp những nơi được giao kiểm điểm và dự hội nghị.")
    return show_form(request, form, page)


@require_safe
def show_group(request: ActingRequest, pk: int) -> HttpResponse:
    """One group with everything about it that the person may see."""
    return _group_page(request, _visible_group(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: ActingRequest, pk: int) -> HttpResponse:
    """Mend its facts."""
    group = _visible_group(request, pk)
    form = ChangeGroupForm.of(group, posted(request))
    page = _page_of(request, group, "Sửa tổ công tác", "Lưu")
    return _form_page(request, group, form, page, actions.change_group, "Đã sửa.")


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: ActingRequest, pk: int) -> HttpResponse:
    """Name one more member; beside each who can be chosen stands the post, and what the person has on their hands."""
    group = _visible_group(request, pk)
    form = AddMemberForm(posted(request), actor=request.actor, group=group, initial={"version": group.version})
    purpose = "Thành viên có tài khoản xem được bản kiểm điểm tập thể của những nơi được giao, trong thời gian của tổ."
    page = _page_of(request, group, "Thêm thành viên", "Thêm", purpose)
    return _form_page(request, group, form, page, actions.add_member, "Đã thêm thành viên.")


@require_POST
def remove_member(request: ActingRequest, pk: int) -> HttpResponse:
    """Let a member go."""
    return _step(request, pk, GroupMemberForm(request.POST), actions.remove_member, "Đã cho thôi tham gia tổ.")


@require_http_methods(["GET", "HEAD", "POST"])
def give_units(request: ActingRequest, pk: int) -> HttpResponse:
    """Tick the units that the group gets."""
    group = _visible_group(request, pk)
    given = [visit.unit_id for visit in group.visits.all()]
    units = units_to_give(group).exclude(pk__in=given).order_by("sort_key")
    form = GiveUnitsForm(posted(request), units=units, initial={"version": group.version})
    page = _page_of(request, group, "Giao nơi cho tổ", "Giao")
    return _form_page(request, group, form, page, actions.give_units, "Đã giao.")


@require_POST
def take_unit_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a unit back."""
    return _step(request, pk, GroupVisitForm(request.POST), actions.take_unit_back, "Đã rút nơi này ra khỏi tổ.")


@require_http_methods(["GET", "HEAD", "POST"])
def record_visit(request: ActingRequest, pk: int, visit_pk: int) -> HttpResponse:
    """Schedule, attendance and note of one unit."""
    group = _visible_group(request, pk)
    visit = get_object_or_404(GroupVisit.objects.select_related("unit"), pk=visit_pk, group=group)
    form = VisitForm(posted(request), visit=visit, members=rules.members_now(group))
    act = partial(group_visits.record_visit, visit_id=visit.pk, actor=request.actor)
    if form.is_bound and goes_through(
        form, act, lambda: GroupVisit.objects.values_list("version", flat=True).get(pk=visit.pk)
    ):
        messages.success(request, f"Đã lưu lịch, điểm danh và nhận xét ở {visit.unit.name}.")
        return redirect(request, "reviews:group_page", pk)
    trail = (_LIST, (str(group), reverse("reviews:group_page", args=[pk])))
    verdict = rules.may_note(request.actor, group, localtime.today())
    purpose = "Ghi lịch trước hội nghị; điểm danh và nhận xét sau hội nghị."
    page = FormPage(visit.unit.name, "Lưu", trail, purpose, verdict=verdict)
    return show_form(request, form, page)


def _visible_group(request: ActingRequest, pk: int) -> WorkingGroup:
    """The group with everything that rules and pages read, or 404."""
    return get_object_or_404(WorkingGroup.objects.visible_to(request.actor).with_contents(), pk=pk)


def _group_page(request: ActingRequest, group: WorkingGroup, form: Form | None = None) -> HttpResponse:
    members = rules.members_now(group)
    loads = group_load.collect([member.cadre_id for member in members], group)
    reviews = dict(
        Review.objects.visible_to(request.actor)
        .filter(cycle=group.cycle_id, cadre=None, unit__in=[visit.unit_id for visit in group.visits.all()])
        .values_list("unit", "pk")
    )
    context: dict[str, Any] = {
        "group": group,
        "form": form,
        "members": [(one, loads[one.cadre_id], bool(one.grants.all())) for one in members],
        "posts": group_load.posts_of([member.cadre_id for member in members]),
        "left": [member for member in group.members.all() if member.left_on is not None],
        "visits": [(visit, reviews.get(visit.unit_id)) for visit in group.visits.all()],
        "may_change": rules.may_send(request.actor, group.owner_id, group.cycle),
        "may_note": rules.may_note(request.actor, group, localtime.today()),
        "today": localtime.today(),
    }
    return render(request, "reviews/working_groups/page.html", context, status=200 if form is None else 422)


def _page_of(request: ActingRequest, group: WorkingGroup, heading: str, submit: str, purpose: str = "") -> FormPage:
    trail = (_LIST, (str(group), reverse("reviews:group_page", args=[group.pk])))
    verdict = rules.may_send(request.actor, group.owner_id, group.cycle)
    return FormPage(heading, submit, trail, purpose or str(group), verdict=verdict)


def _form_page(
    request: ActingRequest, group: WorkingGroup, form: Form, page: FormPage, action: Any, sentence: str
) -> HttpResponse:
    is_searching = isinstance(form, PickingForm) and form.is_searching
    if form.is_bound and not is_searching and _goes_through(request, form, group, action):
        messages.success(request, sentence)
        return redirect(request, "reviews:group_page", group.pk)
    return show_form(request, form, page)


def _step(request: ActingRequest, pk: int, form: Form, action: Any, sentence: str) -> HttpResponse:
    group = _visible_group(request, pk)
    if _goes_through(request, form, group, action):
        messages.success(request, sentence)
        return redirect(request, "reviews:group_page", pk)
    return _group_page(request, _visible_group(request, pk), form)


def _goes_through(request: ActingRequest, form: Form, group: WorkingGroup, action: Any) -> bool:
    act = partial(action, group_id=group.pk, actor=request.actor)
    return goes_through(form, act, lambda: WorkingGroup.objects.values_list("version", flat=True).get(pk=group.pk))
