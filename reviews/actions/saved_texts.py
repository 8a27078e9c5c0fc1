"""What a field said before it is written over: kept with every save, a version a minute for each field.

Within the minute too what somebody else replaces, and what mostly goes: that nobody would find in a later version. So does
what was chosen and is chosen no more.
"""

from collections.abc import Iterable, Mapping
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
CHOSEN: Final = frozenset(
    {
        "choice",
        "field_id",
        "kind",
        "owner_cadre_id",
        "persons",
        "responsible_unit_id",
        "shares",
        "stance",
        "state",
    }
)
"""The fields that are chosen from a list; all others are typed."""


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
    """What stood in the row among what is written; call it before the row is stamped. An empty field leaves nothing."""
    return [
        Former(
            kind,
            key,
            field,
            text,
            _goes(field, stored[field], written[field]),
            row.updated_by_id,
            row.updated_by_name,
            row.updated_at,
        )
        for field in sorted(written)
        if (text := _as_kept(stored[field])).strip() and canonical(stored[field]) != canonical(written[field])
    ]


Writer = tuple[str, Any]
"""Who wrote a field, and when; "" and None where nobody knows."""


def former_of_entry(kind: str, key: int, field: str, was: Any, writer: Writer = ("", None)) -> Former:
    """The same of a row that a button saves and no typing (an opinion, a task of the meeting): every save keeps it."""
    return Former(
        kind,
        str(key),
        field,
        _as_kept(was),
        goes=True,
        written_by_id=None,
        written_by_name=writer[0],
        written_at=writer[1],
    )


def keep_entries(sheet: OpenSheet, actor: Actor, formers: Iterable[Former]) -> None:
    """Keep those among them in which something stood."""
    keep_formers(sheet, actor, [one for one in formers if one.text.strip()], all_of_them=True)


def last_writers(sheet: OpenSheet, kind: str, keys: Iterable[int], fields: Iterable[str]) -> dict[int, Writer]:
    """By row, who last wrote over one of these fields in this round, and when; rows nobody wrote over are left out."""
    rows = SavedText.objects.filter(review=sheet.review, round_number=sheet.round.number, kind=kind)
    found = rows.filter(key__in=[str(key) for key in keys], field__in=fields).order_by("pk")
    return {int(key): (name, at) for key, name, at in found.values_list("key", "replaced_by_name", "replaced_at")}


def _as_kept(value: Any) -> str:
    """A text as it stands, what could not be read as it was typed, anything else as a text that stands for it."""
    if isinstance(value, str):
        return value
    return value.text if isinstance(value, Unread) else canonical(value)


def _goes(field: str, was: Any, written: Any) -> bool:
    """Whether what is written instead leaves little of it: not half as long, or chosen no more. What cannot be read leaves
    the former in its column."""
    if isinstance(written, Unread):
        return False
    if isinstance(was, frozenset) and isinstance(written, frozenset):
        return not was <= written
    return field in CHOSEN or 2 * len(canonical(written)) < len(_as_kept(was).strip())


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
