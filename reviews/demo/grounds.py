"""The register of grounds of the provincial committee: what it knew before it suggested, and what is still open."""

from reviews.actions.grounds import GroundFacts, close_ground, register_ground
from reviews.actions.topic_grounds import tie_grounds
from reviews.demo.attachments import attach_source
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.demo.texts.grounds import GROUNDS, GroundText
from reviews.models import DeepReview, Field, RegisteredGround
from units.models import Unit


def register_grounds(story: Story) -> None:
    """Entered over the last months by the staff; one of them is settled."""
    for text in GROUNDS:
        with on(story.world.calendar.ago(text.days_ago), 9):
            ground = _register(story, text)
            if text.with_file:
                attach_source(ground, story.staff)
        if text.settled:
            with on(story.world.calendar.ago(text.days_ago - 10), 15):
                close_ground(ground_id=ground.pk, version=ground.version, actor=story.staff, reason=text.settled)


def rest_on_register(story: Story, row: DeepReview, unit: Unit) -> DeepReview:
    """Tie the first topic of a draft to what the register holds about the unit."""
    first = row.topics.order_by("order").first()
    assert first is not None  # a draft of the story has topics
    return tie_grounds(
        deep_review_id=row.pk,
        version=row.version,
        actor=story.staff,
        topic_id=first.pk,
        ground_ids=list(RegisteredGround.objects.open().filter(units=unit).values_list("pk", flat=True)),
    )


def _register(story: Story, text: GroundText) -> RegisteredGround:
    world = story.world
    unit = world.unit(text.unit)
    return register_ground(
        owner_id=world.province.pk,
        actor=story.staff,
        facts=GroundFacts(
            text.kind,
            world.calendar.ago(text.days_ago + 6),
            text.summary,
            Field.objects.get(code=text.field).pk,
            text.number,
            text.issuer,
        ),
        unit_ids=[unit.pk],
        cadre_ids=[world.head_of(unit).pk] if text.head_too else [],
    )
