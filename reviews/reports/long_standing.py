"""Matters that drag on across cycles (việc tồn đọng kéo dài): since when, in which forms, what was done, what is left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cadres.roles import Actor
from core import localtime
from core.workbooks import Sheet, Value
from reviews.models import CarriedOver, Milestone, ProgressReport, RemediationItem, Review

LONGEST_CHAIN = 6
"""How many earlier items are gone back to; one a year, that is longer than a term."""


_COLUMNS: Final = (
    ("TT", 6),
    ("Hạn chế, khuyết điểm", 44),
    ("Việc phải làm", 44),
    ("Đơn vị", 28),
    ("Bản cá nhân của", 22),
    ("Từ ngày", 12),
    ("Số lần tái diễn", 10),
    ("Đã nằm trong các đợt", 30),
    ("Báo cáo gần nhất", 44),
    ("Trạng thái", 18),
    ("Thời hạn", 12),
    ("Hạn ban đầu", 12),
    ("Số lần gia hạn", 10),
    ("Bước còn lại", 30),
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One item that drags on. `since` is the day on which the first of its chain was given."""

    item: RemediationItem
    since: date
    cycles: tuple[str, ...]
    times: int
    latest: ProgressReport | None
    left: tuple[Milestone, ...]


def matters(items: Sequence[RemediationItem], actor: Actor) -> list[Matter]:
    """The items of one page with what is told of each; as many queries for one item as for fifty.

    Of earlier items and forms only those are told that the person may see.
    """
    earlier = _earlier(items, actor)
    pks = [item.pk for item in items] + list(earlier)
    carried = _carried(pks, actor)
    reports = {report.item_id: report for report in _latest_reports(pks)}
    left = defaultdict(list)
    for step in Milestone.objects.filter(item__in=items, done_on=None):
        left[step.item_id].append(step)
    return [_matter(item, _chain(item, earlier), carried, reports, left[item.pk]) for item in items]


def _matter(
    item: RemediationItem,
    chain: list[RemediationItem],
    carried: dict[int, list[tuple[date, str]]],
    reports: dict[int, ProgressReport],
    left: list[Milestone],
) -> Matter:
    stood = {(one.plan.review.cycle.period_to, one.plan.review.cycle.name) for one in chain}
    stood.update(place for one in chain for place in carried[one.pk])
    return Matter(
        item=item,
        since=localtime.local_day(chain[-1].created_at),
        cycles=tuple(name for _, name in sorted(stood)),
        times=len(chain) - 1,
        latest=next((reports[one.pk] for one in chain if one.pk in reports), None),
        left=tuple(left),
    )


def _earlier(items: Sequence[RemediationItem], actor: Actor) -> dict[int, RemediationItem]:
    """The items that these recur of, and those that they recur of; a query for each step back."""
    found: dict[int, RemediationItem] = {}
    asked = _named_before(items)
    for _ in range(LONGEST_CHAIN):
        if not asked:
            break
        step = RemediationItem.objects.visible_to(actor).filter(pk__in=asked).select_related("plan__review__cycle")
        found |= {item.pk: item for item in step}
        asked = _named_before(step) - set(found)
    return found


def _named_before(items: Iterable[RemediationItem]) -> set[int]:
    return {item.recurs_of_id for item in items if item.recurs_of_id is not None}


def _chain(item: RemediationItem, earlier: dict[int, RemediationItem]) -> list[RemediationItem]:
    """The item, then what it recurs of, back to the first."""
    chain = [item]
    while (before := earlier.get(chain[-1].recurs_of_id or 0)) is not None and len(chain) <= LONGEST_CHAIN:
        chain.append(before)
    return chain


def _carried(pks: list[int], actor: Actor) -> dict[int, list[tuple[date, str]]]:
    """In which cycles' submitted forms each stood as what was left of an earlier one."""
    rows = CarriedOver.objects.filter(item__in=pks, round__submitted_at__isnull=False)
    seen = rows.filter(round__review__in=Review.objects.visible_to(actor).order_by().values("pk")).order_by()
    places: dict[int, list[tuple[date, str]]] = defaultdict(list)
    facts = ("item_id", "round__review__cycle__period_to", "round__review__cycle__name")
    for pk, period_to, name in seen.values_list(*facts).distinct():
        places[pk].append((period_to, name))
    return places


def _latest_reports(pks: list[int]) -> Iterable[ProgressReport]:
    """What the owner's side said last of each."""
    steps = (ProgressReport.Step.PROGRESS, ProgressReport.Step.DONE)
    told = ProgressReport.objects.filter(item__in=pks, step__in=steps)
    return told.order_by("item_id", "-at", "-pk").distinct("item_id")


def sheet_of(found: Sequence[Matter]) -> Sheet:
    """The same as a table of a workbook; what a person admits is read in the person's own review."""
    return Sheet("Tồn đọng kéo dài", _COLUMNS, tuple(_cells(number, one) for number, one in enumerate(found, start=1)))


def _cells(number: int, matter: Matter) -> tuple[Value, ...]:
    item, review = matter.item, matter.item.plan.review
    return (
        number,
        item.limitation if item.cadre_id is None else "",
        item.action,
        review.unit.name,
        review.cadre.full_name if review.cadre else "",
        matter.since,
        matter.times,
        "; ".join(matter.cycles),
        matter.latest.text if matter.latest else "",
        item.get_state_display(),
        item.due_on,
        item.first_due_on,
        item.extensions,
        "; ".join(step.text for step in matter.left),
    )
