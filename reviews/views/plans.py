"""A review's remediation plan on screen: its items, its documents, what waits for the next amendment."""

from dataclasses import asdict
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.errors import DomainError
from core.form_page import FormPage, attempted, goes_through, posted, show_form
from core.htmx import redirect
from core.listing import list_page
from reviews.actions import plan_items, plans
from reviews.actions.reads import record_read
from reviews.forms.plans import AmendmentForm, ApprovalForm, DropForm, ItemForm, NewItemForm, SignedItemForm
from reviews.models import RemediationPlan, Review, ReviewRead
from reviews.reports.plan_rows import unanswered_conclusions
from reviews.rules import plans as rules
from reviews.rules import sheets
from reviews.states import ItemKind
from reviews.views.remediation import visible_item

_OF_COMMITMENTS = "Cam kết đã ký cùng bản kiểm điểm: mỗi lần sửa được đánh số, kèm lý do, chữ cũ giữ trong diễn biến. "
_OF_PLANS = "Kế hoạch đã duyệt chỉ thay đổi bằng văn bản điều chỉnh có số; hạn đổi bằng gia hạn, người bằng giao lại."


@require_safe
def show_plan(request: ActingRequest, review_pk: int) -> HttpResponse:
    """The plan that grew from one review; 404 also where there is none yet."""
    return _plan_page(request, _plan(request, review_pk))


def _plan_page(request: ActingRequest, plan: RemediationPlan, *, refusal: str = "") -> HttpResponse:
    review = plan.review
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.REMEDIATION)
    items = plan.items.with_review().with_progress().pressing_first(localtime.today())
    documents = list(plan.documents.order_by("sequence").select_related("issuer").defer("rows"))
    changes = list(plan.changes.select_related("item").order_by("pk"))
    context = {
        "review": review,
        "plan": plan,
        "listing": list_page(items, request.GET),
        "today": localtime.today(),
        "documents": documents,
        "changes": changes,
        "conclusions": unanswered_conclusions(review),
        "may_write": rules.may_write_plan(request.actor, review),
        "may_approve": rules.may_approve_plan(request.actor, review),
        "refusal": refusal,
    }
    return render(request, "reviews/remediation/plan.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: ActingRequest, pk: int) -> HttpResponse:
    """What an item of the plan says; of an approved plan the change waits for the next amendment."""
    item = visible_item(request, pk)
    verdict = rules.may_write_plan(request.actor, item.plan.review)
    known = asdict(plan_items.facts_to_edit(item) if verdict else plan_items.facts_of(item))
    is_signed = item.kind == ItemKind.COMMITMENT
    form = (SignedItemForm if is_signed else ItemForm)(posted(request), initial=known | {"version": item.version})
    act = partial(plan_items.edit_item, item_id=item.pk, actor=request.actor)
    if request.method == "POST" and goes_through(form, act, lambda: visible_item(request, pk).version):
        waits = item.plan.documents.exists()
        words = "Đã ghi thay đổi; có hiệu lực khi kế hoạch được điều chỉnh." if waits else "Đã sửa việc."
        messages.success(request, words)
        return redirect(request, "reviews:item_page", item.pk)
    page = FormPage(
        heading="Sửa việc cam kết" if is_signed else "Sửa việc của kế hoạch",
        submit="Lưu",
        trail=(("Khắc phục", reverse("reviews:remediation")), ("Việc", reverse("reviews:item_page", args=[item.pk]))),
        purpose=(_OF_COMMITMENTS if is_signed else "") + _OF_PLANS,
        verdict=verdict,
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: ActingRequest, review_pk: int) -> HttpResponse:
    """One more item, from a conclusion of the appraisal or a task given later."""
    plan = _plan(request, review_pk)
    form = NewItemForm(posted(request), review=plan.review, initial={"version": plan.version})
    act = partial(plan_items.add_item, plan_id=plan.pk, actor=request.actor)
    if request.method == "POST" and goes_through(form, act, lambda: _plan(request, review_pk).version):
        messages.success(request, "Đã thêm việc vào kế hoạch.")
        return redirect(request, "reviews:plan_page", review_pk)
    return show_form(request, form, _page(request, plan, "Thêm việc vào kế hoạch", "Thêm việc", writes=True))


@require_http_methods(["GET", "HEAD", "POST"])
def approve_plan(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Number, date and signer: the plan is a document from then on."""
    plan = _plan(request, review_pk)
    form = ApprovalForm(posted(request), initial={"version": plan.version, "issued_on": localtime.today()})
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        deed = partial(plans.approve_plan, plan_id=plan.pk, version=version, actor=request.actor, text=form.paper)
        if attempted(form, deed) is not None:
            messages.success(request, "Đã duyệt kế hoạch; từ nay chỉ thay đổi bằng văn bản điều chỉnh.")
            return redirect(request, "reviews:plan_page", review_pk)
    page = _page(request, plan, "Duyệt kế hoạch khắc phục", "Duyệt kế hoạch")
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def amend_plan(request: ActingRequest, review_pk: int) -> HttpResponse:
    """Let what waits take effect under a number."""
    plan = _plan(request, review_pk)
    form = AmendmentForm(posted(request), initial={"version": plan.version, "issued_on": localtime.today()})
    if form.is_bound and form.is_valid():
        known: dict[str, Any] = {name: form.cleaned_data[name] for name in ("version", "reason")}
        deed = partial(plans.amend_plan, plan_id=plan.pk, actor=request.actor, text=form.paper, **known)
        if attempted(form, deed) is not None:
            messages.success(request, "Đã điều chỉnh kế hoạch.")
            return redirect(request, "reviews:plan_page", review_pk)
    return show_form(request, form, _page(request, plan, "Điều chỉnh kế hoạch khắc phục", "Ban hành điều chỉnh"))


@require_POST
def drop_change(request: ActingRequest, review_pk: int, change_pk: int) -> HttpResponse:
    """Take back a change that waits; a refusal stands above the plan."""
    plan = _plan(request, review_pk)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, plan, refusal="Trang này đã cũ. Hãy tải lại trang rồi làm lại.")
    try:
        version = form.cleaned_data["version"]
        plans.drop_change(plan_id=plan.pk, version=version, actor=request.actor, change_id=change_pk)
    except DomainError as refusal:
        return _plan_page(request, _plan(request, review_pk), refusal=str(refusal))
    messages.success(request, "Đã bỏ thay đổi đang chờ.")
    return redirect(request, "reviews:plan_page", review_pk)


def _plan(request: ActingRequest, review_pk: int) -> RemediationPlan:
    review = get_object_or_404(Review.objects.visible_to(request.actor).with_subject(), pk=review_pk)
    if not sheets.may_follow(request.actor, review):
        raise Http404
    plan = get_object_or_404(RemediationPlan, review=review)
    plan.review = review
    return plan


def _page(
    request: ActingRequest, plan: RemediationPlan, heading: str, submit: str, *, writes: bool = False
) -> FormPage:
    ask = rules.may_write_plan if writes else rules.may_approve_plan
    frozen = "Kế hoạch được giữ đúng như lúc này; sau đó chỉ thay đổi bằng văn bản điều chỉnh có số."
    return FormPage(
        heading=heading,
        submit=submit,
        trail=(
            ("Khắc phục", reverse("reviews:remediation")),
            ("Kế hoạch khắc phục", reverse("reviews:plan_page", args=[plan.review_id])),
        ),
        purpose=f"{plan.review.cycle.name}, {plan.review.cadre.full_name if plan.review.cadre else plan.review.unit.name}.",
        consequence="" if writes else frozen,
        verdict=ask(request.actor, plan.review),
    )
