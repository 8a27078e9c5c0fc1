"""Lists: one page of rows, the total, links that keep the filters, and no page number that can break anything."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db.models import Count, Q, QuerySet, Value
from django.forms import BaseForm
from django.http import QueryDict

Row = TypeVar("Row")

PER_PAGE = 50
PAGE_KEY = "trang"
SORT_KEY = "sap-xep"
COUNT_KEY = "dem"
MOST_COUNTED = 1000
"""How far a list that may be very long is counted unasked."""


@dataclass(frozen=True, slots=True)
class Pill:
    """A filter in force, in words, with the address of the same list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of a list as `_frame/_list.html` shows it."""

    rows: list[Row]
    total: int
    page: int
    pages: int
    per_page: int
    query: str
    pills: tuple[Pill, ...] = ()
    has_more: bool = False
    """Whether `total` is only as far as was counted; `counted_url` has the list counted to its end."""

    @property
    def first_number(self) -> int:
        """The running number of the first row shown, 0 in an empty list."""
        return (self.page - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last_number(self) -> int:
        """The running number of the last row shown."""
        return self.first_number + len(self.rows) - 1 if self.rows else 0

    @property
    def is_filtered(self) -> bool:
        """Whether an empty list may be empty only because of the filters."""
        return bool(self.pills)

    @property
    def previous_url(self) -> str:
        """Address of the page before, empty on the first."""
        return self.url_of(self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        """Address of the page after, empty on the last."""
        return self.url_of(self.page + 1) if self.page < self.pages else ""

    @property
    def page_links(self) -> list[tuple[int | None, str]]:
        """(number, address) of the pages worth a link; (None, "") where numbers are left out."""
        near = {1, 2, self.page - 1, self.page, self.page + 1, self.pages - 1, self.pages}
        links: list[tuple[int | None, str]] = []
        before = 0
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if number - before > 1:
                links.append((None, ""))
            links.append((number, self.url_of(number)))
            before = number
        return links

    def url_of(self, page: int) -> str:
        """The same list, filters and order kept, at another page."""
        return changed_query(QueryDict(self.query), {PAGE_KEY: str(page) if page > 1 else None})

    @property
    def unpaged_query(self) -> str:
        """Filters and order without the page, for export links: an export holds the whole list as filtered."""
        return changed_query(QueryDict(self.query), {PAGE_KEY: None, COUNT_KEY: None})

    @property
    def counted_url(self) -> str:
        """The same list with every row counted."""
        return changed_query(QueryDict(self.query), {COUNT_KEY: "du"})


def list_page(
    rows: QuerySet[Any] | Sequence[Any],
    query: QueryDict,
    *,
    pills: Iterable[Pill] = (),
    per_page: int = PER_PAGE,
) -> Listing[Any]:
    """Cut one page out of `rows` by the page number in `query`; nonsense counts as page 1, too much as the last page.

    Two queries for a queryset, one count and one page; three where its rows come with joined ones.
    """
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // per_page))
    page = min(page_number(query.get(PAGE_KEY, "")), pages)
    start = (page - 1) * per_page
    shown = _cut(rows, start, start + per_page) if total else []
    return Listing(shown, total, page, pages, per_page, query.urlencode(), tuple(pills))


def parts_page(
    rows: QuerySet[Any],
    shown: QuerySet[Any],
    parts: Sequence[Q],
    order: Sequence[str],
    query: QueryDict,
    *,
    pills: Iterable[Pill] = (),
    per_page: int = PER_PAGE,
) -> Listing[Any]:
    """The same for rows that stand part after part, each in the same order: `parts` are conditions that exclude each other.

    PostgreSQL finds the first rows of a part in an index, where it would have to sort the whole list by a part that it
    reckons for every row. They are counted as far as a thousand or the page after the one asked for, to their end only where
    the address asks for it (`COUNT_KEY`): by PostgreSQL then, so that no keys but those of the page are read. `shown` is
    what a row of the page comes with. Two queries, three where everything is counted.
    """
    asked = page_number(query.get(PAGE_KEY, ""))
    if query.get(COUNT_KEY):
        total, page, wanted = _counted_page(rows, parts, order, asked, per_page)
        has_more = False
    else:
        most = max(MOST_COUNTED, asked * per_page) + 1
        keys = _keys_of_parts(rows, parts, order, [(0, most)] * len(parts), most)
        has_more = len(keys) == most
        page = min(asked, max(1, -(-len(keys) // per_page)))
        wanted = keys[(page - 1) * per_page : page * per_page]
        total = len(keys) - 1 if has_more else len(keys)
    pages = max(1, -(-(total + has_more) // per_page))
    by_key = {row.pk: row for row in shown.order_by().filter(pk__in=wanted)} if wanted else {}
    on_page = [by_key[key] for key in wanted if key in by_key]
    return Listing(on_page, total, page, pages, per_page, query.urlencode(), tuple(pills), has_more)


def _counted_page(
    rows: QuerySet[Any], parts: Sequence[Q], order: Sequence[str], asked: int, per_page: int
) -> tuple[int, int, list[Any]]:
    """How many rows there are, the page (the last where too much is asked for), and the keys that stand on it."""
    counts: Mapping[str, int] = rows.order_by().aggregate(
        **{f"part{number}": Count("pk", filter=part) for number, part in enumerate(parts)}
    )
    sizes = [counts[f"part{number}"] for number in range(len(parts))]
    total = sum(sizes)
    page = min(asked, max(1, -(-total // per_page)))
    start, slices = (page - 1) * per_page, []
    for size in sizes:
        slices.append((max(start, 0), min(start + per_page, size)))
        start -= size
    return total, page, _keys_of_parts(rows, parts, order, slices, per_page) if total else []


def _keys_of_parts(
    rows: QuerySet[Any], parts: Sequence[Q], order: Sequence[str], slices: Sequence[tuple[int, int]], most: int
) -> list[Any]:
    """The keys of a slice of each part, at most so many. PostgreSQL reads part after part and stops there; within a part it
    keeps the order."""
    ordered = [
        rows.filter(part).annotate(part=Value(number)).order_by(*order).values_list("part", "pk")[first:end]
        for number, (part, (first, end)) in enumerate(zip(parts, slices, strict=True))
        if first < end
    ]
    if not ordered:
        return []
    head, *others = ordered
    found = head.union(*others, all=True)[:most] if others else head
    return [key for _, key in sorted(found, key=itemgetter(0))]


def _cut(rows: QuerySet[Any] | Sequence[Any], start: int, end: int) -> list[Any]:
    """The rows from `start` to `end`.

    With joined rows, the keys of the page come first and what belongs to them second: PostgreSQL would otherwise join
    and carry every row of the list only to sort it and throw most away.
    """
    if not isinstance(rows, QuerySet) or not rows.query.select_related:
        return list(rows[start:end])
    keys = list(rows.values_list("pk", flat=True)[start:end])
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class Tab:
    """A list within a list: the same with one filter set."""

    label: str
    url: str
    is_current: bool


def choice_tabs(query: QueryDict, key: str, choices: Iterable[tuple[str, str]]) -> list[Tab]:
    """A tab for everything and one for each choice of a filter; the other filters stay, the page does not."""
    now = query.get(key, "")
    return [
        Tab(str(label), changed_query(query, {key: value or None, PAGE_KEY: None}), value == now)
        for value, label in [("", "Tất cả"), *choices]
    ]


def page_number(text: str) -> int:
    """The page asked for; 1 for anything that is not a plain number from 1 to 999,999."""
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else 1


def changed_query(query: QueryDict, changes: Mapping[str, str | None]) -> str:
    """The query string with some keys replaced (None takes a key out), starting with "?"."""
    changed = query.copy()
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        else:
            changed[key] = value
    return "?" + changed.urlencode()


def ordering(query: QueryDict, allowed: Mapping[str, Sequence[str]], default: str) -> list[str]:
    """The fields to order by for the key in `query` ("ten", or "-ten" backwards); an unknown key counts as `default`."""
    asked = query.get(SORT_KEY, default)
    if asked.removeprefix("-") not in allowed:
        asked = default
    fields = list(allowed[asked.removeprefix("-")])
    return [_reversed(field) for field in fields] if asked.startswith("-") else fields


def _reversed(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def pills_of(form: BaseForm, query: QueryDict) -> list[Pill]:
    """A pill for each filled field of a valid filter form; taking one away also goes back to the first page."""
    pills = []
    for name, value in getattr(form, "cleaned_data", {}).items():
        if value in (None, "", [], ()) or value is False or form.add_prefix(name) not in query:
            continue
        field = form[name]
        without = changed_query(query, {form.add_prefix(name): None, PAGE_KEY: None})
        pills.append(Pill(str(field.label), _in_words(field, value), without))
    return pills


def _in_words(field: Any, value: Any) -> str:
    """The value as its control shows it: the words of a choice, a date in Vietnamese order, the text itself."""
    if value is True:
        return "có"
    label_of = getattr(field.field, "label_from_instance", None)
    if label_of is not None:  # the choices may be thousands of rows: do not walk them
        return ", ".join(label_of(one) for one in (value if hasattr(value, "__iter__") else [value]))
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return str(field.value())
    chosen = field.value()
    keys = {str(key) for key in (chosen if isinstance(chosen, (list, tuple)) else [chosen])}
    return ", ".join(str(words) for key, words in _flat(choices) if str(key) in keys)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, (list, tuple)):
            yield from words
        else:
            yield key, words
