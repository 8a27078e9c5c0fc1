"""Yearly pledges built by the application's own actions, in the province of `tests.factories.sheets`."""

from datetime import date, timedelta

from core import localtime
from reviews.actions.pledges import PledgeEdit, call_for_pledges, hand_in_pledge, receive_pledge, save_pledge
from reviews.models import Cycle, Pledge, PledgeForm, PledgeSection
from reviews.rules.writing import token_of
from tests.factories.sheets import Province

TEXT = "Trong năm không để hồ sơ đất đai nào quá hạn; mỗi tháng một ngày tiếp dân tại ấp."


def called(world: Province, due_on: date | None = None) -> Cycle:
    """The cycle asks for the year's pledges."""
    cycle = Cycle.objects.get(pk=world.cycle.pk)
    day = due_on or localtime.today() + timedelta(days=3)
    return call_for_pledges(cycle_id=cycle.pk, version=cycle.version, actor=world.actor("chuyenvien"), due_on=day)


def sections(world: Province) -> list[PledgeSection]:
    """The headings of the form that the cycle's profile has."""
    return list(PledgeSection.objects.filter(form=PledgeForm.objects.get(profile=world.cycle.profile)))


def written(world: Province, who: str, text: str = TEXT, cycle: Cycle | None = None) -> Pledge:
    """Every heading written by the person, for the world's cycle or another one."""
    empty = token_of(0, {"text": ""})
    edits = [PledgeEdit(section.pk, f"{section.number}. {text}", empty) for section in sections(world)]
    return save_pledge(cycle_id=(cycle or world.cycle).pk, actor=world.actor(who), edits=edits).pledge


def handed_in(world: Province, who: str) -> Pledge:
    """Written and handed in at the person's cell."""
    pledge = written(world, who)
    return hand_in_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor(who))


def received(world: Province, who: str, by: str = "thuky_chibo") -> Pledge:
    """Handed in and received by the cell."""
    pledge = handed_in(world, who)
    return receive_pledge(pledge_id=pledge.pk, version=pledge.version, actor=world.actor(by))
