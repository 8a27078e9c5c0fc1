"""What a form to fill in by hand is made of: headings as in the template, and room to write under each."""

from dataclasses import dataclass

from core.paper.parts import Choice
from reviews.models import DeepReviewTopic, ProfileChoice, Segment, TemplateSection
from reviews.models.contents import RoundContents
from reviews.reports.review_parts import Section
from reviews.reports.review_sections import appendix_title, is_attached, segment_label
from reviews.states import SectionKind, Stance

LINES_OF_A_TEXT = 10
LINES_OF_A_PART = 6
LINES_OF_AN_ANSWER = 3
CARDS = 3
ROWS_OF_A_TABLE = 5

ChoiceList = ProfileChoice.List


@dataclass(frozen=True, slots=True)
class Room:
    """Dotted lines under a label; a label that is a fact of the register stands as it is."""

    lines: int
    label: str = ""
    boxes: tuple[Choice, ...] = ()

    @property
    def dotted(self) -> range:
        """One for each line."""
        return range(self.lines)


@dataclass(frozen=True, slots=True)
class BlankSection:
    """One heading of the template with the room that its kind of answer needs."""

    section: Section
    kind: str
    guidance: str = ""
    rooms: tuple[Room, ...] = ()
    boxes: tuple[Choice, ...] = ()
    is_scored: bool = False
    rows: tuple[str, ...] = ()


class BlankWriter:
    """Lays the sections of a template out for one review's facts; with no contents, for nobody's."""

    def __init__(
        self, sections: list[TemplateSection], choices: list[ProfileChoice], contents: RoundContents | None = None
    ) -> None:
        self._sections = sections
        self._choices = choices
        self._segments: list[Segment] = contents.segments if contents else []
        self._topics: list[DeepReviewTopic] = contents.topics if contents else []
        self._carried = [f"{row.action} ({row.source})" for row in contents.carried_over] if contents else []
        self._shares = [share.fault for share in contents.own_shares] if contents else []

    def body(self) -> tuple[BlankSection, ...]:
        """The sections before the signature."""
        return tuple(self._laid_out(one) for one in self._sections if not is_attached(one))

    def attachments(self) -> tuple[BlankSection, ...]:
        """Those behind it, the indicators aside: they have a table of their own."""
        asked = [one for one in self._sections if is_attached(one) and one.kind != SectionKind.INDICATORS]
        return tuple(self._laid_out(one, appendix_title(one.heading)) for one in asked)

    def asks_for_indicators(self) -> bool:
        """Whether the form has the check against the catalogue."""
        return any(one.kind == SectionKind.INDICATORS for one in self._sections)

    def _laid_out(self, one: TemplateSection, heading: str = "") -> BlankSection:
        graded = one.kind == SectionKind.GRADED_TEXT
        degrees = self._boxes(ChoiceList.DEGREE) if graded else ()
        return BlankSection(
            section=Section(one.number.strip(" .-)"), heading or one.heading, one.depth),
            kind=one.kind,
            guidance=one.guidance,
            rooms=self._rooms(one),
            boxes=self._boxes(ChoiceList.LEVEL) if one.kind == SectionKind.RATING else degrees,
            is_scored=graded and not degrees,
            rows=self._kinds() if one.kind == SectionKind.COMMITMENTS else (),
        )

    def _rooms(self, one: TemplateSection) -> tuple[Room, ...]:
        if one.kind in (SectionKind.HEADING, SectionKind.RATING, SectionKind.COMMITMENTS, SectionKind.LIMITATIONS):
            return ()
        if one.kind == SectionKind.EXPLANATIONS and self._topics:
            stances = tuple(Choice(stance.label) for stance in Stance)
            return tuple(
                Room(LINES_OF_A_TEXT, f"{number}. {topic.title}", stances)
                for number, topic in enumerate(self._topics, start=1)
            )
        listed = {SectionKind.CARRIED_OVER: self._carried, SectionKind.RESPONSIBILITY: self._shares}
        facts = listed.get(SectionKind(one.kind), [])
        if facts:
            return tuple(Room(LINES_OF_AN_ANSWER, f"{number}. {fact}") for number, fact in enumerate(facts, start=1))
        if one.per_segment and self._segments:
            return tuple(Room(LINES_OF_A_PART, f"- {segment_label(segment)}:") for segment in self._segments)
        return (Room(LINES_OF_A_TEXT),)

    def _boxes(self, of_list: str) -> tuple[Choice, ...]:
        return tuple(Choice(choice.label) for choice in self._choices if choice.list == of_list)

    def _kinds(self) -> tuple[str, ...]:
        lists = (ChoiceList.COLLECTIVE_COMMITMENT, ChoiceList.INDIVIDUAL_COMMITMENT)
        return tuple(choice.label for choice in self._choices if choice.list in lists)
