"""What every action on an item does: lock it as the person saw it, and keep the step with its words."""

from cadres.roles import Actor
from core import localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import locked
from reviews.models import ProgressReport, RemediationItem


def locked_item(item_id: int, version: int) -> RemediationItem:
    """The item under lock with all that its rules ask for; StaleObject where somebody was faster."""
    return locked(RemediationItem.objects.select_related("plan__review__unit", "plan__review__cycle"), item_id, version)


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
