"""Cycles: prepared as a draft, opened (which generates the reviews), their deadlines changed, closed, opened again."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.formats import day
from core.models import Job
from core.text import fold_space
from reviews.actions.generation import queue_generation
from reviews.actions.locking import advance, locked, require
from reviews.models import Cycle, CycleDeadline, FormTemplate, Review
from reviews.rules import cycles as rules
from reviews.rules.cycle_plans import ChosenTemplate, CyclePlan, TierDeadline, deadline_faults, faults
from reviews.states import CycleState, ReviewState, Subject
from reviews.workflow.cycles import CYCLE_WORKFLOW
from units.models import Unit

WITH_UNITS = Cycle.objects.select_related("owner", "scope")
_PLAIN = (
    "name",
    "kind",
    "scope_id",
    "plan_number",
    "plan_date",
    "period_from",
    "period_to",
    "profile_id",
    "catalogue_id",
)


@transaction.atomic
def create_cycle(*, owner_id: int, plan: CyclePlan, actor: Actor) -> Cycle:
    """Keep a new cycle as a draft that only its committee sees. Refuses a plan with faults and one kept before."""
    owner = Unit.objects.select_for_update(no_key=True).get(pk=owner_id)
    require(rules.may_prepare(actor, owner))
    _refuse_faults(plan)
    cycle = Cycle(owner=owner, created_at=localtime.now())
    _refuse_outside(owner, plan)
    _write_plan(cycle, plan)
    audit.record(actor=actor, verb="cycle.create", target=cycle, name=cycle.name, plan_number=cycle.plan_number)
    return cycle


@transaction.atomic
def edit_cycle(*, cycle_id: int, version: int, plan: CyclePlan, actor: Actor) -> Cycle:
    """Change the plan of a draft; an opened cycle changes only its deadlines."""
    cycle = locked(WITH_UNITS, cycle_id, version)
    require(rules.may_run(actor, cycle))
    if cycle.state != CycleState.DRAFT:
        raise Invalid("Đợt đã mở chỉ còn đổi được hạn trình. Hãy dùng “Đổi hạn”.")
    _refuse_faults(plan)
    _refuse_outside(cycle.owner, plan)
    cycle.version += 1
    _write_plan(cycle, plan)
    audit.record(actor=actor, verb="cycle.edit", target=cycle, name=cycle.name, plan_number=cycle.plan_number)
    return cycle


@transaction.atomic
def discard_cycle(*, cycle_id: int, version: int, actor: Actor) -> None:
    """Throw a draft away; an opened cycle stays for ever."""
    cycle = locked(WITH_UNITS, cycle_id, version)
    require(rules.may_run(actor, cycle))
    if cycle.state != CycleState.DRAFT:
        raise Invalid("Đợt đã mở không xóa được; hãy dùng “Kết thúc đợt”.")
    audit.record(actor=actor, verb="cycle.discard", target=cycle, name=cycle.name)
    cycle.delete()


@transaction.atomic
def open_cycle(*, cycle_id: int, version: int, actor: Actor) -> tuple[Cycle, Job]:
    """Open the draft to everybody in its scope and queue the job that generates one review each."""
    cycle = locked(WITH_UNITS, cycle_id, version)
    cycle.opened_at = localtime.now()
    advance(CYCLE_WORKFLOW, "open", cycle, actor, changed=("opened_at",))
    return cycle, queue_generation(cycle, actor)


@transaction.atomic
def generate_reviews(*, cycle_id: int, actor: Actor) -> Job:
    """Queue the job that creates the reviews still missing; an open job of this cycle is returned instead."""
    cycle = locked(WITH_UNITS, cycle_id, None)
    require(rules.may_generate(actor, cycle))
    return queue_generation(cycle, actor)


@transaction.atomic
def close_cycle(*, cycle_id: int, version: int, actor: Actor) -> Cycle:
    """End the cycle; what was not submitted stays as it is: it can be read, no longer written or submitted."""
    cycle = locked(WITH_UNITS, cycle_id, version)
    cycle.closed_at = localtime.now()
    open_ones = Review.objects.filter(cycle=cycle).exclude(state=ReviewState.ACCEPTED).count()
    return advance(CYCLE_WORKFLOW, "close", cycle, actor, changed=("closed_at",), not_accepted=open_ones)


@transaction.atomic
def reopen_cycle(*, cycle_id: int, version: int, reason: str, actor: Actor) -> Cycle:
    """Open a closed cycle again, with a reason that stays in the history."""
    cycle = locked(WITH_UNITS, cycle_id, version)
    cycle.closed_at = None
    return advance(CYCLE_WORKFLOW, "reopen", cycle, actor, changed=("closed_at",), reason=_said(reason))


@transaction.atomic
def change_deadlines(
    *, cycle_id: int, version: int, deadlines: tuple[TierDeadline, ...], reason: str, actor: Actor
) -> Cycle:
    """Set other deadlines, with a reason; reviews not yet accepted follow, each with a line in its history.

    A tier that had no deadline may get one (its reviews are then generated); one that has reviews may not lose it.
    """
    cycle = locked(WITH_UNITS, cycle_id, version)
    require(rules.may_change_deadlines(actor, cycle))
    reason = _said(reason)
    _refuse_bad_deadlines(cycle, deadlines)
    before = _write_deadlines(cycle, deadlines)
    cycle.version += 1
    cycle.save(update_fields=["version"])
    moved = _move_reviews(cycle, deadlines, reason, actor)
    after = {str(d.tier): _shown(d) for d in deadlines if not d.is_empty}
    audit.record(
        actor=actor, verb="cycle.deadlines", target=cycle, before=before, after=after, reason=reason, reviews=moved
    )
    return cycle


def plan_of(cycle: Cycle) -> CyclePlan:
    """The plan as it is kept, for forms and checks."""
    return CyclePlan(
        **{name: getattr(cycle, name) for name in _PLAIN},
        template_ids=tuple(cycle.templates.order_by("code").values_list("pk", flat=True)),
        deadlines=tuple(TierDeadline(d.tier, d.collective_due_on, d.individual_due_on) for d in cycle.deadlines.all()),
    )


def _refuse_faults(plan: CyclePlan) -> None:
    rows = FormTemplate.objects.filter(pk__in=plan.template_ids)
    templates = [ChosenTemplate(t.code, t.subject, t.profile_id, t.published_on is not None) for t in rows]
    if found := faults(plan, templates):
        raise Invalid(" ".join(found), tuple((sentence, "") for sentence in found))


def _refuse_outside(owner: Unit, plan: CyclePlan) -> None:
    scope = Unit.objects.get(pk=plan.scope_id)
    if not scope.path.startswith(owner.path):
        raise Invalid("Phạm vi của đợt phải là đơn vị mở đợt hoặc đơn vị trực thuộc.")


def _write_plan(cycle: Cycle, plan: CyclePlan) -> None:
    for name in _PLAIN:
        value = getattr(plan, name)
        setattr(cycle, name, fold_space(value) if isinstance(value, str) else value)
    _refuse_twin(cycle)
    cycle.save()
    cycle.templates.set(plan.template_ids)
    _write_deadlines(cycle, plan.deadlines)


def _refuse_twin(cycle: Cycle) -> None:
    """The same cycle twice is a double click or a mistake; the unique constraint stands behind this sentence."""
    twins = Cycle.objects.filter(
        owner=cycle.owner,
        kind=cycle.kind,
        period_from=cycle.period_from,
        period_to=cycle.period_to,
        name=cycle.name,
    )
    if twins.exclude(pk=cycle.pk).exists():
        raise Invalid(f"Đã có đợt “{cycle.name}” cùng loại, cùng kỳ. Hãy dùng đợt đó hoặc đặt tên khác.")


def _write_deadlines(cycle: Cycle, deadlines: Iterable[TierDeadline]) -> dict[str, str]:
    """Replace the deadlines; returns those before, as they are shown."""
    before = {
        str(d.tier): _shown(TierDeadline(d.tier, d.collective_due_on, d.individual_due_on))
        for d in cycle.deadlines.all()
    }
    cycle.deadlines.all().delete()
    CycleDeadline.objects.bulk_create(
        CycleDeadline(
            cycle=cycle, tier=d.tier, collective_due_on=d.collective_due_on, individual_due_on=d.individual_due_on
        )
        for d in deadlines
        if not d.is_empty
    )
    return before


def _shown(deadline: TierDeadline) -> str:
    return " / ".join(day(d) if d else "–" for d in (deadline.collective_due_on, deadline.individual_due_on))


def _refuse_bad_deadlines(cycle: Cycle, deadlines: tuple[TierDeadline, ...]) -> None:
    plan = CyclePlan(**{name: getattr(cycle, name) for name in _PLAIN}, template_ids=(), deadlines=deadlines)
    found = list(deadline_faults(plan))
    dated = {d.tier: d for d in deadlines}
    reviewed = Review.objects.filter(cycle=cycle).values_list("subject", "unit__kind__tier").distinct()
    for subject, tier in sorted(reviewed):
        deadline = dated.get(tier, TierDeadline(tier))
        kept = deadline.collective_due_on if subject == Subject.COLLECTIVE else deadline.individual_due_on
        if kept is None:
            found.append(
                f"Cấp {tier} đã có bản kiểm điểm {Subject(subject).label.lower()} nên không bỏ trống hạn được."
            )
    if found:
        raise Invalid(" ".join(found), tuple((sentence, "") for sentence in found))


def _move_reviews(cycle: Cycle, deadlines: tuple[TierDeadline, ...], reason: str, actor: Actor) -> int:
    moved = 0
    open_reviews = Review.objects.filter(cycle=cycle).exclude(state=ReviewState.ACCEPTED).in_lock_order()
    list(open_reviews.select_for_update(of=("self",), no_key=True).values_list("pk"))  # all of them, in the one order
    for deadline in deadlines:
        for subject, due_on in (
            (Subject.COLLECTIVE, deadline.collective_due_on),
            (Subject.INDIVIDUAL, deadline.individual_due_on),
        ):
            if due_on is None:
                continue
            rows = Review.objects.filter(cycle=cycle, subject=subject, unit__kind__tier=deadline.tier)
            rows = rows.exclude(state=ReviewState.ACCEPTED).exclude(due_on=due_on)
            former = dict(rows.order_by("pk").values_list("pk", "due_on"))
            Review.objects.filter(pk__in=former).update(due_on=due_on, version=F("version") + 1)
            facts = ((pk, {"before": before, "after": due_on, "reason": reason}) for pk, before in former.items())
            audit.record_many(actor=actor, verb="review.deadline", model=Review, facts=facts)
            moved += len(former)
    return moved


def _said(reason: str) -> str:
    words = fold_space(reason)
    if not words:
        raise Invalid("Hãy ghi lý do.")
    return words
