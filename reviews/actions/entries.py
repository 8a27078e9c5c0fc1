"""Typing in for a person what that person wrote and signed on paper (nhập thay): begun and ended with a trace."""

from datetime import date

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from reviews.actions.hands import note_hand
from reviews.actions.locking import locked, require
from reviews.actions.reads import record_read
from reviews.actions.rounds import ENTRY_FIELDS
from reviews.models import Review, ReviewRead, Round
from reviews.rules import sheets as rules


@transaction.atomic
def begin_entry(*, review_id: int, version: int, actor: Actor, because: str, signed_on: date) -> Review:
    """Let the secretary write for the person, from the paper signed on that day; the round is marked.

    Refuses (NotAllowed) whoever is not secretary of a place of this review, its person, a review out of its writers'
    hands; (Invalid) an empty reason and a day still to come. The mark of a secretary before goes over to this one.
    """
    review = locked(Review.objects.with_subject(), review_id, version)
    require(rules.may_enter_for(actor, review))
    if not because.strip():
        raise Invalid("Hãy ghi lý do nhập thay.")
    if signed_on > localtime.today():
        raise Invalid("Ngày ký trên bản giấy chưa tới. Hãy ghi đúng ngày trên bản giấy.")
    round_ = Round.objects.get(review=review, submitted_at=None)
    round_.entered_by_id, round_.entered_by_name, round_.entered_office = actor.user_id, actor.name, actor.office
    round_.entered_because, round_.entered_at, round_.signed_on = because.strip(), localtime.now(), signed_on
    round_.save(update_fields=ENTRY_FIELDS)
    _hand_writing_to(review, actor.user_id)
    note_hand(review, actor)
    record_read(review=review, actor=actor, part=ReviewRead.Part.ENTRY)
    audit.record(actor=actor, verb="review.begin_entry", target=review, round=round_.number, signed_on=signed_on)
    return review


@transaction.atomic
def end_entry(*, review_id: int, version: int, actor: Actor) -> Review:
    """The person takes the writing back, or the secretary gives it back: what was typed stays, the mark goes.

    Refuses (NotAllowed) everybody else and a review that was submitted.
    """
    review = locked(Review.objects.with_subject(), review_id, version)
    require(rules.may_end_entry(actor, review))
    round_ = Round.objects.get(review=review, submitted_at=None)
    typed_by = round_.entered_by_name
    round_.entered_by_id = round_.entered_at = round_.signed_on = None
    round_.entered_by_name = round_.entered_office = round_.entered_because = ""
    round_.save(update_fields=ENTRY_FIELDS)
    _hand_writing_to(review, None)
    audit.record(actor=actor, verb="review.end_entry", target=review, round=round_.number, typed_by=typed_by)
    return review


def _hand_writing_to(review: Review, user_id: int | None) -> None:
    review.entered_by_id = user_id
    review.version += 1
    review.save(update_fields=["entered_by_id", "version"])
