"""The year's pledges: asked for with a deadline in some days; some members of two cells have handed in, one on paper."""

from cadres.models import Cadre, CellMembership
from reviews.actions import pledges
from reviews.actions.pledges import PledgeEdit
from reviews.actions.reads import record_pledge_read
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.demo.texts.pledges import PLEDGES
from reviews.models import Cycle, Pledge, PledgeRead, PledgeSection
from reviews.rules.writing import token_of
from units.models import Unit


def hand_in_pledges(story: Story, cycle: Cycle) -> None:
    """The committee sets the day; members write, the heads of their cells receive what came first."""
    ago, ahead = story.world.calendar.ago, story.world.calendar.ahead
    with on(ago(30), 8):
        cycle.refresh_from_db()
        pledges.call_for_pledges(cycle_id=cycle.pk, version=cycle.version, actor=story.staff, due_on=ahead(3))
    cells = [cell for one in story.world.grassroots["tan-son"] for cell in story.world.cells[one.pk]]
    for place, cell in enumerate(cells[:2]):
        _tell_cell(story, cycle, cell, 6 + place)


def _tell_cell(story: Story, cycle: Cycle, cell: Unit, days_ago: int) -> None:
    head = story.world.head_of(cell)
    members = (
        CellMembership.objects.filter(unit=cell, ended_on=None, cadre__left_on=None)
        .exclude(cadre=head)
        .select_related("cadre")
    )
    people = [row.cadre for row in members.order_by("cadre__sort_key")]
    ago = story.world.calendar.ago
    for number, cadre in enumerate(people[:5]):
        with on(ago(days_ago), 19, number):
            pledge = _write(story, cycle, cadre, number)
            if number < 4:
                pledge = pledges.hand_in_pledge(
                    pledge_id=pledge.pk, version=pledge.version, actor=story.as_person(cadre)
                )
        if number < 2:
            with on(ago(days_ago - 2), 8, 50 + number):
                record_pledge_read(pledge=pledge, actor=story.as_person(head), part=PledgeRead.Part.TEXT)
            with on(ago(days_ago - 2), 9, number):
                pledges.receive_pledge(pledge_id=pledge.pk, version=pledge.version, actor=story.as_person(head))
    with on(ago(2), 10):
        for cadre in people[5:6]:
            pledges.receive_paper(
                cycle_id=cycle.pk, cadre_id=cadre.pk, unit_id=cell.pk, actor=story.as_person(head), on=ago(3)
            )


def _write(story: Story, cycle: Cycle, cadre: Cadre, number: int) -> Pledge:
    empty = token_of(0, {"text": ""})
    sections = PledgeSection.objects.filter(form__profile=cycle.profile)
    edits = [PledgeEdit(one.pk, PLEDGES[one.key][(number + one.order) % 2], empty) for one in sections]
    return pledges.save_pledge(cycle_id=cycle.pk, actor=story.as_person(cadre), edits=edits).pledge
