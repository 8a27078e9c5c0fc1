"""Who gets the dashboard."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no


def may_view_dashboard(actor: Actor) -> Verdict:
    """Committees and inspection; every number on it counts only what the person may see."""
    if actor.holds_any(Role.STAFF, Role.STANDING, Role.INSPECTION):
        return YES
    return no("Trang tổng hợp dành cho cấp ủy, cơ quan giúp việc và ủy ban kiểm tra.")
