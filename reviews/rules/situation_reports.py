"""Who reports on the situation of a cycle."""

from datetime import date

from cadres.roles import Actor, Role
from core import formats
from core.verdict import YES, Verdict, no
from reviews.models import Cycle
from reviews.states import CycleState


def may_issue_situation_report(actor: Actor, issuer_id: int, cycle: Cycle) -> Verdict:
    """The standing committee signs, of a cycle that is open or has ended; others print the draft."""
    if not actor.holds(Role.STANDING, at=issuer_id):
        return no("Báo cáo do Thường trực cấp ủy ban hành; đồng chí in được dự thảo để trình ký.")
    if cycle.state == CycleState.DRAFT:
        return no("Đợt còn đang chuẩn bị, chưa có gì để báo cáo.")
    return YES


def may_be_dated(issued_on: date, cycle: Cycle, today: date) -> Verdict:
    """Not in the future, and not before the plan that opened the cycle."""
    if issued_on > today:
        return no("Ngày ban hành không thể sau hôm nay.")
    if issued_on < cycle.plan_date:
        return no(f"Ngày ban hành không thể trước ngày kế hoạch của đợt {formats.day(cycle.plan_date)}.")
    return YES
