"""Remediation items as a board: a column for each state, with the most pressing items of each and how many there are."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from reviews.models import RemediationItem
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.states import RemediationState

CARDS: Final = 20


@dataclass(frozen=True, slots=True)
class Column:
    """One state."""

    state: RemediationState
    total: int
    items: tuple[RemediationItem, ...]

    @property
    def more(self) -> int:
        """How many of it are only in the list."""
        return self.total - len(self.items)


def columns(items: RemediationItemQuerySet, asked: str = "") -> list[Column]:
    """The columns of these items, those due first on top; two queries. `asked`: the state that the list is filtered by."""
    totals = dict(items.order_by().values_list("state").annotate(Count("pk")))
    cards: dict[str, list[Any]] = {state: [] for state in RemediationState.values}
    for item in RemediationItem.objects.filter(pk__in=_first_of_each(items)).with_review().with_progress():
        cards[item.state].append(item)
    return [
        Column(state, totals.get(state, 0), tuple(sorted(cards[state], key=lambda item: (item.due_on, item.pk))))
        for state in RemediationState
        if asked in ("", state) or totals.get(state)
    ]


def _first_of_each(items: RemediationItemQuerySet) -> Any:
    rank = Window(RowNumber(), partition_by=F("state"), order_by=[F("due_on").asc(), F("pk").asc()])
    ranked = items.order_by().annotate(rank=rank)
    return ranked.filter(rank__lte=CARDS).values("pk")
