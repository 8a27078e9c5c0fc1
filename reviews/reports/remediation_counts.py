"""What remediation counts of the items that somebody sees: parted in every way, by owner, by day, and in amounts.

Everything is plain lists and numbers, so that the worker can keep it (`KeptRemediationFigures`) and two counts can be added.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Func, Q, Sum, Value, When
from django.db.models.functions import Coalesce, TruncDate

from core import localtime
from reviews.querysets.item_ages import bands, due_soon
from reviews.querysets.item_measures import Way, goes, measured
from reviews.querysets.remediation import RemediationItemQuerySet, open_ones, overdue
from reviews.reports.figure_tables import BY_BLOC, BY_FIELD, BY_TIER, FIELD_COLUMNS, Counted, Part, counted, sums_of
from reviews.states import ItemKind, RemediationState, Subject
from units.models import Unit

Lines = list[dict[str, Any]]
Counts = dict[str, Any]
BY_KIND: Final = Part("Theo nguồn việc", "nguon", "kind", "")
BY_SUBJECT: Final = Part("Tập thể, cá nhân", "loai", "subject", "")
PARTS: Final = (BY_BLOC, BY_TIER, BY_FIELD, BY_KIND, BY_SUBJECT)
OWNERS_SHOWN: Final = 20
MONTHS: Final = 12
FLOWS: Final = ("given", "due", "in_time", "late")
_KINDS: Final = {kind.value: (order, str(kind.label)) for order, kind in enumerate(ItemKind, start=1)}
_SUBJECTS: Final = {one.value: (order, str(one.label)) for order, one in enumerate(Subject, start=1)}
_SIDE: Final = Case(
    When(cadre=None, then=Value(Subject.COLLECTIVE)), default=Value(Subject.INDIVIDUAL), output_field=CharField()
)
_SUMS: Final = ("baseline", "target", "reading")


def band_key(number: int) -> str:
    """The name of the count of one band of what is overdue."""
    return f"band{number}"


STATUS_KEYS: Final = (
    "all",
    "open",
    "soon",
    "overdue",
    *(band_key(number) for number in range(len(bands()))),
    "in_time",
    "late",
    "extended",
)
KEYS: Final = (*STATUS_KEYS, *RemediationState.values)


def count(items: RemediationItemQuerySet, day: date, below: Unit | None, known: Lines | None = None) -> Counts:
    """Everything that is shown of these items; six queries, five without a unit `below` which to part them or where its
    parts are `known` from a count of more items, one where there are no items at all.
    """
    rows = [_with_names(row) for row in counted(items.annotate(side=_SIDE), _counts(day), **_PLACES)]
    return {
        "total": [{"value": value, **sums} for value, sums in sums_of(rows, KEYS).items()],
        "parts": {part.key: _part(rows, part) for part in PARTS},
        "below": _below(items, day, below, known or []) if rows and below is not None else [],
        "owners": _owners(items, day) if rows else [],
        "days": _days(items, day) if rows or known is None else {},
        "money": _money(items) if rows else [],
    }


_PLACES: Final = {name: f"field__{column}" for name, column in FIELD_COLUMNS.items()} | {
    "kind": "kind",
    "subject": "side",
}


def added(one: Counts, other: Counts) -> Counts:
    """Both counts together; of owners those of the first, who are the ones with most that is overdue."""
    known = {line["value"] for line in one["owners"]}
    owners = [*one["owners"], *(line for line in other["owners"] if line["value"] in known)]
    return {
        "total": _summed([*one["total"], *other["total"]], KEYS),
        "parts": {key: _in_order(_summed([*lines, *other["parts"][key]], KEYS)) for key, lines in one["parts"].items()},
        "below": _in_order(_summed([*one["below"], *other["below"]], KEYS)),
        "owners": _summed(owners, KEYS),
        "days": {key: _summed([*lines, *other["days"].get(key, [])], FLOWS) for key, lines in one["days"].items()},
        "money": _in_order(_summed([*one["money"], *other["money"]], ("count", *_SUMS))),
    }


def months_until(day: date) -> list[tuple[date, date]]:
    """(first day, last day) of the months that a trend shows, the month of `day` last."""
    firsts = [_month(day, -back) for back in range(MONTHS - 1, -2, -1)]
    return [(first, following - timedelta(days=1)) for first, following in pairwise(firsts)]


def same_periods(day: date) -> list[tuple[date, date]]:
    """(first day, last day) of the year before up to the same day, and of this year so far."""
    last = date(day.year, 2, 28) if (day.month, day.day) == (2, 29) else day
    return [(date(day.year - 1, 1, 1), last.replace(year=day.year - 1)), (date(day.year, 1, 1), day)]


def _month(day: date, further: int) -> date:
    months = day.year * 12 + day.month - 1 + further
    return date(months // 12, months % 12 + 1, 1)


def _counts(day: date) -> dict[str, Any]:
    ages = {band_key(number): Count("pk", filter=band.holds(day)) for number, band in enumerate(bands())}
    return {
        "all": Count("pk"),
        "open": Count("pk", filter=open_ones()),
        "soon": Count("pk", filter=due_soon(day)),
        "overdue": Count("pk", filter=overdue(day)),
        **ages,
        "in_time": Count("pk", filter=Q(on_time=True)),
        "late": Count("pk", filter=Q(on_time=False)),
        "extended": Count("pk", filter=Q(extensions__gt=0)),
        **{state: Count("pk", filter=Q(state=state)) for state in RemediationState.values},
    }


def _only_counts(row: Counted) -> dict[str, int]:
    return {key: row[key] for key in KEYS}


def _with_names(row: Counted) -> dict[str, Any]:
    kind, subject = _KINDS[row["kind"]], _SUBJECTS[row["subject"]]
    return {
        **row,
        "kind_order": kind[0],
        "kind_name": kind[1],
        "subject_order": subject[0],
        "subject_name": subject[1],
    }


def _part(rows: Sequence[Counted], part: Part) -> Lines:
    names = part.names(rows)
    places = {row[part.key]: (not row[f"{part.key}_name"], row[f"{part.key}_order"]) for row in rows}
    return _in_order(
        [
            {"value": value, "name": names[value], "order": [*places[value], names[value]], **sums}
            for value, sums in sums_of(rows, KEYS, part).items()
        ]
    )


def _in_order(lines: Lines) -> Lines:
    return sorted(lines, key=lambda line: line["order"])


def _summed(lines: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> Lines:
    """Lines of the same value as one, in the order in which they first come."""
    sums: dict[Any, dict[str, Any]] = {}
    for line in lines:
        known = sums.get(line["value"])
        if known is None:
            sums[line["value"]] = dict(line)
            continue
        for key in keys:
            known[key] = _plus(known[key], line[key])
    return list(sums.values())


def _plus(one: Any, other: Any) -> Any:
    return str(Decimal(one) + Decimal(other)) if isinstance(one, str) else one + other


def part_below(top: Unit) -> Func:
    """The number, in words, of the unit directly below this one in which an item's unit lies; empty for this one itself."""
    depth = top.path.count("/")
    return Func(F("unit__path"), Value("/"), Value(depth + 1), function="split_part", output_field=CharField())


def _below(items: RemediationItemQuerySet, day: date, top: Unit, known: Lines) -> Lines:
    """The unit itself, and each unit directly below it with all that is below that one; the `known` need not be named."""
    under = items.filter(unit__path__startswith=top.path).order_by()
    found = under.annotate(below=part_below(top)).values("below").annotate(**_counts(day)).order_by()
    lines = {row["below"]: {"value": row["below"], **_only_counts(row)} for row in found}
    if set(lines) <= (named_before := {line["value"]: line for line in known}).keys():
        return [{**named_before[value], **line} for value, line in lines.items()]
    names = Unit.objects.filter(pk__in=[int(pk) for pk in lines if pk]).order_by("sort_key", "pk")
    named = [{**lines[str(unit.pk)], "name": unit.name, "order": [1, unit.sort_key, unit.pk]} for unit in names]
    return ([{**lines[""], "name": top.name, "order": [0, "", 0]}] if "" in lines else []) + named


def _owners(items: RemediationItemQuerySet, day: date) -> Lines:
    """Those with most that is overdue, then with most that is open."""
    doer = Coalesce("owner_cadre", "cadre")  # personal work without a named owner is that person's own
    name = Coalesce("owner_cadre__full_name", "cadre__full_name")
    found: Any = items.order_by().annotate(doer=doer, doer_name=name).values("doer", "doer_name")
    most = found.annotate(**_counts(day)).filter(open__gt=0).order_by("-overdue", "-open", "doer_name", "doer")
    return [
        {
            "value": "" if row["doer"] is None else str(row["doer"]),
            "name": row["doer_name"] or "",
            **_only_counts(row),
        }
        for row in most[:OWNERS_SHOWN]
    ]


def _days(items: RemediationItemQuerySet, day: date) -> dict[str, Lines]:
    """What was given, fell due and was closed in each month shown and in each of the two periods compared."""
    months, periods = months_until(day), same_periods(day)
    first, last = min(months[0][0], periods[0][0]), months[-1][1]
    plain = items.order_by()
    given = plain.filter(created_at__gte=localtime.day_begins(first)).annotate(
        on_day=TruncDate("created_at", tzinfo=localtime.HO_CHI_MINH)
    )
    due = plain.filter(due_on__gte=first, due_on__lte=last).annotate(on_day=F("due_on"))
    done = plain.filter(done_on__gte=first, on_time__isnull=False).annotate(on_day=F("done_on"))
    found = _flow(given, Value("given")).union(
        _flow(due, Value("due")),
        _flow(done.filter(on_time=True), Value("in_time")),
        _flow(done.filter(on_time=False), Value("late")),
        all=True,
    )
    flows = list(found)
    return {"months": _flows_in(months, flows), "periods": _flows_in(periods, flows)}


def _flow(items: Any, name: Value) -> Any:
    named = items.annotate(flow=Case(When(pk__isnull=False, then=name), output_field=CharField()))
    return named.values_list("flow", "on_day").annotate(number=Count("pk"))


def _flows_in(spans: Sequence[tuple[date, date]], flows: Sequence[tuple[str, date, int]]) -> Lines:
    lines = []
    for first, last in spans:
        line: dict[str, Any] = {"value": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}", **dict.fromkeys(FLOWS, 0)}
        for flow, on_day, number in flows:
            if first <= on_day <= last:
                line[flow] += number
        lines.append(line)
    return lines


def _money(items: RemediationItemQuerySet) -> Lines:
    """Amounts by unit of measure and way: where they began, where they are to end, what was last entered."""
    way = Case(When(goes(Way.DOWN), then=Value(Way.DOWN)), default=Value(Way.UP), output_field=CharField())
    found = measured(items).with_reading().annotate(way=way).order_by().values("measure_unit", "way")
    sums = found.annotate(
        number=Count("pk"), baselines=Sum("baseline"), targets=Sum("target"), readings_sum=Sum("latest_reading")
    )
    return [
        {
            "value": f"{row['measure_unit']}/{row['way']}",
            "unit": row["measure_unit"],
            "way": str(row["way"]),
            "order": [row["measure_unit"], str(row["way"])],
            "count": row["number"],
            "baseline": str(row["baselines"]),
            "target": str(row["targets"]),
            "reading": str(row["readings_sum"]),
        }
        for row in sums.order_by("measure_unit", "way")
    ]
