"""Who is at the form of a review: noted by the open page and by each save, forgotten after a minute.

No audit row and no lock: a presence is worth nothing a minute later, and what it says of saves is said by the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from cadres.roles import Actor
from core import localtime
from reviews.models import Presence, Review

GONE_AFTER: Final = timedelta(seconds=60)
SAVES_TOLD_FOR: Final = timedelta(minutes=5)
# A save may commit a moment after a page asked; asking again a little further back misses none.
OVERLAP: Final = timedelta(seconds=3)


@dataclass(frozen=True)
class Others:
    """The other writers at the form now, and those who stored something since the page asked last."""

    at: datetime
    here: Sequence[Presence]
    saved: Sequence[Presence]


def note_presence(*, review: Review, actor: Actor, section_id: int | None, saved_section_id: int | None = None) -> None:
    """Note that the actor, who may write, is at this section now; `saved_section_id`: something was stored there."""
    if actor.user_id is None:
        return
    now = localtime.now()
    row = Presence(review=review, user_id=actor.user_id, name=actor.name, section_id=section_id, seen_at=now)
    changed = ["name", "section_id", "seen_at"]
    if saved_section_id is not None:
        row.saved_at, row.saved_section_id = now, saved_section_id
        changed += ["saved_at", "saved_section_id"]
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["review", "user_id"], update_fields=changed
    )


def others_at(*, review: Review, actor: Actor, since: datetime) -> Others:
    """Who else is at the form, and what others stored since then; what is older than anybody asks for is erased."""
    now = localtime.now()
    Presence.objects.filter(seen_at__lt=now - SAVES_TOLD_FOR).delete()
    since = max(since - OVERLAP, now - SAVES_TOLD_FOR)
    recent = Q(seen_at__gte=now - GONE_AFTER) | Q(saved_at__gte=since)
    rows = Presence.objects.filter(recent, review=review).exclude(user_id=actor.user_id or 0).order_by("pk")
    found = list(rows)
    return Others(
        at=now,
        here=[row for row in found if row.seen_at >= now - GONE_AFTER],
        saved=[row for row in found if row.saved_at is not None and row.saved_at >= since],
    )
