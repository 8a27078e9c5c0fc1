"""What a printed review is made of, for the collective and the individual alike: plain values, text as it was typed."""

from dataclasses import dataclass

from core import formats
from core.paper.parts import Choice
from reviews.reports.share_matrix import ShareTable


@dataclass(frozen=True, slots=True)
class LimitationText:
    """One limitation as section II prints it: the fault and both kinds of cause."""

    ordinal: int
    fault: str
    objective_cause: str = ""
    subjective_cause: str = ""


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A remedy or commitment of an earlier cycle and what became of it; numbers as printed, empty where not measured."""

    ordinal: int
    content: str
    source: str = ""
    state: str = ""
    reason: str = ""
    baseline: str = ""
    target: str = ""
    reached: str = ""
    share: str = ""
    register: str = ""

    @property
    def result(self) -> str:
        """State and reason in one line, for places without a table."""
        return ". ".join(part.rstrip(".") for part in (self.state, self.reason) if part)


@dataclass(frozen=True, slots=True)
class OwnShareText:
    """The person's own part in one limitation of the collective."""

    ordinal: int
    fault: str
    unit: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ResponsiblePersonLine:
    """A person named for a limitation, with the part they have in the collective (head, deputy, member)."""

    name: str
    position: str
    post: str = ""
    share: str = ""

    @property
    def line(self) -> str:
        """Name, post and part in one line, and the share where one was decided."""
        known = ", ".join(part for part in (self.position, self.share) if part)
        return f"{self.name}, {self.post} ({known})" if self.post else f"{self.name} ({known})"


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """Who answers for one limitation: the organisation and the persons."""

    ordinal: int
    fault: str
    organisation: str
    persons: tuple[ResponsiblePersonLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """One measure: action, owner, deadline (as printed) and the result to be measured."""

    ordinal: str
    action: str
    owner: str
    deadline: str
    measure: str

    @property
    def line(self) -> str:
        """The measure as running text, for places without a table."""
        facts = (("chủ trì", self.owner), ("thời hạn", self.deadline), ("kết quả phải đạt", self.measure))
        known = "; ".join(f"{label}: {value.rstrip(' .;')}" for label, value in facts if value)
        return f"{self.action.rstrip(' .;')} ({known})." if known else self.action


@dataclass(frozen=True, slots=True)
class ExplanationText:
    """The answer to one suggested topic."""

    ordinal: int
    topic: str
    stance: str = ""
    fault: str = ""
    fault_label: str = "Khuyết điểm"
    responsibility: str = ""
    persons: tuple[ResponsiblePersonLine, ...] = ()
    objective_cause: str = ""
    subjective_cause: str = ""
    remedies: tuple[RemedyRow, ...] = ()
    lessons: str = ""
    topic_id: int = 0
    to_clarify: str = ""
    origin: str = ""
    """What the letter asked, and where that was suggested before; printed where the answer is a paper of its own."""


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment of a prescribed kind."""

    ordinal: int
    kind: str
    text: str
    deadline: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class SegmentText:
    """What was written in one section for one post held in the period."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the form with everything under it; `number` comes from the form template."""

    number: str
    heading: str
    depth: int = 1
    text: str = ""
    parts: tuple[SegmentText, ...] = ()
    degrees: tuple[Choice, ...] = ()
    score: str = ""
    carried: tuple[CarriedRow, ...] = ()
    own_shares: tuple[OwnShareText, ...] = ()
    limitations: tuple[LimitationText, ...] = ()
    explanations: tuple[ExplanationText, ...] = ()
    shares: tuple[ShareTable, ...] = ()
    responsibilities: tuple[ResponsibilityRow, ...] = ()
    remedies: tuple[RemedyRow, ...] = ()
    commitments: tuple[CommitmentRow, ...] = ()
    levels: tuple[Choice, ...] = ()
    empty_note: str = ""

    @property
    def label(self) -> str:
        """The number as it stands before the heading."""
        return formats.heading_number(self.number, self.depth)

    @property
    def carried_has_figures(self) -> bool:
        """Whether any row of the ledger is measured, so that a table is printed instead of a list."""
        return any(row.baseline for row in self.carried)

    @property
    def chosen_level(self) -> str:
        """The rating level chosen; empty while the boxes are still to be ticked by hand."""
        return next((level.label for level in self.levels if level.chosen), "")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One concrete manifestation and the answer to it in words; empty while open."""

    number: str
    text: str
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorGroupRows:
    """One of the 27 with its items; `part_heading` is set on the first group of part I, II or III."""

    number: int
    text: str
    rows: tuple[IndicatorRow, ...]
    part_heading: str = ""
    answered_at_once: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorAppendix:
    """The self-check against the catalogue; printed for those alone who may read the answers."""

    title: str
    label: str
    groups: tuple[IndicatorGroupRows, ...]
    ordinal: str = ""
