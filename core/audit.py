"""Writing the audit trail: in the transaction of the act itself, always with an acting person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from core.models import AuditEntry


class ActingPerson(Protocol):
    """Who acts: a logged-in person with the office acted for, or a named routine without a user."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def office(self) -> str: ...


def record(*, actor: ActingPerson, verb: str, target: models.Model, **data: Any) -> AuditEntry:
    """Keep that `actor` did `verb` to `target`.

    `data` holds facts a later reader needs (states, reasons, numbers). Never put an answer to an indicator or its note
    in it: the audit trail is read by administrators, who may not see them.
    """
    return record_each(actor=actor, acts=[(verb, target, data)])[0]


def record_each(*, actor: ActingPerson, acts: Iterable[tuple[str, models.Model, dict[str, Any]]]) -> list[AuditEntry]:
    """Keep several acts of one moment, each (verb, target, data) in a row of its own, all in one statement."""
    return AuditEntry.objects.bulk_create(
        _entry(actor, verb, target._meta.model, target.pk, data) for verb, target, data in acts
    )


def is_recorded(*, actor: ActingPerson, verb: str, target: models.Model, since: datetime) -> bool:
    """Whether the trail says already that `actor` did `verb` to `target` after this moment."""
    return AuditEntry.objects.filter(
        target_type=target._meta.label_lower, target_id=target.pk, at__gt=since, user_id=actor.user_id, verb=verb
    ).exists()


def knows(target: models.Model) -> bool:
    """Whether the trail says anything of the row."""
    return AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=target.pk).exists()


def record_many(
    *, actor: ActingPerson, verb: str, model: type[models.Model], facts: Iterable[tuple[int, dict[str, Any]]]
) -> None:
    """Keep one act on many objects: a row for each (id, data), in one statement a thousand."""
    AuditEntry.objects.bulk_create(
        (_entry(actor, verb, model, target_id, data) for target_id, data in facts), batch_size=1000
    )


def _entry(
    actor: ActingPerson, verb: str, model: type[models.Model], target_id: int, data: dict[str, Any]
) -> AuditEntry:
    return AuditEntry(
        user_id=actor.user_id,
        actor_name=actor.name,
        office=actor.office,
        verb=verb,
        target_type=model._meta.label_lower,
        target_id=target_id,
        data=data,
    )
