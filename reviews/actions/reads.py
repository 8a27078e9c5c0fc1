"""Recording who read a personal review, for the page "Ai đã xem bản của tôi"."""

from cadres.roles import Actor
from core import localtime
from reviews.models import Review, ReviewRead
from reviews.rules import sheets


def record_read(*, review: Review, actor: Actor, part: ReviewRead.Part) -> None:
    """Keep that `actor` read this part of a personal review; nothing for collectives and for the author's own reads."""
    if review.is_collective or sheets.is_subject(actor, review) or actor.user_id is None:
        return
    ReviewRead.objects.create(
        review=review,
        part=part,
        at=localtime.now(),
        reader_id=actor.user_id,
        reader_name=actor.name,
        reader_office=actor.office,
    )
