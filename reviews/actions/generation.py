"""Generating one review for each collective and each person of a cycle: a job in committed batches.

Every batch asks anew who has no review yet, under the lock of the cycle's row: so a run goes on after a killed worker,
a second run creates only what is missing, and two at once add nothing twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cadres.models import Cadre, CellMembership, Tenure
from cadres.roles import Actor, Position
from core import audit, localtime
from core.jobs import JobFailed, Run, enqueue
from core.models import Job
from reviews.actions.following import changed_reviews, follow
from reviews.actions.hard_tasks import follow_waiting_tasks
from reviews.actions.review_rows import NewReview, add_reviews
from reviews.models import Cycle, FormTemplate, Review
from reviews.rules.assignment import Held, PersonPlan, PlacePlan, UnitFacts, plan_person
from reviews.states import CycleState, PlaceKind, Subject
from units.models import Unit

KIND = "generate_reviews"
BATCH = 500


def queue_generation(cycle: Cycle, actor: Actor) -> Job:
    """Hand the generation of this cycle to the worker; one open job for a cycle. The caller has checked the right."""
    job = enqueue(
        kind=KIND,
        title=f"Sinh bản kiểm điểm: {cycle.name}",
        params={"cycle": cycle.pk, "office": actor.office},
        actor=actor,
        once_key=f"{KIND}:{cycle.pk}",
    )
    audit.record(actor=actor, verb="cycle.generate", target=cycle, job=job.pk)
    return job


def generation_job(cycle: Cycle) -> Job | None:
    """The latest generation of this cycle, running or over."""
    return Job.objects.filter(kind=KIND, params__cycle=cycle.pk).order_by("-pk").first()


def run_generation(run: Run) -> None:
    """Do the job: the collectives, the people, then whoever changed posts; each batch one transaction with its progress."""
    cycle = _open_cycle(run)
    work = _Work.prepare(cycle, _requester(run.job))
    collectives, people, changed = missing_collectives(cycle), missing_people(cycle), changed_reviews(cycle)
    total = run.job.steps_done + collectives.count() + people.count() + changed.count()
    if not total:
        run.progress(0, 0, "Không còn bản nào thiếu")
    _in_batches(run, total, collectives, "Tập thể", work.open_collectives, "made")
    _in_batches(run, total, people, "Cá nhân", work.open_people, "made")
    _in_batches(run, total, changed, "Cá nhân thay đổi chức vụ", work.follow_people, "followed")


def generate_chosen(cycle: Cycle, actor: Actor) -> None:
    """The reviews still missing of those chosen for an extraordinary cycle, at once: they are as many as a letter names.

    The caller has checked the right and holds the lock of the cycle's row.
    """
    work = _Work.prepare(cycle, actor)
    work.open_collectives(list(missing_collectives(cycle).values_list("pk", flat=True)))
    work.open_people(list(missing_people(cycle).values_list("pk", flat=True)))


def missing_collectives(cycle: Cycle) -> QuerySet[Unit]:
    """Units of the scope (of an extraordinary cycle: those chosen) alive in the period, of a tier whose collectives are
    reviewed, that have no review yet.
    """
    tiers = [d.tier for d in cycle.deadlines.all() if d.collective_due_on]
    own = Review.objects.filter(cycle=cycle, cadre=None, unit=OuterRef("pk"))
    alive = Unit.objects.within(cycle.scope.path).existing_during(cycle.period_from, cycle.period_to)
    if cycle.only_chosen:
        alive = alive.filter(pk__in=cycle.choices.exclude(unit=None).values("unit"))
    return alive.filter(~Exists(own), kind__tier__in=tiers).order_by("pk")


def missing_people(cycle: Cycle) -> QuerySet[Cadre]:
    """People with a cell in the scope in the period (of an extraordinary cycle: those chosen), who had not left, that
    have no review yet.
    """
    cells = CellMembership.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=cycle.period_from),
        cadre=OuterRef("pk"),
        started_on__lte=cycle.period_to,
        unit__path__startswith=cycle.scope.path,
    )
    own = Review.objects.filter(cycle=cycle, cadre=OuterRef("pk"))
    here = Q(left_on=None) | Q(left_on__gt=day_of_account(cycle))
    living = Cadre.objects.filter(here, Exists(cells), ~Exists(own))
    if cycle.only_chosen:
        living = living.filter(pk__in=cycle.choices.exclude(cadre=None).values("cadre"))
    return living.order_by("pk")


def day_of_account(cycle: Cycle) -> date:
    """The day whose posts and cells decide: today, or the end of the period once that is past."""
    return max(min(localtime.today(), cycle.period_to), cycle.period_from)


def _open_cycle(run: Run) -> Cycle:
    cycle = Cycle.objects.select_related("scope").filter(pk=run.job.params["cycle"]).first()
    if cycle is None or cycle.state != CycleState.OPEN:
        raise JobFailed("Đợt kiểm điểm không còn mở nên không sinh thêm bản nào.")
    return cycle


def _requester(job: Job) -> Actor:
    return Actor(user_id=job.requested_by_id, name=job.requested_by_name, office=job.params.get("office", ""))


def _in_batches(
    run: Run, total: int, missing: QuerySet[Any], label: str, open_batch: Callable[[Sequence[int]], int], fact: str
) -> None:
    """Keeps on the run how many `fact` counts: not everybody looked at is to have a review."""
    last = 0
    while True:
        with transaction.atomic():
            Cycle.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.job.params["cycle"])
            ids = list(missing.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            made = open_batch(ids)
            last = ids[-1]
            done = run.job.steps_done + len(ids)
            run.progress(done, max(total, done), label, **{fact: run.job.params.get(fact, 0) + made})


@dataclass
class _Work:
    """What every batch needs, read once."""

    cycle: Cycle
    actor: Actor
    templates: dict[str, FormTemplate]
    collective_template: FormTemplate | None
    units: dict[int, UnitFacts]
    scope_unit_ids: set[int]
    day: date
    catalogue_size: int
    due: dict[tuple[Subject, int], date] = field(default_factory=dict)

    @classmethod
    def prepare(cls, cycle: Cycle, actor: Actor) -> "_Work":
        """Read the plan, the forms and the facts of every unit."""
        templates = {t.code: t for t in cycle.templates.all()}
        facts = Unit.objects.values_list("pk", "path", "kind__tier", "managed_by_id", "parent_id")
        units, inside = {}, set()
        for pk, path, tier, managed_by_id, parent_id in facts:
            units[pk] = UnitFacts(tier, managed_by_id or parent_id)
            if path.startswith(cycle.scope.path):
                inside.add(pk)
        work = cls(
            cycle=cycle,
            actor=actor,
            templates={code: t for code, t in templates.items() if t.subject == Subject.INDIVIDUAL},
            collective_template=next((t for t in templates.values() if t.subject == Subject.COLLECTIVE), None),
            units=units,
            scope_unit_ids=inside,
            day=day_of_account(cycle),
            catalogue_size=cycle.catalogue.items.count(),
        )
        for deadline in cycle.deadlines.all():
            for subject, due_on in (
                (Subject.COLLECTIVE, deadline.collective_due_on),
                (Subject.INDIVIDUAL, deadline.individual_due_on),
            ):
                if due_on is not None:
                    work.due[subject, deadline.tier] = due_on
        return work

    def open_collectives(self, unit_ids: Sequence[int]) -> int:
        """One review for each of these units; how many."""
        assert self.collective_template is not None, "the plan was refused without a form for collectives"
        new = []
        for unit_id in unit_ids:
            facts = self.units[unit_id]
            new.append(
                NewReview(
                    subject=Subject.COLLECTIVE,
                    unit_id=unit_id,
                    cadre_id=None,
                    managing_unit_id=facts.managing_unit_id,
                    template=self.collective_template,
                    due_on=self.due[Subject.COLLECTIVE, facts.tier],
                    places=(PlacePlan(unit_id, PlaceKind.COLLECTIVE),),
                )
            )
        add_reviews(self.cycle, new, self.catalogue_size, self.actor)
        follow_waiting_tasks(self.cycle, self.actor)
        return len(new)

    def open_people(self, cadre_ids: Sequence[int]) -> int:
        """One review for each of these people whose cell on the day of account lies in the scope; how many."""
        new = []
        for cadre_id, plan in self._plans(cadre_ids).items():
            due_on = self.due.get((Subject.INDIVIDUAL, self.units[plan.unit_id].tier))
            if due_on is not None:
                new.append(self._new_person(cadre_id, plan, due_on))
        add_reviews(self.cycle, new, self.catalogue_size, self.actor)
        follow_waiting_tasks(self.cycle, self.actor)
        return len(new)

    def follow_people(self, review_ids: Sequence[int]) -> int:
        """The reviews of people who got or gave up a post since, as long as they live in the scope; how many of them."""
        rows = Review.objects.filter(pk__in=review_ids).select_related("template").order_by("pk")
        reviews = list(rows.select_for_update(of=("self",)))
        plans = self._plans([review.cadre_id for review in reviews if review.cadre_id is not None])
        there = [review for review in reviews if review.cadre_id in plans]
        follow(there, {r.pk: plans[r.cadre_id] for r in there if r.cadre_id}, self.templates, self.actor)
        return len(there)

    def _plans(self, cadre_ids: Sequence[int]) -> dict[int, PersonPlan]:
        """How each of these people who lives in the scope on the day of account is reviewed."""
        cells = _cells_of(cadre_ids, self.cycle, self.day)
        held = held_by(cadre_ids, self.cycle)
        inside = dict(Cadre.objects.filter(pk__in=cadre_ids).values_list("pk", "in_political_system"))
        return {
            cadre_id: plan_person(
                cell_id=cell_id,
                held=held[cadre_id],
                units=self.units,
                in_political_system=inside[cadre_id],
                forms=self.templates,
                period=(self.cycle.period_from, self.cycle.period_to),
                day=self.day,
            )
            for cadre_id, cell_id in sorted(cells.items())
            if cell_id in self.scope_unit_ids
        }

    def _new_person(self, cadre_id: int, plan: PersonPlan, due_on: date) -> NewReview:
        return NewReview(
            subject=Subject.INDIVIDUAL,
            unit_id=plan.unit_id,
            cadre_id=cadre_id,
            managing_unit_id=plan.managing_unit_id,
            template=self.templates[plan.form],
            due_on=due_on,
            places=plan.places,
            position=plan.position,
            post_line=plan.post_line,
            segments=plan.segments,
        )


def _cells_of(cadre_ids: Iterable[int], cycle: Cycle, day: date) -> dict[int, int]:
    """The cell of each person on the day, or the last one of the period."""
    rows = CellMembership.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=cycle.period_from),
        cadre_id__in=cadre_ids,
        started_on__lte=cycle.period_to,
    ).order_by("started_on")
    cells: dict[int, int] = {}
    for cadre_id, unit_id, started_on in rows.values_list("cadre_id", "unit_id", "started_on"):
        if started_on <= day or cadre_id not in cells:
            cells[cadre_id] = unit_id
    return cells


def held_by(cadre_ids: Iterable[int], cycle: Cycle) -> dict[int, list[Held]]:
    """The posts that each of these people held on some day of the period."""
    held: dict[int, list[Held]] = defaultdict(list)
    rows = Tenure.objects.held_during(cycle.period_from, cycle.period_to).filter(cadre_id__in=cadre_ids)
    for row in rows.select_related("post"):
        post = row.post
        held[row.cadre_id].append(
            Held(
                tenure_id=row.pk,
                unit_id=post.unit_id,
                post_name=post.name,
                position=Position(post.position),
                managed_by_id=post.managed_by_id,
                order=post.order,
                started_on=row.started_on,
                ended_on=row.ended_on,
            )
        )
    return held
