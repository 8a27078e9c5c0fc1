"""How every action takes its row: locked, still the version the person saw, allowed by rule and workflow."""

from typing import Any, TypeVar

from django.db import connection, models

from cadres.roles import Actor
from core import audit
from core.errors import NotAllowed, StaleObject
from core.verdict import Verdict
from reviews.workflow.table import Workflow

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M], pk: int, version: int | None) -> M:
    """The row, locked until the end of the transaction; StaleObject when its version is no longer the one seen.

    Pass `version=None` only where the caller compares a finer version itself.
    """
    row = queryset.select_for_update(of=("self",)).get(pk=pk)
    if version is not None and getattr(row, "version") != version:  # noqa: B009  not every model type declares it
        raise StaleObject
    return row


def require(verdict: Verdict) -> None:
    """Refuse with the rule's sentence unless it says yes."""
    if not verdict:
        raise NotAllowed(verdict.reason)


def advance(workflow: Workflow[M], name: str, row: M, actor: Actor, *, changed: tuple[str, ...] = (), **data: Any) -> M:
    """Check the transition, move the (locked) row to its target state, save it with `changed`, write the audit row."""
    require(workflow.check(name, actor, row))
    subject: Any = row
    before, subject.state = subject.state, workflow.transitions[name].target
    subject.version += 1
    subject.save(update_fields=["state", "version", *changed])
    audit.record(
        actor=actor, verb=f"{row._meta.model_name}.{name}", target=row, before=before, after=subject.state, **data
    )
    return row


def one_at_a_time(subject: str) -> None:
    """Wait until nobody else is inside an action on `subject` (running numbers); held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"reviews.{subject}"])
