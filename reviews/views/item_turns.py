"""The turns that an item may take besides its main way, each a page with one form; its sub-steps and corrected figures."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from cadres.requests import ActingRequest
from core import formats
from core.errors import DomainError
from core.form_page import FormPage, goes_through, posted, show_form
from core.htmx import redirect
from reviews.actions import item_readings, milestones
from reviews.forms import item_course as forms
from reviews.models import Reading, RemediationItem
from reviews.reports.remediation_papers import reading_words
from reviews.rules import remediation as rules
from reviews.views.remediation import item_page, visible_item
from reviews.views.turn_table import TURNS, Turn


def take_turn(request: ActingRequest, pk: int, turn: str) -> HttpResponse:
    """The page of one turn; an unknown one is 404."""
    if turn not in TURNS:
        raise Http404
    item, chosen = visible_item(request, pk), TURNS[turn]
    form = chosen.form(posted(request), item=item, actor=request.actor)
    act = partial(chosen.act, item_id=item.pk, actor=request.actor)
    return _form_page(request, item, form, act, chosen, _purpose(item, turn, chosen))


def _purpose(item: RemediationItem, turn: str, chosen: Turn) -> str:
    asked = item.asked_extensions.filter(outcome="waiting").first() if turn == "quyet-dinh-gia-han" else None
    if asked is None:
        return chosen.purpose
    return (
        f"{asked.asked_by_name} đề nghị đổi hạn từ {formats.day(asked.old_due_on)} đến {formats.day(asked.new_due_on)}. "
        f"Lý do: {asked.reason} {chosen.purpose}"
    )


def correct_reading(request: ActingRequest, pk: int, reading_pk: int) -> HttpResponse:
    """The page with the right figure for a wrong one; 404 where it was corrected before."""
    item = visible_item(request, pk)
    wrong = get_object_or_404(Reading.objects.standing(), item=item, pk=reading_pk)
    known = reading_words(wrong.value, item)
    words = Turn(
        "Đính chính số liệu",
        forms.CorrectionForm,
        item_readings.correct_reading,
        rules.may_correct,
        "Đã đính chính số liệu.",
    )
    act = partial(words.act, item_id=item.pk, actor=request.actor, reading_id=wrong.pk)
    purpose = f"Số đã ghi cho ngày {formats.day(wrong.read_on)}: {known}. Số cũ vẫn được giữ và không tính nữa."
    return _form_page(
        request, item, forms.CorrectionForm(posted(request), item=item, actor=request.actor), act, words, purpose
    )


def _form_page(
    request: ActingRequest,
    item: RemediationItem,
    form: forms.TurnForm,
    act: Callable[..., RemediationItem],
    words: Turn,
    purpose: str,
) -> HttpResponse:
    if request.method == "POST" and goes_through(form, act, lambda: RemediationItem.objects.get(pk=item.pk).version):
        messages.success(request, words.done)
        return redirect(request, "reviews:item_page", item.pk)
    page = FormPage(
        heading=f"{words.label}: {item.action[:120]}",
        submit=words.label,
        trail=(("Khắc phục", reverse("reviews:remediation")), ("Việc", reverse("reviews:item_page", args=[item.pk]))),
        purpose=purpose,
        verdict=words.ask(request.actor, item),
        danger=words.danger,
    )
    return show_form(request, form, page)


@require_POST
def mark_milestone(request: ActingRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Tick a sub-step, take the tick back, or take the sub-step out; a refusal stands above the item."""
    item, form = visible_item(request, pk), forms.MarkForm(request.POST)
    known: dict[str, Any] = {"item_id": item.pk, "actor": request.actor, "milestone_id": milestone_pk}
    deeds: dict[str, Callable[..., RemediationItem]] = {
        "xong": partial(milestones.mark_milestone, is_done=True),
        "chua": partial(milestones.mark_milestone, is_done=False),
        "xoa": milestones.remove_milestone,
    }
    if not form.is_valid():
        return item_page(request, item, refusal="Không rõ cần làm gì với bước này. Hãy bấm lại.")
    try:
        deeds[form.cleaned_data["viec"]](**known, version=form.cleaned_data["version"])
    except DomainError as refusal:
        return item_page(request, visible_item(request, pk), refusal=str(refusal))
    return redirect(request, "reviews:item_page", item.pk)
