"""Who may appraise, return, accept: the directly managing committee, in two hands, never one's own matter."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import Review
from reviews.rules import sheets


def may_draft_appraisal(actor: Actor, review: Review) -> Verdict:
    """Staff (or standing committee) of exactly the managing unit, not about themselves or what they wrote."""
    if own_matter := _own_matter(actor, review):
        return own_matter
    if actor.holds(Role.STAFF, Role.STANDING, at=review.managing_unit_id):
        return YES
    return no("Chỉ cấp ủy trực tiếp quản lý thẩm định bản kiểm điểm này.")


def may_decide(actor: Actor, review: Review) -> Verdict:
    """The standing committee of exactly the managing unit, not about themselves or what they wrote."""
    if own_matter := _own_matter(actor, review):
        return own_matter
    if actor.holds(Role.STANDING, at=review.managing_unit_id):
        return YES
    return no("Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý quyết định kết quả thẩm định.")


def may_return(actor: Actor, review: Review) -> Verdict:
    """Returning for supplements, and for re-review: the same people as any decision on the appraisal."""
    return may_decide(actor, review)


def _own_matter(actor: Actor, review: Review) -> Verdict | None:
    if sheets.is_subject(actor, review):
        return no("Đồng chí không thẩm định bản kiểm điểm của chính mình.")
    if review.is_collective and (sheets.is_charged(actor, review) or actor.sits_in(review.unit_id)):
        return no("Đồng chí không thẩm định bản kiểm điểm của tập thể mà mình tham gia hoặc soạn.")
    return None
