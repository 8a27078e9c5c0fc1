"""Who learns who read a personal review or a pledge."""

from cadres.roles import Actor
from core.verdict import YES, Verdict, no
from reviews.models import PledgeRead, ReviewRead
from reviews.rules import pledges, sheets


def may_view(actor: Actor, read: ReviewRead) -> Verdict:
    """Only the person whose review was read; equals `ReviewReadQuerySet.visible_to`."""
    if sheets.is_subject(actor, read.review):
        return YES
    return no("Chỉ chính đồng chí được kiểm điểm xem được ai đã đọc bản của mình.")


def may_view_of_pledge(actor: Actor, read: PledgeRead) -> Verdict:
    """Only the person whose pledge was read; equals `PledgeReadQuerySet.visible_to`."""
    if pledges.is_own(actor, read.pledge):
        return YES
    return no("Chỉ chính đồng chí viết bản cam kết xem được ai đã đọc bản của mình.")
