"""What a round still lacks before it may be submitted, as sentences with the place to write; pure, over loaded values.

`contents` comes from `contents_of`, `profile` with its figures and choices prefetched, `indicators` from
`rules.indicators.progress_of` (None where nothing was loaded or the catalogue is empty).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core.formats import day
from reviews.models import (
    Commitment,
    Explanation,
    Limitation,
    ProfileChoice,
    RegulationProfile,
    Remedy,
    Segment,
    TemplateSection,
)
from reviews.models.contents import RoundContents
from reviews.rules.carried_over import carried_gaps, share_gaps
from reviews.rules.indicators import IndicatorProgress
from reviews.rules.missing import Missing, missing_indicators, missing_of_meeting, missing_signed_paper, missing_unread
from reviews.rules.opinions import missing_replies
from reviews.rules.topic_shares import undecided
from reviews.states import SectionKind, Stance

# figures of the profile; {side} is "collective" or "individual"
COMMITMENTS_MINIMUM: Final = "commitments.{side}.minimum"
ONE_OF_EACH_KIND: Final = "commitments.one_of_each_kind"

TEXT_KINDS: Final = frozenset(
    {
        SectionKind.TEXT,
        SectionKind.GRADED_TEXT,
        SectionKind.CARRIED_OVER,
        SectionKind.RESPONSIBILITY,
        SectionKind.REMEDIES,
        SectionKind.RATING,
    }
)


def missing(contents: RoundContents, indicators: IndicatorProgress | None, profile: RegulationProfile) -> list[Missing]:
    """Everything that bars submitting, in the order of the form; empty when it is complete."""
    numbers = section_numbers(contents.sections)
    found: list[Missing] = []
    for section in contents.sections:
        if section.pk in contents.round.settled_section_ids:
            continue  # it was appraised as met, and cannot be written in this round
        label = f"Mục {numbers[section.pk]}" if numbers[section.pk] else f"“{short(section.heading)}”"
        found.extend(_missing_in(section, label, contents, indicators, profile))
        found.extend(missing_unread(section, label, contents))
    found.extend(missing_of_meeting(contents, profile))
    found.extend(missing_replies(contents, profile))
    found.extend(missing_signed_paper(contents))
    return found


def is_asked(section: TemplateSection, contents: RoundContents) -> bool:
    """Whether the form shows the section: what answers suggested topics, or the collective's limitations, only if any."""
    if not section.only_if_any:
        return True
    if section.kind == SectionKind.EXPLANATIONS:
        return bool(contents.topics)
    if section.kind == SectionKind.RESPONSIBILITY and not contents.review.is_collective:
        answer = contents.answer(section)
        return bool(contents.own_shares or (answer and (answer.text.strip() or answer.unread)))
    return True


def asked_segments(section: TemplateSection, contents: RoundContents) -> Sequence[Segment | None]:
    """The posts for which the section is answered one by one; otherwise one answer for the whole (None)."""
    return contents.segments if section.per_segment and contents.segments else [None]


def section_numbers(sections: list[TemplateSection]) -> dict[int, str]:
    """The full number of each section, as people name it: the "1" below "I" is "I.1"."""
    path: list[str] = []
    numbers: dict[int, str] = {}
    for section in sections:
        path = [*path[: section.depth - 1], section.number.strip(" .-)")]
        numbers[section.pk] = ".".join(part for part in path if part) if path[-1] else ""
    return numbers


def short(text: str, width: int = 70) -> str:
    """The beginning of a text, cut at a word."""
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def commitment_kinds(contents: RoundContents, profile: RegulationProfile) -> list[ProfileChoice]:
    """The kinds of commitment that the profile names for this side."""
    lists = ProfileChoice.List
    wanted = lists.COLLECTIVE_COMMITMENT if contents.review.is_collective else lists.INDIVIDUAL_COMMITMENT
    return [choice for choice in profile.choices.all() if choice.list == wanted]


def _missing_in(
    section: TemplateSection,
    label: str,
    contents: RoundContents,
    indicators: IndicatorProgress | None,
    profile: RegulationProfile,
) -> Iterator[Missing]:
    if section.kind == SectionKind.CARRIED_OVER and contents.carried_over:
        yield from (Missing(f"{label}, {words}", at, section.pk) for words, at in carried_gaps(contents.carried_over))
    elif section.kind == SectionKind.RESPONSIBILITY and contents.own_shares:
        yield from (Missing(f"{label}, {words}", at, section.pk) for words, at in share_gaps(contents.own_shares))
    elif section.kind in TEXT_KINDS and section.required and not section.only_if_any:
        yield from _missing_texts(section, label, contents, profile)
    elif section.kind == SectionKind.LIMITATIONS:
        yield from _missing_limitations(section, label, contents)
    elif section.kind == SectionKind.EXPLANATIONS:
        yield from _missing_explanations(section, label, contents)
    elif section.kind == SectionKind.COMMITMENTS:
        yield from _missing_commitments(section, label, contents, profile)
    elif section.kind == SectionKind.INDICATORS and section.required and indicators is not None:
        yield from missing_indicators(section, indicators)


def _missing_texts(
    section: TemplateSection, label: str, contents: RoundContents, profile: RegulationProfile
) -> Iterator[Missing]:
    if section.kind != SectionKind.RATING:
        for segment in asked_segments(section, contents):
            answer = contents.answer(section, segment)
            if answer is None or not answer.text.strip():
                where = f"{label}, phần giữ chức vụ {segment.post_name}" if segment else label
                anchor = f"answer-{section.pk}-{segment.pk if segment else 0}-text"
                yield Missing(f"{where}: chưa viết “{short(section.heading)}”.", anchor, section.pk)
    whole, stem = contents.answer(section), f"answer-{section.pk}-0"
    if section.kind == SectionKind.RATING and not (whole and whole.choice):
        yield Missing(f"{label}: chưa chọn mức xếp loại.", f"{stem}-choice", section.pk)
    if section.kind == SectionKind.GRADED_TEXT and profile.has_degrees and not (whole and whole.choice):
        yield Missing(f"{label}: chưa chọn mức tự đánh giá.", f"{stem}-choice", section.pk)
    if section.kind == SectionKind.GRADED_TEXT and not profile.has_degrees and (whole is None or whole.score is None):
        yield Missing(f"{label}: chưa ghi điểm tự chấm.", f"{stem}-score", section.pk)


def _missing_limitations(section: TemplateSection, label: str, contents: RoundContents) -> Iterator[Missing]:
    if section.required and not section.only_if_any and not contents.limitations:
        yield Missing(f"{label}: chưa nêu hạn chế, khuyết điểm nào.", "add-limitation", section.pk)
    for ordinal, limitation in enumerate(contents.limitations, start=1):
        gaps = limitation_gaps(limitation, is_collective=contents.review.is_collective)
        for sentence, field in [*gaps, *_untimely(limitation, contents)]:
            anchor = field if field.startswith("remedy-") else f"limitation-{limitation.pk}-{field}"
            yield Missing(f"{label}, hạn chế {ordinal}: {sentence}", anchor, section.pk)


def limitation_gaps(limitation: Limitation, *, is_collective: bool) -> list[tuple[str, str]]:
    """What a limitation lacks of the four requirements, as (sentence, field); one sentence where it is all empty."""
    remedies = list(limitation.remedies.all())
    persons = list(limitation.persons.all())
    named_unit = bool(limitation.responsible_unit_id or limitation.responsible_text.strip())
    if not (limitation.fault.strip() or limitation.subjective_cause.strip() or any(begun(r) for r in remedies)):
        return [("thẻ còn trống; hãy viết, hoặc bỏ thẻ này.", "fault")]
    gaps: list[tuple[str, str]] = []
    if not limitation.fault.strip():
        gaps.append(("chưa chỉ rõ khuyết điểm.", "fault"))
    gaps += _responsibility_gaps(named_unit, bool(persons), is_collective=is_collective)
    if not limitation.subjective_cause.strip():
        gaps.append(("chưa chỉ rõ nguyên nhân chủ quan.", "subjective_cause"))
    return gaps + remedy_gaps(remedies)


def _responsibility_gaps(named_unit: bool, named_person: bool, *, is_collective: bool) -> list[tuple[str, str]]:
    if is_collective and not named_unit:
        return [("chưa chỉ rõ tổ chức chịu trách nhiệm.", "responsible_unit_id")]
    if is_collective and not named_person:
        return [("chưa chỉ rõ cá nhân chịu trách nhiệm.", "persons")]
    if not named_unit and not named_person:
        return [("chưa chỉ rõ trách nhiệm thuộc về ai.", "responsible_text")]
    return []


def begun(remedy: Remedy) -> bool:
    """Whether anything was written in a remedy; rows left empty count as not there."""
    return bool(
        remedy.unread
        or remedy.action.strip()
        or remedy.owner_cadre_id
        or remedy.owner_text.strip()
        or remedy.due_on
        or remedy.measure.strip()
    )


def remedy_gaps(remedies: list[Remedy]) -> list[tuple[str, str]]:
    """What the remedies of one card lack: at least one, and each with action, owner, deadline and measure."""
    written = [remedy for remedy in remedies if begun(remedy)]
    if not written:
        first = f"remedy-{remedies[0].pk}-action" if remedies else "add-remedy"
        return [("chưa đề ra biện pháp khắc phục.", first)]
    gaps: list[tuple[str, str]] = []
    for ordinal, remedy in enumerate(written, start=1):
        lacks = [
            (words, field)
            for words, field, there in (
                ("việc làm", "action", remedy.action.strip()),
                ("người chủ trì", "owner_cadre_id", remedy.owner_cadre_id or remedy.owner_text.strip()),
                ("thời hạn", "due_on", remedy.due_on),
                ("kết quả phải đạt", "measure", remedy.measure.strip()),
            )
            if not there
        ]
        if lacks:
            words = ", ".join(word for word, _ in lacks)
            gaps.append((f"biện pháp {ordinal} chưa ghi {words}.", f"remedy-{remedy.pk}-{lacks[0][1]}"))
    return gaps


def _untimely(card: Limitation | Explanation | None, contents: RoundContents) -> Iterator[tuple[str, str]]:
    """Deadlines before the period under review has even begun: a slip of the pen that would be born overdue."""
    remedies = [remedy for remedy in card.remedies.all() if begun(remedy)] if card is not None else []
    for ordinal, remedy in enumerate(remedies, start=1):
        if remedy.due_on is not None and remedy.due_on < contents.review.cycle.period_from:
            words = f"biện pháp {ordinal} có thời hạn {day(remedy.due_on)}, trước cả kỳ kiểm điểm; mời xem lại ngày."
            yield words, f"remedy-{remedy.pk}-due_on"


def _missing_explanations(section: TemplateSection, label: str, contents: RoundContents) -> Iterator[Missing]:
    for ordinal, topic in enumerate(contents.topics, start=1):
        if topic.pk in contents.round.settled_topic_ids:
            continue
        where = f"{label}, nội dung được gợi ý {ordinal}"
        explanation = contents.explanation(topic)
        gaps = explanation_gaps(explanation, contents.leaders)
        for sentence, field in [*gaps, *_untimely(explanation, contents)]:
            anchor = field if field.startswith("remedy-") else f"explanation-{topic.pk}-{field}"
            yield Missing(f"{where} (“{short(topic.title, 50)}”): {sentence}", anchor, section.pk)


def explanation_gaps(explanation: Explanation | None, leaders: Mapping[int, str]) -> list[tuple[str, str]]:
    """What the answer to a suggested topic lacks; a refuted one needs its evidence, an admitted one all the rest too.

    `leaders` are head and deputies of a collective, person → name: for each of them their part has to be decided, be it
    that they are not in charge. Nobody in a personal review.
    """
    if explanation is None or not (explanation.stance or explanation.fault.strip()):
        return [("chưa giải trình.", "stance")]
    gaps: list[tuple[str, str]] = []
    if not explanation.stance:
        gaps.append(("chưa nêu ý kiến về nội dung được gợi ý.", "stance"))
    if not explanation.fault.strip():
        refuted = explanation.stance == Stance.REFUTED
        gaps.append(("chưa nêu căn cứ, chứng minh." if refuted else "chưa chỉ rõ khuyết điểm.", "fault"))
    if explanation.stance == Stance.REFUTED:
        return gaps
    persons = list(explanation.persons.all())
    if not (explanation.responsible_text.strip() or any(person.is_responsible for person in persons)):
        gaps.append(("chưa chỉ rõ trách nhiệm thuộc về ai.", "responsible_text"))
    if names := undecided(persons, leaders):
        whose = f"{'các ' if len(names) > 1 else ''}đồng chí {', '.join(names)}"
        gaps.append((f"chưa ghi phần trách nhiệm của {whose}.", "shares"))
    if not explanation.subjective_cause.strip():
        gaps.append(("chưa chỉ rõ nguyên nhân chủ quan.", "subjective_cause"))
    return gaps + remedy_gaps(list(explanation.remedies.all()))


def commitment_begun(commitment: Commitment) -> bool:
    """Whether anything but its kind was written in a commitment."""
    written = commitment.text.strip() or commitment.owner.strip() or commitment.due_on or commitment.measure.strip()
    return bool(written or commitment.unread)


def _missing_commitments(
    section: TemplateSection, label: str, contents: RoundContents, profile: RegulationProfile
) -> Iterator[Missing]:
    written = [c for c in contents.commitments if commitment_begun(c)]
    for ordinal, commitment in enumerate(contents.commitments, start=1):
        if not commitment_begun(commitment):
            continue
        stem = f"commitment-{commitment.pk}"
        if not commitment.text.strip():
            yield Missing(f"{label}, cam kết {ordinal}: chưa ghi việc cam kết.", f"{stem}-text", section.pk)
        if not commitment.kind:
            yield Missing(f"{label}, cam kết {ordinal}: chưa chọn loại.", f"{stem}-kind", section.pk)
    there = {commitment.kind for commitment in written}
    for kind in commitment_kinds(contents, profile):
        if kind.code not in there and profile.demands(ONE_OF_EACH_KIND):
            yield Missing(f"{label}: chưa có cam kết loại “{kind.label}”.", "add-commitment", section.pk)
    minimum = int(profile.figure(COMMITMENTS_MINIMUM.format(side=contents.review.subject)) or 0)
    if len(written) < minimum:
        yield Missing(
            f"{label}: cần ít nhất {minimum} việc cam kết, hiện có {len(written)}.", "add-commitment", section.pk
        )
