"""Answering what earlier cycles left to do and the own part in the collective's limitations, as the register stands."""

from collections.abc import Iterator

from cadres.roles import Actor
from reviews.actions.answer_rows import values_of
from reviews.actions.answers import Edit, save_answers
from reviews.demo.texts import former
from reviews.models import CarriedOver, Review, Round
from reviews.models.contents import contents_of
from reviews.rules.writing import token_of
from reviews.states import CarriedState, RemediationState

_DONE_IN_REGISTER = (RemediationState.REPORTED, RemediationState.VERIFIED, RemediationState.CLOSED)
_EVERY = 3


def answer_what_is_left(review: Review, actor: Actor) -> None:
    """Mark every row that is not marked yet, and answer every limitation that names the person."""
    review = Review.objects.with_subject().get(pk=review.pk)
    contents = contents_of(review, Round.objects.get(review=review, submitted_at=None))
    edits = [*_marks(contents.carried_over)]
    for place, share in enumerate(contents.own_shares):
        if not share.text:
            text = former.SHARES[(review.pk + place) % len(former.SHARES)]
            edits.append(Edit("share", share.origin.hex, {"text": text}))
    if edits:
        save_answers(review_id=review.pk, actor=actor, edits=edits)


def _marks(rows: list[CarriedOver]) -> Iterator[Edit]:
    for place, row in enumerate(rows):
        if row.state:
            continue
        values = {"state": _state(row, place), "reason": ""}
        if values["state"] == CarriedState.DONE:
            values["reason"] = former.DONE_COMMITMENT if row.commitment_id else ""
        else:
            texts = former.IN_PROGRESS if values["state"] == CarriedState.IN_PROGRESS else former.NOT_DONE
            values["reason"] = texts[place % len(texts)]
        yield Edit("carried", row.origin.hex, values, str(token_of(row.version, values_of("carried", row))))


def _state(row: CarriedOver, place: int) -> CarriedState:
    if row.register_state in _DONE_IN_REGISTER:
        return CarriedState.DONE
    if row.commitment_id:
        begun = row.register_state or place % _EVERY == 0
        return CarriedState.IN_PROGRESS if begun else CarriedState.DONE
    return CarriedState.NOT_DONE if row.register_state == RemediationState.PLANNED else CarriedState.IN_PROGRESS
