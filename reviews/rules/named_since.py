"""What an appraisal makes of persons whom a collective named after they had handed in, and who have not answered (ADR 39)."""

from typing import Final

from core.verdict import YES, Verdict, no
from reviews.models import RegulationProfile
from reviews.rules.missing import BARS, WARNS

UNANSWERED: Final = "named_since.unanswered"  # figure of the profile: 0 nothing, 1 a warning, 2 no acceptance


def is_pointed_out(profile: RegulationProfile) -> bool:
    """Whether the appraisal shows it at all."""
    return _weight(profile) >= WARNS


def bars(profile: RegulationProfile) -> bool:
    """Whether nothing is accepted meanwhile."""
    return _weight(profile) >= BARS


def may_be_accepted(left: int, silent: int) -> Verdict:
    """`left`: what the person's own review leaves unanswered; `silent`: persons whom the collective's review names and who
    could still answer."""
    if left:
        return no(
            f"Đồng chí này chưa trả lời {left} nội dung tập thể nêu sau khi bản đã trình, nên chưa công nhận đạt được; "
            "hãy trả lại mục trách nhiệm cá nhân để bổ sung."
        )
    if silent:
        return no(
            f"Còn {silent} đồng chí được tập thể nêu trách nhiệm sau khi đã trình bản cá nhân mà chưa trả lời, nên chưa "
            "công nhận đạt được."
        )
    return YES


def _weight(profile: RegulationProfile) -> int:
    figure = profile.figure(UNANSWERED)
    return WARNS if figure is None else int(figure)
