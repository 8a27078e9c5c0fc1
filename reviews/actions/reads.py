"""Recording who read a personal review or a pledge, for the page "Ai đã xem bản của tôi"."""

from collections.abc import Iterable
from typing import Any

from cadres.roles import Actor
from core import localtime
from reviews.models import Pledge, PledgeRead, Review, ReviewRead
from reviews.rules import pledges, sheets


def record_read(*, review: Review, actor: Actor, part: ReviewRead.Part) -> None:
    """Keep that `actor` read this part of a personal review; nothing for collectives and for the author's own reads."""
    if review.is_collective or sheets.is_subject(actor, review) or actor.user_id is None:
        return
    ReviewRead.objects.create(review=review, part=part, **_stamp(actor))


def record_reads(read: Iterable[tuple[Review, ReviewRead.Part]], actor: Actor) -> None:
    """The same of several reviews on one page, each part once; one query."""
    told = {(review.pk, part): review for review, part in read}
    personal = [
        key for key, review in told.items() if not review.is_collective and not sheets.is_subject(actor, review)
    ]
    if personal and actor.user_id is not None:
        stamp = _stamp(actor)
        rows = [ReviewRead(review_id=pk, part=part, **stamp) for pk, part in sorted(personal)]
        ReviewRead.objects.bulk_create(rows)


def record_pledge_read(*, pledge: Pledge, actor: Actor, part: PledgeRead.Part) -> None:
    """Keep that `actor` read the text of a pledge; nothing for its author."""
    if pledges.is_own(actor, pledge) or actor.user_id is None:
        return
    PledgeRead.objects.create(pledge=pledge, part=part, **_stamp(actor))


def _stamp(actor: Actor) -> dict[str, Any]:
    return {
        "at": localtime.now(),
        "reader_id": actor.user_id,
        "reader_name": actor.name,
        "reader_office": actor.office,
    }
