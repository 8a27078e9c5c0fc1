"""Sending a working group: setting it up, who is in it, which units it is given. Its members' rights follow each change."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from cadres.actions.tasks import bring_task_grants
from cadres.models import Cadre, RoleGrant, User
from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import locked, require
from reviews.models import Cycle, DeepReview, GroupMember, GroupVisit, WorkingGroup
from reviews.reports import group_sides
from reviews.reports.group_sides import own_units_of, units_to_give
from reviews.rules import working_groups as rules
from reviews.states import GroupDuty
from units.models import Unit

_CONTENTS = ("members__cadre", "members__grants", "visits__unit", "visits__attendances")


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group as it was typed."""

    name: str
    decision_number: str
    decision_on: date
    works_from: date
    works_to: date


@transaction.atomic
def create_group(*, cycle_id: int, owner_id: int, actor: Actor, facts: GroupFacts) -> WorkingGroup:
    """Set a group up for a cycle; refused (Invalid) where the days are out of order or the name is used in the cycle."""
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle_id)  # two clicks wait here
    require(rules.may_send(actor, owner_id, cycle))
    group = WorkingGroup(cycle=cycle, owner_id=owner_id)
    _take(group, facts)
    group.save(force_insert=True)
    audit.record(actor=actor, verb="workinggroup.create", target=group, **asdict(facts))
    return group


@transaction.atomic
def change_group(*, group_id: int, version: int, actor: Actor, facts: GroupFacts) -> WorkingGroup:
    """Mend name, decision and days; the members' rights get the new days. Today as last day ends them tonight."""
    group = _locked(group_id, version, actor)
    Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=group.cycle_id)
    _take(group, facts)
    return _changed(group, actor, "change", **asdict(facts))


@transaction.atomic
def add_member(*, group_id: int, version: int, actor: Actor, cadre_id: int, duty: str) -> WorkingGroup:
    """Name a member, or one who had left again. Refused: twice, a second head, somebody of a collective given to it."""
    group = _locked(group_id, version, actor)
    cadre = Cadre.objects.visible_to(actor).filter(pk=cadre_id).first()
    if cadre is None:
        raise Invalid("Không thấy người này trong phạm vi của đồng chí. Mời chọn lại.")
    _refuse_own_side([GroupMember(cadre=cadre)], [visit.unit for visit in group.visits.all()])
    now = rules.members_now(group)
    if any(member.cadre_id == cadre.pk for member in now):
        raise Invalid(f"Đồng chí {cadre.full_name} đã ở trong tổ.")
    if duty == GroupDuty.HEAD and any(member.duty == GroupDuty.HEAD for member in now):
        raise Invalid("Tổ đã có tổ trưởng. Cho tổ trưởng cũ thôi tham gia rồi thêm tổ trưởng mới.")
    GroupMember.objects.update_or_create(group=group, cadre=cadre, defaults={"duty": duty, "left_on": None})
    return _changed(group, actor, "add_member", member=cadre.full_name, member_id=cadre.pk, duty=duty)


@transaction.atomic
def remove_member(*, group_id: int, version: int, actor: Actor, member_id: int) -> WorkingGroup:
    """Let a member go from today on: what was recorded of their attendance stays, their rights end at once."""
    group = _locked(group_id, version, actor)
    member = next((one for one in rules.members_now(group) if one.pk == member_id), None)
    if member is None:
        raise Invalid("Người này không còn ở trong tổ.")
    member.left_on = localtime.today()
    member.save(update_fields=["left_on"])
    return _changed(group, actor, "remove_member", member=member.cadre.full_name, member_id=member.cadre_id)


@transaction.atomic
def give_units(*, group_id: int, version: int, actor: Actor, unit_ids: Collection[int]) -> WorkingGroup:
    """Give the group these units too. Refused (Invalid): a unit whose collective is not reviewed in the cycle under this
    committee, and one in whose collective a member sits."""
    group = _locked(group_id, version, actor)
    known = {visit.unit_id for visit in group.visits.all()}
    fresh = list(units_to_give(group).filter(pk__in=set(unit_ids) - known))
    if not fresh:
        raise Invalid("Hãy chọn ít nhất một nơi chưa giao cho tổ.")
    _refuse_own_side(rules.members_now(group), fresh)
    GroupVisit.objects.bulk_create([GroupVisit(group=group, unit=unit) for unit in fresh])
    return _changed(group, actor, "give_units", units=[unit.pk for unit in fresh])


@transaction.atomic
def take_unit_back(*, group_id: int, version: int, actor: Actor, visit_id: int) -> WorkingGroup:
    """Take a unit back from the group; refused once something was recorded there, for nothing recorded is erased."""
    group = _locked(group_id, version, actor)
    visit = next((one for one in group.visits.all() if one.pk == visit_id), None)
    if visit is None:
        raise Invalid("Nơi này không còn giao cho tổ.")
    if visit.note or visit.attendances.all():
        raise Invalid(f"Tổ đã ghi nhận việc ở {visit.unit.name} nên không rút nơi này ra được.")
    visit.delete()
    return _changed(group, actor, "take_unit_back", unit=visit.unit_id)


def give_rights_awaited(user: User, actor: Actor) -> None:
    """An account that is being opened gets the rights of the groups in which its person is by now."""
    of_person = Q(members__cadre_id=user.cadre_id, members__left_on=None, works_to__gte=localtime.today())
    joined = WorkingGroup.objects.filter(of_person) if user.cadre_id else WorkingGroup.objects.none()
    for group in joined.select_for_update(of=("self",)).order_by("pk"):
        _bring_rights(group, actor)


def send_with_letter(
    letter: DeepReview, unit_ids: Collection[int], actor: Actor, *, as_far_as_possible: bool = False
) -> None:
    """Give the group of the letter the units of those suggested that are not given to it yet, whatever of them it can be
    given: collectives reviewed in the cycle under the committee.

    Refuses (Invalid) all of them where a member belongs to one; `as_far_as_possible` leaves those out instead.
    """
    if letter.working_group_id is None:
        return
    group = _locked(letter.working_group_id, None, actor)
    known = {visit.unit_id for visit in group.visits.all()}
    fresh = _for_letter(group, set(unit_ids) - known)
    if as_far_as_possible:
        own = set().union(*own_units_of([one.cadre_id for one in rules.members_now(group)]).values())
        fresh = [unit for unit in fresh if unit.pk not in own]
    _refuse_own_side(rules.members_now(group), fresh)
    if fresh:
        GroupVisit.objects.bulk_create([GroupVisit(group=group, unit=unit) for unit in fresh])
        _changed(group, actor, "give_units", units=[unit.pk for unit in fresh], letter=letter.pk)


def refuse_own_side_of(letter: DeepReview) -> None:
    """Before a letter goes up: nobody of its group, where it has one, sits in or writes for one of those suggested."""
    if sentences := group_sides.of_letter(letter):
        raise Invalid(" ".join(sentences))


def _for_letter(group: WorkingGroup, unit_ids: Collection[int]) -> list[Unit]:
    return list(units_to_give(group).filter(pk__in=unit_ids))


def _locked(group_id: int, version: int | None, actor: Actor) -> WorkingGroup:
    group = locked(WorkingGroup.objects.select_related("cycle", "owner"), group_id, version)
    prefetch_related_objects([group], *_CONTENTS)
    require(rules.may_send(actor, group.owner_id, group.cycle))
    return group


def _take(group: WorkingGroup, facts: GroupFacts) -> None:
    group.name, group.decision_number = fold_space(facts.name), fold_space(facts.decision_number)
    group.decision_on, group.works_from, group.works_to = facts.decision_on, facts.works_from, facts.works_to
    if group.works_to < group.works_from:
        raise Invalid("Ngày kết thúc không thể trước ngày bắt đầu làm việc.")
    if group.works_from < group.decision_on:
        raise Invalid("Tổ không thể làm việc trước ngày quyết định thành lập.")
    twins = WorkingGroup.objects.filter(cycle_id=group.cycle_id, owner_id=group.owner_id, name=group.name)
    if twins.exclude(pk=group.pk).exists():
        raise Invalid(f"Đợt này đã có tổ tên “{group.name}”. Hãy đặt tên khác.")


def _changed(group: WorkingGroup, actor: Actor, verb: str, **told: object) -> WorkingGroup:
    group.version += 1
    group.save()
    audit.record(actor=actor, verb=f"workinggroup.{verb}", target=group, **told)
    _bring_rights(group, actor)
    return group


def _bring_rights(group: WorkingGroup, actor: Actor) -> None:
    """Each member with an account gets the role at the units given, until the group ends; who left loses it at once."""
    unit_ids = list(GroupVisit.objects.filter(group=group).values_list("unit_id", flat=True))
    members = list(GroupMember.objects.filter(group=group).prefetch_related("grants"))
    users = {user.cadre_id: user for user in User.objects.filter(cadre_id__in=[m.cadre_id for m in members])}
    for member in members:
        gone = member.left_on is not None
        grants = bring_task_grants(
            actor=actor,
            user=users.get(member.cadre_id),
            about_id=group.cycle_id,
            held=list(
                RoleGrant.objects.select_for_update(of=("self",)).filter(pk__in=[g.pk for g in member.grants.all()])
            ),
            unit_ids=[] if gone else unit_ids,
            first=group.works_from,
            last=group.works_to,
        )
        member.grants.set(grants)


def _refuse_own_side(members: Iterable[GroupMember], given: Collection[Unit]) -> None:
    if sentences := group_sides.why_not_sent(members, given):
        raise Invalid(" ".join(sentences))
