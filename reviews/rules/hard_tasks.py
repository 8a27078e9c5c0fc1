"""Who may see and register hard tasks (việc khó)."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import Cycle, HardTask
from reviews.states import CycleState
from units.models import Unit


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


def may_register_any(actor: Actor) -> Verdict:
    """Whether there is any collective for which, or as a member of which, the person registers."""
    if actor.holds_any(Role.SECRETARY, Role.HEAD) or (actor.cadre_id is not None and actor.seats):
        return YES
    return no("Việc khó do thư ký, bí thư đơn vị hoặc thành viên tập thể đăng ký.")


def is_open_for(cycle: Cycle, unit: Unit) -> Verdict:
    """Hard tasks are registered in an open cycle whose scope reaches the unit."""
    if cycle.state == CycleState.OPEN and unit.path.startswith(cycle.scope.path):
        return YES
    return no("Đợt kiểm điểm này không mở cho đơn vị; hãy chọn đợt khác.")


def may_change(actor: Actor, task: HardTask) -> Verdict:
    """Who may register it may change it, as long as its cycle is open."""
    return may_register(actor, task.unit_id, task.cadre_id) and is_open_for(task.cycle, task.unit)


def may_remark(actor: Actor, task: HardTask) -> Verdict:
    """Mặt trận and mass organisations remark on the tasks of the units they follow."""
    if actor.holds_over(Role.FRONT, path=task.unit.path):
        return YES
    return no("Ý kiến theo dõi việc khó do Mặt trận, các đoàn thể ghi.")


def may_answer(actor: Actor, task: HardTask) -> Verdict:
    """A person for the own task; secretary or head for the collective, and for a person who cannot be waited for."""
    if task.cadre_id is not None and task.cadre_id == actor.cadre_id:
        return YES
    is_charged = actor.holds(Role.SECRETARY, Role.HEAD, at=task.unit_id)
    if is_charged and (task.cadre_id is None or task.is_left_to_unit):
        return YES
    return no("Ý kiến do đơn vị hoặc cá nhân đăng ký việc khó trả lời.")
