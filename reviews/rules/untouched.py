"""Whether what was asked to be written anew was: a part that says what it said when it was returned was not touched.

What counts is what stands there, not that somebody wrote: a text changed and changed back is the same text.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any, Final

from reviews.models import Explanation, Limitation, RegulationProfile, TemplateSection
from reviews.models.carried_over import is_marked
from reviews.models.contents import RoundContents
from reviews.rules.missing import BARS, WARNS, Missing
from reviews.rules.topic_shares import written
from reviews.states import SectionKind

UNTOUCHED_PARTS: Final = "supplement.untouched_parts"  # figure of the profile: 0 nothing, 1 a warning, 2 a bar

Part = tuple[str, str | int]
"""A section by its key, or a suggested topic by its number: both outlive a round, and a new version of the form."""


def part_of(section: TemplateSection) -> Part:
    """The section as a part."""
    return "section", section.key


def substance_of(contents: RoundContents) -> dict[Part, str]:
    """What each section, and each answer to a topic, says: a digest, equal where the same is said."""
    said: dict[Part, Any] = {part_of(section): _of_section(section, contents) for section in contents.sections}
    said |= {("topic", topic.pk): _of_explanation(contents.explanation(topic)) for topic in contents.topics}
    return {part: blake2b(repr(value).encode(), digest_size=16).hexdigest() for part, value in said.items()}


def missing_changes(parts: Iterable[tuple[str, str, int | None]], profile: RegulationProfile) -> list[Missing]:
    """Each untouched part (label, anchor, section) as something still to write, where the profile bars it."""
    if (profile.figure(UNTOUCHED_PARTS) or 0) < BARS:
        return []
    return [Missing(f"{label}: {_WORDS}", anchor, section_id) for label, anchor, section_id in parts]


def warning_of_untouched(labels: Sequence[str], profile: RegulationProfile) -> str:
    """The sentence where the profile points such parts out and does not bar."""
    if not labels or profile.figure(UNTOUCHED_PARTS) != WARNS:
        return ""
    return f"{'; '.join(labels)}: {_WORDS}"


_WORDS: Final = "phần được yêu cầu bổ sung chưa có gì thay đổi so với vòng trước."


def _of_section(section: TemplateSection, contents: RoundContents) -> Any:
    answers = sorted(
        (segment_id or 0, _words(answer.text), answer.choice, str(answer.score or ""))
        for (section_id, segment_id), answer in contents.answers.items()
        if section_id == section.pk
    )
    told = [answer for answer in answers if any(answer[1:])]
    return told, _CARDS[section.kind](contents) if section.kind in _CARDS else ()


def _words(text: str) -> str:
    return " ".join(text.split())


def _limitations(contents: RoundContents) -> Any:
    return sorted(
        (
            str(card.origin),
            *map(_words, (card.fault, card.objective_cause, card.subjective_cause)),
            card.field_id or 0,
            _responsible(card),
            _remedies_of(card),
        )
        for card in contents.limitations
    )


def _responsible(card: Limitation | Explanation) -> Any:
    unit_id = card.responsible_unit_id or 0 if isinstance(card, Limitation) else 0
    return unit_id, _words(card.responsible_text), sorted(written(card.persons.all()))


def _remedies_of(card: Limitation | Explanation) -> Any:
    return sorted(
        (str(one.origin), _words(one.action), one.owner_cadre_id or 0, one.owner_text, str(one.due_on), one.measure)
        for one in card.remedies.all()
    )


def _of_explanation(card: Explanation | None) -> Any:
    if card is None:
        return ()
    texts = (card.fault, card.objective_cause, card.subjective_cause, card.lessons)
    return card.stance, *map(_words, texts), _responsible(card), _remedies_of(card)


def _commitments(contents: RoundContents) -> Any:
    return sorted(
        (str(one.origin), one.kind, _words(one.text), one.owner, str(one.due_on), one.measure)
        for one in contents.commitments
    )


def _ledger(contents: RoundContents) -> Any:
    marked = filter(is_marked, contents.carried_over)
    return sorted((str(one.origin), one.state, str(one.actual), _words(one.reason)) for one in marked)


def _responsibility(contents: RoundContents) -> Any:
    if contents.review.is_collective:
        return sorted((str(card.origin), _responsible(card)) for card in contents.limitations)
    return sorted((str(one.origin), _words(one.text)) for one in contents.own_shares if one.text.strip())


def _remedies(contents: RoundContents) -> Any:
    return sorted((str(card.origin), _remedies_of(card)) for card in contents.limitations)


_CARDS: Final[dict[str, Callable[[RoundContents], Any]]] = {
    SectionKind.LIMITATIONS: _limitations,
    SectionKind.RESPONSIBILITY: _responsibility,
    SectionKind.REMEDIES: _remedies,
    SectionKind.COMMITMENTS: _commitments,
    SectionKind.CARRIED_OVER: _ledger,
}
