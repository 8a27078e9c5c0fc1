"""Who has handed in the year's pledge: by name for the cell, in numbers for each unit below a committee."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cadres.roles import Actor
from core import localtime
from reviews.models import Cycle, Pledge
from reviews.querysets.pledges import HANDED_IN, all_calls, members
from reviews.rules.pledges import COUNTING_ROLES
from reviews.states import CycleState
from units.models import Unit
from units.querysets import path_in


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of the cell, with the pledge of the year once it was handed in."""

    cadre: Any
    pledge: Pledge | None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """The numbers of one unit with everything below it."""

    unit: Unit
    members: int
    handed_in: int
    on_paper: int
    has_below: bool

    @property
    def missing(self) -> int:
        """How many have not handed in yet."""
        return self.members - self.handed_in


def members_of_cell(unit: Unit, year: int, day: date | None = None) -> list[MemberLine]:
    """Every member of the cell by name; a draft is the person's own and counts as not handed in."""
    rows = (
        members(day or localtime.today()).filter(unit=unit).select_related("cadre").order_by("cadre__sort_key", "cadre")
    )
    handed = {
        pledge.cadre_id: pledge
        for pledge in Pledge.objects.filter(cadre__in=[row.cadre_id for row in rows], year=year, state__in=HANDED_IN)
    }
    return [MemberLine(row.cadre, handed.get(row.cadre_id)) for row in rows]


def calls_reaching(unit: Unit) -> list[Cycle]:
    """Every call that reaches or reached the unit, the latest first: an ended cycle keeps its list."""
    asking = all_calls().select_related("scope").order_by("-period_to", "-pk")
    return [call for call in asking if covers(call, unit)]


def chosen_call(reaching: Sequence[Cycle], cycle_pk: str = "") -> Cycle | None:
    """The call whose list is shown: the one named, or the latest open one, or the latest."""
    latest = next((call for call in reaching if call.state == CycleState.OPEN), reaching[0] if reaching else None)
    return next((call for call in reaching if str(call.pk) == cycle_pk), latest)


def call_for(unit: Unit, cycle_pk: str = "") -> Cycle | None:
    """The call that is shown of those that reach the unit."""
    return chosen_call(calls_reaching(unit), cycle_pk)


def open_call_for(unit: Unit, cycle_pk: str = "") -> Cycle | None:
    """The same, where something can still be handed in."""
    return chosen_call([call for call in calls_reaching(unit) if call.state == CycleState.OPEN], cycle_pk)


def day_of_list(call: Cycle) -> date:
    """Whose members the list has: today's, or of an ended cycle, those of its last day."""
    today = localtime.today()
    return today if call.state == CycleState.OPEN else min(call.period_to, today)


def covers(call: Cycle, unit: Unit) -> bool:
    """Whether the unit lies in the cycle's scope."""
    return unit.path.startswith(call.scope.path)


def counted_units(actor: Actor) -> Any:
    """The units with whose numbers the person begins: those of the offices held."""
    return Unit.objects.filter(pk__in=actor.office_ids(*COUNTING_ROLES)).order_by("path")


def may_count_below(actor: Actor, unit: Unit) -> bool:
    """Whether the unit lies in a subtree of these offices."""
    return any(unit.path.startswith(path) for path in actor.paths(*COUNTING_ROLES))


def counts_below(unit: Unit, call: Cycle) -> list[UnitCount]:
    """The unit's own members first, then each living unit directly below with its subtree: two questions in all."""
    per_path: Counter[str] = Counter()
    handed: Counter[str] = Counter()
    paper: Counter[str] = Counter()
    inside = path_in([unit.path], "unit__path") & Q(unit__path__startswith=call.scope.path)
    rows = members(day_of_list(call)).filter(inside).values_list("unit__path", "cadre_id")
    states = dict(
        Pledge.objects.filter(
            year=call.period_to.year, state__in=HANDED_IN, cadre__in=rows.values("cadre_id")
        ).values_list("cadre_id", "paper_on")
    )
    for path, cadre_id in rows:
        branch = _branch(unit.path, path)
        per_path[branch] += 1
        handed[branch] += cadre_id in states
        paper[branch] += states.get(cadre_id) is not None
    below = {child.path: child for child in _below(unit, per_path)}
    parents = _with_children(below.values())
    return [
        UnitCount(below[path], per_path[path], handed[path], paper[path], path != unit.path and path in parents)
        for path in sorted(below, key=lambda path: (path != unit.path, below[path].sort_key))
    ]


def _branch(top: str, path: str) -> str:
    """The path of the child of `top` on the way to `path`; `top` itself for its own members."""
    rest = path.removeprefix(top)
    return top + rest.split("/")[0] + "/" if rest else top


def _below(unit: Unit, counted: Counter[str]) -> Iterable[Unit]:
    return Unit.objects.filter(path__in=[*counted])


def _with_children(units: Iterable[Unit]) -> set[str]:
    """Which of these paths have living units below."""
    by_pk = {unit.pk: unit.path for unit in units}
    found: dict[str, int] = defaultdict(int)
    for parent_id in Unit.objects.filter(parent__in=by_pk, ended_on=None).values_list("parent_id", flat=True):
        found[by_pk[parent_id]] += 1
    return set(found)
