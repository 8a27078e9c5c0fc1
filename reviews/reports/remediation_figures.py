"""The page of remediation in numbers: tables whose every number opens its list, and the pictures of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from cadres.roles import Actor, Role
from core import formats, localtime
from core.bars import Bar, Block, Chart, Fill
from core.month_columns import MonthChart, Series
from core.workbooks import Sheet
from reviews.models import KeptRemediationFigures, RemediationItem
from reviews.querysets.item_ages import bands, due_soon_days
from reviews.querysets.item_measures import NO_UNIT, Way
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.reports import remediation_counts as counts
from reviews.reports.figure_sheets import sheet_of
from reviews.reports.figure_tables import TOTAL, Column, Group, Row, Table, row_of
from reviews.reports.tree_figures import OLDEST, top_ids
from reviews.rules.remediation import share_reached
from reviews.states import RemediationState
from units.models import Unit

LIST: Final = "reviews:remediation"
_ROLES: Final = (Role.STAFF, Role.STANDING, Role.INSPECTION, Role.SECRETARY, Role.HEAD)
STATUS_COLUMNS: Final = (
    Column("Tất cả", "all", LIST, {}),
    Column("Chưa kết thúc", "open", LIST, {"trang_thai": "dang_mo"}),
    Column(f"Đến hạn trong {due_soon_days()} ngày", "soon", LIST, {"han": "sap"}),
    Column("Quá hạn", "overdue", LIST, {"qua_han": "on"}, is_alarming=True),
    *(Column(band.label, counts.band_key(n), LIST, {"han": band.key}) for n, band in enumerate(bands())),
    Column("Xong đúng hạn", "in_time", LIST, {"dung_han": "on"}),
    Column("Xong chậm", "late", LIST, {"xong_cham": "on"}),
    Column("Đã gia hạn", "extended", LIST, {"gia_han": "on"}),
)
STATE_COLUMNS: Final = tuple(
    Column(str(state.label), state.value, LIST, {"trang_thai": state.value}) for state in RemediationState
)
_FLOW_COLUMNS: Final = (
    Column("Giao mới", "given", LIST, {"theo": "giao"}),
    Column("Đến hạn", "due", LIST, {"theo": "han"}),
    Column("Xong đúng hạn", "in_time", LIST, {"theo": "xong", "dung_han": "on"}),
    Column("Xong chậm", "late", LIST, {"theo": "xong", "xong_cham": "on"}),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """What was recovered, reduced or reached in one unit of measure, from the figures entered and from nothing else."""

    unit: str
    way: Way
    items: Row
    baseline: Decimal
    target: Decimal
    reading: Decimal

    @property
    def label(self) -> str:
        """Which way it has to go, in which unit."""
        return f"{'Cần giảm bớt' if self.way == Way.DOWN else 'Cần đạt thêm'} ({self.unit or 'không ghi đơn vị tính'})"

    @property
    def made(self) -> Decimal:
        """How far it came on the way; below nothing where it went back."""
        return self.baseline - self.reading if self.way == Way.DOWN else self.reading - self.baseline

    @property
    def wanted(self) -> Decimal:
        """The whole way."""
        return abs(self.target - self.baseline)

    @property
    def share(self) -> Decimal | None:
        """The part of the way, in percent."""
        return share_reached(self.baseline, self.target, self.reading)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything on the page."""

    table: Table
    states: Table
    below: Table | None
    owners: Table
    months: Table
    periods: Table
    amounts: tuple[Amount, ...]
    charts: tuple[Chart, ...]
    trend: MonthChart
    counted_at: datetime | None

    @property
    def sheets(self) -> list[Sheet]:
        """The same numbers as tables of a workbook."""
        tables = [("Theo khối, cấp, lĩnh vực", self.table), ("Theo trạng thái", self.states)]
        found = [sheet_of(table, name, with_total=True) for name, table in tables]
        found += [sheet_of(self.months, "Theo tháng"), sheet_of(self.periods, "So cùng kỳ")]
        found += [sheet_of(self.below, "Theo đơn vị")] if self.below else []
        found += [sheet_of(self.owners, "Theo người thực hiện")] if self.owners.groups else []
        return [*found, _sheet_of_amounts(self.amounts)] if self.amounts else found


def collect(
    actor: Actor, day: date, items: RemediationItemQuerySet, narrowing: Mapping[str, str], unit: Unit | None
) -> Figures:
    """The figures of these items, which are what the actor sees, narrowed as the address says.

    `unit` is the one asked for. Unnarrowed, the committee at the top of a large tree gets what the worker counted last,
    and what the person sees besides added to it.
    """
    top = unit or own_top(actor)
    kept = None if narrowing else _kept(actor, day)
    if kept is None:
        found = counts.count(items, day, top)
    else:
        besides = RemediationItem.objects.seen_besides(actor, top_ids(actor))
        found = counts.added(kept.rows, counts.count(besides, day, top, kept.rows["below"]))
    return _figures(found, day, narrowing, top, kept.counted_at if kept else None)


def own_top(actor: Actor) -> Unit | None:
    """The highest unit that the person works for."""
    paths = sorted(actor.paths(*_ROLES), key=lambda path: (path.count("/"), path))
    return Unit.objects.filter(path=paths[0]).first() if paths else None


def _kept(actor: Actor, day: date) -> KeptRemediationFigures | None:
    if not top_ids(actor):
        return None
    return KeptRemediationFigures.objects.filter(day=day, counted_at__gt=localtime.now() - OLDEST).first()


def _figures(
    found: counts.Counts, day: date, narrowing: Mapping[str, str], top: Unit | None, counted_at: datetime | None
) -> Figures:
    total = found["total"][0] if found["total"] else dict.fromkeys(counts.KEYS, 0)
    groups = tuple(
        Group(
            part.heading,
            tuple(
                row_of(line["name"], STATUS_COLUMNS, line, {**narrowing, part.parameter: line["value"]})
                for line in found["parts"][part.key]
            ),
        )
        for part in counts.PARTS
        if part.parameter not in narrowing
    )
    months = _flow_table("Theo tháng", found["days"]["months"], narrowing, _month_name)
    return Figures(
        table=Table("Theo khối, cấp, lĩnh vực", row_of(TOTAL, STATUS_COLUMNS, total, narrowing), groups),
        states=Table("Theo trạng thái", row_of(TOTAL, STATE_COLUMNS, total, narrowing), ()),
        below=_below(found, total, narrowing, top),
        owners=_owners(found, total, narrowing),
        months=months,
        periods=_flow_table("So cùng kỳ năm trước", found["days"]["periods"], narrowing, _period_name),
        amounts=tuple(_amount(line, narrowing) for line in found["money"]),
        charts=_charts(total, found["parts"]["field"]),
        trend=_trend(found["days"]["months"]),
        counted_at=counted_at,
    )


def _below(
    found: counts.Counts, total: Mapping[str, Any], narrowing: Mapping[str, str], top: Unit | None
) -> Table | None:
    if top is None or "rieng" in narrowing or len(found["below"]) < 2:
        return None
    rows = []
    for line in found["below"]:
        where = {"duoi": line["value"]} if line["value"] else {"duoi": str(top.pk), "rieng": "on"}
        name = line["name"] if line["value"] else f"{line['name']} (riêng cấp này)"
        rows.append(row_of(name, STATUS_COLUMNS, line, {**narrowing, **where}))
    whole = row_of(TOTAL, STATUS_COLUMNS, total, narrowing)
    return Table("Theo đơn vị", whole, (Group(f"Đơn vị trực thuộc {top.name}", tuple(rows)),))


def _owners(found: counts.Counts, total: Mapping[str, Any], narrowing: Mapping[str, str]) -> Table:
    rows = tuple(
        row_of(
            line["name"] or "Chưa ghi tên người",
            STATUS_COLUMNS,
            line,
            {**narrowing, "nguoi": line["value"] or "khong"},
        )
        for line in found["owners"]
    )
    heading = f"{counts.OWNERS_SHOWN} người có nhiều việc quá hạn, chưa kết thúc nhất"
    return Table(
        "Theo người thực hiện", row_of(TOTAL, STATUS_COLUMNS, total, narrowing), (Group(heading, rows),) if rows else ()
    )


def _flow_table(title: str, lines: Sequence[Mapping[str, Any]], narrowing: Mapping[str, str], name: Any) -> Table:
    rows = [_flow_row(name(line), line, narrowing) for line in lines]
    return Table(title, rows[-1], (Group(title, tuple(rows)),))


def _flow_row(label: str, line: Mapping[str, Any], narrowing: Mapping[str, str]) -> Row:
    days = {"tu": _day(line["value"]), "den": _day(line["last"])}
    return row_of(label, _FLOW_COLUMNS, line, {**narrowing, **days})


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def _month_name(line: Mapping[str, Any]) -> str:
    first = date.fromisoformat(line["value"])
    return f"Tháng {first.month}/{first.year}"


def _period_name(line: Mapping[str, Any]) -> str:
    return f"Từ {_day(line['value'])} đến {_day(line['last'])}"


def _amount(line: Mapping[str, Any], narrowing: Mapping[str, str]) -> Amount:
    column = Column("Số việc", "count", LIST, {"so_do": line["unit"] or NO_UNIT, "chieu": line["way"]})
    figures = (Decimal(line[key]) for key in ("baseline", "target", "reading"))
    return Amount(line["unit"], Way(line["way"]), row_of("", (column,), line, narrowing), *figures)


def _sheet_of_amounts(amounts: Sequence[Amount]) -> Sheet:
    columns = (
        ("Số đo", 34),
        *((name, 14) for name in ("Số việc", "Đầu kỳ", "Hiện nay", "Mục tiêu", "Đã đạt", "Đạt (%)")),
    )
    rows = tuple(
        (one.label, one.items.cells[0].count, one.baseline, one.reading, one.target, one.made, one.share)
        for one in amounts
    )
    return Sheet("Kết quả bằng số đo", columns, rows)


def _charts(total: Mapping[str, int], fields: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    ages = tuple(
        Bar(band.label.removeprefix("Quá hạn ").capitalize(), total[counts.band_key(n)], Fill.CROSSED)
        for n, band in enumerate(bands())
    )
    ended = (
        Bar("Xong đúng hạn", total["in_time"], Fill.STRIPED),
        Bar("Xong chậm", total["late"], Fill.DOTTED),
        Bar("Chưa kết thúc", total["open"], Fill.EMPTY),
        Bar("Quá hạn", total["overdue"], Fill.CROSSED),
    )
    late = sorted(fields, key=lambda line: -line["overdue"])[:6]
    overdue = max(total["overdue"], 0)
    blocks = (
        Block(f"Tất cả: {formats.number(total['all'])}", total["all"], ended),
        Block(f"Quá hạn: {formats.number(overdue)}", overdue, ages),
    )
    by_field = Block(
        f"Quá hạn: {formats.number(overdue)}",
        overdue,
        tuple(Bar(_short(line["name"]), line["overdue"], Fill.CROSSED) for line in late if line["overdue"]),
    )
    return Chart("Kết quả và tuổi quá hạn", blocks), Chart("Quá hạn theo lĩnh vực", (by_field,))


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17]}…"


def _trend(lines: Sequence[Mapping[str, Any]]) -> MonthChart:
    firsts = [date.fromisoformat(line["value"]) for line in lines]
    series = (
        ("Đến hạn", "due", Fill.EMPTY),
        ("Xong đúng hạn", "in_time", Fill.STRIPED),
        ("Xong chậm", "late", Fill.DOTTED),
    )
    return MonthChart(
        f"Diễn biến {counts.MONTHS} tháng",
        tuple(f"{first.month}/{first.year % 100}" for first in firsts),
        tuple(Series(label, fill, tuple(line[key] for line in lines)) for label, key, fill in series),
    )
