"""Which of the things that a message names somebody else may see, asked at the moment of looking."""

from collections.abc import Sequence
from typing import Any

from cadres.roles import Actor
from reviews.models import DeepReviewTarget, RemediationItem, Review
from reviews.states import ReminderKind

_TABLES: dict[str, Any] = {
    ReminderKind.REMEDIATION: RemediationItem,
    ReminderKind.REVIEW: Review,
    ReminderKind.EXPLANATION: DeepReviewTarget,
}


def shown_to(actor: Actor, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those entries that the person may see by `visible_to` of their table; one query for each kind among them."""
    visible = set()
    for kind in {entry["kind"] for entry in entries}:
        wanted = [entry["id"] for entry in entries if entry["kind"] == kind]
        rows = _TABLES[kind]._default_manager.visible_to(actor).filter(pk__in=wanted)
        visible |= {(kind, pk) for pk in rows.values_list("pk", flat=True)}
    return [entry for entry in entries if (entry["kind"], entry["id"]) in visible]
