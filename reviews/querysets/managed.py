"""Which collectives and persons a committee manages, whether or not they have a review yet."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from cadres.models import Cadre, CellMembership, Tenure
from cadres.querysets import CadreQuerySet
from units.models import Unit
from units.querysets import UnitQuerySet


def managed_units(committee_id: int, start: date, end: date) -> UnitQuerySet:
    """The units that this committee manages, as a rule those directly below it, that existed on some day of the time."""
    return Unit.objects.filter(_manages(committee_id)).existing_during(start, end)


def managed_people(committee_id: int, start: date, end: date) -> CadreQuerySet:
    """Whoever held a post on some day of the time that this committee manages, or belongs to a cell that it manages."""
    posts = Tenure.objects.held_during(start, end).filter(cadre=OuterRef("pk"), post__managed_by=committee_id)
    cells = CellMembership.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=start),
        _manages(committee_id, "unit__"),
        cadre=OuterRef("pk"),
        started_on__lte=end,
    )
    return Cadre.objects.filter(Exists(posts) | Exists(cells))


def _manages(committee_id: int, prefix: str = "") -> Q:
    return Q(**{f"{prefix}managed_by": committee_id}) | Q(
        **{f"{prefix}managed_by": None, f"{prefix}parent": committee_id}
    )
