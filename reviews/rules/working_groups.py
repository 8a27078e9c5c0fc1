"""Who sends a working group, who may be in it, who writes its notes; values only, no query.

Load a group by `WorkingGroup.objects.with_contents()`: the rules look at its members and visits.
"""

from collections.abc import Collection, Iterable
from datetime import date

from cadres.roles import UNIT_ROLES, Actor
from core import formats
from core.verdict import YES, Verdict, no
from reviews.models import Cycle, GroupMember, GroupVisit, WorkingGroup
from reviews.querysets.working_groups import KEEPERS
from reviews.states import CycleState
from units.models import Unit

_HIDDEN = no("Không tìm thấy tổ công tác này trong phạm vi của đồng chí.")


def may_view(actor: Actor, group: WorkingGroup, today: date) -> Verdict:
    """The committee that sends it; its members until it ends; equals `WorkingGroupQuerySet.visible_to`."""
    if actor.holds(*KEEPERS, at=group.owner_id) or (_is_member(actor, group) and group.works_to >= today):
        return YES
    return _HIDDEN


def may_send(actor: Actor, owner_id: int, cycle: Cycle) -> Verdict:
    """Staff and standing committee send and change groups of their committee, while the cycle is open."""
    if not actor.holds(*KEEPERS, at=owner_id):
        return no("Chỉ cơ quan giúp việc và thường trực của cấp ủy lập, thay đổi tổ công tác của cấp ủy đó.")
    if cycle.state != CycleState.OPEN:
        return no(f"Đợt “{cycle.name}” {CycleState(cycle.state).label.lower()}.")
    return YES


def may_note(actor: Actor, group: WorkingGroup, today: date) -> Verdict:
    """The group's members while it works, and the committee that sent it as long as the cycle is open."""
    if actor.holds(*KEEPERS, at=group.owner_id):
        return may_send(actor, group.owner_id, group.cycle)
    if not _is_member(actor, group):
        return no("Chỉ thành viên của tổ và cơ quan giúp việc cấp ủy ghi lịch, điểm danh và nhận xét.")
    if not group.works_from <= today <= group.works_to:
        return no(f"Tổ làm việc từ {formats.day(group.works_from)} đến {formats.day(group.works_to)}.")
    return YES


def is_not_own(actor: Actor, visit: GroupVisit) -> Verdict:
    """Nobody records as a group what happens in the collective where they sit, a post taken up meanwhile included."""
    if actor.sits_in(visit.unit_id) or actor.holds(*UNIT_ROLES, at=visit.unit_id):
        return no("Đồng chí tham gia hoặc viết cho tập thể này; thành viên khác của tổ sẽ ghi.")
    return YES


def why_not_sent(name: str, own_units: Collection[int], given: Iterable[Unit]) -> str:
    """Why the person cannot help these units, in a sentence; empty if nothing is against it.

    Nobody is sent to a collective where they sit or for which they write (`own_units`, by number).
    """
    own = next((unit.name for unit in given if unit.pk in own_units), "")
    return (
        f"Đồng chí {name} tham gia hoặc viết cho tập thể {own} nên không dự kiểm điểm ở đó trong tổ công tác."
        if own
        else ""
    )


def members_now(group: WorkingGroup) -> list[GroupMember]:
    """Those who did not leave, the head first."""
    rank = {"head": 0, "secretary": 1}
    now = [member for member in group.members.all() if member.left_on is None]
    return sorted(now, key=lambda member: (rank.get(member.duty, 2), member.pk))


def _is_member(actor: Actor, group: WorkingGroup) -> bool:
    return actor.cadre_id is not None and any(member.cadre_id == actor.cadre_id for member in members_now(group))
