"""Who reports on, verifies and closes a remediation item: never the owner the last two."""

from decimal import Decimal

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import RemediationItem
from reviews.rules import sheets
from reviews.states import RemediationState


def is_owner(actor: Actor, item: RemediationItem) -> bool:
    """Whether the acting person owns the item: by name, or as subject of the personal review it comes from."""
    named = item.owner_cadre_id is not None and item.owner_cadre_id == actor.cadre_id
    return named or sheets.is_subject(actor, item.plan.review)


def may_view(actor: Actor, item: RemediationItem) -> Verdict:
    """With the review it comes from, or as its owner; equals `RemediationItemQuerySet.visible_to`."""
    named = item.owner_cadre_id is not None and item.owner_cadre_id == actor.cadre_id
    if named:
        return YES
    return sheets.may_follow(actor, item.plan.review)


def may_report(actor: Actor, item: RemediationItem) -> Verdict:
    """The owner; for a collective's item also its secretary and head."""
    review = item.plan.review
    if is_owner(actor, item) or (review.is_collective and sheets.is_charged(actor, review)):
        return YES
    return no("Chỉ người được giao việc hoặc thư ký, bí thư của đơn vị báo cáo tiến độ.")


def may_measure(actor: Actor, item: RemediationItem) -> Verdict:
    """Figures are set by who reports or by the managing committee, before the item is reported done."""
    if item.state not in (RemediationState.PLANNED, RemediationState.IN_PROGRESS):
        return no("Đã báo cáo hoàn thành: không đổi số đầu kỳ và mục tiêu nữa.")
    if sheets.is_managing(actor, item.plan.review):
        return YES
    return may_report(actor, item)


def may_verify(actor: Actor, item: RemediationItem) -> Verdict:
    """Staff or standing committee of exactly the managing unit, never the owner's side and never who reported it."""
    if (own_work := _own_work(actor, item)) is not None:
        return own_work
    if actor.holds(Role.STAFF, Role.STANDING, at=item.plan.review.managing_unit_id):
        return YES
    return no("Chỉ cấp ủy trực tiếp quản lý xác minh kết quả khắc phục.")


def may_close(actor: Actor, item: RemediationItem) -> Verdict:
    """The standing committee of exactly the managing unit, never the owner's side and never who reported it."""
    if (own_work := _own_work(actor, item)) is not None:
        return own_work
    if actor.holds(Role.STANDING, at=item.plan.review.managing_unit_id):
        return YES
    return no("Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý kết thúc việc khắc phục.")


def _own_work(actor: Actor, item: RemediationItem) -> Verdict | None:
    reported_it = actor.user_id is not None and item.reported_by_id == actor.user_id
    if reported_it or is_owner(actor, item) or sheets.is_concerned(actor, item.plan.review):
        return no("Người thực hiện, người báo cáo không tự xác minh, kết thúc việc của mình.")
    return None


def share_done(baseline: Decimal | None, target: Decimal | None, reading: Decimal | None) -> int | None:
    """How far a reading stands between baseline and target, in whole percent from 0 to 100; None without figures."""
    if baseline is None or target is None or reading is None or baseline == target:
        return None
    return int(min(Decimal(1), max(Decimal(0), (reading - baseline) / (target - baseline))) * 100)
