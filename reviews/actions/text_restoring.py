"""Putting an earlier text of the form back in its place."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction

from cadres.roles import Actor
from core.errors import Invalid, NotAllowed, StaleObject
from reviews.actions.answers import Edit, write_edits
from reviews.actions.open_sheets import open_sheet
from reviews.models import Answer, CarriedOver, Commitment, Explanation, Limitation, OwnShare, Remedy, SavedText
from reviews.models.unread import Unread
from reviews.rules.reopening import SETTLED

_MODELS: Final[dict[str, type[models.Model]]] = {
    "answer": Answer,
    "limitation": Limitation,
    "remedy": Remedy,
    "commitment": Commitment,
    "explanation": Explanation,
    "carried": CarriedOver,
    "share": OwnShare,
}


@transaction.atomic
def restore_text(*, review_id: int, saved_id: int, token: str, actor: Actor) -> SavedText:
    """Write the earlier text into its field as a new save; what stood there is kept like any other earlier text.

    Refuses whoever may not write, a row that was taken out, a part that this round leaves alone, and (StaleObject) a
    text that somebody has changed since the page was shown: nothing is overwritten unseen.
    """
    sheet = open_sheet(review_id, actor)
    kept = SavedText.objects.filter(review=sheet.review, round_number=sheet.round.number, contents__isnull=True)
    saved = kept.filter(pk=saved_id).first()
    if saved is None or saved.kind == "meeting":  # the meeting is written by another rule, on a page of its own
        raise Invalid("Không còn bản đã lưu này. Mời tải lại trang.")
    edit = Edit(saved.kind, saved.key, {saved.field: _value_of(saved)}, token)
    outcome = write_edits(sheet, actor, [edit], keeps_every_former=True)
    if outcome.gone:
        raise Invalid("Chỗ này đã bỏ khỏi bản kiểm điểm. Hãy chép lại lời cũ vào chỗ khác nếu còn cần.")
    if outcome.closed:
        raise NotAllowed(SETTLED)
    if outcome.conflicts:
        raise StaleObject
    return saved


def _value_of(saved: SavedText) -> Any:
    """What the field held: read from its text; what cannot be read stands there as it was typed."""
    try:
        if saved.field == "persons":
            return frozenset(int(pk) for pk in saved.text.split(","))
        if saved.field == "shares":
            return frozenset(saved.text.split(","))
        column: Any = _MODELS[saved.kind]._meta.get_field(saved.field)
        return column.clean(saved.text, None)
    except (ValueError, ValidationError):
        return Unread((saved.text,))
