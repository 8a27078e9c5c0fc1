"""A commitment after it was signed: each change of its words is numbered, with its reason, as it was and as it is now."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from reviews.actions.item_history import keep_step, locked_item, require_words
from reviews.actions.locking import require
from reviews.models import ProgressReport, RemediationItem
from reviews.reports.plan_rows import changed_rows, rows_of
from reviews.rules.plans import may_bring_forward


def row_before(item: RemediationItem) -> list[dict[str, Any]]:
    """What the item says in words, to be kept beside what it will say."""
    return rows_of(RemediationItem.objects.filter(pk=item.pk))


def keep_amendment(
    item: RemediationItem, before: list[dict[str, Any]], actor: Actor, reason: str
) -> Sequence[Mapping[str, Any]]:
    """One more numbered entry in the history of the (locked, saved) item: the reason, and each fact that became another.

    Returns what changed as the document of an amendment keeps it; nothing where nothing did.
    """
    changed = changed_rows(before, row_before(item))
    if not changed:
        return []
    facts = [
        f"{one['name'].capitalize()}: “{one['before'] or 'chưa ghi'}” đổi thành “{one['after'] or 'không ghi'}”."
        for row in changed
        for one in row["facts"]
    ]
    number = item.reports.filter(step=ProgressReport.Step.AMEND).count() + 1
    words = "\n".join([f"Lần {number}. Lý do: {reason.strip()}", *facts])
    keep_step(item, ProgressReport.Step.AMEND, actor, words)
    return changed


@transaction.atomic
def bring_forward(*, item_id: int, version: int, actor: Actor, new_due_on: date, reason: str) -> RemediationItem:
    """Give a commitment an earlier deadline: one that named no day is due at the end of the next period otherwise.

    A later one is an extension. Refused: what is no commitment or not worked on, a day already past or before an open step's."""
    item = locked_item(item_id, version)
    require(may_bring_forward(actor, item))
    require_words(reason, "Hãy ghi lý do đưa thời hạn lên sớm.")
    if new_due_on >= item.due_on:
        raise Invalid(f"Hạn mới phải trước hạn đang có ({formats.day(item.due_on)}); muộn hơn thì xin gia hạn.")
    if new_due_on < localtime.today():
        raise Invalid("Hạn mới đã qua; hãy chọn ngày từ hôm nay trở đi.")
    if late := item.milestones.filter(done_on=None, due_on__gt=new_due_on).order_by("due_on").first():
        raise Invalid(
            f"Bước “{late.text}” có hạn {formats.day(late.due_on)}, sau hạn mới. Hãy bỏ bước ấy, hoặc chọn ngày muộn hơn."
        )
    before, rows = item.due_on, row_before(item)
    item.due_on, item.first_due_on = new_due_on, min(item.first_due_on, new_due_on)
    item.version += 1
    item.save(update_fields=["due_on", "first_due_on", "version"])
    keep_amendment(item, rows, actor, reason)
    audit.record(
        actor=actor, verb="remediationitem.bring_forward", target=item, before=before, after=new_due_on, reason=reason
    )
    return item
