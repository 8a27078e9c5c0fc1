"""Who may open and run a cycle."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import Cycle
from units.models import Unit


def may_prepare(actor: Actor, owner: Unit) -> Verdict:
    """Staff or standing committee of the unit that opens the cycle."""
    if actor.holds(Role.STAFF, Role.STANDING, at=owner.pk):
        return YES
    return no("Chỉ cơ quan giúp việc và thường trực của cấp ủy mở được đợt kiểm điểm.")


def may_run(actor: Actor, cycle: Cycle) -> Verdict:
    """Opening, generating, changing deadlines, closing: the same people."""
    return may_prepare(actor, cycle.owner)
