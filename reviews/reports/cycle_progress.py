"""The figures of a cycle's page: how far the reviews are, by level and by bloc, each with the filters of its list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from cadres.roles import Actor
from core.models import Job
from reviews.models import Cycle, Review
from reviews.querysets.cycle_progress import Progress, reviews_in
from reviews.querysets.remediation import NO_BLOC
from reviews.querysets.sheets import ReviewQuerySet
from reviews.states import Subject

Counted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, with the query of the list behind it."""

    label: str
    count: int
    query: str
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One level or one bloc."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SubjectFigures:
    """The figures of the collectives, or of the persons."""

    subject: Subject
    total: Row
    by_tier: tuple[Row, ...]
    by_bloc: tuple[Row, ...]

    @property
    def headings(self) -> list[str]:
        """What stands above the numbers."""
        return [cell.label for cell in self.total.cells]


def collect(cycle: Cycle, actor: Actor, day: date) -> list[SubjectFigures]:
    """One query: every number counts exactly the reviews that the person may find in the list behind it."""
    return figures(rows(Review.objects.visible_to(actor).filter(cycle=cycle), day))


def rows(reviews: ReviewQuerySet, day: date) -> list[Counted]:
    """The counts of these reviews for every side, level and bloc."""
    counts = {f"in_{p.name.lower()}": Count("pk", filter=reviews_in(p, day)) for p in Progress}
    columns = ("subject", "unit__kind__tier", "unit__kind__tier_name", "unit__bloc", "unit__bloc__name")
    counted = reviews.values(*columns, "unit__bloc__order").annotate(all=Count("pk"), **counts)
    return [dict(row) for row in counted.order_by("unit__kind__tier", "unit__bloc__order")]


def figures(rows: Sequence[Counted]) -> list[SubjectFigures]:
    """The tables of both sides, where there is anything to count."""
    return [
        _figures(subject, [r for r in rows if r["subject"] == subject]) for subject in Subject if _any(rows, subject)
    ]


def _any(rows: Sequence[Counted], subject: Subject) -> bool:
    return any(row["subject"] == subject for row in rows)


def _figures(subject: Subject, rows: Sequence[Counted]) -> SubjectFigures:
    tiers = {row["unit__kind__tier"]: row["unit__kind__tier_name"] for row in rows}
    blocs = {row["unit__bloc"]: row["unit__bloc__name"] or "Chưa phân khối" for row in rows}
    return SubjectFigures(
        subject=subject,
        total=_row("Tổng số", rows, subject, {}),
        by_tier=tuple(
            _row(name, [r for r in rows if r["unit__kind__tier"] == tier], subject, {"cap": str(tier)})
            for tier, name in tiers.items()
        ),
        by_bloc=tuple(
            _row(name, [r for r in rows if r["unit__bloc"] == bloc], subject, {"khoi": str(bloc or NO_BLOC)})
            for bloc, name in blocs.items()
        ),
    )


def _row(label: str, rows: Iterable[Counted], subject: Subject, filters: dict[str, str]) -> Row:
    rows = list(rows)
    filters = {"doi-tuong": subject.value, **filters}
    cells = [Cell("Tổng số", sum(row["all"] for row in rows), "?" + urlencode(filters))]
    for progress in Progress:
        count = sum(row[f"in_{progress.name.lower()}"] for row in rows)
        query = "?" + urlencode({**filters, "tinh-trang": progress.value})
        cells.append(Cell(progress.label, count, query, progress == Progress.OVERDUE))
    return Row(label, tuple(cells))


@dataclass(frozen=True, slots=True)
class Generated:
    """Of those looked at: the reviews made anew, those brought to other posts, and those who are to have none."""

    made: int
    followed: int
    without: int


def generated_by(job: Job) -> Generated | None:
    """What a run that is over brought; None of one from before that was kept."""
    if job.steps_done and "made" not in job.params and "followed" not in job.params:
        return None
    made, followed = (int(job.params.get(fact, 0)) for fact in ("made", "followed"))
    return Generated(made, followed, max(job.steps_done - made - followed, 0))
