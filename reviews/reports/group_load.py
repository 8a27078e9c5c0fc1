"""How much members of working groups have on their hands: what is looked at before one more unit or group is given."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from cadres.models import Tenure
from core import formats, localtime
from reviews.models import DeepReview, GroupMember, GroupVisit, VisitAttendance, WorkingGroup
from reviews.states import Attendance


@dataclass(slots=True)
class Load:
    """What one person has in groups that work within the time of this one, this one included."""

    groups: int = 0
    units: int = 0
    absences: int = 0
    clashes: list[str] = field(default_factory=list)


def collect(cadre_ids: Collection[int], group: WorkingGroup, *, joining: bool = False) -> dict[int, Load]:
    """Person → load, over all groups of the same committee and time; two conferences on one day are a clash.

    `joining`: who is not in this group yet clashes with its conferences as if they were.
    """
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
    if joining:
        of_group.setdefault(group.pk, set()).update(found)
    absent = VisitAttendance.objects.filter(visit__group__in=groups, member__cadre_id__in=found, came=Attendance.ABSENT)
    for cadre_id, times in absent.order_by().values_list("member__cadre_id").annotate(n=Count("pk")):
        found[cadre_id].absences = times
    _add_clashes(found, of_group)
    return found


def groups_to_choose(letter: DeepReview) -> list[tuple[int, str]]:
    """The groups of the committee in the cycle that have not ended, each with how much it has; one query.

    The one that the letter names is among them whatever its days.
    """
    own = WorkingGroup.objects.filter(cycle=letter.cycle_id, owner=letter.issuer_id)
    found = own.filter(Q(works_to__gte=localtime.today()) | Q(pk=letter.working_group_id))
    return [
        (pk, f"{name}: {count} nơi, làm việc đến {formats.day(last)}")
        for pk, name, count, last in found.annotate(units=Count("visits"))
        .order_by("name", "pk")
        .values_list("pk", "name", "units", "works_to")
    ]


def posts_of(cadre_ids: Collection[int]) -> dict[int, str]:
    """Person → the posts held today, each with its unit; one query."""
    held = Tenure.objects.held_on(localtime.today()).filter(cadre_id__in=cadre_ids).select_related("post__unit")
    told: dict[int, list[str]] = {}
    for tenure in held.order_by("post__order", "pk"):
        told.setdefault(tenure.cadre_id, []).append(f"{tenure.post.name}, {tenure.post.unit.name}")
    return {cadre_id: "; ".join(words) for cadre_id, words in told.items()}


def words_beside(cadre_ids: Collection[int], group: WorkingGroup) -> dict[int, str]:
    """Person → posts, load, absences and clashes in words, for the list from which a member is chosen."""
    posts, loads = posts_of(cadre_ids), collect(cadre_ids, group, joining=True)
    return {pk: " · ".join(filter(None, (posts.get(pk), *_told(load)))) for pk, load in loads.items()}


def _told(load: Load) -> Iterator[str]:
    yield f"{load.units} nơi trong {load.groups} tổ" if load.groups else "chưa ở tổ nào"
    if load.absences:
        yield f"vắng {load.absences} hội nghị"
    yield from (f"trùng lịch {clash}" for clash in load.clashes)


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
