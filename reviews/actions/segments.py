"""Segments: the part about one post held in the period, sent to its unit and confirmed there."""

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import NotAllowed
from reviews.actions.hands import note_hand
from reviews.actions.locking import locked, require
from reviews.actions.sheets import send_for_confirmation
from reviews.models import Review, Segment
from reviews.rules import sheets as rules
from reviews.states import SegmentState


@transaction.atomic
def send_segment(*, segment_id: int, version: int, actor: Actor) -> Segment:
    """Hand a segment to its unit for confirmation while the review is still being written.

    Refuses whoever is not its author, a review out of its writers' hands, and a segment already sent.
    """
    review_id = Segment.objects.values_list("review_id", flat=True).get(pk=segment_id)
    review = locked(Review.objects.select_related("unit", "cadre", "cycle"), review_id, None)
    segment = locked(Segment.objects.select_related("unit"), segment_id, version)
    require(rules.may_write(actor, review))
    require(rules.is_open_for_writing(review))
    if segment.state != SegmentState.WRITING:
        raise NotAllowed("Phần này đã được gửi để xác nhận.")
    send_for_confirmation(segment, actor)
    return segment


@transaction.atomic
def confirm_segment(*, segment_id: int, version: int, actor: Actor, remark: str = "") -> Segment:
    """The unit concerned confirms the segment, with a remark if it wishes.

    Refuses the person concerned, other units, a segment not yet sent or already confirmed. Confirming waits for a
    writer who is saving (the lock on the review), so what was confirmed is what the unit read, or the version is stale.
    """
    review_id = Segment.objects.values_list("review_id", flat=True).get(pk=segment_id)
    review = locked(Review.objects.all(), review_id, None)
    segment = locked(Segment.objects.select_related("review__unit", "unit"), segment_id, version)
    require(rules.may_confirm_segment(actor, segment))
    note_hand(review, actor)
    segment.state, segment.remark = SegmentState.CONFIRMED, remark
    segment.confirmed_at, segment.confirmed_by_id = localtime.now(), actor.user_id
    segment.confirmed_by_name = actor.name
    segment.version += 1
    segment.save(update_fields=["state", "remark", "confirmed_at", "confirmed_by_id", "confirmed_by_name", "version"])
    audit.record(actor=actor, verb="segment.confirm", target=segment, review=review_id, unit=segment.unit_id)
    return segment
