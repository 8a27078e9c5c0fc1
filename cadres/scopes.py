"""In which units a person, an account or a post stands: the facts that rules about people are asked with."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cadres.models import CellMembership, RoleGrant, Tenure, User
from core import localtime


@dataclass(frozen=True, slots=True)
class Homes:
    """The paths of the units a person or account belongs to now or from a day to come, and of all it ever did."""

    present: frozenset[str]
    ever: frozenset[str]

    @property
    def counting(self) -> frozenset[str]:
        """Those that say who is responsible: the present ones, or the past where nothing is present any more."""
        return self.present or self.ever


def homes_of_cadre(cadre_id: int, day: date | None = None) -> Homes:
    """By cell and by post."""
    day = day or localtime.today()
    rows = [
        *CellMembership.objects.filter(cadre_id=cadre_id).values_list("unit__path", "ended_on"),
        *Tenure.objects.filter(cadre_id=cadre_id).values_list("post__unit__path", "ended_on"),
    ]
    return _homes(rows, day)


def homes_of_account(user: User, day: date | None = None) -> Homes:
    """By role and, where the account belongs to a person, by that person's cell and posts."""
    day = day or localtime.today()
    granted = _homes(list(RoleGrant.objects.filter(user=user).values_list("unit__path", "ended_on")), day)
    if user.cadre_id is None:
        return granted
    person = homes_of_cadre(user.cadre_id, day)
    return Homes(granted.present | person.present, granted.ever | person.ever)


def _homes(rows: list[tuple[str, date | None]], day: date) -> Homes:
    return Homes(
        present=frozenset(path for path, ended_on in rows if ended_on is None or ended_on >= day),
        ever=frozenset(path for path, _ in rows),
    )


def overlapping(started_on: date, ended_on: date | None) -> Q:
    """Dated rows that share a day with this period (open at the end where `ended_on` is None)."""
    shares = Q(ended_on=None) | Q(ended_on__gte=started_on)
    return shares if ended_on is None else shares & Q(started_on__lte=ended_on)
