"""Which parts of a submitted round an appraisal marks, and what its draft lacks before it is handed up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reviews.models import Appraisal, AppraisalMark, DeepReviewTopic, TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules.completeness import section_numbers
from reviews.rules.reopening import marked_sections
from reviews.states import AppraisalOutcome, Mark

SECTION_PREFIX: Final = "muc"
TOPIC_PREFIX: Final = "goi-y"
OUTCOME_ANCHOR: Final = "id_proposed_outcome_0"
REMARK_ANCHOR: Final = "id_remark"


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


def lacking(appraisal: Appraisal, contents: RoundContents, marks: Iterable[AppraisalMark]) -> list[tuple[str, str]]:
    """All that bars handing the draft up, at once, each as (sentence, where it is mended): an outcome, a remark where the
    review is to go back, a mark for every part, and none that speaks against accepting what is to be accepted.
    """
    outcome = appraisal.proposed_outcome
    told = {(mark.section_id, mark.topic_id): mark.mark for mark in marks}
    found = []
    if not outcome:
        found.append(("Hãy chọn kết quả đề nghị trước khi trình.", OUTCOME_ANCHOR))
    elif outcome != AppraisalOutcome.ACCEPT and not appraisal.remark.strip():
        wanted = "Hãy ghi nhận xét, nêu rõ nội dung cần bổ sung hoặc kiểm điểm lại, trước khi trình."
        found.append((wanted, REMARK_ANCHOR))
    for part in parts_to_mark(contents):
        if part.ids not in told:
            found.append((f"Chưa đánh giá “{part.title}”.", part.anchor))
        elif outcome == AppraisalOutcome.ACCEPT and told[part.ids] == Mark.REREVIEW:
            against = f"Đánh giá “{Mark.REREVIEW.label}” ở “{part.title}” nên không đề nghị công nhận đạt được."
            found.append((against, part.anchor))
    return found
