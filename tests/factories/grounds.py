"""Grounds of the register, entered by the action itself."""

from collections.abc import Sequence
from datetime import timedelta

from cadres.models import Cadre
from core import localtime
from reviews.actions.grounds import GroundFacts, register_ground
from reviews.models import RegisteredGround
from reviews.states import Ground
from tests.factories.small_province import SmallProvince
from units.models import Unit

SUMMARY = "Để lấn, chiếm 3 thửa đất công"


def facts(summary: str = SUMMARY, **changed: object) -> GroundFacts:
    """An inspection's conclusion of ten days ago."""
    known = {
        "kind": Ground.INSPECTION,
        "noted_on": localtime.today() - timedelta(days=10),
        "document_number": "21/KL-TTr",
        "document_issuer": "Thanh tra tỉnh",
    }
    return GroundFacts(summary=summary, **(known | changed))  # type: ignore[arg-type]


def registered(
    world: SmallProvince,
    summary: str = SUMMARY,
    *,
    units: Sequence[Unit] = (),
    cadres: Sequence[Cadre] = (),
    by: str = "chuyenvien",
    **changed: object,
) -> RegisteredGround:
    """In the register of the province, about the commune unless somebody else is named."""
    concerned = [unit.pk for unit in units] or ([] if cadres else [world.commune.pk])
    return register_ground(
        owner_id=world.province.pk,
        actor=world.actor(by),
        facts=facts(summary, **changed),
        unit_ids=concerned,
        cadre_ids=[cadre.pk for cadre in cadres],
    )
