"""Counting for the top committee of a tree what takes long to count; the worker does so once a minute."""

from core import localtime
from reviews.models import Cycle, KeptRemediationFigures, RemediationItem
from reviews.models.tree_figures import TreeFigures
from reviews.reports import remediation_counts, tree_figures
from reviews.states import CycleState
from units.models import Unit


def count_large_trees(large: int = tree_figures.LARGE, many: int = tree_figures.MANY_ITEMS) -> None:
    """Keep the rows of all remediation from `many` items on, and those of each open cycle there and from `large` units on."""
    top = Unit.objects.filter(parent=None).order_by("pk").first()
    are_many = RemediationItem.objects.count() >= many
    _count_cycles(top if are_many or Unit.objects.count() >= large else None)
    _count_remediation(top if are_many else None)


def _count_cycles(top: Unit | None) -> None:
    cycles = Cycle.objects.filter(state=CycleState.OPEN) if top is not None else []
    TreeFigures.objects.exclude(cycle__in=cycles).delete()
    for cycle in cycles:
        moment, day = localtime.now(), localtime.today()
        assert top is not None
        rows = tree_figures.count(cycle, tree_figures.committee_of(top), day)
        TreeFigures.objects.update_or_create(cycle=cycle, defaults={"day": day, "counted_at": moment, "rows": rows})


def _count_remediation(top: Unit | None) -> None:
    if top is None:
        KeptRemediationFigures.objects.all().delete()
        return
    moment, day = localtime.now(), localtime.today()
    items = RemediationItem.objects.visible_to(tree_figures.committee_of(top))
    rows = remediation_counts.count(items, day, top)
    KeptRemediationFigures.objects.update_or_create(pk=1, defaults={"day": day, "counted_at": moment, "rows": rows})
