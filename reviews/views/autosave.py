"""The answer to autosave and to the buttons of the form when a script sends them: what was stored, as JSON."""

from typing import Any

from django.http import JsonResponse
from django.template.loader import render_to_string

from cadres.requests import ActingRequest
from core import formats
from core.errors import DomainError
from reviews.actions import answers, meetings
from reviews.actions.answer_rows import FIELDS
from reviews.actions.answers import Outcome
from reviews.actions.row_removals import WordsWouldGo
from reviews.forms.answers import Posted, read_posted
from reviews.forms.meetings import read_fact
from reviews.forms.sheet_controls import ControlMaker, as_typed
from reviews.forms.sheet_hints import hints_of_rows
from reviews.forms.sheet_rows import Row
from reviews.forms.sheets import Card, SheetForm
from reviews.models import Review, Round
from reviews.models.contents import contents_of
from reviews.models.options import SheetOptions
from reviews.models.sheets import open_round
from reviews.rules.hints import Hint
from reviews.rules.reopening import SETTLED
from reviews.views.presence import note_save
from reviews.views.sheet_steps import read_step, take_step


def is_asked_for(request: ActingRequest) -> bool:
    """Whether a script sent this and wants JSON; said in the body, because a beacon has no headers of its own."""
    return request.POST.get("dang") == "json"


def answer(request: ActingRequest, review: Review) -> JsonResponse:
    """Save what was sent, carry out the step, tell what became of each text; 422 where one was not stored."""
    options = SheetOptions(review)
    posted = read_posted(request.POST, options)
    step = read_step(request.POST)
    told: dict[str, Any] = {"added": ""}
    outcome: Outcome | None = None
    try:
        outcome = answers.save_answers(review_id=review.pk, actor=request.actor, edits=posted.edits)
        taken = take_step(step, review_id=review.pk, actor=request.actor)
        told["added"] = taken.added
        if taken.kept:
            told["undo"] = render_to_string(
                "reviews/sheets/_undo.html", {"kept": taken.kept, "review": review}, request
            )
    except DomainError as refusal:
        told["sentence"] = str(refusal)
        if isinstance(refusal, WordsWouldGo):
            asked = {"removal": refusal, "name": step.name}
            told["html"] = render_to_string("reviews/sheets/_removal.html", asked, request)
    if outcome is not None:
        if outcome.is_clean:
            note_save(request, review)
        told |= _stored(posted, outcome, options) | {"hints": _hints(request, review, outcome)}
    round_ = open_round(review) if told["added"] else None
    if round_ is not None:  # the other writer may have submitted since; then there is no card to write in
        told["html"] = _added_html(request, review, round_, options, told["added"])
    is_whole = outcome is not None and outcome.is_clean and not posted.refusals and "sentence" not in told
    return JsonResponse(told, status=200 if is_whole else 422)


def save_meeting(request: ActingRequest, review: Review, posted: Posted, options: SheetOptions) -> JsonResponse:
    """The same for the facts of the meeting, which stand on a page of their own."""
    try:
        outcome = meetings.save_meeting(review_id=review.pk, actor=request.actor, edits=posted.edits, read=read_fact)
    except DomainError as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=422)
    is_whole = outcome.is_clean and not posted.refusals
    return JsonResponse(_stored(posted, outcome, options), status=200 if is_whole else 422)


def _stored(posted: Posted, outcome: Outcome, options: SheetOptions) -> dict[str, Any]:
    maker = ControlMaker(options, posted, outcome)
    return {
        "at": formats.saved_at(outcome.at),
        "tokens": {"-".join(name): token for name, token in outcome.tokens.items()},
        "refusals": posted.told(outcome) | _closed(outcome),
        "kept": sorted(posted.kept(outcome)),
        "gone": ["-".join(edit.name) for edit in outcome.gone],
        "values": {f"{'-'.join(name)}-{field}": _sent(value) for (name, field), value in outcome.settled.items()},
        "clashes": {
            f"{'-'.join(conflict.name)}-{conflict.field}": render_to_string(
                "reviews/sheets/_clash.html", {"clash": maker.clash_of(conflict)}
            )
            for conflict in outcome.conflicts
        },
    }


def _closed(outcome: Outcome) -> dict[str, str]:
    """The sentence for each field that a page from before the return still offered."""
    return {f"{'-'.join(edit.name)}-{field}": SETTLED for edit in outcome.closed for field in edit.values}


def _hints(request: ActingRequest, review: Review, outcome: Outcome) -> dict[str, str]:
    """The hints at each field of the rows that were sent; an empty text where there is none any more."""
    shown = {f"{'-'.join(name)}-{field}": "" for name in outcome.rows for field in FIELDS[name[0]]}
    rows = [row for row in outcome.rows.values() if not isinstance(row, Round)]
    by_field: dict[str, list[Hint]] = {}
    for hint in hints_of_rows(review, outcome.round_id, rows):
        by_field.setdefault(hint.field, []).append(hint)
    for name, hints in by_field.items():
        shown[name] = render_to_string("reviews/sheets/_hints.html", {"hints": hints, "name": name}, request)
    return shown


def _sent(value: Any) -> Any:
    return [str(one) for one in sorted(value)] if isinstance(value, frozenset) else as_typed(value)


def _added_html(request: ActingRequest, review: Review, round_: Round, options: SheetOptions, name: str) -> str:
    sheet = SheetForm(contents_of(review, round_, named=round_.is_limited), options, None)
    found = _find(sheet, name)
    template = {"limitation": "_limitation.html", "commitment": "_commitment.html", "remedy": "_remedy.html"}
    context = {"card": found} if isinstance(found, Card) else {"row": found}
    return render_to_string(f"reviews/sheets/{template[name.split('-', maxsplit=1)[0]]}", context, request)


def _find(sheet: SheetForm, name: str) -> Card | Row | None:
    for section in sheet.sections:
        for row in section.rows:
            if row.name == name:
                return row
        for card in section.cards:
            if card.row.name == name:
                return card
            for remedy in card.remedies:
                if remedy.name == name:
                    return remedy
    return None
