"""Who may open and run a cycle."""

from cadres.roles import Actor, Role, reaches
from core.verdict import YES, Verdict, no
from reviews.models import Cycle
from reviews.querysets.cycles import WORKING_ROLES
from reviews.states import CycleState
from units.models import Unit

_HIDDEN = no("Không tìm thấy đợt kiểm điểm này trong phạm vi của đồng chí.")


def may_prepare(actor: Actor, owner: Unit) -> Verdict:
    """Staff or standing committee of the unit that opens the cycle."""
    if actor.holds(Role.STAFF, Role.STANDING, at=owner.pk):
        return YES
    return no("Chỉ cơ quan giúp việc và thường trực của cấp ủy mở được đợt kiểm điểm.")


def may_run(actor: Actor, cycle: Cycle) -> Verdict:
    """Opening, generating, changing deadlines, closing: the same people."""
    return may_prepare(actor, cycle.owner)


def may_generate(actor: Actor, cycle: Cycle) -> Verdict:
    """Creating the reviews that are missing: who runs the cycle, while it is open."""
    return _while_open(actor, cycle, "Chỉ sinh bản kiểm điểm khi đợt đang mở.")


def may_change_deadlines(actor: Actor, cycle: Cycle) -> Verdict:
    """Setting other deadlines: who runs the cycle, while it is open."""
    return _while_open(actor, cycle, "Chỉ đổi hạn khi đợt đang mở.")


def may_edit(actor: Actor, cycle: Cycle) -> Verdict:
    """Changing the whole plan, or throwing it away: who runs the cycle, while it is a draft."""
    verdict = may_run(actor, cycle)
    if not verdict or cycle.state == CycleState.DRAFT:
        return verdict
    return no("Đợt đã mở chỉ còn đổi được hạn trình.")


def may_view(actor: Actor, cycle: Cycle, *, has_own_review: bool, sees_a_review: bool = False) -> Verdict:
    """Its committee always; once opened, whoever works, sits or has an own review in it; equals `visible_to`.

    One opened for a few: whoever may see a review of it.
    """
    if actor.holds(Role.STAFF, Role.STANDING, at=cycle.owner_id):
        return YES
    if cycle.state == CycleState.DRAFT:
        return _HIDDEN
    if cycle.only_chosen:
        return YES if sees_a_review else _HIDDEN
    path = cycle.scope.path
    homes = {*actor.paths(*WORKING_ROLES), *(seat.unit_path for seat in actor.seats)}
    above = reaches(path, actor.paths(Role.STAFF, Role.STANDING, Role.INSPECTION))
    within = any(home.startswith(path) for home in homes)
    return YES if has_own_review or above or within else _HIDDEN


def _while_open(actor: Actor, cycle: Cycle, otherwise: str) -> Verdict:
    verdict = may_run(actor, cycle)
    return verdict if not verdict or cycle.state == CycleState.OPEN else no(otherwise)
