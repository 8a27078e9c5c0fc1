"""What the writers of a returned review have to look at again: each part named, with the remark made on it."""

from dataclasses import dataclass

from reviews.models import Appraisal, AppraisalMark
from reviews.models.contents import RoundContents
from reviews.rules.completeness import section_numbers
from reviews.rules.reopening import marked_sections, may_write_section, may_write_topic
from reviews.states import WANTING_MARKS, Opening

_RETURNED = (Opening.SUPPLEMENT, Opening.REREVIEW)


@dataclass(frozen=True, slots=True)
class ReopenedPart:
    """A section, or the answer to a suggested topic: its name, where it stands in the form, what was said of it."""

    label: str
    anchor: str
    remark: str = ""


def collect(contents: RoundContents) -> list[ReopenedPart]:
    """The parts that a round for supplements opens; for one that opens everything, those marked as wanting.

    The remarks are those of the last decision; one query, and none in a round that was not returned.
    """
    round_ = contents.round
    if not (round_.is_limited or round_.opened_because in _RETURNED):
        return []
    decided = Appraisal.objects.filter(round__review=contents.review, decided_at__isnull=False).order_by("-decided_at")
    said = AppraisalMark.objects.filter(appraisal=decided.values("pk")[:1])
    marks = {(mark.section_id, mark.topic_id): mark for mark in said}
    numbers = section_numbers(contents.sections)
    found: list[ReopenedPart] = []
    for section in marked_sections(contents):
        mark = marks.get((section.pk, None))
        if _is_told(mark, is_open=bool(may_write_section(round_, section)), is_limited=round_.is_limited):
            label = f"{numbers[section.pk]} {section.heading}".strip()
            found.append(ReopenedPart(label, f"muc-{section.pk}", _remark(mark)))
    for topic in contents.topics:
        mark = marks.get((None, topic.pk))
        if _is_told(mark, is_open=bool(may_write_topic(round_, topic)), is_limited=round_.is_limited):
            found.append(ReopenedPart(f"Gợi ý: {topic.title}", f"explanation-{topic.pk}", _remark(mark)))
    return found


def _is_told(mark: AppraisalMark | None, *, is_open: bool, is_limited: bool) -> bool:
    return is_open if is_limited else mark is not None and mark.mark in WANTING_MARKS


def _remark(mark: AppraisalMark | None) -> str:
    return mark.remark if mark is not None and mark.mark in WANTING_MARKS else ""
