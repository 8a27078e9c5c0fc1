"""Giving an appraisal to one of the committee's staff, and the days it takes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from cadres.roles import Actor, Role
from core import localtime
from core.verdict import YES, Verdict, no
from reviews.models import RegulationProfile, Review
from reviews.rules import appraisals, sheets
from reviews.states import ReviewState

DAYS: Final = "appraisal.days"  # a figure of the profile, the committee's own; zero or none: no deadline
MOST_NAMED: Final = 6


def may_assign(actor: Actor, review: Review) -> Verdict:
    """The standing committee of exactly the managing unit, none of those concerned, while it waits for its appraisal."""
    verdict = appraisals.may_decide(actor, review)
    if verdict and review.state != ReviewState.SUBMITTED:
        state = ReviewState(review.state).label
        return no(f"Bản kiểm điểm đang ở trạng thái “{state}”; chỉ giao thẩm định bản đã trình.")
    return verdict


def may_be_assigned(candidate: Actor, review: Review) -> Verdict:
    """Only those who may draft it: staff or standing committee of the managing unit, never in their own matter."""
    if not sheets.is_managing(candidate, review):
        return no(f"Đồng chí {candidate.name} không thuộc cấp ủy thẩm định bản này. Mời chọn lại.")
    if appraisals.is_own_matter(candidate, review):
        return no(
            f"Không giao cho đồng chí {candidate.name}: bản này liên quan đến chính đồng chí đó. Mời chọn người khác."
        )
    return YES


def way_on(holders: Iterable[Actor], review: Review, drafted: Collection[int]) -> str:
    """Who of the managing committee's office holders may draft and who may decide; where two hands cannot be found among
    them, which office has to be given to somebody else. `drafted` are the accounts whose hand the draft bears."""
    committee = review.managing_unit.name if review.managing_unit else ""
    free = [holder for holder in holders if may_be_assigned(holder, review)]
    standing = [holder for holder in free if holder.holds(Role.STANDING, at=review.managing_unit_id)]
    deciders = [holder for holder in standing if holder.user_id not in drafted]
    if not free:
        return (
            f"Không chuyên viên, thường trực nào của {committee} thẩm định được bản này. Để đi tiếp, quản trị giao vai trò "
            "chuyên viên và thường trực cho đồng chí không liên quan đến bản này."
        )
    if not deciders:
        return (
            f"Soạn được: {_names(free)}. Chưa có ai quyết định được. Để đi tiếp, quản trị giao vai trò thường trực của "
            f"{committee} cho đồng chí không liên quan đến bản này và không soạn dự thảo."
        )
    if len(free) == 1 and not drafted:
        return (
            f"Chỉ đồng chí {_names(free)} thẩm định được bản này, mà người soạn không quyết định. Để đi tiếp, quản trị giao "
            f"vai trò chuyên viên của {committee} cho đồng chí không liên quan đến bản này."
        )
    return f"Soạn được: {_names(free)}. Quyết định được: {_names(deciders)}."


def _names(people: Sequence[Actor]) -> str:
    told = ", ".join(one.name for one in people[:MOST_NAMED])
    left = len(people) - MOST_NAMED
    return f"{told} và {left} đồng chí khác" if left > 0 else told


def appraise_by(submitted_on: date, profile: RegulationProfile) -> date | None:
    """By when the committee wants a review appraised that was submitted on this day; None where it set no days."""
    days = int(profile.figure(DAYS) or 0)
    return submitted_on + timedelta(days=days) if days else None


def days_used(review: Review, decided_on: date | None = None) -> int:
    """The days since the latest submission, up to the decision or today."""
    if review.submitted_at is None:
        return 0
    until = decided_on or localtime.today()
    return max((until - localtime.local_day(review.submitted_at)).days, 0)
