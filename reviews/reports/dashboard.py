"""What the dashboard counts: how far suggestions came, and the remediation that followed them or any other review."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from cadres.roles import Actor
from core.kept_queries import kept
from reviews.models import Cycle, RemediationItem, Review
from reviews.querysets.remediation import RemediationItemQuerySet, open_ones, overdue
from reviews.querysets.suggestion_progress import (
    ASKED_FIELD,
    SuggestionStep,
    asked_of,
    plans_after_suggestions,
    reached,
    suggested_to,
)
from reviews.reports.figure_tables import (
    BY_BLOC,
    BY_FIELD,
    BY_TIER,
    FIELD_COLUMNS,
    PLACE_COLUMNS,
    TOTAL,
    Column,
    Counted,
    Group,
    Part,
    Row,
    Table,
    counted,
    named,
    row_of,
    summed,
    sums_of,
)
from reviews.states import PLANNED_KINDS, AppraisalOutcome, Subject

Rows = Sequence[Counted]
_ITEMS: Final = "reviews:remediation"
_SIDE: Final = Case(
    When(cadre=None, then=Value(Subject.COLLECTIVE)), default=Value(Subject.INDIVIDUAL), output_field=CharField()
)

STEP_COLUMNS: Final = tuple(
    Column(step.label, step.name.lower(), "reviews:suggested_reviews", {"buoc": step.value}) for step in SuggestionStep
)
ITEM_COLUMNS: Final = (
    Column("Việc khắc phục", "all", _ITEMS, {}),
    Column("Xong đúng hạn", "in_time", _ITEMS, {"dung_han": "on"}),
    Column("Xong chậm", "late", _ITEMS, {"xong_cham": "on"}),
    Column("Chưa kết thúc", "open", _ITEMS, {"trang_thai": "dang_mo"}),
    Column("Quá hạn", "overdue", _ITEMS, {"qua_han": "on"}, is_alarming=True),
)
CHAIN_COLUMNS: Final = (*STEP_COLUMNS, *ITEM_COLUMNS)
_PLACES: Final = tuple(dict.fromkeys(PLACE_COLUMNS.values()))
_ASKED_COLUMNS: Final = tuple(f"{ASKED_FIELD}__{column}" for column in FIELD_COLUMNS.values())
_SAME: Final = {name: name for name in FIELD_COLUMNS}
_ITEM_FIELD: Final = {name: f"field__{column}" for name, column in FIELD_COLUMNS.items()}
_OUTCOMES: Final = {
    "accepted": AppraisalOutcome.ACCEPT,
    "supplement": AppraisalOutcome.SUPPLEMENT,
    "rereview": AppraisalOutcome.REREVIEW,
}
_PARTS: Final = (BY_TIER, BY_BLOC, BY_FIELD)
_STEP_KEYS: Final = [column.key for column in STEP_COLUMNS]
_ITEM_KEYS: Final = [column.key for column in ITEM_COLUMNS]


@dataclass(frozen=True, slots=True)
class ChainFilter:
    """What a chain is narrowed to: values as they stand in the address, each empty where nothing is chosen."""

    subject: str = ""
    tier: str = ""
    bloc: str = ""
    field: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The part of the address that says so."""
        said = {"loai": self.subject, "cap": self.tier, "khoi": self.bloc, "linh_vuc": self.field}
        return {name: value for name, value in said.items() if value}

    def lets_pass(self, row: Counted) -> bool:
        """Whether the row is within what is chosen; a row without a field is not asked for it."""
        chosen = (("subject", self.subject), ("tier", self.tier), ("bloc", self.bloc), ("field", self.field))
        return all(not value or row.get(key, value) == value for key, value in chosen)


@dataclass(frozen=True, slots=True)
class ChainRows:
    """The counts of one cycle from the suggestion to the remedy, for every side, level and khối.

    `fields` counts reviews by what they were asked: one asked about two fields counts in both, so that these rows do not
    add up to `reviews`. An item has one field.
    """

    reviews: Rows
    fields: Rows
    items: Rows

    def kept(self) -> dict[str, Rows]:
        """As a row of the database keeps it."""
        return {"reviews": self.reviews, "fields": self.fields, "items": self.items}

    def all(self) -> list[Counted]:
        """Every row, for those who look which levels, khối and fields there are."""
        return [*self.reviews, *self.fields, *self.items]


def chain_of(cycle: Cycle, actor: Actor, day: date) -> ChainRows:
    """The chain of a cycle among everything that the actor sees; four queries.

    Reviews come one by one, each step asked once: so few are suggested that adding them up here costs less than the plan
    of a query that asks every step for every sum.
    """
    lines = {row[0]: _line(row) for row in _answer(_steps, actor, cycle.pk)}
    asked = [(pk, dict(zip(FIELD_COLUMNS, columns, strict=True))) for pk, *columns in _answer(_asked, actor, cycle.pk)]
    fields = [
        {**lines[pk], **named(columns, _SAME)} for pk, columns in asked if pk in lines
    ]  # a letter may just go out
    items = count_remedies(RemediationItem.objects.visible_to(actor), actor, day, cycle)
    return ChainRows(summed(lines.values(), _STEP_KEYS), summed(fields, _STEP_KEYS), items)


@kept
def _steps(actor: Actor, cycle_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Each review suggested to, where it stands, which steps it reached."""
    steps = {
        f"reached_{step.name.lower()}": Case(When(reached(step), then=1), default=0)
        for step in (SuggestionStep.ACKNOWLEDGED, SuggestionStep.ANSWERED)
    }
    found = suggested_to(Review.objects.visible_to(actor).filter(cycle_id=cycle_id), actor).order_by()
    marked = found.annotate(**steps, decided=F("outcome"))
    return marked.values_list("pk", "subject", *_PLACES, *steps, "decided")


@kept
def _asked(actor: Actor, cycle_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    """The fields that each of them was asked about."""
    found = suggested_to(Review.objects.visible_to(actor).filter(cycle_id=cycle_id), actor).order_by()
    return asked_of(found, actor).values_list("pk", *_ASKED_COLUMNS).distinct()


@kept
def _plans(actor: Actor, cycle_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    return plans_after_suggestions(actor, cycle_id)


def _answer(ask: Callable[..., list[tuple[Any, ...]]], *about: Any) -> list[tuple[Any, ...]]:
    """The rows; none where the database need not even be asked."""
    try:
        return ask(*about)
    except EmptyResultSet:
        return []


def _line(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, subject, *places, acknowledged, answered, decided = row
    return (
        named(dict(zip(_PLACES, places, strict=True)), PLACE_COLUMNS)
        | {"subject": subject, "pk": pk, "suggested": 1, "acknowledged": acknowledged, "answered": answered}
        | {"appraised": int(decided is not None)}
        | {key: int(decided == outcome) for key, outcome in _OUTCOMES.items()}
    )


def count_remedies(items: RemediationItemQuerySet, actor: Actor, day: date, cycle: Cycle) -> list[Counted]:
    """Those of these items that grew from a suggestion of the cycle; two queries."""
    grown = items.filter(kind__in=PLANNED_KINDS, plan__in=[pk for (pk,) in _answer(_plans, actor, cycle.pk)])
    return counted(grown.annotate(side=_SIDE), _item_counts(day), subject="side", **_ITEM_FIELD)


def chain_tables(cycle_id: int, rows: ChainRows, chosen: ChainFilter) -> list[Table]:
    """The chain of the collectives and of the persons, narrowed to what is chosen."""
    return [
        _chain_table(cycle_id, rows, ChainFilter(subject.value, chosen.tier, chosen.bloc, chosen.field))
        for subject in Subject
        if chosen.subject in ("", subject)
    ]


def _chain_table(cycle_id: int, rows: ChainRows, chosen: ChainFilter) -> Table:
    query = {"dot": str(cycle_id), **chosen.query}
    title = f"Từ gợi ý đến khắc phục: {str(Subject(chosen.subject).label).lower()}"
    sums = chain_sums(rows, chosen, None)
    total = _chain_row(TOTAL, sums.get("", {}), query)
    return Table(title, total, tuple(_chain_group(rows, chosen, part, query) for part in _PARTS))


def _chain_group(rows: ChainRows, chosen: ChainFilter, part: Part, query: Mapping[str, str]) -> Group:
    sums = chain_sums(rows, chosen, part)
    names = part_names(rows, part)
    return Group(
        part.heading,
        tuple(
            _chain_row(name, sums[key], {**query, part.parameter: key}) for key, name in names.items() if key in sums
        ),
    )


def chain_sums(rows: ChainRows, chosen: ChainFilter, part: Part | None) -> dict[str, dict[str, int]]:
    """The counts of the whole chain for each value of the part, or under the empty word for all that is chosen."""
    by_field = chosen.field or part is BY_FIELD
    steps = sums_of(filter(chosen.lets_pass, rows.fields if by_field else rows.reviews), _STEP_KEYS, part)
    items = sums_of(filter(chosen.lets_pass, rows.items), _ITEM_KEYS, part)
    return {key: steps.get(key, {}) | items.get(key, {}) for key in steps | items}


def part_names(rows: ChainRows, part: Part) -> dict[str, str]:
    """The levels, khối or fields that occur, with their names, in order."""
    return part.names(row for row in rows.all() if part.key in row)


def _chain_row(label: str, sums: Mapping[str, int], query: Mapping[str, str]) -> Row:
    steps = row_of(label, STEP_COLUMNS, sums, query)
    items = row_of(label, ITEM_COLUMNS, sums, {**query, "goi_y": "on"})
    return Row(label, steps.cells + items.cells)


def item_rows(items: RemediationItemQuerySet, day: date) -> list[Counted]:
    """Remediation items of every cycle: open, overdue, closed in time or late; two queries."""
    return [row for half in items.halves() for row in counted(half, _item_counts(day))]


def item_table(rows: Rows) -> Table:
    """The remediation items of all cycles, by level and khối."""
    total = row_of(TOTAL, ITEM_COLUMNS, sums_of(rows, _ITEM_KEYS).get("", {}), {})
    groups = []
    for part in (BY_TIER, BY_BLOC):
        sums = sums_of(rows, _ITEM_KEYS, part)
        named = part.names(rows).items()
        rows_of_part = (row_of(name, ITEM_COLUMNS, sums[key], {part.parameter: key}) for key, name in named)
        groups.append(Group(part.heading, tuple(rows_of_part)))
    return Table("Khắc phục hạn chế, khuyết điểm (mọi đợt)", total, tuple(groups))


def _item_counts(day: date) -> dict[str, Any]:
    return {
        "all": Count("pk"),
        "in_time": Count("pk", filter=Q(on_time=True)),
        "late": Count("pk", filter=Q(on_time=False)),
        "open": Count("pk", filter=open_ones()),
        "overdue": Count("pk", filter=overdue(day)),
    }
