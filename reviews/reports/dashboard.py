"""The dashboard of a committee: suggestions and remediation by level and by bloc, each number with the list behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q

from cadres.roles import Actor
from reviews.models import Cycle
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.querysets.sheets import ReviewQuerySet
from reviews.querysets.suggestion_progress import SuggestionStep, reached, suggested_to
from reviews.reports.cycle_progress import NO_BLOC
from reviews.states import OPEN_REMEDIATION, RemediationState, Subject

Counted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with the query of the list behind it."""

    label: str
    count: int
    query: str
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One level, one bloc, or all."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of one kind: all together, by level, by bloc."""

    title: str
    list_url_name: str
    total: Row
    by_tier: tuple[Row, ...]
    by_bloc: tuple[Row, ...]

    @property
    def headings(self) -> list[str]:
        """What stands above the numbers."""
        return [cell.label for cell in self.total.cells]


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its heading, the key of its count, and the part of the query that leads to its list."""

    label: str
    key: str
    query: Mapping[str, str]
    is_alarming: bool = False


_ITEM_COLUMNS = (
    _Column("Tổng số", "all", {}),
    _Column("Chưa kết thúc", "open", {"trang_thai": "dang_mo"}),
    _Column("Quá hạn", "overdue", {"qua_han": "on"}, is_alarming=True),
    _Column("Đã kết thúc", "closed", {"trang_thai": "closed"}),
    _Column("Kết thúc đúng hạn", "on_time", {"dung_han": "on"}),
)
_STEP_COLUMNS = tuple(_Column(step.label, step.name.lower(), {"buoc": step.value}) for step in SuggestionStep)


def suggestion_rows(reviews: ReviewQuerySet, actor: Actor) -> list[Counted]:
    """Suggested → acknowledged → answered → appraised among these reviews of one cycle; one query."""
    counts = {step.name.lower(): Count("pk", filter=reached(step)) for step in SuggestionStep}
    return _grouped(suggested_to(reviews, actor), counts, "subject")


def suggestion_tables(cycle: Cycle, rows: Sequence[Counted]) -> list[Table]:
    """The same for collectives and for persons."""
    return [
        _table(
            f"Gợi ý kiểm điểm sâu: {str(subject.label).lower()}",
            "reviews:suggested_reviews",
            [row for row in rows if row["subject"] == subject],
            _STEP_COLUMNS,
            {"dot": str(cycle.pk), "loai": subject.value},
        )
        for subject in Subject
    ]


def item_rows(items: RemediationItemQuerySet, day: date) -> list[Counted]:
    """Remediation items: open, overdue, closed, closed on time; one query."""
    late = Q(state__in=[RemediationState.PLANNED, RemediationState.IN_PROGRESS], due_on__lt=day)
    counts = {
        "all": Count("pk"),
        "open": Count("pk", filter=Q(state__in=OPEN_REMEDIATION)),
        "overdue": Count("pk", filter=late),
        "closed": Count("pk", filter=Q(state=RemediationState.CLOSED)),
        "on_time": Count("pk", filter=Q(on_time=True)),
    }
    return _grouped(items, counts)


def item_table(rows: Sequence[Counted]) -> Table:
    """The remediation items of all cycles."""
    return _table("Khắc phục hạn chế, khuyết điểm (mọi đợt)", "reviews:remediation", rows, _ITEM_COLUMNS, {})


def _grouped(rows: Any, counts: Mapping[str, Count], *others: str) -> list[Counted]:
    """The counts for every level and bloc, under short names."""
    tier, bloc = "unit__kind__tier", "unit__bloc"
    columns = (tier, f"{tier}_name", bloc, f"{bloc}__name", f"{bloc}__order")
    names = ("tier", "tier_name", "bloc", "bloc_name", "bloc_order")
    found = rows.order_by().values(*columns, *others).annotate(**counts).order_by(tier, f"{bloc}__order")
    return [{**row, **{name: row[column] for name, column in zip(names, columns, strict=True)}} for row in found]


def _table(
    title: str, list_url_name: str, rows: Sequence[Counted], columns: Sequence[_Column], query: Mapping[str, str]
) -> Table:
    tiers = {row["tier"]: row["tier_name"] for row in rows}
    blocs = {row["bloc"]: row["bloc_name"] or "Chưa phân khối" for row in rows}

    return Table(
        title,
        list_url_name,
        _row("Tổng số", rows, columns, query),
        tuple(
            _row(name, [row for row in rows if row["tier"] == tier], columns, {**query, "cap": str(tier)})
            for tier, name in tiers.items()
        ),
        tuple(
            _row(name, [row for row in rows if row["bloc"] == bloc], columns, {**query, "khoi": str(bloc or NO_BLOC)})
            for bloc, name in blocs.items()
        ),
    )


def _row(label: str, rows: Sequence[Counted], columns: Sequence[_Column], query: Mapping[str, str]) -> Row:
    return Row(
        label,
        tuple(
            Cell(
                column.label,
                sum(row[column.key] for row in rows),
                "?" + urlencode({**query, **column.query}),
                column.is_alarming,
            )
            for column in columns
        ),
    )
