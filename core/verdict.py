"""The answer of a rule: yes, or no with a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed and, where it is not, the Vietnamese sentence that says why."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: str) -> Verdict:
    """A refusal with its sentence."""
    return Verdict(allowed=False, reason=reason)
