"""Opinions of single members before a suggestion is approved: whose may be recorded, and how many are needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import DeepReview, MemberOpinion, RegulationProfile
from reviews.rules.appraisals import is_own_matter
from reviews.states import DeepReviewState, MemberStance

LEAST: Final = "deep_review.member_opinions"  # a figure of the profile; zero or none: none is needed
AGREEING_ABOVE: Final = "deep_review.agreeing_above_percent"  # of those recorded, where any is needed


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who holds a post in the issuing committee, as they would act, with an account or without."""

    cadre_id: int
    name: str
    post: str
    actor: Actor


def may_record(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Staff and standing committee of the issuing unit, while the draft waits for its approval."""
    if not actor.holds(Role.STAFF, Role.STANDING, at=deep_review.issuer_id):
        return no("Chỉ cơ quan giúp việc và thường trực của cấp ủy ban hành ghi ý kiến thành viên.")
    if deep_review.state == DeepReviewState.DRAFT:
        return no("Dự thảo chưa trình; ý kiến thành viên được ghi sau khi trình.")
    if deep_review.state != DeepReviewState.PROPOSED:
        return no("Văn bản đã duyệt; ý kiến thành viên không ghi thêm, không sửa được nữa.")
    return YES


def may_be_asked(member: Member, deep_review: DeepReview) -> Verdict:
    """None of those who may not approve it either: whose hand is in the draft, or whom one of the targets concerns."""
    drafted = member.actor.user_id is not None and member.actor.user_id in deep_review.hand_ids
    if drafted or deep_review.drafted_by_cadre_id == member.cadre_id:
        return no(f"Đồng chí {member.name} soạn dự thảo này nên không ghi ý kiến duyệt.")
    if any(is_own_matter(member.actor, target.review) for target in deep_review.targets.all()):
        return no(f"Đồng chí {member.name} (hoặc tập thể mà đồng chí ấy tham gia) được gợi ý trong văn bản này.")
    return YES


def of_this_proposal(deep_review: DeepReview) -> list[MemberOpinion]:
    """What was said about the draft as it was handed up last."""
    return [one for one in deep_review.member_opinions.all() if one.proposal == deep_review.proposal]


def are_enough(profile: RegulationProfile, opinions: Iterable[MemberOpinion]) -> Verdict:
    """Whether as many members as the profile asks for said something, and enough of them agreed."""
    least = int(profile.figure(LEAST) or 0)
    given = list(opinions)
    if not least:
        return YES
    if len(given) < least:
        return no(f"Mới ghi {len(given)} ý kiến thành viên; cần ít nhất {least} ý kiến trước khi duyệt.")
    agreeing = sum(one.stance != MemberStance.DISAGREE for one in given)
    percent = profile.figure(AGREEING_ABOVE)
    if percent is not None and agreeing * 100 <= percent * len(given):
        return no(f"{agreeing} trong {len(given)} ý kiến thành viên đồng ý, chưa quá {percent:.0f}%; chưa duyệt được.")
    return YES


def why_not_on(given_on: date, *, today: date, proposed_on: date | None) -> str:
    """Why an opinion cannot have been given on that day, in a sentence; empty where it can."""
    if given_on > today:
        return "Ngày cho ý kiến không thể sau hôm nay."
    if proposed_on is not None and given_on < proposed_on:
        return "Ngày cho ý kiến không thể trước ngày trình dự thảo."
    return ""
