"""What the writers of a returned review have to look at again: each part named, with the remark made on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.rows import read_rows
from reviews.models import Appraisal, AppraisalMark, RegulationProfile, Round, TemplateSection
from reviews.models.contents import RoundContents, contents_of
from reviews.models.standing import of_submitted_round
from reviews.rules import untouched
from reviews.rules.completeness import section_numbers
from reviews.rules.missing import Missing
from reviews.rules.reopening import marked_sections, may_write_section, may_write_topic
from reviews.rules.untouched import Part, part_of, substance_of
from reviews.states import WANTING_MARKS, Opening, SectionKind

_RETURNED = (Opening.SUPPLEMENT, Opening.REREVIEW)
_MADE_FROM_CARDS = (SectionKind.REMEDIES, SectionKind.RESPONSIBILITY)


@dataclass(frozen=True, slots=True)
class ReopenedPart:
    """A section, or the answer to a suggested topic: its name, where it stands in the form, what was said of it.

    `is_untouched`: it says what it said in the round that was returned, although it was asked to say more.
    """

    label: str
    anchor: str
    remark: str = ""
    section_id: int | None = None
    is_untouched: bool = False


def collect(contents: RoundContents) -> list[ReopenedPart]:
    """The parts that a round for supplements opens; for one that opens everything, those marked as wanting.

    The remarks are those of the last decision. No query in a review that was never submitted, else two; the round that
    was returned is read once by each process.
    """
    round_ = contents.round
    if round_.number == 1:
        return []
    rounds = sorted(read_rows(Round, review_id=[round_.review_id]), key=lambda one: one.number)
    opening = next(one.opened_because for one in rounds if one.turn == round_.turn)
    if not (round_.is_limited or opening in _RETURNED):
        return []
    decided = Appraisal.objects.filter(round__review=contents.review, decided_at__isnull=False).order_by("-decided_at")
    said = AppraisalMark.objects.filter(appraisal=decided.values("pk")[:1])
    marks = {(mark.section_id, mark.topic_id): mark for mark in said}
    returned = [one.pk for one in rounds if one.turn < round_.turn]
    before, now = _said_in(returned[-1]) if returned else {}, substance_of(contents)
    unchanged = {part for part, words in before.items() if now.get(part) == words}
    return [*_sections(contents, marks, unchanged), *_topics(contents, marks, unchanged)]


def lacking(parts: Iterable[ReopenedPart], profile: RegulationProfile) -> list[Missing]:
    """The untouched ones among them as something still to write, where the profile bars submitting them so."""
    found = [(part.label, part.anchor, part.section_id) for part in parts if part.is_untouched]
    return untouched.missing_changes(found, profile)


def warning(parts: Iterable[ReopenedPart], profile: RegulationProfile) -> str:
    """The sentence about the untouched ones, where the profile points them out and does not bar."""
    return untouched.warning_of_untouched([part.label for part in parts if part.is_untouched], profile)


Marks = dict[tuple[int | None, int | None], AppraisalMark]


def _sections(contents: RoundContents, marks: Marks, unchanged: set[Part]) -> Iterator[ReopenedPart]:
    numbers, round_ = section_numbers(contents.sections), contents.round
    sections = marked_sections(contents)
    for section in sections:
        mark = marks.get((section.pk, None))
        if _is_told(mark, is_open=bool(may_write_section(round_, section)), is_limited=round_.is_limited):
            label = f"{numbers[section.pk]} {section.heading}".strip()
            is_untouched = part_of(section) in unchanged and not is_open_for_another(section, sections, round_, mark)
            yield ReopenedPart(label, f"muc-{section.pk}", _remark(mark), section.pk, is_untouched)


def is_open_for_another(
    section: TemplateSection, sections: Sequence[TemplateSection], round_: Round, mark: AppraisalMark | None
) -> bool:
    """The cards of limitations are open with the tables that are made from them: then either may be what was meant."""
    if section.kind != SectionKind.LIMITATIONS or not round_.is_limited or (mark and mark.mark in WANTING_MARKS):
        return False
    return any(one.kind in _MADE_FROM_CARDS and may_write_section(round_, one) for one in sections)


def _topics(contents: RoundContents, marks: Marks, unchanged: set[Part]) -> Iterator[ReopenedPart]:
    explanations = next((one.pk for one in contents.sections if one.kind == SectionKind.EXPLANATIONS), None)
    for topic in contents.topics:
        mark = marks.get((None, topic.pk))
        is_open = bool(may_write_topic(contents.round, topic))
        if _is_told(mark, is_open=is_open, is_limited=contents.round.is_limited):
            is_untouched = ("topic", topic.pk) in unchanged
            anchor = f"explanation-{topic.pk}"
            yield ReopenedPart(f"Gợi ý: {topic.title}", anchor, _remark(mark), explanations, is_untouched)


@of_submitted_round
def _said_in(round_pk: int) -> dict[Part, str]:
    round_ = Round.objects.select_related("review__unit", "review__cycle").get(pk=round_pk)
    return substance_of(contents_of(round_.review, round_, named=False))


def _is_told(mark: AppraisalMark | None, *, is_open: bool, is_limited: bool) -> bool:
    return is_open if is_limited else mark is not None and mark.mark in WANTING_MARKS


def _remark(mark: AppraisalMark | None) -> str:
    return mark.remark if mark is not None and mark.mark in WANTING_MARKS else ""
