"""What became of a review over time: two rounds side by side, and who changed what and when."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core.htmx import page_or_fragment
from core.listing import list_page
from reviews.actions.reads import record_read
from reviews.forms.rounds import RoundsToCompare, name_of
from reviews.models import Attachment, Opinion, Review, ReviewRead, Round
from reviews.models.contents import contents_of
from reviews.reports.collective_review import choices_of
from reviews.reports.differences import SectionDifference
from reviews.reports.opinion_table import section_words
from reviews.reports.register_differences import compare_files, compare_opinions
from reviews.reports.review_history import changes, entries_of, last_hands
from reviews.reports.round_differences import compare
from reviews.rules import sheets as rules
from reviews.views.sheet_frame import frame, readable_round, readable_rounds, visible_review

FEWEST_TO_COMPARE = 2


@require_safe
def compare_rounds(request: ActingRequest, pk: int) -> HttpResponse:
    """Two rounds side by side, word by word; only rounds that the person may read can be chosen."""
    review = visible_review(request, pk)
    context = frame(request, review, "rounds")
    rounds = list(readable_rounds(request, review).select_related("template").order_by("number"))
    if len(rounds) < FEWEST_TO_COMPARE:
        return render(
            request, "reviews/sheets/compare.html", context | {"barred": rules.may_read_content(request.actor, review)}
        )
    form = RoundsToCompare(request.GET, rounds=rounds)
    before, after = form.chosen
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
    labels = {choice.code: choice.label for choice in choices_of(review)}
    sections = [
        *compare(contents_of(review, before), contents_of(review, after), labels),
        *_registers(request, review, before, after),
    ]
    context |= {
        "picker": form,
        "before": name_of(before),
        "after": name_of(after),
        "sections": [one for one in sections if one.differs or form.cleaned_data.get("tat_ca")],
        "unchanged": [one.heading for one in sections if not one.differs],
        "changed_count": sum(one.differs for one in sections),
    }
    return render(request, "reviews/sheets/compare.html", context)


def _registers(request: ActingRequest, review: Review, before: Round, after: Round) -> list[SectionDifference]:
    """What became of opinions and files, as far as this person may have them."""
    visible = Opinion.objects.visible_to(request.actor)
    old, new = (list(visible.filter(round=round_).order_by("number")) for round_ in (before, after))
    words = section_words(review, before) | section_words(review, after)
    files = (list(Attachment.objects.of_round(round_, request.actor)) for round_ in (before, after))
    found = (compare_opinions(old, new, words), compare_files(*files))
    return [one for one in found if one is not None]


@require_safe
def show_history(request: ActingRequest, pk: int) -> HttpResponse:
    """Who wrote last in each section, and every act on the review, the newest first; never a text."""
    review = visible_review(request, pk)
    context = frame(request, review, "rounds")
    round_ = readable_round(request, review)
    if round_ is None:
        return render(
            request, "reviews/sheets/history.html", context | {"barred": rules.may_read_content(request.actor, review)}
        )
    record_read(review=review, actor=request.actor, part=ReviewRead.Part.FORM)
    listing = list_page(entries_of(request.actor, review), request.GET)
    context |= {"listing": listing, "changes": changes(review, listing.rows)}
    context |= {"round": round_, "hands": last_hands(contents_of(review, round_))}
    return page_or_fragment(request, "reviews/sheets/history.html", "reviews/sheets/_history.html", context)
