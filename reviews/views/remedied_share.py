"""How the share of what was remedied is reckoned for one form, content by content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from reviews.actions.reads import record_read
from reviews.models import RemediationItem, ReviewRead
from reviews.models.carried_over import carried_over_of
from reviews.models.standing import profile_of
from reviews.rules import sheets as rules
from reviews.rules.remedied_share import REMEDIED_FROM, remedied_share
from reviews.views.sheet_frame import frame, readable_round, visible_review


@require_safe
def show_remedied_share(request: ActingRequest, pk: int) -> HttpResponse:
    """The account with each content of it; what happened again is named with the item that says so."""
    review = visible_review(request, pk)
    round_ = readable_round(request, review)
    context = frame(request, review, "page", round_=round_)
    if round_ is not None:
        record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
        rows = carried_over_of(review, round_)
        items = RemediationItem.objects.visible_to(request.actor).filter(recurs_of__in=[row.item_id for row in rows])
        figure = profile_of(review.cycle).figure_row(REMEDIED_FROM)
        context |= {
            "account": remedied_share(rows, figure, review.cycle.period_to),
            "recurred": set(items.values_list("recurs_of_id", flat=True)),
        }
    context["barred"] = rules.may_read_content(request.actor, review)
    return render(request, "reviews/sheets/remedied_share.html", context)
