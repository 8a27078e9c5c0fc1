"""The dashboard of the committee at the top of a large tree: counted by the worker once a minute, not by every visit.

What the committee sees as such is the same for everybody who works for it, and is kept; what one of them sees besides (the
own review, inspection) is counted at once and added. So every number is that of its list, as it was a minute ago at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from cadres.roles import Actor, Grant, Role
from core import localtime
from reviews.models import Cycle, DeepReviewTarget, RemediationItem, Review
from reviews.models.tree_figures import TreeFigures
from reviews.reports import cycle_progress, dashboard
from reviews.reports.figure_tables import Table
from reviews.states import DeepReviewState
from units.models import Unit
from units.querysets import is_whole_tree

LARGE: Final = 2000  # units: below that a dashboard is counted in a few milliseconds
MANY_ITEMS: Final = 1000  # of remediation: with more their sums take longer than all else on a page
OLDEST: Final = timedelta(minutes=3)  # the worker stands still: better slow than old

Rows = Sequence[Mapping[str, Any]]
NOTHING: Final = dashboard.ChainRows([], [], [])
_COMMITTEE: Final = (Role.STAFF, Role.STANDING)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the dashboard shows: reviews by state, suggestions step by step, remediation, and when it was counted if not
    just now."""

    reviews: list[cycle_progress.SubjectFigures]
    chain: dashboard.ChainRows
    items: Table
    counted_at: datetime | None = None


def collect(cycle: Cycle | None, actor: Actor, day: date) -> Figures:
    """The dashboard of one cycle, with remediation over all cycles."""
    if cycle is None:
        items = dashboard.item_rows(RemediationItem.objects.visible_to(actor), day)
        return Figures([], NOTHING, dashboard.item_table(items))
    kept = _kept(cycle, actor, day)
    rows = count(cycle, actor, day) if kept is None else _with_own(kept.rows, cycle, actor, day)
    return Figures(
        cycle_progress.figures(rows["reviews"]),
        dashboard.ChainRows(**rows["chain"]),
        dashboard.item_table(rows["items"]),
        kept.counted_at if kept else None,
    )


def count(cycle: Cycle, actor: Actor, day: date) -> dict[str, Any]:
    """The rows of all tables; seven queries over everything that the actor sees."""
    reviews = Review.objects.visible_to(actor).filter(cycle=cycle)
    return {
        "reviews": cycle_progress.rows(reviews, day),
        "chain": dashboard.chain_of(cycle, actor, day).kept(),
        "items": dashboard.item_rows(RemediationItem.objects.visible_to(actor), day),
    }


def committee_of(top: Unit) -> Actor:
    """The committee at the top of the tree as nobody in particular."""
    former = frozenset(top.former_ids)
    return Actor(user_id=None, grants=frozenset({Grant(Role.STAFF, top.pk, top.path, top.name, former)}))


def _kept(cycle: Cycle, actor: Actor, day: date) -> TreeFigures | None:
    if not top_ids(actor):
        return None
    fresh = TreeFigures.objects.filter(cycle=cycle, day=day, counted_at__gt=localtime.now() - OLDEST)
    return fresh.filter(rows__has_key="chain").first()  # an older worker may still run while the site is renewed


def _with_own(kept: Mapping[str, Any], cycle: Cycle, actor: Actor, day: date) -> dict[str, Any]:
    """The kept rows and those of what the person sees besides; as suggestions are counted by review, not by letter, they
    are counted anew for the few to whom another committee wrote too.
    """
    top = top_ids(actor)
    reviews = Review.objects.seen_besides(actor, top).filter(cycle=cycle)
    items = RemediationItem.objects.seen_besides(actor, top)
    return {
        "reviews": [*kept["reviews"], *cycle_progress.rows(reviews, day)],
        "chain": _chain_with_own(kept["chain"], cycle, actor, day),
        "items": [*kept["items"], *dashboard.item_rows(items, day)],
    }


def _chain_with_own(kept: Mapping[str, Rows], cycle: Cycle, actor: Actor, day: date) -> Mapping[str, Rows]:
    top = top_ids(actor)
    targets = DeepReviewTarget.objects.visible_to(actor).filter(review__cycle=cycle)
    others = targets.filter(deep_review__state=DeepReviewState.ISSUED).exclude(deep_review__issuer_id__in=top)
    if others.exists():
        return dashboard.chain_of(cycle, actor, day).kept()
    own = dashboard.count_remedies(RemediationItem.objects.seen_besides(actor, top), actor, day, cycle)
    return {**kept, "items": [*kept["items"], *own]}


def top_ids(actor: Actor) -> list[int]:
    """The top of the tree, and what came before it, where the actor works for its committee."""
    grants = [grant for grant in actor.grants if grant.role in _COMMITTEE and is_whole_tree(grant.unit_path)]
    return sorted({pk for grant in grants for pk in (grant.unit_id, *grant.former_unit_ids)})
