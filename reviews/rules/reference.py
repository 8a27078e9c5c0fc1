"""Who may see and change what every committee shares: catalogues, form templates, regulation profiles."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no

_HIDDEN = no("Không tìm thấy trang này trong phạm vi của đồng chí.")


def may_view_reference(actor: Actor) -> Verdict:
    """Whoever prepares cycles, and administrators."""
    return YES if actor.holds_any(Role.ADMIN, Role.STAFF, Role.STANDING) else _HIDDEN


def may_change_reference(actor: Actor) -> Verdict:
    """Administrators at the top of the tree: a new version is offered to every committee below."""
    if actor.works_for_all(Role.ADMIN):
        return YES
    return no("Chỉ văn thư, quản trị của cấp cao nhất trong hệ thống thay đổi danh mục, mẫu dùng chung.")
