"""Who is acting: roles, the units they were granted for, the posts held today. Values only, no database behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models


class Role(models.TextChoices):
    SECRETARY = "secretary", "Người được giao soạn (thư ký cấp ủy)"
    HEAD = "head", "Bí thư, người đứng đầu"
    STAFF = "staff", "Chuyên viên giúp việc ban thường vụ"
    STANDING = "standing", "Thường trực, ban thường vụ cấp ủy"
    INSPECTION = "inspection", "Ủy ban kiểm tra"
    FRONT = "front", "Mặt trận Tổ quốc, đoàn thể"
    ADMIN = "admin", "Văn thư, quản trị"
    TASK = "task", "Tổ công tác, đoàn công tác"


# Whose people the roles show: those of a whole subtree, or of the unit alone.
WIDE_ROLES = (Role.ADMIN, Role.STAFF, Role.STANDING, Role.INSPECTION)
UNIT_ROLES = (Role.SECRETARY, Role.HEAD)
# What an administrator gives; a task comes with the working group that it is done in, and ends with it.
GIVEN_ROLES = tuple(role for role in Role if role != Role.TASK)


class Position(models.TextChoices):
    HEAD = "head", "Đứng đầu"
    DEPUTY = "deputy", "Cấp phó"
    MEMBER = "member", "Thành viên"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held today for a unit, and with it for the ended units whose work that one took over."""

    role: Role
    unit_id: int
    unit_path: str
    unit_name: str = ""
    former_unit_ids: frozenset[int] = frozenset()
    about_id: int | None = None

    @property
    def label(self) -> str:
        """The office in words, as it stands beside a signature and in the audit trail."""
        return f"{self.role.label}, {self.unit_name}"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post held today in a unit's leadership collective."""

    unit_id: int
    unit_path: str
    position: Position


@dataclass(frozen=True, slots=True)
class Office:
    """That somebody was secretary or head of a unit (`leads`), or sat in its collective, from one day to another."""

    unit_ids: frozenset[int]
    started_on: date
    ended_on: date | None
    leads: bool

    def runs_within(self, first: date, last: date) -> bool:
        """Whether it was held on at least one day from the first to the last."""
        return self.started_on <= last and (self.ended_on is None or self.ended_on >= first)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, with everything a rule may ask about them."""

    user_id: int | None
    name: str = ""
    office: str = ""
    cadre_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    seats: frozenset[Seat] = field(default_factory=frozenset)
    offices: frozenset[Office] = field(default_factory=frozenset)

    def holds(self, *roles: Role, at: int | None) -> bool:
        """Whether one of the roles was granted for exactly this unit, or for the successor of this one that has ended."""
        return any(g.role in roles and (g.unit_id == at or at in g.former_unit_ids) for g in self.grants)

    def holds_over(self, *roles: Role, path: str) -> bool:
        """Whether one of the roles was granted for this unit or one above it (paths end in a slash)."""
        return any(g.role in roles and path.startswith(g.unit_path) for g in self.grants)

    def holds_any(self, *roles: Role) -> bool:
        """Whether one of the roles was granted anywhere."""
        return any(g.role in roles for g in self.grants)

    def unit_ids(self, *roles: Role) -> list[int]:
        """The units at which the person `holds` one of the roles: those of the grants and the ended ones before them."""
        return sorted({pk for g in self.grants if g.role in roles for pk in (g.unit_id, *g.former_unit_ids)})

    def tasks(self) -> list[tuple[int, int | None]]:
        """The (unit, what it is about) of each task that the person's working groups have."""
        return sorted(((g.unit_id, g.about_id) for g in self.grants if g.role == Role.TASK), key=str)

    def office_among(self, *roles: Role) -> Grant | None:
        """The office acted for where it is one of these, otherwise the one held for the highest unit."""
        held = (grant for grant in self.grants if grant.role in roles)
        ranks = {grant: (grant.label != self.office, grant.unit_path.count("/"), grant.unit_path) for grant in held}
        return min(ranks, key=lambda grant: ranks[grant], default=None)

    def office_ids(self, *roles: Role) -> list[int]:
        """The living units for which one of the roles was granted: what a picker for something new offers."""
        return sorted({g.unit_id for g in self.grants if g.role in roles})

    def paths(self, *roles: Role) -> list[str]:
        """The paths of those units."""
        return sorted({g.unit_path for g in self.grants if g.role in roles})

    def sits_in(self, unit_id: int | None) -> bool:
        """Whether the person holds a post today in this unit's collective."""
        return any(s.unit_id == unit_id for s in self.seats)

    def served_in(self, unit_id: int, first: date, last: date, *, leading: bool = False) -> bool:
        """Whether the person sat in the unit's collective, wrote for it or headed it (`leading`: these two alone) on a day
        from the first to the last, whatever the person does today."""
        held = (one for one in self.offices if unit_id in one.unit_ids and (one.leads or not leading))
        return any(one.runs_within(first, last) for one in held)

    def works_for_all(self, *roles: Role) -> bool:
        """Whether one of the roles was granted for the top of the tree, of which there is one, and so for all of it."""
        return any(g.role in roles and g.unit_path.count("/") == 2 for g in self.grants)

    @property
    def administers_all(self) -> bool:
        """Whether the person administers the whole tree."""
        return self.works_for_all(Role.ADMIN)

    @property
    def is_routine(self) -> bool:
        """Whether no person acts but a command started on the server: the import, the demo data, the sweep."""
        return self.user_id is None

    def administers(self, path: str) -> bool:
        """Whether the person administers this unit, its people and accounts."""
        return self.holds_over(Role.ADMIN, path=path)

    def reads_people_of(self, unit_id: int, path: str) -> bool:
        """Whether the person may look up who holds the posts of this unit and who belongs to it."""
        return self.holds_over(*WIDE_ROLES, path=path) or self.holds(*UNIT_ROLES, at=unit_id)

    @property
    def administered_paths(self) -> list[str]:
        """The subtrees that the person administers."""
        return self.paths(Role.ADMIN)

    @property
    def readable_unit_paths(self) -> list[str]:
        """The subtrees whose units the person may look up. Mặt trận and mass organisations follow hard tasks only, working
        groups the reviews of the units given to them."""
        return self.paths(*(role for role in GIVEN_ROLES if role != Role.FRONT))

    @property
    def has_several_offices(self) -> bool:
        """Whether there is a choice of the office acted for."""
        return len(self.grants) > 1

    @property
    def seat_unit_ids(self) -> list[int]:
        """The units in whose collective the person sits today."""
        return sorted({s.unit_id for s in self.seats})


def routine(name: str) -> Actor:
    """The named actor of what no person does: the sweep, the import, the demo data."""
    return Actor(user_id=None, name=name)


def reaches(path: str, paths: Iterable[str]) -> bool:
    """Whether a unit lies in one of these subtrees."""
    return any(path.startswith(p) for p in paths)
