"""Many remediation items at once: choose rows of the list as filtered, say what changes and why, all or none."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core import localtime
from core.errors import DomainError
from core.htmx import redirect
from core.listing import list_page, pills_of
from reviews.actions import item_bulk as actions
from reviews.forms.item_bulk import CHOSEN, CLASSIFY, EXTEND, BulkForm, chosen_of
from reviews.forms.item_filter import ItemFilter
from reviews.models import RemediationItem

ALL = "tat_ca"


@require_http_methods(["GET", "HEAD", "POST"])
def change_items(request: ActingRequest) -> HttpResponse:
    """Without a choice the list to choose from; with one the form; sent, the change of all of them or of none."""
    if request.method == "POST":
        return _change(request)
    if ALL not in request.GET and CHOSEN not in request.GET:
        return _choose(request)
    return _page(request, _chosen_rows(request), ticked=None)


def _choose(request: ActingRequest) -> HttpResponse:
    filters = ItemFilter(request.GET, actor=request.actor)
    filters.is_valid()
    items = filters.apply_to(RemediationItem.objects.visible_to(request.actor)).open()
    rows = items.with_review().with_progress().pressing_first(localtime.today())
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters, "most": actions.MOST_AT_ONCE, "chosen": request.GET.items()}
    return render(request, "reviews/remediation/bulk_choice.html", context)


def _chosen_rows(request: ActingRequest) -> list[RemediationItem]:
    """The rows ticked, or those of the whole filter, the most pressing ones first where there are too many."""
    items = RemediationItem.objects.visible_to(request.actor)
    if ALL in request.GET:
        filters = ItemFilter(request.GET, actor=request.actor)
        filters.is_valid()
        items = filters.apply_to(items).open()
    else:
        items = items.filter(pk__in=chosen_of(request.GET))
    return list(items.with_review().pressing_first(localtime.today())[: actions.MOST_AT_ONCE])


def _change(request: ActingRequest) -> HttpResponse:
    chosen = chosen_of(request.POST)
    items = RemediationItem.objects.visible_to(request.actor).filter(pk__in=list(chosen)[: actions.MOST_AT_ONCE])
    rows = list(items.with_review().pressing_first(localtime.today()))
    form = BulkForm(request.POST, reviews=[item.plan.review for item in rows])
    if not form.is_valid():
        return _page(request, rows, form, ticked=set(chosen))
    try:
        done = _deed(form.cleaned_data)(chosen=chosen, actor=request.actor)
    except actions.SomeRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, rows, form, ticked=set(chosen) - set(refusal.sentences), refused=refusal.sentences)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, rows, form, ticked=set(chosen))
    messages.success(request, f"Đã sửa {done} việc; mỗi việc có một dòng nhật ký.")
    return redirect(request, "reviews:remediation")


def _deed(said: dict[str, Any]) -> partial[int]:
    reason = said["ly_do"]
    if said["viec"] == EXTEND:
        return partial(actions.extend_items, new_due_on=said["han_moi"], reason=reason)
    if said["viec"] == CLASSIFY:
        return partial(actions.classify_items, field=said["linh_vuc_moi"], reason=reason)
    owner = {"owner_cadre_id": said["nguoi_moi"], "owner_text": said["noi_moi"]}
    return partial(actions.hand_over_items, **owner, reason=reason)


def _page(
    request: ActingRequest,
    rows: list[RemediationItem],
    form: BulkForm | None = None,
    *,
    ticked: set[int] | None,
    refused: dict[int, str] | None = None,
) -> HttpResponse:
    shown = [
        {"item": item, "is_ticked": ticked is None or item.pk in ticked, "refusal": (refused or {}).get(item.pk, "")}
        for item in rows
    ]
    context = {"rows": shown, "form": form or BulkForm(reviews=[item.plan.review for item in rows])}
    return render(request, "reviews/remediation/bulk.html", context, status=422 if form is not None else 200)
