"""The steps that the story repeats: open a cycle, write and submit, appraise and decide, suggest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from cadres.models import Cadre
from cadres.roles import Actor
from core import jobs
from core.models import Job, JobState
from reviews.actions import deep_reviews as letters
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions import sheets
from reviews.actions.cycles import create_cycle, open_cycle
from reviews.demo.accounts import DemoPeople, ensure_account
from reviews.demo.ledger import answer_what_is_left
from reviews.demo.organisation import DemoProvince
from reviews.demo.texts import collective as collective_texts
from reviews.demo.texts import individual as individual_texts
from reviews.demo.texts import limitations
from reviews.demo.texts.pieces import ExplanationText, TopicText
from reviews.demo.texts.suggestions import GROUNDS, INTRODUCTION
from reviews.demo.writing import Sheet, meeting, write_sheet
from reviews.models import Catalogue, Cycle, DeepReview, Field, FormTemplate, RegulationProfile, Review
from reviews.rules.cycle_plans import CyclePlan, TierDeadline
from reviews.states import CycleKind
from units.models import Unit


@dataclass
class Story:
    """Everything that the chapters share."""

    world: DemoProvince
    people: DemoPeople
    admitted: dict[int, tuple[limitations.LimitationText, ...]] = field(default_factory=dict)

    @property
    def random(self) -> Random:
        """The one source of chance, so that the same seed gives the same province."""
        return self.world.random

    @property
    def staff(self) -> Actor:
        """Who drafts for the provincial committee."""
        return self.people.actor("chuyenvien")

    @property
    def standing(self) -> Actor:
        """Who decides for the provincial committee."""
        return self.people.actor("thuongtruc")

    def head(self, unit: Unit) -> Actor:
        """The head of a unit."""
        return self.people.acting(self.world.head_of(unit))

    def secretary(self, key: str) -> Actor:
        """Who writes for a direct unit."""
        office = self.world.cells[self.world.grassroots[key][0].pk][0]
        return self.people.acting(self.world.leaders[office.pk][1])

    def as_person(self, cadre: Cadre) -> Actor:
        """The person, with an account opened where there was none."""
        ensure_account(self.people, cadre)
        return self.people.acting(cadre)


def open_year(
    story: Story,
    name: str,
    number: str,
    plan_date: date,
    period: tuple[date, date],
    deadlines: tuple[TierDeadline, ...],
    *,
    scope: Unit | None = None,
    kind: CycleKind = CycleKind.YEAR,
    opened: bool = True,
) -> Cycle:
    """Prepare a cycle of the province under the regulation of the story, open it and let its reviews be generated."""
    profile = RegulationProfile.objects.get(code="366+43")
    latest = {t.code: t.pk for t in FormTemplate.objects.filter(profile=profile).order_by("template_version")}
    plan = CyclePlan(
        name=name,
        kind=kind,
        scope_id=(scope or story.world.province).pk,
        plan_number=number,
        plan_date=plan_date,
        period_from=period[0],
        period_to=period[1],
        profile_id=profile.pk,
        catalogue_id=_latest_catalogue(),
        template_ids=tuple(latest.values()),
        deadlines=deadlines,
    )
    cycle = create_cycle(owner_id=story.world.province.pk, plan=plan, actor=story.staff)
    if opened:
        cycle, job = open_cycle(cycle_id=cycle.pk, version=cycle.version, actor=story.staff)
        do_now(job)
    return cycle


def _latest_catalogue() -> int:
    return Catalogue.objects.latest("catalogue_version").pk


def do_now(job: Job) -> None:
    """Do the job as a worker would, at once; the story goes on with what it made."""
    jobs.run(job.pk)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise RuntimeError(f"the job “{job.title}” of the demo ended with: {job.error}")


def collective_of(cycle: Cycle, unit: Unit) -> Review:
    """The collective's review, as it is now."""
    return Review.objects.with_subject().get(cycle=cycle, unit=unit, cadre=None)


def own_of(cycle: Cycle, cadre: Cadre) -> Review:
    """The person's review, as it is now."""
    return Review.objects.with_subject().get(cycle=cycle, cadre=cadre)


def collective_sheet(
    story: Story, key: str, *, later: bool = False, answers: tuple[ExplanationText, ...] = (), level: str = "good"
) -> Sheet:
    """What a direct unit reports (`later`: in the second year); the meeting was held the day before."""
    world, unit = story.world, story.world.unit(key)
    chair, secretary = world.head_of(unit).full_name, story.secretary(key).name
    conclusion = story.random.choice(collective_texts.CONCLUSIONS)
    members = len(world.leaders[unit.pk])
    return Sheet(
        texts=collective_texts.sections(_spoken(unit), story.random),
        limitations=_admitted(story, key, later=later),
        commitments=individual_texts.COLLECTIVE_COMMITMENTS,
        answers=answers,
        level=level,
        meeting=meeting(chair, secretary, f"Hội trường {_spoken(unit)}", members, conclusion, story.random),
    )


def _admitted(story: Story, key: str, *, later: bool) -> tuple[limitations.LimitationText, ...]:
    """Two shortcomings, none of them those of the other year."""
    faults = _faults_of(key, later=later)
    first = 0 if key == "ubnd-tinh" else list(story.world.units).index(key) + (0 if later else 2)
    return tuple(faults[(first + place) % len(faults)] for place in range(2))


def _faults_of(key: str, *, later: bool) -> tuple[limitations.LimitationText, ...]:
    return {
        "ubnd-tinh": limitations.EXECUTIVE_LATER if later else limitations.EXECUTIVE,
        "co-quan-dang": limitations.OFFICES,
        "doanh-nghiep": limitations.BUSINESS,
        "quan-su": limitations.OTHERS,
        "cong-an": limitations.OTHERS,
        "dai-hoc": limitations.OTHERS,
    }.get(key, limitations.LOCAL)


def _spoken(unit: Unit) -> str:
    return unit.name.replace("Đảng bộ", "Đảng ủy", 1)


def personal_sheet(story: Story, review: Review, *, answers: tuple[ExplanationText, ...] = ()) -> Sheet:
    """What a person writes: one or two shortcomings not admitted before, three commitments, now and then a "có"."""
    random = story.random
    before = story.admitted.get(review.cadre_id or 0, ())
    left = [text for text in individual_texts.LIMITATIONS if text not in before]
    picked = tuple(random.sample(left, random.choice((1, 1, 1, 2))))
    story.admitted[review.cadre_id or 0] = picked
    admitted = {random.randrange(1, 40): random.choice(individual_texts.NOTES)} if random.random() < 0.3 else {}
    post = review.post_line.split(",")[0] or "đảng viên"
    return Sheet(
        texts=individual_texts.sections(random),
        post=post,
        limitations=picked,
        commitments=individual_texts.COMMITMENTS,
        answers=answers,
        level=random.choice(("good", "good", "good", "excellent", "completed")),
        admitted=admitted,
    )


def write_collective(story: Story, cycle: Cycle, key: str, sheet: Sheet) -> Review:
    """The secretary fills the collective's review."""
    review = collective_of(cycle, story.world.unit(key))
    write_sheet(review, story.secretary(key), sheet)
    return collective_of(cycle, story.world.unit(key))


def submit_collective(story: Story, cycle: Cycle, key: str) -> Review:
    """The head submits it."""
    review = collective_of(cycle, story.world.unit(key))
    return sheets.submit_review(review_id=review.pk, version=review.version, actor=story.head(story.world.unit(key)))


def write_own(story: Story, cycle: Cycle, cadre: Cadre, *, answers: tuple[ExplanationText, ...] = ()) -> Review:
    """The person fills the own review."""
    review = own_of(cycle, cadre)
    write_sheet(review, story.as_person(cadre), personal_sheet(story, review, answers=answers))
    return own_of(cycle, cadre)


def submit_own(story: Story, cycle: Cycle, cadre: Cadre) -> Review:
    """The person submits it, once the limitations that the collective has submitted meanwhile are answered too."""
    review = own_of(cycle, cadre)
    answer_what_is_left(review, story.as_person(cadre))
    review = own_of(cycle, cadre)
    return sheets.submit_review(review_id=review.pk, version=review.version, actor=story.as_person(cadre))


def draft_letter(
    story: Story,
    cycle: Cycle,
    title: str,
    topics: Sequence[TopicText],
    reviews: Sequence[Review],
    due_on: date,
    sources: str = GROUNDS,
) -> DeepReview:
    """The staff drafts a suggestion for deep review with its topics and targets."""
    staff = story.staff
    row = drafting.draft_deep_review(cycle_id=cycle.pk, issuer_id=story.world.province.pk, actor=staff, title=title)
    fields = dict(Field.objects.values_list("code", "pk"))
    grounds = tuple(dict.fromkeys(topic.ground for topic in topics))
    row = drafting.edit_deep_review(
        deep_review_id=row.pk,
        version=row.version,
        actor=staff,
        text=drafting.LetterText(title, INTRODUCTION, grounds, sources, due_on),
        topics=[drafting.TopicText(t.title, fields[t.field], t.ground, t.clarify) for t in topics],
    )
    ids = [review.pk for review in reviews]
    return drafting.add_targets(deep_review_id=row.pk, version=row.version, actor=staff, review_ids=ids)


def propose_letter(story: Story, row: DeepReview) -> DeepReview:
    """Handed to the standing committee."""
    return letters.propose_deep_review(deep_review_id=row.pk, version=_version(row), actor=story.staff)


def approve_letter(story: Story, row: DeepReview) -> DeepReview:
    """Approved, without number and date yet."""
    return letters.approve_deep_review(deep_review_id=row.pk, version=_version(row), actor=story.standing)


def issue_letter(story: Story, row: DeepReview, number: str, day: date) -> DeepReview:
    """Proposed, approved, numbered, dated, sent; where it goes to several, their letters are printed."""
    propose_letter(story, row)
    approve_letter(story, row)
    issued = letters.issue_deep_review(
        deep_review_id=row.pk,
        version=_version(row),
        actor=story.standing,
        number=number,
        issued_on=day,
        signer_name=story.standing.name,
        signer_post="Phó Bí thư Thường trực",
    )
    for pack in Job.objects.filter(state=JobState.QUEUED, params__report="suggestion_letters", params__about=row.pk):
        do_now(pack)
    return issued


def _version(row: DeepReview) -> int:
    return DeepReview.objects.values_list("version", flat=True).get(pk=row.pk)
