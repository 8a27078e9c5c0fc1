"""Issued reports on the situation of a cycle."""

from typing import Any

from core import localtime
from reviews.actions.appraisal_papers import PaperText
from reviews.actions.situation_reports import issue_situation_report
from reviews.models import SituationReport
from tests.factories.small_province import SmallProvince


def text(number: str = "15-BC/TU", **said: Any) -> PaperText:
    """What the clerk's register says of a report."""
    known: dict[str, Any] = {
        "issued_on": localtime.today(),
        "signer_post": "Phó Bí thư Thường trực",
        "signer_name": "Hoàng Gia Lộc",
    }
    return PaperText(number, **(known | said))


def issued(world: SmallProvince, number: str = "15-BC/TU", *, who: str = "thuongtruc", **said: Any) -> SituationReport:
    """A report on the province's cycle."""
    return issue_situation_report(cycle_id=world.cycle.pk, actor=world.actor(who), text=text(number, **said))
