"""A limitation that comes again: its new item takes up the history of the old one."""

from collections.abc import Sequence

from django.db import transaction

from cadres.roles import Actor
from core import audit
from core.errors import Invalid
from core.text import search_key
from reviews.actions.item_history import keep_step, locked_item
from reviews.actions.locking import require
from reviews.models import ProgressReport, RemediationItem, Review
from reviews.querysets.remediation import RemediationItemQuerySet
from reviews.rules import plans as rules
from reviews.states import PLANNED_KINDS


def earlier_items(review: Review, actor: Actor) -> list[RemediationItem]:
    """Items of the same collective or person from plans of earlier cycles that the person may see, the latest first."""
    return list(_earlier(review).visible_to(actor))


def _earlier(review: Review) -> RemediationItemQuerySet:
    """Of a collective also those of the ended ones that it took over."""
    units = [review.unit_id, *review.unit.former_ids]
    whose = {"cadre_id": review.cadre_id} if review.cadre_id else {"cadre": None, "unit_id__in": units}
    items = RemediationItem.objects.filter(kind__in=PLANNED_KINDS, **whose)
    earlier = items.filter(plan__review__cycle__period_to__lt=review.cycle.period_to)
    return earlier.select_related("plan__review__cycle").order_by("-plan__review__cycle__period_to", "-pk")


def link_by_words(review: Review, items: Sequence[RemediationItem], actor: Actor) -> None:
    """Link each new item whose limitation an earlier one names in the same words, whatever its accents and spaces.

    Whoever accepts is shown nothing by it: the page of an item names its earlier ones to those alone who may see them."""
    worded = {search_key(one.limitation): one for one in reversed(_earlier(review)) if one.limitation.strip()}
    for item in items:
        if item.limitation.strip() and (earlier := worded.get(search_key(item.limitation))) is not None:
            _link(item, earlier, actor)


@transaction.atomic
def link_recurrence(*, item_id: int, version: int, actor: Actor, earlier_id: int) -> RemediationItem:
    """Say by hand that the item is an earlier one come again. Refused: others than who writes the plan, an item of
    somebody else, of the same cycle or that the person may not see, a second time."""
    item = locked_item(item_id, version)
    require(rules.may_link_recurrence(actor, item))
    earlier = next((one for one in earlier_items(item.plan.review, actor) if one.pk == earlier_id), None)
    if earlier is None:
        raise Invalid("Hãy chọn một việc của chính đơn vị, cá nhân này ở kỳ trước.")
    item.version += 1
    item.save(update_fields=["version"])
    _link(item, earlier, actor)
    return item


def _link(item: RemediationItem, earlier: RemediationItem, actor: Actor) -> None:
    item.recurs_of = earlier
    item.save(update_fields=["recurs_of"])
    cycle = item.plan.review.cycle.name
    keep_step(earlier, ProgressReport.Step.RECUR, actor, f"Hạn chế lại được nêu ở {cycle}; theo dõi tiếp ở việc mới.")
    audit.record(actor=actor, verb="remediationitem.recur", target=item, earlier=earlier.pk)
