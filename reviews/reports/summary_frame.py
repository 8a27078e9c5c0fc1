"""Who issues the tables of a cycle, under which head and signature, and to whom: the same for every such table."""

from datetime import date
from typing import Final

from cadres.roles import Actor, Role
from core import localtime
from core.paper.parts import LetterHead, Signature
from reviews.models import Cycle
from reviews.reports.letterheads import (
    collective,
    committee,
    head_signature,
    paper_symbol,
    place_of,
    unbroken,
    upper_name,
)
from units.models import Unit

_OFFICES: Final = (Role.STAFF, Role.STANDING, Role.INSPECTION)


def issuer_of(actor: Actor, cycle: Cycle) -> Unit:
    """The cycle's owner for its own people, otherwise, or where they act for another unit, that for which they hold an
    office."""
    grant = actor.office_among(*_OFFICES)
    acts_elsewhere = (
        grant is not None
        and grant.label == actor.office
        and cycle.owner_id not in (grant.unit_id, *grant.former_unit_ids)
    )
    if actor.holds(*_OFFICES, at=cycle.owner_id) and not acts_elsewhere:
        return Unit.objects.select_related("kind", "parent").get(pk=cycle.owner_id)
    return office_of(actor) or cycle.owner


def office_of(actor: Actor) -> Unit | None:
    """The unit for which the requester acts; the highest one worked for, or else inspected, where it is none of these."""
    grant = actor.office_among(*_OFFICES)
    if grant is None or (grant.role == Role.INSPECTION and grant.label != actor.office):
        grant = actor.office_among(Role.STAFF, Role.STANDING) or grant
    return Unit.objects.select_related("kind", "parent").get(pk=grant.unit_id) if grant else None


def reported_to(issuer: Unit, cycle: Cycle) -> tuple[str, ...]:
    """Whom a committee further down reports to; nobody reports to itself."""
    return () if issuer.pk == cycle.owner_id else (f"{collective(cycle.owner)} (để báo cáo)",)


def head_of(issuer: Unit, serial: str = "", day: date | None = None) -> LetterHead:
    """The head, with room for number and day as long as the office's clerk has given none."""
    return LetterHead(
        upper=unbroken(upper_name(issuer)),
        issuer=unbroken(committee(issuer)),
        place=place_of(issuer),
        symbol=paper_symbol(issuer, "BC"),
        serial=serial,
        day=day,
    )


def signature_of(actor: Actor, issuer: Unit, day: date | None = None) -> Signature:
    """In the name of the committee, by who heads it that day, for its own people; of the inspection committee for whoever
    inspects."""
    if not actor.holds(Role.STAFF, Role.STANDING, at=issuer.pk):
        return Signature("Ủy ban Kiểm tra")
    return head_signature(issuer, day or localtime.today())
