"""Recording one member's opinion on a draft suggestion, on a page of its own or in a dialog."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core import localtime
from core.htmx import page_or_fragment, redirect
from reviews.actions import member_opinions as actions
from reviews.forms.member_opinions import MemberOpinionForm
from reviews.models import DeepReview
from reviews.rules import member_opinions as rules
from reviews.views.deep_reviews import accept_step, letter_frame
from reviews.views.deep_reviews_drafting import own_letter


@require_http_methods(["GET", "HEAD", "POST"])
def record_opinion(request: ActingRequest, pk: int) -> HttpResponse:
    """One opinion, the person's own where they are a member; `?thanh-vien=` opens one that was recorded to mend it."""
    row = own_letter(request, pk)
    sent, verdict = request.method == "POST", rules.may_record(request.actor, row)
    members = actions.members_of(row) if verdict else []
    form = MemberOpinionForm(request.POST if sent else None, initial=_shown(request, row), members=members)
    if sent and not verdict:
        form.add_error(None, verdict.reason)
    if sent and accept_step(row, form, partial(actions.record_opinion, deep_review_id=row.pk, actor=request.actor)):
        messages.success(request, "Đã ghi ý kiến thành viên.")
        return redirect(request, "reviews:check_deep_review", row.pk)
    context = letter_frame(request, row, "check") | {"form": form, "verdict": verdict, "has_members": bool(members)}
    page, fragment = "reviews/deep_reviews/member_opinion.html", "reviews/deep_reviews/_member_opinion.html"
    return page_or_fragment(request, page, fragment, context, status=422 if sent else 200)


def _shown(request: ActingRequest, row: DeepReview) -> dict[str, Any]:
    wanted = request.GET.get("thanh-vien", "") or str(request.actor.cadre_id or "")
    shown = {"version": row.version, "member_id": wanted, "given_on": localtime.today()}
    for one in rules.of_this_proposal(row):
        if str(one.member_id) == wanted:
            shown |= {"stance": one.stance, "words": one.words, "given_on": one.given_on}
    return shown
