"""What a text said before it is written over: kept with every save, a version a minute for each field.

Within the minute too what somebody else replaces, and what mostly goes: those words nobody would find in a later version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from cadres.roles import Actor
from core import localtime
from reviews.actions.open_sheets import OpenSheet
from reviews.models import SavedText
from reviews.models.unread import Unread
from reviews.rules.writing import canonical

APART: Final = timedelta(seconds=60)
TEXTS: Final[dict[str, frozenset[str]]] = {
    "answer": frozenset({"text"}),
    "limitation": frozenset({"fault", "responsible_text", "objective_cause", "subjective_cause"}),
    "remedy": frozenset({"action", "owner_text", "measure"}),
    "commitment": frozenset({"text", "owner", "measure"}),
    "explanation": frozenset({"fault", "responsible_text", "objective_cause", "subjective_cause", "lessons"}),
    "carried": frozenset({"reason"}),
    "share": frozenset({"text"}),
    "meeting": frozenset({"held_at", "absent_reasons", "conclusion"}),
}
"""The fields that hold words; of ticks, days and numbers the audit trail tells alone."""


@dataclass(frozen=True, slots=True)
class Former:
    """One text that is about to be written over, with who had written last in its row; `goes`: little of it can be left."""

    kind: str
    key: str
    field: str
    text: str
    goes: bool
    written_by_id: int | None
    written_by_name: str
    written_at: Any


def formers_of(kind: str, key: str, row: Any, stored: Mapping[str, Any], written: Mapping[str, Any]) -> list[Former]:
    """The texts of the row among what is written; call it before the row is stamped."""
    return [
        Former(
            kind,
            key,
            field,
            text,
            _goes(text, written[field]),
            row.updated_by_id,
            row.updated_by_name,
            row.updated_at,
        )
        for field in sorted(TEXTS[kind] & written.keys())
        if isinstance(text := stored[field], str) and text.strip() and canonical(text) != canonical(written[field])
    ]


def _goes(text: str, written: Any) -> bool:
    """Whether what is written instead is not half as long; what cannot be read leaves the text in its column."""
    return not isinstance(written, Unread) and 2 * len(canonical(written)) < len(text.strip())


def keep_formers(sheet: OpenSheet, actor: Actor, formers: list[Former], *, all_of_them: bool = False) -> None:
    """Keep them, except where the person wrote the text too, goes on with it, and a version of the field was kept within
    a minute (`all_of_them`: even then).

    The caller holds the lock on the review. One query, two where something is kept, none without any former text.
    """
    if not formers:
        return
    now = localtime.now()
    rows = SavedText.objects.filter(review=sheet.review, round_number=sheet.round.number)
    recent = rows.filter(replaced_at__gt=now - APART, replaced_at__lte=now).order_by()
    kept = set() if all_of_them else set(recent.values_list("kind", "key", "field"))
    SavedText.objects.bulk_create(
        SavedText(
            review=sheet.review,
            round_number=sheet.round.number,
            kind=one.kind,
            key=one.key,
            field=one.field,
            text=one.text,
            written_by_name=one.written_by_name,
            written_at=one.written_at,
            replaced_by_id=actor.user_id,
            replaced_by_name=actor.name,
            replaced_at=now,
        )
        for one in formers
        if one.goes or one.written_by_id != actor.user_id or (one.kind, one.key, one.field) not in kept
    )
