"""What a working group records of a unit given to it: when the conference is, who came, what it saw and said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import locked, require
from reviews.models import GroupVisit, VisitAttendance, WorkingGroup
from reviews.rules import working_groups as rules
from reviews.states import Attendance


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as it was typed; `attendances` is member → (came or absent, the reason), members not named stay unsaid."""

    held_on: date | None
    starts_at: time | None
    place: str
    note: str
    attendances: Mapping[int, tuple[str, str]]


@transaction.atomic
def record_visit(*, visit_id: int, version: int, actor: Actor, facts: VisitFacts) -> GroupVisit:
    """Keep schedule, attendance and note. Before the conference only the schedule; refused (Invalid) are a conference
    outside the group's days, attendance or a note before its day, and an absence without its reason."""
    list(WorkingGroup.objects.select_for_update(of=("self",)).filter(visits=visit_id))  # nobody takes the unit back now
    visit = locked(GroupVisit.objects.select_related("unit"), visit_id, version)
    group = WorkingGroup.objects.with_contents().get(pk=visit.group_id)
    require(rules.may_note(actor, group, localtime.today()) and rules.is_not_own(actor, visit))
    _refuse_impossible(group, facts)
    visit.held_on, visit.starts_at, visit.place = facts.held_on, facts.starts_at, fold_space(facts.place)
    if facts.note.strip() != visit.note:
        visit.note = facts.note.strip()
        visit.noted_at, visit.noted_by_name = (localtime.now(), actor.name) if visit.note else (None, "")
    visit.version += 1
    visit.save()
    _record_attendances(visit, group, facts.attendances)
    told = {member: came for member, (came, _) in facts.attendances.items()}
    audit.record(
        actor=actor, verb="groupvisit.record", target=visit, held_on=facts.held_on, note=visit.note, attendances=told
    )
    return visit


def _refuse_impossible(group: WorkingGroup, facts: VisitFacts) -> None:
    if facts.held_on is not None and not group.works_from <= facts.held_on <= group.works_to:
        raise Invalid("Ngày hội nghị phải trong thời gian làm việc của tổ.")
    is_over = facts.held_on is not None and facts.held_on <= localtime.today()
    if not is_over and (facts.note.strip() or facts.attendances):
        raise Invalid("Chỉ điểm danh và ghi nhận xét từ ngày hội nghị. Hãy ghi ngày hội nghị đã họp.")
    if any(came == Attendance.ABSENT and not reason.strip() for came, reason in facts.attendances.values()):
        raise Invalid("Hãy ghi lý do của người vắng.")


def _record_attendances(visit: GroupVisit, group: WorkingGroup, said: Mapping[int, tuple[str, str]]) -> None:
    members = {member.pk for member in rules.members_now(group)}
    if not said.keys() <= members:
        raise Invalid("Danh sách thành viên đã thay đổi. Mời tải lại trang.")
    for member_id, (came, reason) in said.items():
        VisitAttendance.objects.update_or_create(
            visit=visit, member_id=member_id, defaults={"came": came, "reason": fold_space(reason)}
        )
    VisitAttendance.objects.filter(visit=visit, member_id__in=members - said.keys()).delete()
