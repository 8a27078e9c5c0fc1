"""The shape of a workflow: a table of transitions, and the one check that actions and pages both call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices

from cadres.roles import Actor
from core.verdict import Verdict, no

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Transition(Generic[T]):
    """One verb: its word on the button, the states it may start from, the state it leads to, who may."""

    name: str
    label: str
    sources: frozenset[TextChoices]
    target: TextChoices
    rule: Callable[[Actor, T], Verdict]


class Workflow(Generic[T]):
    """A table of transitions over one kind of object."""

    def __init__(self, states: type[TextChoices], *transitions: Transition[T]) -> None:
        self.states = states
        self.transitions = {transition.name: transition for transition in transitions}

    def check(self, name: str, actor: Actor, subject: T) -> Verdict:
        """Whether `actor` may do this now: wrong person and wrong state are two different sentences."""
        transition = self.transitions[name]
        verdict = transition.rule(actor, subject)
        if not verdict:
            return verdict
        state = self._state(subject)
        if state not in transition.sources:
            return no(f"Không thực hiện được “{transition.label}” khi đang ở trạng thái “{state.label}”.")
        return verdict

    def offered(self, actor: Actor, subject: T) -> list[tuple[Transition[T], Verdict]]:
        """What a page may show as buttons: every transition possible from here, with the reason where it is barred."""
        state = self._state(subject)
        return [(t, t.rule(actor, subject)) for t in self.transitions.values() if state in t.sources]

    def _state(self, subject: Any) -> TextChoices:
        return self.states(subject.state)
