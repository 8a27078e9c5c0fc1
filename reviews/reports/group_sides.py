"""Which members of a working group stand on the side of those whom the group is to help: they sit there or write for it."""

from collections.abc import Collection, Iterable

from cadres.models import RoleGrant, Tenure
from cadres.roles import UNIT_ROLES
from core import localtime
from reviews.models import DeepReview, GroupMember, Review, WorkingGroup
from reviews.rules import working_groups as rules
from reviews.states import Subject
from units.models import Unit
from units.querysets import UnitQuerySet


def units_to_give(group: WorkingGroup) -> UnitQuerySet:
    """The units whose collective is reviewed in the cycle under the group's committee."""
    reviewed = Review.objects.filter(
        cycle_id=group.cycle_id, managing_unit_id=group.owner_id, subject=Subject.COLLECTIVE
    )
    return Unit.objects.filter(pk__in=reviewed.values("unit"))


def own_units_of(cadre_ids: Collection[int]) -> dict[int, set[int]]:
    """Person → where they stand on the side of those reviewed: sit in the collective, write for it, or head it."""
    today = localtime.today()
    found: dict[int, set[int]] = {pk: set() for pk in cadre_ids}
    held = Tenure.objects.held_on(today).filter(cadre_id__in=found)
    grants = RoleGrant.objects.running_on(today).filter(user__cadre_id__in=found, role__in=UNIT_ROLES)
    for cadre_id, unit_id in (
        *held.values_list("cadre_id", "post__unit_id"),
        *grants.values_list("user__cadre_id", "unit_id"),
    ):
        found[cadre_id].add(unit_id)
    return found


def why_not_sent(members: Iterable[GroupMember], given: Collection[Unit]) -> list[str]:
    """A sentence for each member and each of these units in which that member cannot help."""
    members = list(members)
    own = own_units_of([member.cadre_id for member in members]) if given else {}
    told = [
        rules.why_not_sent(member.cadre.full_name, own.get(member.cadre_id, ()), [unit])
        for member in members
        for unit in given
    ]
    return [sentence for sentence in told if sentence]


def of_letter(letter: DeepReview, unit_ids: Collection[int] | None = None) -> list[str]:
    """Why the group of the letter cannot be given the units of those suggested (or these); empty without a group."""
    group = WorkingGroup.objects.with_contents().filter(pk=letter.working_group_id or 0).first()
    if group is None:
        return []
    if unit_ids is None:
        unit_ids = {target.review.unit_id for target in letter.targets.all()}
    return why_not_sent(rules.members_now(group), list(units_to_give(group).filter(pk__in=unit_ids)))
