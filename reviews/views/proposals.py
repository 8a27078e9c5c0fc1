"""The accepted limitations of a collective's people, to be taken up in its draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cadres.requests import ActingRequest
from core.errors import DomainError
from reviews.actions.proposals import propose_limitations as take_up
from reviews.actions.reads import record_read
from reviews.models import Review, ReviewRead
from reviews.models.proposals import accepted_limitations
from reviews.rules.hints import words_of
from reviews.views.sheet_frame import frame, open_round_for_writing

LONGEST_ID = 18


@require_http_methods(["GET", "HEAD", "POST"])
def propose_limitations(request: ActingRequest, pk: int) -> HttpResponse:
    """The list to choose from; a POST adds the chosen ones to the draft. Reading it is a read of each person's review."""
    review, round_ = open_round_for_writing(request, pk)
    if not review.is_collective:
        raise Http404
    if round_ is None:
        return plain_redirect("reviews:review_page", pk)
    sentence = ""
    if request.method == "POST":
        ids = [
            int(one)
            for one in request.POST.getlist("chon")
            if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID
        ]
        try:
            taken = take_up(review_id=pk, actor=request.actor, limitation_ids=ids)
        except DomainError as refusal:
            sentence = str(refusal)
        else:
            messages.success(request, _told(len(taken)))
            first = f"#limitation-{taken[0].pk}" if taken else ""
            return plain_redirect(reverse("reviews:edit_review", args=[pk]) + first)
    there = {tuple(words_of(fault)) for fault in round_.limitations.values_list("fault", flat=True)}
    cards = [(card, tuple(words_of(card.fault)) in there) for card in accepted_limitations(review)]
    if request.method != "POST":
        _record_reads(request, {card.round.review for card, _ in cards})
    context: dict[str, Any] = frame(request, review, "page", round_=round_) | {"cards": cards, "sentence": sentence}
    return render(request, "reviews/sheets/proposals.html", context, status=422 if sentence else 200)


def _record_reads(request: ActingRequest, reviews: set[Review]) -> None:
    for review in reviews:
        record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)


def _told(number: int) -> str:
    if number == 0:
        return "Các hạn chế đã chọn có sẵn trong dự thảo; không thêm thẻ nào."
    return f"Đã thêm {number} thẻ hạn chế vào dự thảo. Hãy viết trách nhiệm, nguyên nhân của tập thể và biện pháp."
