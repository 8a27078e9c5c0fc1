"""Who learns who read a personal review."""

from cadres.roles import Actor
from core.verdict import YES, Verdict, no
from reviews.models import ReviewRead
from reviews.rules import sheets


def may_view(actor: Actor, read: ReviewRead) -> Verdict:
    """Only the person whose review was read; equals `ReviewReadQuerySet.visible_to`."""
    if sheets.is_subject(actor, read.review):
        return YES
    return no("Chỉ chính đồng chí được kiểm điểm xem được ai đã đọc bản của mình.")
