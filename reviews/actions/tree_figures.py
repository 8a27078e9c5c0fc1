"""Counting a large tree for the dashboard of its top committee; the worker does so once a minute."""

from core import localtime
from reviews.models import Cycle
from reviews.models.tree_figures import TreeFigures
from reviews.reports import tree_figures
from reviews.states import CycleState
from units.models import Unit


def count_large_trees(large: int = tree_figures.LARGE) -> None:
    """Keep the rows of each open cycle; where the tree has fewer than `large` units, keep none."""
    top = Unit.objects.filter(parent=None).order_by("pk").first()
    cycles = Cycle.objects.filter(state=CycleState.OPEN) if top and Unit.objects.count() >= large else []
    TreeFigures.objects.exclude(cycle__in=cycles).delete()
    for cycle in cycles:
        moment, day = localtime.now(), localtime.today()
        assert top is not None
        rows = tree_figures.count(cycle, tree_figures.committee_of(top), day)
        TreeFigures.objects.update_or_create(cycle=cycle, defaults={"day": day, "counted_at": moment, "rows": rows})
