"""The register of grounds on screen: the list, one ground with its files and history, the steps of its life."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.form_page import FormPage, carried_out, goes_through, posted, show_form
from core.forms import Form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from core.picking import PickingForm
from reviews.actions import grounds as actions
from reviews.forms.grounds import (
    ChangeGroundForm,
    ConcernedForm,
    GroundFileForm,
    GroundFilter,
    GroundReasonForm,
    RegisterGroundForm,
    RemoveConcernedForm,
    concerned_rows,
)
from reviews.models import RegisteredGround
from reviews.reports import ground_history, topic_sources
from reviews.rules import grounds as rules
from reviews.workflow.grounds import GROUND_WORKFLOW

ORDERS = {"ngay": ("-noted_on", "-pk"), "loai": ("kind", "-noted_on", "-pk"), "so": ("document_number", "pk")}


@require_safe
def list_grounds(request: ActingRequest) -> HttpResponse:
    """The register of the person's committee, filtered by what stands in the address; 404 for those who keep none."""
    if not rules.may_register_any(request.actor):
        raise Http404
    filters = GroundFilter(request.GET)
    filters.is_valid()
    rows = filters.apply_to(RegisteredGround.objects.visible_to(request.actor)).with_concerned()
    listing = list_page(
        rows.order_by(*ordering(request.GET, ORDERS, "ngay")), request.GET, pills=pills_of(filters, request.GET)
    )
    context = {"listing": listing, "filter_form": filters}
    return page_or_fragment(request, "reviews/grounds/list.html", "_frame/_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register_ground(request: ActingRequest) -> HttpResponse:
    """A new ground; 404 for those who keep no register."""
    if not rules.may_register_any(request.actor):
        raise Http404
    form = RegisterGroundForm(posted(request), actor=request.actor, initial={"noted_on": localtime.today()})
    if form.is_bound and (ground := carried_out(form, actions.register_ground, actor=request.actor)):
        messages.success(request, "Đã ghi vào sổ. Đính kèm văn bản và thêm nơi liên quan ở trang này.")
        return redirect(request, "reviews:ground_page", ground.pk)
    page = FormPage(
        "Ghi căn cứ vào sổ",
        "Ghi vào sổ",
        (_REGISTER,),
        "Ghi một việc có thể phải gợi ý kiểm điểm sâu, cùng văn bản nguồn. Nơi liên quan chưa thấy căn cứ này.",
    )
    return show_form(request, form, page)


@require_safe
def show_ground(request: ActingRequest, pk: int) -> HttpResponse:
    """One ground with everything known of it."""
    return ground_page(request, visible_ground(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def change_ground(request: ActingRequest, pk: int) -> HttpResponse:
    """Mend its facts."""
    ground = visible_ground(request, pk)
    form = ChangeGroundForm.of(ground, posted(request))
    page = _page_of(request, ground, "Sửa căn cứ", "Lưu", "edit")
    return _form_page(request, ground, form, page, actions.change_ground, "Đã sửa căn cứ.")


@require_http_methods(["GET", "HEAD", "POST"])
def add_concerned(request: ActingRequest, pk: int) -> HttpResponse:
    """Name one more unit or person."""
    ground = visible_ground(request, pk)
    rows = concerned_rows(request.actor, [ground.owner.path])
    form = ConcernedForm(posted(request), rows=rows, initial={"version": ground.version})
    page = _page_of(request, ground, "Thêm nơi liên quan", "Thêm", "edit")
    return _form_page(request, ground, form, page, actions.add_concerned, "Đã thêm nơi liên quan.")


@require_POST
def remove_concerned(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a unit or person off."""
    ground = visible_ground(request, pk)
    form = RemoveConcernedForm(request.POST)
    if _goes_through(form, ground, partial(actions.remove_concerned, ground_id=pk, actor=request.actor)):
        messages.success(request, "Đã bỏ nơi liên quan.")
        return redirect(request, "reviews:ground_page", pk)
    return ground_page(request, visible_ground(request, pk), form)


@require_http_methods(["GET", "HEAD", "POST"])
def close_ground(request: ActingRequest, pk: int) -> HttpResponse:
    """Say, with a reason, that nothing is to be done any more."""
    ground = visible_ground(request, pk)
    form = GroundReasonForm(posted(request), initial={"version": ground.version})
    consequence = "Căn cứ không còn được nêu khi chọn nơi gợi ý; mở lại được bất cứ lúc nào."
    page = _page_of(request, ground, "Kết thúc căn cứ", "Kết thúc", "close", consequence)
    return _form_page(request, ground, form, page, actions.close_ground, "Đã kết thúc căn cứ.")


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_ground(request: ActingRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    ground = visible_ground(request, pk)
    form = GroundReasonForm(posted(request), initial={"version": ground.version})
    page = _page_of(request, ground, "Mở lại căn cứ", "Mở lại", "reopen")
    return _form_page(request, ground, form, page, actions.reopen_ground, "Đã mở lại căn cứ.")


def visible_ground(request: ActingRequest, pk: int) -> RegisteredGround:
    """The ground with everything that rules and pages read, or 404."""
    return get_object_or_404(RegisteredGround.objects.visible_to(request.actor).with_concerned(), pk=pk)


def ground_page(request: ActingRequest, ground: RegisteredGround, form: Form | None = None) -> HttpResponse:
    """The page of a ground; with a form that was refused, its sentence and 422."""
    may_edit = GROUND_WORKFLOW.check("edit", request.actor, ground)
    context = {
        "ground": ground,
        "form": form,
        "may_edit": may_edit,
        "steps": {t.name: verdict for t, verdict in GROUND_WORKFLOW.offered(request.actor, ground)},
        "files": ground.files.standing().select_related("stored"),
        "file_form": form if isinstance(form, GroundFileForm) else GroundFileForm() if may_edit else None,
        "letters": topic_sources.letters_on(request.actor, ground),
        "history": ground_history.collect(ground),
    }
    return render(request, "reviews/grounds/page.html", context, status=200 if form is None else 422)


_REGISTER = ("Sổ căn cứ", "/can-cu/")


def _page_of(
    request: ActingRequest, ground: RegisteredGround, heading: str, submit: str, verb: str, consequence: str = ""
) -> FormPage:
    trail = (_REGISTER, (str(ground), reverse("reviews:ground_page", args=[ground.pk])))
    verdict = GROUND_WORKFLOW.check(verb, request.actor, ground)
    return FormPage(heading, submit, trail, str(ground), consequence, verdict)


def _form_page(
    request: ActingRequest, ground: RegisteredGround, form: Form, page: FormPage, action: Any, sentence: str
) -> HttpResponse:
    is_searching = isinstance(form, PickingForm) and form.is_searching
    act = partial(action, ground_id=ground.pk, actor=request.actor)
    if form.is_bound and not is_searching and _goes_through(form, ground, act):
        messages.success(request, sentence)
        return redirect(request, "reviews:ground_page", ground.pk)
    return show_form(request, form, page)


def _goes_through(form: Form, ground: RegisteredGround, act: Any) -> bool:
    return goes_through(form, act, lambda: RegisteredGround.objects.values_list("version", flat=True).get(pk=ground.pk))
