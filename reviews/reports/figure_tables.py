"""Numbers in tables, each with the list behind it: by level, by khối, by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

from reviews.querysets.remediation import NO_BLOC, NO_FIELD

Counted = Mapping[str, Any]
TOTAL: Final = "Tổng số"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the key of its count, the list behind it and its part of the query."""

    label: str
    key: str
    list_url_name: str
    query: Mapping[str, str]
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One number with the list behind it."""

    label: str
    count: int
    list_url_name: str
    query: str
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One level, one khối, one field, or all."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one way to part the total."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of one kind: all together, then in groups."""

    title: str
    total: Row
    groups: tuple[Group, ...]

    @property
    def headings(self) -> list[str]:
        """What stands above the numbers."""
        return [cell.label for cell in self.total.cells]

    @property
    def width(self) -> int:
        """All columns, that of the names included."""
        return 1 + len(self.total.cells)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it to part."""
        return not any(group.rows for group in self.groups)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row as it was, and as it is: pairs of numbers."""

    label: str
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table as it was, and as it is."""

    title: str
    headings: list[str]
    total: ComparedRow
    groups: tuple[tuple[str, tuple[ComparedRow, ...]], ...]

    @property
    def width(self) -> int:
        """All columns, that of the names included."""
        return 1 + len(self.headings)

    @property
    def has_changed(self) -> bool:
        """Whether any number of it is another today."""
        return any(then != now for row in self.rows for then, now in row.pairs)

    @property
    def rows(self) -> list[ComparedRow]:
        """All of them, the total first."""
        return [self.total, *(row for _, rows in self.groups for row in rows)]


@dataclass(frozen=True, slots=True)
class Part:
    """One way to part what was counted: its heading, its filter in the address, the columns that name and order it."""

    heading: str
    parameter: str
    key: str
    none: str

    def names(self, rows: Iterable[Counted]) -> dict[str, str]:
        """The parts that these rows fall into, with their names, in order; what has none stands last."""
        found = {row[self.key]: (row[f"{self.key}_order"], row[f"{self.key}_name"]) for row in rows}
        ordered = sorted(found.items(), key=lambda one: (not one[1][1], *one[1]))
        return {value: name or self.none for value, (_, name) in ordered}


BY_TIER: Final = Part("Theo cấp", "cap", "tier", "")
BY_BLOC: Final = Part("Theo khối", "khoi", "bloc", "Chưa phân khối")
BY_FIELD: Final = Part("Theo lĩnh vực", "linh_vuc", "field", "Chưa phân lĩnh vực")
PLACE_COLUMNS: Final = {
    "tier": "unit__kind__tier",
    "tier_order": "unit__kind__tier",
    "tier_name": "unit__kind__tier_name",
    "bloc": "unit__bloc",
    "bloc_order": "unit__bloc__order",
    "bloc_name": "unit__bloc__name",
}
FIELD_COLUMNS: Final = {"field": "code", "field_order": "order", "field_name": "name"}
_ABSENT: Final = {"tier": "", "bloc": NO_BLOC, "field": NO_FIELD}


def counted(rows: Any, counts: Mapping[str, Any], **others: str) -> list[Counted]:
    """The counts of these rows for every level and khối, and what else is named by its path."""
    columns = PLACE_COLUMNS | others
    found = rows.order_by().values(*dict.fromkeys(columns.values())).annotate(**counts)
    return [named(row, columns) | {count: row[count] for count in counts} for row in found]


def named(row: Counted, columns: Mapping[str, str]) -> dict[str, Any]:
    """What stands in these columns under its short name, as JSON can keep it; what is absent gets the word of addresses."""
    found = {name: row[column] for name, column in columns.items()}
    for key, absent in _ABSENT.items():
        if key in found:
            found[key] = absent if found[key] is None else str(found[key])
            found[f"{key}_name"] = found[f"{key}_name"] or ""
            found[f"{key}_order"] = found[f"{key}_order"] or 0
    return found


def summed(lines: Iterable[Counted], keys: Sequence[str]) -> list[Counted]:
    """The lines that agree in everything but their numbers and their row, added up."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        where = {name: value for name, value in line.items() if name != "pk" and name not in keys}
        row = sums.setdefault(tuple(where.values()), where | dict.fromkeys(keys, 0))
        for key in keys:
            row[key] += line[key]
    return list(sums.values())


@lru_cache(maxsize=4096)
def _query_of(pairs: tuple[tuple[str, str], ...]) -> str:
    """Encoded once: a table has hundreds of them, and the same at every visit."""
    return "?" + urlencode(pairs)


def row_of(label: str, columns: Sequence[Column], sums: Mapping[str, int], query: Mapping[str, str]) -> Row:
    """The numbers of one row, each with its own query."""
    return Row(
        label,
        tuple(
            Cell(
                column.label,
                sums.get(column.key, 0),
                column.list_url_name,
                _query_of(tuple({**query, **column.query}.items())),
                column.is_alarming,
            )
            for column in columns
        ),
    )


def sums_of(rows: Iterable[Counted], keys: Sequence[str], part: Part | None = None) -> dict[str, dict[str, int]]:
    """The sums of the counts for each value of the part; under the empty word where nothing is parted."""
    sums: dict[str, dict[str, int]] = {}
    for row in rows:
        mine = sums.setdefault(row[part.key] if part else "", dict.fromkeys(keys, 0))
        for key in keys:
            mine[key] += row[key]
    return sums


def compared(then: Sequence[Table], now: Sequence[Table]) -> list[ComparedTable]:
    """Tables of the same kind side by side; a row that only one of them has counts nothing in the other."""
    return [_compared(before, after) for before, after in zip(then, now, strict=True)]


def _compared(then: Table, now: Table) -> ComparedTable:
    total = _beside(then.total, now.total)
    groups = []
    for before, after in zip(then.groups, now.groups, strict=True):
        were, are = ({row.label: row for row in group.rows} for group in (before, after))
        rows = [_beside(were.get(label), are.get(label)) for label in were | are]
        groups.append((before.heading, tuple(rows)))
    return ComparedTable(then.title, then.headings, total, tuple(groups))


def _beside(then: Row | None, now: Row | None) -> ComparedRow:
    known = then or now
    assert known is not None  # one of the two tables has it
    counts = [[cell.count for cell in row.cells] if row else [0] * len(known.cells) for row in (then, now)]
    return ComparedRow(known.label, tuple(zip(*counts, strict=True)))
