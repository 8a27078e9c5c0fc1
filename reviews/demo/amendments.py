"""Changes of this year's issued letters: every kind of document once, most of them to the letter of the executive."""

from typing import Any

from core import localtime
from reviews.actions import amendments as actions
from reviews.actions.amendment_documents import ChangePaper
from reviews.actions.deep_reviews import acknowledge_target
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.demo import steps
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.demo.texts import suggestions
from reviews.models import Cycle, DeepReview, Field


def change_executives_letter(story: Story, cycle: Cycle, letter: DeepReview) -> None:
    """Its head is added, a vice head added and taken out again, one topic added, another one dropped; all is received."""
    world, ago = story.world, story.world.calendar.ago
    head, vice = world.leaders[world.unit("ubnd-tinh").pk][:2]
    rent = suggestions.LAND_RENT
    topic = TopicText(rent.title, Field.objects.get(code=rent.field).pk, rent.ground, rent.clarify)
    with on(ago(17), 15):
        paper = _paper(story, "122-CV/TU", suggestions.ADDED_HEAD)
        actions.add_target(**_act(story, letter, paper), review_id=steps.own_of(cycle, head).pk)
    with on(ago(16), 9):
        paper = _paper(story, "123-CV/TU", suggestions.ADDED_VICE)
        added = actions.add_target(**_act(story, letter, paper), review_id=steps.own_of(cycle, vice).pk)
    with on(ago(16), 14):
        paper = _paper(story, "124-CV/TU", suggestions.ADDED_TOPIC)
        actions.add_topic(**_act(story, letter, paper), topic=topic)
    with on(ago(15), 9):
        paper = _paper(story, "125-CV/TU", suggestions.WITHDRAWN_VICE)
        targets = list(added.targets.values_list("pk", flat=True))
        actions.withdraw_targets(**_act(story, letter, paper), target_ids=targets)
    with on(ago(15), 10):
        paper = _paper(story, "126-CV/TU", suggestions.WITHDRAWN_TOPIC)
        dropped = letter.topics.get(title=suggestions.DISBURSEMENT.title)
        actions.withdraw_topics(**_act(story, letter, paper), topic_ids=[dropped.pk])
    with on(ago(14), 8):
        for target in letter.targets.filter(withdrawn_by=None):
            acknowledge_target(target_id=target.pk, actor=story.as_person(head))


def put_off_commune(story: Story, letter: DeepReview) -> None:
    """The commune asked for time; all who are named have to say again that they received it."""
    calendar = story.world.calendar
    with on(calendar.ago(6), 9):
        paper = _paper(story, "131-CV/TU", suggestions.PUT_OFF)
        actions.reschedule(**_act(story, letter, paper), due_on=calendar.ahead(9))


def _paper(story: Story, number: str, reason: str) -> ChangePaper:
    return ChangePaper(number, localtime.today(), reason, story.standing.name, "Phó Bí thư Thường trực")


def _act(story: Story, letter: DeepReview, paper: ChangePaper) -> dict[str, Any]:
    version = DeepReview.objects.values_list("version", flat=True).get(pk=letter.pk)
    return {"deep_review_id": letter.pk, "version": version, "actor": story.standing, "paper": paper}
