"""The check against the catalogue of manifestations: written by the review's writers, read in the circle of the rule."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.shortcuts import redirect as plain_redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.requests import ActingRequest
from core import formats
from core.errors import DomainError
from core.rows import read_rows
from reviews.actions import indicators as actions
from reviews.actions.answer_rows import add_limitation
from reviews.actions.indicators import IndicatorOutcome
from reviews.actions.reads import record_read
from reviews.forms.indicators import BLANK, CHOICES, IndicatorTable, PostedIndicators, note_clash, read_indicators
from reviews.forms.sheet_controls import as_typed
from reviews.models import IndicatorGroup, IndicatorItem, IndicatorSheet, Review, ReviewRead, Round
from reviews.models.standing import sections_of
from reviews.rules import sheets as rules
from reviews.rules.indicators import ADMITTED
from reviews.rules.reopening import SETTLED, may_write_kind
from reviews.states import SectionKind
from reviews.views.presence import at_the_form, note_save
from reviews.views.sheet_frame import FOR_A_SAVE, frame, readable_round, visible_review


@require_http_methods(["GET", "HEAD", "POST"])
def review_indicators(request: ActingRequest, pk: int) -> HttpResponse:
    """The table: to be written while the round is open, read otherwise; 404 outside the circle of the rule."""
    if request.method == "POST":
        return _save(request, _review_in_circle(request, pk, *FOR_A_SAVE))
    review = _review_in_circle(request, pk)
    round_ = readable_round(request, review)
    if round_ is None:
        raise Http404
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.INDICATORS)
    return _page(request, review, round_)


@require_safe
def round_indicators(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """The table of one submitted round, to read."""
    review = _review_in_circle(request, pk)
    rounds = Round.objects.filter(review=review)
    if not rules.reads_open_round(request.actor, review):
        rounds = rounds.filter(submitted_at__isnull=False)
    round_ = get_object_or_404(rounds, number=number)
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.INDICATORS)
    return _page(request, review, round_)


def _review_in_circle(request: ActingRequest, pk: int, *related: str) -> Review:
    """The review, for those who may read its answers; whoever may not is not even told that there are some."""
    review = visible_review(request, pk, *related)
    if not rules.may_read_indicators(request.actor, review):
        raise Http404
    return review


def _save(request: ActingRequest, review: Review) -> HttpResponse:
    if not rules.may_write(request.actor, review):
        raise Http404
    posted = read_indicators(request.POST)
    group = _group_named(request.POST.get("nhom", ""))
    outcome: IndicatorOutcome | None = None
    sentence, card = "", 0
    try:
        outcome = actions.answer_indicators(
            review_id=review.pk, actor=request.actor, changes=posted.changes, notes=posted.notes
        )
        if group:
            acted = actions.answer_group(review_id=review.pk, actor=request.actor, group_number=int(group))
            outcome.answers, outcome.group_acts = acted.answers, acted.group_acts
        is_whole = outcome.is_clean and not posted.refusals
        if request.POST.get("viec") == "them-han-che" and is_whole:  # else the words in conflict would be left behind
            card = add_limitation(review_id=review.pk, actor=request.actor).pk
    except DomainError as refusal:
        sentence = str(refusal)
    if request.POST.get("dang") == "json":
        return _told(request, review, posted, outcome, sentence)
    if card:
        return plain_redirect(f"{reverse('reviews:edit_review', args=[review.pk])}#limitation-{card}")
    if outcome is not None and outcome.is_clean and not posted.refusals and not sentence:
        return _saved(request, review, posted, outcome, f"#nhom-{group}" if group else "")
    return _refused_page(request, review, posted, outcome, sentence)


def _group_named(sent: str) -> str:
    """The number of the group that the pressed button names, "" where it names none."""
    return sent if re.fullmatch(r"[0-9]{1,4}", sent) else ""


def _saved(
    request: ActingRequest, review: Review, posted: PostedIndicators, outcome: IndicatorOutcome, anchor: str
) -> HttpResponse:
    """Back to the table, at the anchor or at the note of a "có" just given that still needs its words."""
    messages.success(request, "Đã lưu phần đối chiếu biểu hiện.")
    noted = {edit.position for edit in posted.notes if edit.text}
    silent = [c.position for c in posted.changes if outcome.answers[c.position] in ADMITTED and c.position not in noted]
    if silent:
        messages.info(request, "Biểu hiện trả lời “có” cần ghi rõ nội dung cụ thể ở ô bên dưới câu trả lời.")
        anchor = f"#note-{silent[0]}"
    return plain_redirect(reverse("reviews:review_indicators", args=[review.pk]) + anchor)


def _refused_page(
    request: ActingRequest, review: Review, posted: PostedIndicators, outcome: IndicatorOutcome | None, sentence: str
) -> HttpResponse:
    round_ = Round.objects.filter(review=review).latest("number")
    return _page(request, review, round_, posted=posted, outcome=outcome, sentence=sentence, status=422)


def _told(
    request: ActingRequest, review: Review, posted: PostedIndicators, outcome: IndicatorOutcome | None, sentence: str
) -> JsonResponse:
    """What a script is told after a save; the other writers are told that there was one, never of which answer."""
    told: dict[str, Any] = {"sentence": sentence}
    if outcome is not None:
        told |= {
            "at": formats.saved_at(outcome.at),
            "answers": "".join(map(str, outcome.answers)),
            "acts": outcome.group_acts,
            "refused": [change.position for change in outcome.refused],
            "tokens": {f"note-{position}": token for position, token in outcome.tokens.items()},
            "refusals": {f"note-{position}": words for position, words in posted.refusals.items()},
            "kept": [f"note-{edit.position}" for edit in posted.notes if edit.position in posted.refusals],
            "values": {f"note-{position}": as_typed(text) for position, text in outcome.settled.items()},
            "clashes": {
                f"note-{c.position}": render_to_string("reviews/sheets/_clash.html", {"clash": note_clash(c)})
                for c in outcome.conflicts
            },
        }
    is_whole = outcome is not None and outcome.is_clean and not posted.refusals and not sentence
    if is_whole:
        note_save(request, review)
    return JsonResponse(told, status=200 if is_whole else 422)


def _page(
    request: ActingRequest,
    review: Review,
    round_: Round,
    *,
    posted: PostedIndicators | None = None,
    outcome: IndicatorOutcome | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    presence = at_the_form(review, SectionKind.INDICATORS)
    catalogue = review.cycle.catalogue
    stored = IndicatorSheet.objects.filter(round=round_).prefetch_related("notes").first()
    table = IndicatorTable(
        read_rows(IndicatorGroup, catalogue_id=[catalogue.pk], order=("number",)),
        read_rows(IndicatorItem, catalogue_id=[catalogue.pk], order=("position",)),
        stored.answers if stored else [],
        stored.group_acts if stored else [],
        {note.position: note for note in stored.notes.all()} if stored else {},
        posted=posted,
        outcome=outcome,
    )
    context = frame(request, review, "indicators", round_=round_)
    is_settled = not may_write_kind(round_, sections_of(review.template_id), SectionKind.INDICATORS)
    is_writable = bool(context["may_edit"]) and round_.is_open and not is_settled
    context |= {
        "table": table,
        "catalogue": catalogue,
        "choices": CHOICES,
        "sentence": sentence,
        "settled_words": SETTLED if is_settled and round_.is_open else "",
        "keeps_words": context["is_writer"] and (is_settled or not context["may_edit"]),
        "blank": BLANK,
        **presence,
    }
    template = "reviews/sheets/indicators_form.html" if is_writable else "reviews/sheets/indicators_read.html"
    return render(request, template, context, status=status)
