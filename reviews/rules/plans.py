"""Who writes a remediation plan, who approves it, and what of an approved one may still change."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import RemediationItem, Review
from reviews.rules import sheets
from reviews.states import PLANNED_KINDS, WORKED_ON, ItemKind


def may_write_plan(actor: Actor, review: Review) -> Verdict:
    """Secretary and head for the collective, the person for the own plan, and the managing committee; of an accepted
    review."""
    if review.settled_at is None:
        return no("Kế hoạch khắc phục lập khi bản kiểm điểm đã được thẩm định đạt.")
    if is_side_of_plan(actor, review):
        return YES
    return no("Kế hoạch do thư ký, bí thư đơn vị (cá nhân: chính đồng chí đó) hoặc cấp ủy quản lý soạn.")


def is_side_of_plan(actor: Actor, review: Review) -> bool:
    """Whether the plan is the person's to write, once the review is accepted: a personal one never a mere place's."""
    own_side = sheets.is_charged(actor, review) if review.is_collective else sheets.is_subject(actor, review)
    return own_side or sheets.is_managing(actor, review)


def may_approve_plan(actor: Actor, review: Review) -> Verdict:
    """The head for the collective, or the standing committee of exactly the managing unit; nobody the own plan."""
    if review.settled_at is None:
        return no("Kế hoạch khắc phục duyệt khi bản kiểm điểm đã được thẩm định đạt.")
    if sheets.is_subject(actor, review):
        return no("Đồng chí không tự duyệt kế hoạch khắc phục của mình.")
    if signs_as_unit(actor, review) or actor.holds(Role.STANDING, at=review.managing_unit_id):
        return YES
    return no("Kế hoạch do bí thư đơn vị hoặc thường trực cấp ủy trực tiếp quản lý duyệt.")


def signs_as_unit(actor: Actor, review: Review) -> bool:
    """Whether the approval is that of the unit's own head."""
    return review.is_collective and actor.holds(Role.HEAD, at=review.unit_id)


def may_bring_forward(actor: Actor, item: RemediationItem) -> Verdict:
    """Whoever writes the plan, of a commitment that is worked on."""
    if not (verdict := may_write_plan(actor, item.plan.review)):
        return verdict
    if item.kind != ItemKind.COMMITMENT or item.state not in WORKED_ON:
        return no("Chỉ đưa lên sớm thời hạn của việc cam kết đang thực hiện.")
    return YES


def may_link_recurrence(actor: Actor, item: RemediationItem) -> Verdict:
    """Whoever writes the plan, of one of its items that is not linked yet."""
    if not (verdict := may_write_plan(actor, item.plan.review)):
        return verdict
    if item.kind not in PLANNED_KINDS or item.recurs_of_id is not None:
        return no("Chỉ nối việc của kế hoạch khắc phục, và chỉ một lần.")
    return YES
