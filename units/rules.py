"""Who may see and change units. Pure: everything a rule asks is on the actor and on the rows it is given."""

from core.verdict import YES, Verdict, no
from units.actors import UnitActor
from units.models import Unit

NOT_YOURS = "Đồng chí chỉ quản trị được đơn vị trong phạm vi được giao."


def may_view(actor: UnitActor, unit: Unit) -> bool:
    """Units in the subtrees the person works for, and those in whose collective the person sits."""
    return unit.pk in actor.seat_unit_ids or any(unit.path.startswith(path) for path in actor.readable_unit_paths)


def may_look_up(actor: UnitActor) -> bool:
    """Whether there can be any unit to see: Mặt trận and mass organisations, say, follow hard tasks only."""
    return bool(actor.readable_unit_paths or actor.seat_unit_ids)


def may_create_under(actor: UnitActor, parent: Unit | None) -> Verdict:
    """Administrators below their unit; the top of the tree comes from the import or the demo data only."""
    if actor.is_routine or (parent is not None and actor.administers(parent.path)):
        return YES
    return no(NOT_YOURS)


def may_change(actor: UnitActor, unit: Unit) -> Verdict:
    """Names and facts of a unit: administrators of the unit or of one above it."""
    return YES if actor.is_routine or actor.administers(unit.path) else no(NOT_YOURS)


def may_place(actor: UnitActor, unit: Unit, new_parent: Unit | None) -> Verdict:
    """Where a unit stands and whether it goes on is its superior's matter, on both sides of a move."""
    if actor.is_routine:
        return YES
    if unit.parent is None or not actor.administers(unit.parent.path):
        return no("Việc chuyển, kết thúc, sáp nhập đơn vị do quản trị của cấp trên đơn vị ấy thực hiện.")
    if new_parent is not None and not actor.administers(new_parent.path):
        return no("Đơn vị nhận nằm ngoài phạm vi đồng chí quản trị.")
    return YES


def may_end(actor: UnitActor, unit: Unit) -> Verdict:
    """Ending a unit, also by a merge: administrators of its superior, while it is alive."""
    if unit.ended_on is not None:
        return no("Đơn vị này đã kết thúc hoạt động.")
    return may_place(actor, unit, None)


def may_add_successor(actor: UnitActor, unit: Unit) -> Verdict:
    """Saying who goes on with the work of an ended unit: administrators of its superior."""
    if unit.ended_on is None:
        return no("Đơn vị này đang hoạt động nên chưa có đơn vị kế thừa.")
    return may_place(actor, unit, None)


def may_set_managing_unit(actor: UnitActor, managing: Unit | None) -> Verdict:
    """Who reviews and appraises a unit is said by somebody who administers that committee too."""
    if managing is None or actor.is_routine or actor.administers(managing.path):
        return YES
    return no("Cấp quản lý được chọn nằm ngoài phạm vi đồng chí quản trị.")
