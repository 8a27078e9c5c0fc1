"""Three years of remediation side by side (sơ kết ba năm): given, done, in time, late, extended, left, recovered.

Every number is reckoned from what is never changed afterwards (`querysets.item_years`), so a year that is over keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When

from cadres.roles import Actor
from core import formats
from core.bars import Bar, Block, Chart, Fill
from core.workbooks import Sheet
from core.workbooks import Value as CellValue
from reviews.querysets import item_years as years
from reviews.querysets.item_measures import NO_UNIT, Way, goes
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.reports.figure_sheets import sheet_of
from reviews.reports.figure_tables import Cell, Column, Group, Row, Table, row_of
from reviews.reports.remediation_counts import part_below
from reviews.reports.remediation_figures import LIST, Amount, own_top
from units.models import Unit

YEARS: Final = 3
_MEASURES: Final = (  # what is open when the year ends is what was, with what came, without what went
    ("before", "Còn mở từ năm trước"),
    ("given", "Việc được giao"),
    ("back", "Mở lại hoặc nhận lại"),
    ("done", "Đã kết thúc"),
    ("in_time", "Trong đó xong đúng hạn"),
    ("late", "Trong đó xong chậm"),
    ("not_done", "Không thực hiện được"),
    ("transferred", "Chuyển cơ quan khác"),
    ("open", "Còn mở khi hết năm"),
    ("extended", "Được gia hạn"),
)
_ALL: Final = tuple(one[0] for one in _MEASURES)
_OF_UNIT: Final = (  # each line adds up by itself
    ("before", "Còn mở từ năm trước"),
    ("given", "Được giao"),
    ("back", "Mở lại, nhận lại"),
    ("done", "Đã kết thúc"),
    ("not_done", "Không thực hiện được"),
    ("transferred", "Chuyển cơ quan khác"),
    ("open", "Còn mở khi hết năm"),
)
_ELSEWHERE: Final = "-"
Counts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AmountRow:
    """What was recovered or reached in one unit of measure, as it stood at the end of each year; None: no figures yet."""

    label: str
    years: tuple[int, ...]
    amounts: tuple[Amount | None, ...]

    @property
    def by_year(self) -> list[tuple[int, Amount | None]]:
        """Each year with what stood then."""
        return list(zip(self.years, self.amounts, strict=True))


@dataclass(frozen=True, slots=True)
class ThreeYears:
    """Everything on the page."""

    years: tuple[int, ...]
    table: Table
    below: Table | None
    amounts: tuple[AmountRow, ...]
    chart: Chart
    empty: tuple[int, ...]
    running: int | None

    @property
    def sheets(self) -> list[Sheet]:
        """The same numbers as tables of a workbook."""
        found = [sheet_of(self.table, "Ba năm")]
        found += [sheet_of(self.below, "Theo đơn vị")] if self.below else []
        return [*found, _sheet_of_amounts(self.years, self.amounts)] if self.amounts else found


def collect(
    actor: Actor, day: date, last: int, items: RemediationItemQuerySet, narrowing: Mapping[str, str], unit: Unit | None
) -> ThreeYears:
    """The three years that end with `last`; `unit` is the one asked for. Six queries at most."""
    shown = tuple(range(last - YEARS + 1, last + 1))
    top = None if "rieng" in narrowing else unit or own_top(actor)
    parts = _parts(items, top, shown)
    counts = {key: sum(part[key] for part in parts.values()) for key in _counts(shown)}
    rows = tuple(_row(label, key, shown, counts, narrowing) for key, label in _MEASURES)
    return ThreeYears(
        shown,
        Table("Ba năm", rows[0], (Group("Ba năm", rows),)),
        _below(parts, top, shown, narrowing) if top else None,
        _amounts(items, shown, narrowing),
        _chart(shown, counts),
        tuple(year for year in shown if not any(counts[f"{key}{year}"] for key in _ALL)),
        day.year if day.year in shown else None,
    )


def _counts(shown: tuple[int, ...]) -> dict[str, Any]:
    return {f"{key}{year}": Count("pk", filter=_is(key, year)) for year in shown for key in _ALL}


def _is(key: str, year: int) -> Q:
    ended = Q(closed_at__gte=years.year_begins(year), closed_at__lt=years.year_begins(year + 1))
    done = ended & Q(on_time__isnull=False)  # by the day of closing, as what is open at the end of the year
    return {
        "before": years.open_at_end(year - 1),
        "given": Q(created_at__gte=years.year_begins(year), created_at__lt=years.year_begins(year + 1)),
        "done": done,
        "in_time": done & Q(on_time=True),
        "late": done & Q(on_time=False),
        "back": years.back_in(year),
        "not_done": years.not_done_in(year),
        "transferred": years.transferred_in(year),
        "extended": years.extended_in(year),
        "open": years.open_at_end(year),
    }[key]


def _query(key: str, year: int) -> dict[str, str]:
    """The list behind a number: days of the year for what happened in it, its end for what stood then."""
    days = {"tu": f"01/01/{year}", "den": f"31/12/{year}"}
    return {
        "before": _stood(years.Stand.OPEN, year - 1),
        "back": _stood(years.Stand.BACK, year),
        "not_done": _stood(years.Stand.NOT_DONE, year),
        "transferred": _stood(years.Stand.TRANSFERRED, year),
        "given": {"theo": "giao", **days},
        "done": {"theo": "ket-thuc", "trang_thai": "closed", **days},
        "in_time": {"theo": "ket-thuc", "dung_han": "on", **days},
        "late": {"theo": "ket-thuc", "xong_cham": "on", **days},
        "extended": _stood(years.Stand.EXTENDED, year),
        "open": _stood(years.Stand.OPEN, year),
    }[key]


def _stood(stand: years.Stand, year: int) -> dict[str, str]:
    return {"nam": str(year), "luc": stand.value}


def _row(label: str, key: str, shown: tuple[int, ...], counts: Mapping[str, int], narrowing: Mapping[str, str]) -> Row:
    columns = [Column(f"Năm {year}", f"{key}{year}", LIST, _query(key, year)) for year in shown]
    return row_of(label, columns, counts, narrowing)


def _parts(items: RemediationItemQuerySet, top: Unit | None, shown: tuple[int, ...]) -> dict[str, Counts]:
    """Every item counted once, in the unit directly below the top where it lies: "" in that one itself."""
    below: Any = Value(_ELSEWHERE)
    if top is not None:
        below = Case(When(unit__path__startswith=top.path, then=part_below(top)), default=below)
    parted = items.order_by().annotate(below=below).values("below").annotate(**_counts(shown)).order_by()
    return {row["below"]: row for row in parted}


def _below(
    parts: Mapping[str, Counts], top: Unit, shown: tuple[int, ...], narrowing: Mapping[str, str]
) -> Table | None:
    """Each unit directly below with all that is below it, year by year; none where there is nothing to part."""
    counted = {key: part for key, part in parts.items() if key != _ELSEWHERE}
    names = Unit.objects.filter(pk__in=[int(pk) for pk in counted if pk]).order_by("sort_key", "pk")
    if len(counted) < 2:
        return None
    where = [(f"{top.name} (riêng cấp này)", "", {"duoi": str(top.pk), "rieng": "on"})] if "" in counted else []
    where += [(unit.name, str(unit.pk), {"duoi": str(unit.pk)}) for unit in names]
    groups = tuple(Group(name, _years_of(shown, counted[key], {**narrowing, **query})) for name, key, query in where)
    return Table("Theo đơn vị", groups[0].rows[0], groups)


def _years_of(shown: tuple[int, ...], counts: Mapping[str, int], narrowing: Mapping[str, str]) -> tuple[Row, ...]:
    """One unit in each year."""
    return tuple(
        row_of(
            f"Năm {year}",
            [Column(label, f"{key}{year}", LIST, _query(key, year)) for key, label in _OF_UNIT],
            counts,
            narrowing,
        )
        for year in shown
    )


def _amounts(
    items: RemediationItemQuerySet, shown: tuple[int, ...], narrowing: Mapping[str, str]
) -> tuple[AmountRow, ...]:
    of_years = [_amounts_by(items, year, narrowing) for year in shown]
    found = sorted({key for one in of_years for key in one})
    rows = []
    for key in found:
        amounts = tuple(one.get(key) for one in of_years)
        rows.append(AmountRow(next(amount.label for amount in amounts if amount is not None), shown, amounts))
    return tuple(rows)


def _amounts_by(
    items: RemediationItemQuerySet, year: int, narrowing: Mapping[str, str]
) -> dict[tuple[str, str], Amount]:
    way = Case(When(goes(Way.DOWN, "item__"), then=Value(Way.DOWN)), default=Value(Way.UP), output_field=CharField())
    plain = years.last_readings_by(items, year).annotate(way=way)
    sums: Any = plain.values("way", unit=F("item__measure_unit")).annotate(
        count=Count("pk"), baselines=Sum("item__baseline"), targets=Sum("item__target"), readings_sum=Sum("value")
    )
    stand = _stood(years.Stand.MEASURED, year)
    found = {}
    for row in sums.order_by():
        unit, way_of = row["unit"], Way(str(row["way"]))
        column = Column(f"Năm {year}", "count", LIST, {**stand, "so_do": unit or NO_UNIT, "chieu": way_of.value})
        sums_of = (Decimal(row[key]) for key in ("baselines", "targets", "readings_sum"))
        found[unit, way_of.value] = Amount(unit, way_of, row_of("", (column,), row, narrowing), *sums_of)
    return found


def _chart(shown: tuple[int, ...], counts: Mapping[str, int]) -> Chart:
    """Every bar by the same measure, so that years can be compared; it is the whole of none, so no share is told."""
    whole = max(counts[f"{key}{year}"] for year in shown for key in ("given", "in_time", "late", "open"))
    blocks = tuple(
        Block(
            f"Năm {year}: giao {formats.number(counts[f'given{year}'])}",
            whole,
            (
                Bar("Xong đúng hạn", counts[f"in_time{year}"], Fill.STRIPED),
                Bar("Xong chậm", counts[f"late{year}"], Fill.DOTTED),
                Bar("Còn mở", counts[f"open{year}"], Fill.CROSSED),
            ),
            has_shares=False,
        )
        for year in shown
    )
    return Chart("Kết quả từng năm", blocks)


def _sheet_of_amounts(shown: tuple[int, ...], rows: tuple[AmountRow, ...]) -> Sheet:
    columns = [("Số đo", 34)]
    for year in shown:
        columns += [
            (f"{words} {year}", 14) for words in ("Số việc", "Đầu kỳ", "Hết năm", "Mục tiêu", "Đã đạt", "Đạt (%)")
        ]
    lines = []
    for row in rows:
        line: list[CellValue] = [row.label]
        for amount in row.amounts:
            line += _values(amount)
        lines.append(tuple(line))
    return Sheet("Kết quả bằng số đo", tuple(columns), tuple(lines))


def _values(amount: Amount | None) -> list[CellValue]:
    if amount is None:
        return [None] * 6
    number: Cell = amount.items.cells[0]
    return [number.count, amount.baseline, amount.reading, amount.target, amount.made, amount.share]
