"""Below the commune: what the committee of Tân Sơn and its offices' committee have in hand."""

from cadres.models import Cadre
from reviews.actions import sheets
from reviews.demo import appraising, steps
from reviews.demo.calendar import on
from reviews.demo.last_year import GOOD, RETURNED
from reviews.demo.steps import Story
from reviews.demo.texts import collective as collective_texts
from reviews.demo.texts import individual as individual_texts
from reviews.demo.texts import limitations
from reviews.demo.writing import Sheet, meeting, write_sheet
from reviews.models import Cycle, Review
from units.models import Unit


def work_below(story: Story, cycle: Cycle) -> None:
    """Of Tân Sơn's three organisations one is accepted and one waits; of the cells of its offices each is elsewhere."""
    world, ago = story.world, story.world.calendar.ago
    offices, schools, _ = world.grassroots["tan-son"]
    leaders = world.leaders[world.unit("tan-son").pk]
    standing, staff = story.as_person(leaders[1]), story.as_person(leaders[4])
    for unit in (offices, schools):
        _hand_in(story, cycle, unit, 10)
    with on(ago(6), 15):
        appraising.accept(steps.collective_of(cycle, offices), staff, standing, GOOD)
    above, drafting = story.as_person(world.head_of(offices)), story.as_person(leaders[1])
    first, second, third = world.cells[offices.pk]
    for cell in (second, third):
        _hand_in(story, cycle, cell, 8)
    with on(ago(4), 9):
        appraising.accept(steps.collective_of(cycle, third), drafting, above, GOOD)
        appraising.give_back(
            steps.collective_of(cycle, second), drafting, above, RETURNED, story.world.calendar.ahead(5)
        )
    _hand_in(story, cycle, first, 3)


def _hand_in(story: Story, cycle: Cycle, unit: Unit, days_ago: int) -> None:
    head = story.world.head_of(unit)
    with on(story.world.calendar.ago(days_ago), 16):
        review = steps.collective_of(cycle, unit)
        write_sheet(review, story.as_person(head), _sheet(story, unit, head))
        review = Review.objects.get(pk=review.pk)
        sheets.submit_review(review_id=review.pk, version=review.version, actor=story.as_person(head))


def _sheet(story: Story, unit: Unit, head: Cadre) -> Sheet:
    return Sheet(
        texts=collective_texts.sections(unit.name, story.random),
        limitations=(limitations.CELL_MEETINGS,),
        commitments=individual_texts.COLLECTIVE_COMMITMENTS,
        meeting=meeting(
            head.full_name, "Chi ủy viên được phân công", unit.name, 5, collective_texts.CONCLUSIONS[0], story.random
        ),
    )
