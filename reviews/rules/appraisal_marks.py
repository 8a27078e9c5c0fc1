"""Which parts of a submitted round an appraisal marks, and which it has not marked yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reviews.models import AppraisalMark, DeepReviewTopic, TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules.completeness import section_numbers
from reviews.rules.reopening import marked_sections

SECTION_PREFIX: Final = "muc"
TOPIC_PREFIX: Final = "goi-y"


@dataclass(frozen=True, slots=True)
class Part:
    """One section, or the answer to one suggested topic, as people name it."""

    title: str
    section: TemplateSection | None = None
    topic: DeepReviewTopic | None = None

    @property
    def ids(self) -> tuple[int | None, int | None]:
        """(section, topic), one of them None."""
        return (self.section.pk if self.section else None, self.topic.pk if self.topic else None)

    @property
    def anchor(self) -> str:
        """By what it is found on the page of the appraisal, and its controls are named."""
        section_id, topic_id = self.ids
        return f"{SECTION_PREFIX}-{section_id}" if section_id else f"{TOPIC_PREFIX}-{topic_id}"


def parts_to_mark(contents: RoundContents) -> list[Part]:
    """Each section of the form that takes an answer, then each suggested topic."""
    numbers = section_numbers(contents.sections)
    found = [Part(f"{numbers[one.pk]} {one.heading}".strip(), section=one) for one in marked_sections(contents)]
    return found + [Part(f"Gợi ý: {topic.title}", topic=topic) for topic in contents.topics]


def unmarked(contents: RoundContents, marks: Iterable[AppraisalMark]) -> list[Part]:
    """What the draft does not say anything of yet."""
    told = {(mark.section_id, mark.topic_id) for mark in marks}
    return [part for part in parts_to_mark(contents) if part.ids not in told]
