"""Who reports on, verifies and closes a remediation item: never the owner the last two, never one hand both."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import RemediationItem
from reviews.rules import sheets
from reviews.rules.plans import is_side_of_plan
from reviews.states import OPEN_REMEDIATION, WORKED_ON, CycleState, ItemKind, MeasureKind, RemediationState


def _is_named(actor: Actor, item: RemediationItem) -> bool:
    return actor.cadre_id is not None and actor.cadre_id in (item.owner_cadre_id, *item.co_owner_ids)


def is_owner(actor: Actor, item: RemediationItem) -> bool:
    """Whether the acting person owns the item, alone or with others: by name, or as subject of the personal review."""
    return _is_named(actor, item) or sheets.is_subject(actor, item.plan.review)


def may_view(actor: Actor, item: RemediationItem) -> Verdict:
    """With the review it comes from, or as its owner; equals `RemediationItemQuerySet.visible_to`."""
    if _is_named(actor, item):
        return YES
    return sheets.may_follow(actor, item.plan.review)


def may_report(actor: Actor, item: RemediationItem) -> Verdict:
    """The owner; for a collective's item also its secretary and head."""
    review = item.plan.review
    if is_owner(actor, item) or (review.is_collective and sheets.is_charged(actor, review)):
        return YES
    return no("Chỉ người được giao việc hoặc thư ký, bí thư của đơn vị báo cáo tiến độ.")


def may_measure(actor: Actor, item: RemediationItem) -> Verdict:
    """Figures are set by who reports or by the managing committee, before the item is reported done; those of a signed
    commitment once: others are a change of its words, with a reason, by who writes the plan."""
    if item.state not in WORKED_ON:
        return no("Việc không còn đang thực hiện: không đổi số đầu kỳ và mục tiêu nữa.")
    verdict = YES if sheets.is_managing(actor, item.plan.review) else may_report(actor, item)
    if verdict and item.kind == ItemKind.COMMITMENT and item.measure_kind != MeasureKind.NONE:
        return no("Cam kết đã có cách đo; muốn đổi thì người lập kế hoạch dùng “Sửa việc” và ghi lý do.")
    return verdict


def may_plan_steps(actor: Actor, item: RemediationItem) -> Verdict:
    """Who reports on it keeps its sub-steps, while it is worked on."""
    if not (verdict := may_report(actor, item)):
        return verdict
    return YES if item.state in WORKED_ON else no("Chỉ ghi các bước của việc đang thực hiện.")


def may_correct(actor: Actor, item: RemediationItem) -> Verdict:
    """Who reports on it corrects a reading too, while it is worked on."""
    if not (verdict := may_report(actor, item)):
        return verdict
    return YES if item.state in WORKED_ON else no("Chỉ đính chính số liệu của việc đang thực hiện.")


def may_verify(actor: Actor, item: RemediationItem) -> Verdict:
    """Staff or standing committee of exactly the managing unit, never the owner's side and never who reported it."""
    if (own_work := _own_work(actor, item)) is not None:
        return own_work
    if actor.holds(Role.STAFF, Role.STANDING, at=item.plan.review.managing_unit_id):
        return YES
    return no("Chỉ cấp ủy trực tiếp quản lý xác minh kết quả khắc phục.")


def may_close(actor: Actor, item: RemediationItem) -> Verdict:
    """The standing committee of exactly the managing unit, never the owner's side, who reported or who verified it."""
    if (own_work := _own_work(actor, item)) is not None:
        return own_work
    if actor.user_id is not None and item.verified_by_id == actor.user_id:
        return no("Người đã xác minh không tự kết thúc việc; đồng chí khác trong thường trực, ban thường vụ kết thúc.")
    if actor.holds(Role.STANDING, at=item.plan.review.managing_unit_id):
        return YES
    return no("Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý kết thúc việc khắc phục.")


def may_reopen(actor: Actor, item: RemediationItem) -> Verdict:
    """Whoever may close it (`may_close`), as long as the cycle it comes from runs; later the fault is written anew."""
    if not (verdict := may_close(actor, item)):
        return verdict
    if item.plan.review.cycle.state != CycleState.OPEN:
        return no("Đợt kiểm điểm đã kết thúc nên không mở lại việc này; hạn chế còn lại được ghi tiếp ở bản kỳ sau.")
    return YES


def may_ask_extension(actor: Actor, item: RemediationItem) -> Verdict:
    """Whoever reports on it, while it is worked on."""
    if not (verdict := may_report(actor, item)):
        return verdict
    return YES if item.state in WORKED_ON else no("Chỉ xin gia hạn việc đang thực hiện.")


def may_decide_extension(actor: Actor, item: RemediationItem) -> Verdict:
    """Whoever may close it (`may_close`), while it is worked on."""
    if not (verdict := may_close(actor, item)):
        return verdict
    return YES if item.state in WORKED_ON else no("Chỉ gia hạn việc đang thực hiện.")


def may_hand_over(actor: Actor, item: RemediationItem) -> Verdict:
    """Secretary and head of the collective whose item it is, or its managing committee; a personal item stays with its
    person."""
    review = item.plan.review
    if not review.is_collective:
        return no("Việc trong kế hoạch của cá nhân do chính đồng chí đó thực hiện.")
    if item.state not in (*WORKED_ON, RemediationState.SUSPENDED):
        return no("Chỉ giao lại việc đang thực hiện hoặc đang tạm dừng.")
    if sheets.is_charged(actor, review) or sheets.is_managing(actor, review):
        return YES
    return no("Chỉ thư ký, bí thư của đơn vị hoặc cấp ủy quản lý giao lại việc cho người khác.")


def may_classify(actor: Actor, item: RemediationItem) -> Verdict:
    """Whoever writes its plan says which field an item belongs to, while it is open."""
    if item.state not in OPEN_REMEDIATION:
        return no("Việc đã kết thúc, đã chuyển hoặc không thực hiện được: không đổi lĩnh vực nữa.")
    if is_side_of_plan(actor, item.plan.review):
        return YES
    return no("Chỉ thư ký, bí thư của đơn vị (cá nhân: chính đồng chí đó) hoặc cấp ủy quản lý đổi lĩnh vực của việc.")


def _own_work(actor: Actor, item: RemediationItem) -> Verdict | None:
    reported_it = actor.user_id is not None and item.reported_by_id == actor.user_id
    if reported_it or is_owner(actor, item) or sheets.is_concerned(actor, item.plan.review):
        return no("Người thực hiện, người báo cáo không tự xác minh, kết thúc việc của mình.")
    return None


REACHED: Final = {1: "Đạt", 0: "Chưa đạt"}
"""What a reading says of an item that is only done or not."""
WHOLE: Final = Decimal(100)


def way_made(baseline: Decimal | None, reading: Decimal | None) -> Decimal | None:
    """How much has changed since the beginning, whichever way; None without both figures."""
    return None if baseline is None or reading is None else abs(reading - baseline)


def share_reached(baseline: Decimal | None, target: Decimal | None, reading: Decimal | None) -> Decimal | None:
    """How much of the way from baseline to target is made, in percent with one place, rounded as people round it.

    Below nothing it is nothing; what is not reached yet never reads 100; None without the three figures.
    """
    if baseline is None or target is None or reading is None or baseline == target:
        return None
    exact = (reading - baseline) / (target - baseline) * WHOLE
    rounded = max(Decimal(0), exact).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return min(rounded, WHOLE - Decimal("0.1")) if exact < WHOLE else rounded


def share_done(baseline: Decimal | None, target: Decimal | None, reading: Decimal | None) -> int | None:
    """`share_reached` for a bar: whole percent from 0 to 100."""
    share = share_reached(baseline, target, reading)
    return None if share is None else int(min(WHOLE, share))


def is_way_back(baseline: Decimal, target: Decimal, reading: Decimal) -> bool:
    """Whether the reading lies on the other side of the baseline than the target."""
    return (reading - baseline) * (target - baseline) < 0
