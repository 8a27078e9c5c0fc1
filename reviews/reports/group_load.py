"""How much members of working groups have on their hands: what is looked at before one more unit or group is given."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from core import formats
from reviews.models import GroupMember, GroupVisit, VisitAttendance, WorkingGroup
from reviews.states import Attendance


@dataclass(slots=True)
class Load:
    """What one person has in groups that work within the time of this one, this one included."""

    groups: int = 0
    units: int = 0
    absences: int = 0
    clashes: list[str] = field(default_factory=list)


def collect(cadre_ids: Collection[int], group: WorkingGroup) -> dict[int, Load]:
    """Person → load, over all groups of the same committee and time; two conferences on one day are a clash."""
    found = {pk: Load() for pk in cadre_ids}
    groups = WorkingGroup.objects.filter(
        owner_id=group.owner_id, works_from__lte=group.works_to, works_to__gte=group.works_from
    )
    belonging = GroupMember.objects.filter(group__in=groups, cadre_id__in=found, left_on=None)
    units = dict(GroupVisit.objects.filter(group__in=groups).order_by().values_list("group").annotate(n=Count("pk")))
    of_group: dict[int, set[int]] = {}
    for cadre_id, group_id in belonging.values_list("cadre_id", "group_id"):
        found[cadre_id].groups += 1
        found[cadre_id].units += units.get(group_id, 0)
        of_group.setdefault(group_id, set()).add(cadre_id)
    absent = VisitAttendance.objects.filter(visit__group__in=groups, member__cadre_id__in=found, came=Attendance.ABSENT)
    for cadre_id, times in absent.order_by().values_list("member__cadre_id").annotate(n=Count("pk")):
        found[cadre_id].absences = times
    _add_clashes(found, of_group)
    return found


def _add_clashes(found: dict[int, Load], of_group: dict[int, set[int]]) -> None:
    visits = GroupVisit.objects.filter(group__in=of_group, held_on__isnull=False).select_related("unit")
    on_day: dict[tuple[int, date], list[str]] = {}
    for visit in visits.order_by("held_on", "pk"):
        for cadre_id in of_group[visit.group_id]:
            assert visit.held_on is not None
            on_day.setdefault((cadre_id, visit.held_on), []).append(visit.unit.name)
    for (cadre_id, day), names in on_day.items():
        if len(names) > 1:
            found[cadre_id].clashes.append(f"{formats.day(day)}: {', '.join(names)}")
