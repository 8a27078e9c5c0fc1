"""The form of a review: shown, saved by a page or by autosave, its cards added and taken out, submitted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cadres.requests import ActingRequest
from core.errors import DomainError
from core.htmx import redirect
from reviews.actions import answers
from reviews.actions import sheets as actions
from reviews.actions.answers import Outcome
from reviews.actions.reads import record_read
from reviews.actions.row_removals import WordsWouldGo
from reviews.actions.template_upgrades import newer_template
from reviews.forms.answers import Posted, read_posted, typed_texts
from reviews.forms.sheet_hints import hints_of
from reviews.forms.sheet_lists import VersionForm
from reviews.forms.sheets import SheetForm
from reviews.models import Review, ReviewRead, Round, SavedText
from reviews.models.attachments import files_of_writers
from reviews.models.contents import contents_of
from reviews.models.options import SheetOptions
from reviews.reports import reopened_parts, topic_origins
from reviews.rules.completeness import Missing
from reviews.rules.hard_tasks import may_register
from reviews.rules.order import may_submit_now, out_of_order, warning_of_order
from reviews.rules.reopening import SETTLED
from reviews.views import autosave
from reviews.views.presence import at_the_form
from reviews.views.sheet_frame import (
    FOR_A_SAVE,
    frame,
    lacking_links,
    open_round_for_writing,
    open_round_of,
    review_for_writing,
)
from reviews.views.sheet_steps import Taken, read_step, take_step

UNDO = "da-bo"  # in the address: the number of what was just taken out


@require_http_methods(["GET", "HEAD", "POST"])
def edit_review(request: ActingRequest, pk: int) -> HttpResponse:
    """The form; a POST saves everything in it, then adds or takes out the card that the pressed button names."""
    if request.method != "POST":
        review = review_for_writing(request, pk)
        record_read(review=review, actor=request.actor, part=ReviewRead.Part.ENTRY)
        round_ = open_round_of(review)
        return _form_page(request, review, round_) if round_ else plain_redirect("reviews:review_page", pk)
    review = review_for_writing(request, pk, *FOR_A_SAVE)
    if autosave.is_asked_for(request):
        return autosave.answer(request, review)
    posted = read_posted(request.POST, SheetOptions(review))
    try:
        outcome = answers.save_answers(review_id=review.pk, actor=request.actor, edits=posted.edits)
    except DomainError as refusal:
        return _kept_page(request, review, posted, str(refusal))
    step = read_step(request.POST)
    taken, sentence, removal = Taken(), "", None
    try:
        taken = take_step(step, review_id=review.pk, actor=request.actor)
    except WordsWouldGo as refusal:
        sentence, removal = str(refusal), refusal
    except DomainError as refusal:
        sentence = str(refusal)
    if outcome.is_clean and not posted.refusals and not sentence:
        messages.success(request, "Đã lưu bản kiểm điểm.")
        undo = f"?{UNDO}={taken.kept.pk}" if taken.kept else ""
        return plain_redirect(
            reverse("reviews:edit_review", args=[pk]) + undo + (f"#{taken.added}" if taken.added else "")
        )
    round_ = open_round_of(review)
    asked = {"removing": step.name, "removal": removal} if removal else {}
    return _form_page(
        request, review, round_, posted=posted, outcome=outcome, asked=asked, sentence=sentence, status=422
    )


@require_safe
def show_index(request: ActingRequest, pk: int) -> HttpResponse:
    """The index of the form, and which returned parts are still as they were, as of now; asked for after a save."""
    review, round_ = open_round_for_writing(request, pk)
    if round_ is None:
        return HttpResponse(status=204)
    sheet = _sheet(review, round_)
    context = {"sheet": sheet, "review": review, "round": round_, "reopened": sheet.reopened}
    context["submit_consequence"] = _consequence(sheet, review)
    return render(request, "reviews/sheets/_marks.html", context)


@require_POST
def submit_review(request: ActingRequest, pk: int) -> HttpResponse:
    """Send the review up; from the form, what is in it is saved first."""
    review = review_for_writing(request, pk)
    posted = read_posted(request.POST, SheetOptions(review))
    try:
        outcome = answers.save_answers(review_id=review.pk, actor=request.actor, edits=posted.edits)
    except DomainError as refusal:
        return _kept_page(request, review, posted, str(refusal))
    if not outcome.is_clean or posted.refusals:
        sentence = "Chưa trình được; phần hợp lệ đã lưu. Còn những chỗ cần sửa:"
        shown: dict[str, Any] = {"posted": posted, "outcome": outcome, "was_refused": True, "status": 422}
        return _form_page(request, review, open_round_of(review), sentence=sentence, **shown)
    form = VersionForm(request.POST)
    was_refused = False
    if form.is_valid():
        try:
            actions.submit_review(review_id=review.pk, actor=request.actor, **form.cleaned_data)
        except actions.Incomplete as refusal:
            sentence, was_refused = str(refusal), True
        except DomainError as refusal:
            sentence = str(refusal)
        else:
            upper = review.managing_unit
            messages.success(request, f"Đã trình bản kiểm điểm{f' lên {upper.name}' if upper else ''}.")
            return redirect(request, "reviews:review_page", pk)
    else:
        sentence = " ".join(str(fault) for fault in form.errors["version"])
    return _form_page(request, review, open_round_of(review), sentence=sentence, was_refused=was_refused, status=422)


def _sheet(review: Review, round_: Round, **shown: Any) -> SheetForm:
    contents = contents_of(review, round_, named=round_.is_limited)
    progress, reopened = actions.indicator_progress(contents), reopened_parts.collect(contents)
    sheet = SheetForm(contents, SheetOptions(review), progress, reopened=reopened, **shown)
    sheet.show_hints(hints_of(contents))
    return sheet


def _form_page(
    request: ActingRequest,
    review: Review,
    round_: Round | None,
    *,
    posted: Posted | None = None,
    outcome: Outcome | None = None,
    asked: dict[str, Any] | None = None,
    sentence: str = "",
    was_refused: bool = False,
    status: int = 200,
) -> HttpResponse:
    if round_ is None:
        return _kept_page(request, review, posted or Posted(), sentence)
    presence = at_the_form(review)
    sheet = _sheet(review, round_, posted=posted, outcome=outcome, was_refused=was_refused)
    _show_earlier_answers(request, review, sheet)
    context = frame(request, review, "page", round_=round_) | {
        "sheet": sheet,
        "files": files_of_writers(round_),
        "reopened": sheet.reopened,
        "settled_words": SETTLED,
        "sentence": sentence,
        "lacking": lacking_links(review, _lacking_besides_refusals(sheet) if was_refused else []),
        "refusals": sheet.make.refusals.items(),
        "submit_url": reverse("reviews:submit_review", args=[review.pk]),
        "submit_consequence": _consequence(sheet, review),
        **_order(review, sheet.options),
        **presence,
        "kept": _just_removed(request, review),
        "hard_task_url": _hard_task_url(request, sheet),
        "has_newer_template": newer_template(review) is not None,
        **(asked or {}),
    }
    return render(request, "reviews/sheets/edit.html", context, status=status)


def _hard_task_url(request: ActingRequest, sheet: SheetForm) -> str:
    """Where who writes a suggested review registers the hardest task of the coming year; nothing for whoever may not."""
    review = sheet.contents.review
    if not (sheet.contents.topics and may_register(request.actor, review.unit_id, review.cadre_id)):
        return ""
    whose = f"{'tap-the' if review.is_collective else 'ca-nhan'}-{review.unit_id}"
    return f"{reverse('reviews:register_hard_task')}?whose={whose}&cycle={review.cycle_id}"


def _just_removed(request: ActingRequest, review: Review) -> SavedText | None:
    """What the person took out by the button before, to be put back; asked for only where the address names it."""
    sent = request.GET.get(UNDO, "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < _LONGEST_NUMBER):
        return None
    return SavedText.objects.filter(pk=int(sent), review=review, contents__isnull=False).first()


_LONGEST_NUMBER = 19


def _show_earlier_answers(request: ActingRequest, review: Review, sheet: SheetForm) -> None:
    """Beside a topic that was suggested before, what was answered then, for those who may read that; kept as a read."""
    topics = [topic for topic in sheet.contents.topics if topic.origin_id]
    if not topics:
        return
    topic_origins.show(request.actor, topics)
    for earlier in topic_origins.show_earlier_answers(request.actor, review, topics):
        record_read(review=earlier, actor=request.actor, part=ReviewRead.Part.FORM)


def _lacking_besides_refusals(sheet: SheetForm) -> list[Missing]:
    """All that bars submitting; a control that has a sentence of its own is not named a second time."""
    return [one for one in sheet.lacks if one.anchor not in sheet.make.refusals]


def _consequence(sheet: SheetForm, review: Review) -> str:
    """What to know before saying yes: the form goes up, and what is pointed out without barring it."""
    upper = review.managing_unit.name if review.managing_unit else "cấp trên"
    gone = f"Bản kiểm điểm được gửi lên {upper} và không sửa được nữa, trừ khi thu hồi."
    untouched = reopened_parts.warning(sheet.reopened, sheet.options.profile)
    notes = sheet.indicators.warning_of_idle_notes if sheet.indicators else ""
    return " ".join(filter(None, (gone, notes, sheet.meeting_warning, untouched)))


def _order(review: Review, options: SheetOptions) -> dict[str, Any]:
    """What should be handed in before: a word beside the button, or the reason why it is barred."""
    sentence = out_of_order(review, Review.objects.due_before(review).select_related("unit"))
    warning = {"order_warning": warning_of_order(sentence, options.profile)}
    may_submit_in_turn = may_submit_now(sentence, options.profile)
    return warning if may_submit_in_turn else {"may_submit": may_submit_in_turn}


def _kept_page(request: ActingRequest, review: Review, posted: Posted, sentence: str) -> HttpResponse:
    """The save as a whole was refused (the review was submitted meanwhile): every text stays on screen to be copied."""
    context = frame(request, review, "page") | {"sentence": sentence, "texts": typed_texts(posted)}
    return render(request, "reviews/sheets/kept.html", context, status=422)
