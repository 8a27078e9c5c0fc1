"""The order in which reviews are handed in: the collective before its people, its head before deputies and members."""

from collections.abc import Iterable
from typing import Final

from cadres.roles import Position
from core.verdict import YES, Verdict, no
from reviews.models import RegulationProfile, Review

# figure of the profile: 0 nothing, 1 a warning beside the form, 2 no submission out of order
ORDER: Final = "order.submission"
WARNS, BARS = 1, 2


def out_of_order(review: Review, earlier: Iterable[Review]) -> str:
    """What should come first, of the reviews still to be handed in (`ReviewQuerySet.due_before`); empty if nothing."""
    waiting = list(earlier)
    if review.is_collective or not waiting:
        return ""
    if any(one.is_collective for one in waiting):
        return f"Bản kiểm điểm tập thể {review.unit.name} chưa trình; cá nhân kiểm điểm sau tập thể."
    if review.position != Position.HEAD:
        return f"Người đứng đầu {review.unit.name} chưa trình; cấp phó và thành viên kiểm điểm sau người đứng đầu."
    return ""


def may_submit_now(sentence: str, profile: RegulationProfile) -> Verdict:
    """Whether the profile lets a review be submitted out of order."""
    return no(sentence) if sentence and profile.figure(ORDER) == BARS else YES


def warning_of_order(sentence: str, profile: RegulationProfile) -> str:
    """The sentence where the profile points the order out and does not bar."""
    return sentence if profile.figure(ORDER) == WARNS else ""
