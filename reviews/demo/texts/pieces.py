"""The shapes of the texts: what one limitation, remedy, commitment or explanation holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemedyText:
    """What will be done, by which of the leaders (0 is the head), after how many days, measured by what."""

    action: str
    measure: str
    days: int = 120
    owner: int = 1


@dataclass(frozen=True, slots=True)
class LimitationText:
    """A shortcoming with its four requirements; `leaders` are the places of the responsible in the collective."""

    field: str
    fault: str
    objective: str
    subjective: str
    remedies: tuple[RemedyText, ...]
    leaders: tuple[int, ...] = (0, 1)
    share: str = "Tập thể Ban Thường vụ chịu trách nhiệm chung trong lãnh đạo, chỉ đạo."


@dataclass(frozen=True, slots=True)
class CommitmentText:
    """A commitment of one kind of the profile."""

    kind: str
    text: str
    measure: str
    days: int = 400


@dataclass(frozen=True, slots=True)
class ExplanationText:
    """The answer to a suggested topic."""

    stance: str
    fault: str
    responsible: str
    objective: str
    subjective: str
    remedy: RemedyText | None
    leaders: tuple[int, ...] = (0, 1)
    lessons: str = ""


@dataclass(frozen=True, slots=True)
class TopicText:
    """A matter to review in depth."""

    title: str
    field: str
    ground: str
    clarify: str
