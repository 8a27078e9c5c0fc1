"""How every action of the reviews app moves its row: locked, still the version the person saw, allowed by rule and workflow."""

from typing import Any, TypeVar

from django.db import connection, models

from cadres.roles import Actor
from core import audit
from core.locking import locked, require
from reviews.workflow.table import Workflow

__all__ = ["advance", "locked", "one_at_a_time", "require"]

M = TypeVar("M", bound=models.Model)


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
