"""Who may draft, approve, issue and acknowledge a suggestion for deep review."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import DeepReview, DeepReviewTarget
from reviews.rules import sheets


def may_draft(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Staff or standing committee of the issuing unit."""
    if actor.holds(Role.STAFF, Role.STANDING, at=deep_review.issuer_id):
        return YES
    return no("Chỉ cơ quan giúp việc và thường trực của cấp ủy ban hành soạn gợi ý này.")


def may_approve(actor: Actor, deep_review: DeepReview) -> Verdict:
    """The standing committee of the issuing unit; who is a target does not approve (the action checks the targets)."""
    if actor.holds(Role.STANDING, at=deep_review.issuer_id):
        return YES
    return no("Chỉ thường trực, ban thường vụ cấp ủy ban hành duyệt gợi ý kiểm điểm sâu.")


def may_issue(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Number, date and sending: the standing committee, or its staff on an approved text."""
    return may_approve(actor, deep_review)


def may_withdraw(actor: Actor, deep_review: DeepReview) -> Verdict:
    """Taking a suggestion back, with a reason: the standing committee of the issuing unit."""
    return may_approve(actor, deep_review)


def may_acknowledge(actor: Actor, target: DeepReviewTarget) -> Verdict:
    """The unit acknowledges by its secretary or head; a person for the own target."""
    if sheets.is_subject(actor, target.review) or sheets.is_charged(actor, target.review):
        return YES
    return no("Chỉ người được gợi ý hoặc thư ký, bí thư nơi kiểm điểm xác nhận đã nhận gợi ý.")
