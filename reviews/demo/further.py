"""Suggestions beyond the plan of the year: one that Tân Sơn passes on below, and one outside every running cycle."""

from datetime import date

from cadres.roles import Actor
from reviews.actions import deep_reviews as letters
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions.cycles import plan_of
from reviews.actions.extraordinary import choose_for_letter, draft_extraordinary
from reviews.demo import steps
from reviews.demo.calendar import on
from reviews.demo.steps import Story
from reviews.demo.texts import suggestions
from reviews.demo.texts.pieces import TopicText
from reviews.models import Cycle, DeepReview, Field
from reviews.rules.cycle_plans import CyclePlan, TierDeadline
from reviews.states import CycleKind


def suggest_further(story: Story, cycle: Cycle) -> None:
    """Both letters are issued; whom they name has not answered yet."""
    _pass_on(story, cycle)
    _suggest_outside(story, cycle)


def _pass_on(story: Story, cycle: Cycle) -> None:
    """The province asked Tân Sơn about its land; Tân Sơn asks one of its organisations."""
    world, calendar = story.world, story.world.calendar
    tan_son, below = world.unit("tan-son"), world.grassroots["tan-son"][2]
    leaders = world.leaders[tan_son.pk]
    standing, staff = story.as_person(leaders[1]), story.as_person(leaders[4])
    superior = DeepReview.objects.get(number="118-CV/TU")
    with on(calendar.ago(9), 14):
        title = f"Gợi ý kiểm điểm sâu đối với {below.name} năm {calendar.year}"
        row = drafting.draft_deep_review(cycle_id=cycle.pk, issuer_id=tan_son.pk, actor=staff, title=title)
        row = _write(row, staff, suggestions.LAND, calendar.ahead(8), suggestions.OF_COMMUNE, superior)
        review = steps.collective_of(cycle, below)
        drafting.add_targets(deep_review_id=row.pk, version=row.version, actor=staff, review_ids=[review.pk])
    with on(calendar.ago(8), 9):
        _issue(row, staff, standing, "15-CV/ĐU", calendar.ago(8))


def _suggest_outside(story: Story, cycle: Cycle) -> None:
    """A matter that came up between the cycles: the collective and its head, nobody else."""
    world, calendar = story.world, story.world.calendar
    unit = world.unit("binh-minh")
    with on(calendar.ago(5), 10):
        row = draft_extraordinary(owner_id=world.province.pk, plan=_plan(story, cycle), actor=story.staff)
        row = choose_for_letter(
            deep_review_id=row.pk,
            version=row.version,
            actor=story.staff,
            unit_ids=[unit.pk],
            cadre_ids=[world.head_of(unit).pk],
        )
        row = _write(row, story.staff, suggestions.FOREST, calendar.ahead(9), suggestions.OF_RANGERS)
    with on(calendar.ago(4), 9):
        _issue(row, story.staff, story.standing, "139-CV/TU", calendar.ago(4))


def _plan(story: Story, running: Cycle) -> CyclePlan:
    """That of the running cycle with another name, number and deadline."""
    calendar, usual = story.world.calendar, plan_of(running)
    facts = {name: getattr(usual, name) for name in usual.__dataclass_fields__}
    facts |= {
        "name": "Kiểm điểm trách nhiệm đột xuất về quản lý, bảo vệ rừng tại xã Bình Minh",
        "kind": CycleKind.EXTRAORDINARY,
        "scope_id": story.world.province.pk,
        "plan_number": "58-KH/TU",
        "plan_date": calendar.ago(6),
        "deadlines": tuple(TierDeadline(one.tier, calendar.ahead(9), calendar.ahead(9)) for one in usual.deadlines),
    }
    return CyclePlan(**facts)


def _write(
    row: DeepReview, staff: Actor, topic: TopicText, due_on: date, sources: str, superior: DeepReview | None = None
) -> DeepReview:
    field = Field.objects.get(code=topic.field)
    prompt = superior.pk if superior else None
    text = drafting.LetterText(row.title, "", (topic.ground,), sources, due_on, prompted_by_id=prompt)
    asked = [drafting.TopicText(topic.title, field.pk, topic.ground, topic.clarify)]
    version = DeepReview.objects.values_list("version", flat=True).get(pk=row.pk)
    return drafting.edit_deep_review(deep_review_id=row.pk, version=version, actor=staff, text=text, topics=asked)


def _issue(row: DeepReview, staff: Actor, standing: Actor, number: str, day: date) -> None:
    for act, by in ((letters.propose_deep_review, staff), (letters.approve_deep_review, standing)):
        act(deep_review_id=row.pk, version=_version(row), actor=by)
    letters.issue_deep_review(
        deep_review_id=row.pk,
        version=_version(row),
        actor=standing,
        number=number,
        issued_on=day,
        signer_name=standing.name,
        signer_post="Phó Bí thư Thường trực",
    )


def _version(row: DeepReview) -> int:
    return DeepReview.objects.values_list("version", flat=True).get(pk=row.pk)
