"""Who may see and register hard tasks (việc khó)."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import HardTask


def may_view(actor: Actor, task: HardTask) -> Verdict:
    """Own ones; the unit's for its people; the subtree's for committees, inspection, Mặt trận; equals `visible_to`."""
    own = actor.cadre_id is not None and task.cadre_id == actor.cadre_id
    at_home = actor.holds(Role.SECRETARY, Role.HEAD, at=task.unit_id) or actor.sits_in(task.unit_id)
    wide = actor.holds_over(Role.STAFF, Role.STANDING, Role.INSPECTION, Role.FRONT, path=task.unit.path)
    return YES if own or at_home or wide else no("Không tìm thấy việc khó này trong phạm vi của đồng chí.")


def may_register(actor: Actor, unit_id: int, cadre_id: int | None) -> Verdict:
    """A collective's by its secretary or head; a person's by that person, a member of the collective."""
    if cadre_id is None:
        if actor.holds(Role.SECRETARY, Role.HEAD, at=unit_id):
            return YES
        return no("Chỉ thư ký hoặc bí thư của đơn vị đăng ký việc khó của tập thể.")
    if actor.cadre_id == cadre_id and actor.sits_in(unit_id):
        return YES
    return no("Việc khó của cá nhân do chính đồng chí là thành viên tập thể đăng ký.")
