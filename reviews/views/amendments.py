"""Changing an issued letter on screen: one page for each kind of change."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core import localtime
from core.form_page import FormPage, posted, show_form
from core.htmx import redirect
from reviews.actions import amendments as actions
from reviews.actions.extraordinary import add_chosen, chooses_directly
from reviews.forms.amendments import FORMS, AddChosenForm
from reviews.states import AmendmentKind
from reviews.views.deep_reviews import accept_step
from reviews.views.deep_reviews_drafting import own_letter
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW

KINDS: dict[str, tuple[AmendmentKind, Callable[..., Any]]] = {
    "doi-han": (AmendmentKind.RESCHEDULE, actions.reschedule),
    "them-noi": (AmendmentKind.ADD_TARGET, actions.add_target),
    "rut-noi": (AmendmentKind.WITHDRAW_TARGETS, actions.withdraw_targets),
    "them-noi-dung": (AmendmentKind.ADD_TOPIC, actions.add_topic),
    "rut-noi-dung": (AmendmentKind.WITHDRAW_TOPICS, actions.withdraw_topics),
}
_CONSEQUENCES = {
    AmendmentKind.RESCHEDULE: "Bản kiểm điểm đang viết mà hạn trình sớm hơn được lùi theo hạn mới.",
    AmendmentKind.ADD_TARGET: "Bản kiểm điểm đã trình được mở lại một vòng mới để giải trình; bản đã trình giữ nguyên.",
    AmendmentKind.WITHDRAW_TARGETS: "Nơi này không phải giải trình nữa; phần đã viết được giữ.",
    AmendmentKind.ADD_TOPIC: "Bản kiểm điểm đã trình được mở lại một vòng mới để giải trình; bản đã trình giữ nguyên.",
    AmendmentKind.WITHDRAW_TOPICS: "Nội dung này không phải giải trình nữa; phần đã viết được giữ.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def amend_deep_review(request: ActingRequest, pk: int, what: str) -> HttpResponse:
    """One kind of change, with the document that makes it; 404 for those who only received the letter."""
    if what not in KINDS:
        raise Http404
    kind, action = KINDS[what]
    row = own_letter(request, pk)
    shown = {"version": row.version, "issued_on": localtime.today()}
    form_class = FORMS[kind]
    if kind == AmendmentKind.ADD_TARGET and chooses_directly(row):
        form_class, action = AddChosenForm, add_chosen
    form = form_class(posted(request), letter=row, initial=shown | _signer(row))
    act = partial(action, deep_review_id=pk, actor=request.actor)
    if form.is_bound and accept_step(row, form, act):
        messages.success(request, "Đã điều chỉnh; những nơi liên quan được báo và xác nhận đã nhận.")
        return redirect(request, "reviews:deep_review_page", pk)
    trail = (
        ("Gợi ý kiểm điểm sâu", reverse("reviews:deep_reviews")),
        (row.title, reverse("reviews:deep_review_page", args=[pk])),
    )
    verdict = DEEP_REVIEW_WORKFLOW.check("amend", request.actor, row)
    purpose = "Văn bản đã ban hành giữ nguyên; thay đổi là một văn bản điều chỉnh có số, ngày, lý do."
    page = FormPage(kind.label, "Ban hành điều chỉnh", trail, purpose, _CONSEQUENCES[kind], verdict)
    return show_form(request, form, page)


def _signer(row: Any) -> dict[str, str]:
    return {"signer_name": row.signer_name, "signer_post": row.signer_post}
