"""Counting a large tree for the dashboard of its top committee; the worker does so once a minute."""

from core import localtime
from reviews.models import Cycle, KeptRemediationFigures, RemediationItem
from reviews.models.tree_figures import TreeFigures
from reviews.reports import remediation_counts, tree_figures
from reviews.states import CycleState
from units.models import Unit


def count_large_trees(large: int = tree_figures.LARGE) -> None:
    """Keep the rows of each open cycle and those of all remediation; where the tree has fewer than `large` units, none."""
    top = Unit.objects.filter(parent=None).order_by("pk").first()
    is_large = top is not None and Unit.objects.count() >= large
    cycles = Cycle.objects.filter(state=CycleState.OPEN) if is_large else []
    TreeFigures.objects.exclude(cycle__in=cycles).delete()
    for cycle in cycles:
        moment, day = localtime.now(), localtime.today()
        assert top is not None
        rows = tree_figures.count(cycle, tree_figures.committee_of(top), day)
        TreeFigures.objects.update_or_create(cycle=cycle, defaults={"day": day, "counted_at": moment, "rows": rows})
    if is_large and top is not None:
        _count_remediation(top)
    else:
        KeptRemediationFigures.objects.all().delete()


def _count_remediation(top: Unit) -> None:
    moment, day = localtime.now(), localtime.today()
    items = RemediationItem.objects.visible_to(tree_figures.committee_of(top))
    rows = remediation_counts.count(items, day, top)
    KeptRemediationFigures.objects.update_or_create(pk=1, defaults={"day": day, "counted_at": moment, "rows": rows})
