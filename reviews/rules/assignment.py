"""Where a person is reviewed, by whom, on which form, for which posts. Values only, no query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cadres.roles import Position
from reviews.states import PlaceKind

LEADER_FORM, MEMBER_FORM, OUTSIDE_FORM = "2B", "2A", "2C"
_RANK = {Position.HEAD: 0, Position.DEPUTY: 1, Position.MEMBER: 2}


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What has to be known of a unit."""

    tier: int
    managing_unit_id: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A post held for some time, with what has to be known of the post."""

    tenure_id: int
    unit_id: int
    post_name: str
    position: Position
    managed_by_id: int
    order: int
    started_on: date
    ended_on: date | None

    def is_held_on(self, day: date) -> bool:
        """Whether the person held it on `day`."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A post's part of a review: its days, cut to the period."""

    tenure_id: int
    unit_id: int
    post_name: str
    position: Position
    held_from: date
    held_to: date


@dataclass(frozen=True, slots=True)
class PlacePlan:
    """A collective in which the person is reviewed."""

    unit_id: int
    kind: PlaceKind
    position: str = ""


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Everything that a person's review is opened with."""

    unit_id: int
    managing_unit_id: int | None
    form: str
    position: str
    post_line: str
    places: tuple[PlacePlan, ...]
    segments: tuple[SegmentPlan, ...]


def plan_person(
    *,
    cell_id: int,
    held: Iterable[Held],
    units: Mapping[int, UnitFacts],
    in_political_system: bool,
    forms: Iterable[str],
    period: tuple[date, date],
    day: date,
) -> PersonPlan:
    """How the person with this cell and these posts is reviewed.

    Reviewed in the cell and in the collective of each post held on `day`; managed by whoever manages the highest of
    these posts, otherwise by the cell's superior; a segment for each post held on some day of the period.
    """
    in_period = sorted((h for h in held if _touches(h, period)), key=lambda h: (h.started_on, h.tenure_id))
    current = sorted((h for h in in_period if h.is_held_on(day)), key=lambda h: _height(h, units))
    highest = current[0] if current else None
    return PersonPlan(
        unit_id=highest.unit_id if highest else cell_id,
        managing_unit_id=highest.managed_by_id if highest else units[cell_id].managing_unit_id,
        form=choose_form(leads=bool(in_period), in_political_system=in_political_system, forms=set(forms)),
        position=highest.position.value if highest else "",
        post_line=", ".join(dict.fromkeys(h.post_name for h in current))[:500],
        places=_places(cell_id, current),
        segments=tuple(_segment(h, period) for h in in_period),
    )


def choose_form(*, leads: bool, in_political_system: bool, forms: set[str]) -> str:
    """2B for whoever led in the period; 2C outside the political system where the profile has it; 2A otherwise."""
    if leads:
        return LEADER_FORM
    if not in_political_system and OUTSIDE_FORM in forms:
        return OUTSIDE_FORM
    return MEMBER_FORM


def _touches(held: Held, period: tuple[date, date]) -> bool:
    start, end = period
    return held.started_on <= end and (held.ended_on is None or held.ended_on >= start)


def _height(held: Held, units: Mapping[int, UnitFacts]) -> tuple[int, int, int, int]:
    return units[held.unit_id].tier, _RANK[held.position], held.order, held.tenure_id


def _places(cell_id: int, current: list[Held]) -> tuple[PlacePlan, ...]:
    positions: dict[int, str] = {}
    for held in current:
        positions.setdefault(held.unit_id, held.position.value)
    cell = PlacePlan(cell_id, PlaceKind.CELL, positions.pop(cell_id, ""))
    return cell, *(PlacePlan(unit_id, PlaceKind.COLLECTIVE, position) for unit_id, position in positions.items())


def _segment(held: Held, period: tuple[date, date]) -> SegmentPlan:
    start, end = period
    return SegmentPlan(
        tenure_id=held.tenure_id,
        unit_id=held.unit_id,
        post_name=held.post_name,
        position=held.position,
        held_from=max(held.started_on, start),
        held_to=min(held.ended_on or end, end),
    )
