"""What an earlier cycle left to do: remedies and commitments, each marked done, in progress or not done in this round.

The rows of an open round are read from the register and from the last accepted review each time, so that nobody works on
an old list; what was written about a row stays, even when the row has left the register (ADR 18).
"""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from core.fields import NFCCharField, NFCTextField
from core.kept_queries import kept
from core.rows import read_rows
from reviews.models.answers import Commitment
from reviews.models.earlier_rounds import accepted_before, last_accepted_round, owners_of, whose
from reviews.models.remediation import RemediationItem
from reviews.models.sheets import Review, Round
from reviews.models.standing import of_submitted_round
from reviews.models.unread import WrittenBy
from reviews.states import PLANNED_KINDS, CarriedState, ItemKind, RemediationState
from units.models import Unit


class _Registered(NamedTuple):
    """What the ledger takes of an item of the register."""

    pk: int
    kind: str
    remedy_origin: uuid.UUID | None
    cycle_name: str
    unit_id: int
    limitation: str
    action: str
    owner_text: str
    owner_name: str | None
    due_on: date
    first_due_on: date
    extensions: int
    measure: str
    measure_unit: str
    baseline: Decimal | None
    target: Decimal | None
    latest_reading: Decimal | None
    state: str


_PATHS = {"cycle_name": "cycle__name", "owner_name": "owner_cadre__full_name"}
_REGISTERED = [_PATHS.get(name, name) for name in _Registered.__annotations__]
_LONGEST_SOURCE = 250
_CommitmentFacts = tuple[uuid.UUID, int | None, str, str, date | None, str]


class CarriedOver(WrittenBy):
    """One remedy or commitment of an earlier cycle, with what became of it.

    `source` to `register_state` repeat what the register says; they are fixed when the round is submitted. The rest is
    written by people.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="carried_over")
    origin = models.UUIDField()
    order = models.PositiveSmallIntegerField(default=0)
    item = models.ForeignKey(RemediationItem, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    source = NFCCharField(max_length=250, help_text="the cycle that it comes from")
    fault = NFCTextField(blank=True)
    action = NFCTextField()
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True, help_text="where the register moved it since")
    extensions = models.PositiveSmallIntegerField(default=0)
    measure = NFCTextField(blank=True)
    measure_unit = NFCCharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    reading = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    register_state = models.CharField(max_length=12, choices=RemediationState, blank=True)
    state = models.CharField(max_length=12, choices=CarriedState, blank=True)
    actual = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    reason = NFCTextField(blank=True)

    class Meta:
        ordering = ["round_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "origin"], name="carried_over_once_in_a_round"),
            models.CheckConstraint(
                condition=Q(item=None) ^ Q(commitment=None), name="carried_over_is_a_remedy_or_a_commitment"
            ),
        ]

    def __str__(self) -> str:
        return self.action[:80]

    @property
    def has_measurement(self) -> bool:
        """Whether it is followed by a number from a baseline to a target."""
        return self.baseline is not None and self.target is not None

    @property
    def reached(self) -> Decimal | None:
        """The number typed, or the last one in the register."""
        return self.actual if self.actual is not None else self.reading

    @property
    def share_done(self) -> Decimal | None:
        """The part of the way from the baseline to the target, in percent; None without the three numbers."""
        if self.baseline is None or self.target is None or self.reached is None:
            return None
        return (self.reached - self.baseline) / (self.target - self.baseline) * 100


FACTS = (
    "order",
    "source",
    "fault",
    "action",
    "due_on",
    "first_due_on",
    "extensions",
    "measure",
    "measure_unit",
    "baseline",
    "target",
    "reading",
    "register_state",
)
"""What a row repeats of the register."""


def carried_over_of(review: Review, round_: Round) -> list[CarriedOver]:
    """The ledger of a round. Open: the register as it is now, and what was written; submitted: as it was then.

    Rows without a word yet come unsaved (version 0). At most four queries, seven where a unit answers for ended ones.
    """
    stored = {row.origin: row for row in read_rows(CarriedOver, round_id=[round_.pk], order=("order", "id"))}
    if not round_.is_open:
        return list(stored.values())
    rows: dict[uuid.UUID, CarriedOver] = {}
    former = _former_units(review)
    items = _items_of(review, former)
    promised = _from_commitments(review, round_, former)
    _tell_of_commitments(promised, items)
    for now in [*_from_register(items, round_, former), *promised]:
        now.order = len(rows) + 1
        row = stored.pop(now.origin, None) or now
        for fact in FACTS:
            setattr(row, fact, getattr(now, fact))
        rows.setdefault(row.origin, row)
    return [*rows.values(), *(row for row in stored.values() if is_marked(row))]


def is_marked(row: CarriedOver) -> bool:
    """Whether anything was written about it in this round."""
    return bool(row.state or row.reason.strip() or row.actual is not None)


def _former_units(review: Review) -> dict[int, str]:
    """The ended units, with their names, whose earlier cycles this review answers for (ADR 17).

    One that ended within the period has a review of its own in the cycle, and answers there.
    """
    if not review.is_collective or not review.unit.former_ids:
        return {}
    own = Review.objects.filter(cycle=review.cycle_id, cadre=None, unit=OuterRef("pk"))
    return dict(Unit.objects.filter(~Exists(own), pk__in=review.unit.former_ids).values_list("pk", "name"))


def _items_of(review: Review, former: dict[int, str]) -> list[_Registered]:
    """What was followed of earlier cycles: all commitments, and what else was still open when this period began."""
    period = review.cycle.period_from, review.cycle.period_to
    return [_Registered(*facts) for facts in _followed(review.subject, owners_of(review, former), *period)]


def _from_register(items: list[_Registered], round_: Round, former: dict[int, str]) -> list[CarriedOver]:
    """Remedies, tasks and conclusions; a given-up one until it is answered for."""
    return [
        CarriedOver(
            round=round_,
            origin=item.remedy_origin or uuid.uuid5(uuid.NAMESPACE_OID, f"remediation-item-{item.pk}"),
            item_id=item.pk,
            version=0,
            source=_source(item.cycle_name, item.unit_id, former),
            fault=item.limitation,
            action=item.action,
            measure=item.measure,
            **_course(item),
        )
        for item in items
        if item.kind != ItemKind.COMMITMENT
    ]


def _tell_of_commitments(rows: list[CarriedOver], items: list[_Registered]) -> None:
    """What the register says of each commitment that it follows, in its words as amended since."""
    followed = {item.remedy_origin: item for item in items if item.kind == ItemKind.COMMITMENT}
    for row in rows:
        if item := followed.get(row.origin):
            row.action, row.measure = _with_owner(item.action, item.owner_name or item.owner_text), item.measure
            for fact, value in _course(item).items():
                setattr(row, fact, value)


def _course(item: _Registered) -> dict[str, Any]:
    return {
        "due_on": item.due_on,
        "first_due_on": item.first_due_on if item.extensions else None,
        "extensions": item.extensions,
        "measure_unit": item.measure_unit,
        "baseline": item.baseline,
        "target": item.target,
        "reading": item.latest_reading if item.target is not None else None,  # "done or not" is no figure
        "register_state": item.state,
    }


@kept
def _followed(subject: str, owners: list[int], period_from: date, period_to: date) -> Any:
    earlier = RemediationItem.objects.filter(cycle__period_to__lt=period_to)
    items = earlier.filter(**whose(subject, owners, "plan__review__"))
    marked = CarriedOver.objects.filter(item=OuterRef("pk"), round__in=accepted_before(period_to)).exclude(state="")
    again = RemediationItem.objects.filter(recurs_of=OuterRef("pk"))
    given_up = Q(Exists(marked) | Exists(again), state=RemediationState.NOT_DONE)
    left = Q(kind__in=PLANNED_KINDS) & ~Q(closed_at__date__lt=period_from) & ~given_up
    items = items.filter(left | Q(kind=ItemKind.COMMITMENT))
    in_order = items.order_by("cycle__period_to", "plan_id", "limitation", "order")
    return in_order.with_reading().values_list(*_REGISTERED)


def _source(cycle_name: str, unit_id: int, former: dict[int, str]) -> str:
    """The cycle, and of whom where it was an ended unit: both fit the paper's column."""
    name = former.get(unit_id)
    return f"{cycle_name}, {name}"[:_LONGEST_SOURCE] if name else cycle_name


def _from_commitments(review: Review, round_: Round, former: dict[int, str]) -> list[CarriedOver]:
    """The commitments of the last accepted review, before them those that it had itself left undone; then those of the
    last accepted reviews of ended units, unless a later review has answered for them."""
    last = last_accepted_round(review)
    own = [_commitment(round_, *facts) for facts in _commitments_of(*last)] if last else []
    taken_over = [
        (_commitment(round_, *facts), period_to)
        for pk, source, period_to in _last_accepted_rounds_of(review, former)
        for facts in _commitments_of(pk, source)
    ]
    if not taken_over:
        return own
    answered = _answered_until(review, former, [row.origin for row, _ in taken_over])
    return [*own, *(row for row, period_to in taken_over if answered.get(row.origin, period_to) <= period_to)]


def _last_accepted_rounds_of(review: Review, former: dict[int, str]) -> list[tuple[int, str, date]]:
    """The accepted round of the latest earlier cycle of each of these units: its number, source and last day."""
    if not former:
        return []
    rounds = accepted_before(review.cycle.period_to).filter(review__subject=review.subject, review__unit__in=former)
    latest = rounds.order_by("review__unit_id", "-review__cycle__period_to", "-number").distinct("review__unit_id")
    facts = latest.values_list("pk", "review__cycle__name", "review__unit_id", "review__cycle__period_to")
    return [(pk, _source(cycle, unit_id, former), period_to) for pk, cycle, unit_id, period_to in facts]


def _answered_until(review: Review, former: dict[int, str], origins: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    """Until which cycle's end accepted reviews of the unit, or of those before it, have marked these commitments."""
    marked = CarriedOver.objects.filter(round__in=accepted_before(review.cycle.period_to), origin__in=origins)
    of_both = whose(review.subject, owners_of(review, former), "round__review__")
    until = marked.filter(**of_both).order_by().values("origin").annotate(until=Max("round__review__cycle__period_to"))
    return dict(until.values_list("origin", "until"))


@of_submitted_round
def _commitments_of(round_pk: int, cycle_name: str) -> tuple[_CommitmentFacts, ...]:
    """(origin, number, source, action, deadline, measure) of what a submitted round left to do and promised."""
    undone = CarriedOver.objects.filter(round=round_pk, commitment__isnull=False).exclude(state=CarriedState.DONE)
    made = Commitment.objects.filter(round=round_pk).exclude(text="")
    return (
        *((row.origin, row.commitment_id, row.source, row.action, row.due_on, row.measure) for row in undone),
        *((row.origin, row.pk, cycle_name, _with_owner(row.text, row.owner), row.due_on, row.measure) for row in made),
    )


def _with_owner(action: str, owner: str) -> str:
    return f"{action} (chủ trì: {owner})" if owner else action


def _commitment(
    round_: Round, origin: uuid.UUID, pk: int | None, source: str, action: str, due_on: date | None, measure: str
) -> CarriedOver:
    return CarriedOver(
        round=round_,
        origin=origin,
        commitment_id=pk,
        version=0,
        source=source,
        action=action,
        due_on=due_on,
        measure=measure,
    )
