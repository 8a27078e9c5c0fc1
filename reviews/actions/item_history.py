"""What every action on an item does: lock it as the person saw it, and keep the step with its words."""

from django.db.models import F

from cadres.roles import Actor
from core import localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import locked
from reviews.models import ProgressReport, RemediationItem, RemediationPlan


def locked_item(item_id: int, version: int) -> RemediationItem:
    """The item under lock with all that its rules ask for; StaleObject where somebody was faster."""
    return locked(RemediationItem.objects.select_related("plan__review__unit", "plan__review__cycle"), item_id, version)


def locked_in_plan(item_id: int, version: int) -> RemediationItem:
    """The same with its plan locked first, for whatever its paper prints: nobody approves what changes meanwhile."""
    plan_of = RemediationItem.objects.filter(pk=item_id).values("plan_id")
    list(RemediationPlan.objects.filter(pk__in=plan_of).select_for_update())
    return locked_item(item_id, version)


def count_plan(item: RemediationItem) -> None:
    """The (locked) plan is another than before: who approves or amends it sees it anew first."""
    RemediationPlan.objects.filter(pk=item.plan_id).update(version=F("version") + 1)


def require_words(text: str, sentence: str) -> None:
    """Refuse (Invalid, with the sentence) what says nothing."""
    if not fold_space(text):
        raise Invalid(sentence)


def keep_step(
    item: RemediationItem,
    step: ProgressReport.Step,
    actor: Actor,
    text: str,
    *,
    percent: int | None = None,
    is_public: bool = False,
) -> ProgressReport:
    """One more entry of the item's history."""
    return ProgressReport.objects.create(
        item=item,
        step=step,
        text=text.strip(),
        percent=percent,
        is_public=is_public,
        at=localtime.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        by_office=actor.office,
    )
