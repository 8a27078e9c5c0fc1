"""How far the suggested topics are answered: one small matrix for each collective, topics down, its targets across."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from cadres.roles import Actor
from core.text import name_sort_key
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic, Explanation, ResponsiblePerson, Round
from reviews.models.options import leaders_of
from reviews.rules import sheets
from reviews.rules.completeness import explanation_gaps
from reviews.rules.deep_reviews import is_asked


@dataclass(frozen=True, slots=True)
class Cell:
    """What one target has answered to one topic, in a word; `review_id` where there is something to open."""

    words: str
    tone: str = "plain"
    review_id: int | None = None
    topic_id: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One topic across the targets of a collective."""

    topic: DeepReviewTopic
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """A collective with its persons: the collective first, then head, deputies, members."""

    unit_name: str
    targets: tuple[DeepReviewTarget, ...]
    lines: tuple[CoverageLine, ...]
    answering: frozenset[int] = frozenset()
    """The reviews whose answers this person reads, so that their báo cáo giải trình can be printed."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All of it, with the count of answered among those asked."""

    units: tuple[UnitCoverage, ...]
    answered: int
    asked: int


NOT_ASKED = Cell("không hỏi", "ended")
_RANK = {"head": 1, "deputy": 2, "member": 3}


def collect(actor: Actor, deep_review: DeepReview, targets: Sequence[DeepReviewTarget]) -> Coverage:
    """The coverage of the (visible) targets, in the round that this person reads of each review: a fixed number of queries."""
    topics = list(deep_review.topics.all())
    rounds = _rounds_read(actor, targets)
    explanations = _explanations(rounds.values(), topics)
    leaders = leaders_of(deep_review.cycle, {t.review.unit_id for t in targets if t.review.cadre_id is None})
    with_answers = {round_id for round_id, _ in explanations}
    answered = {review_id for review_id, round_ in rounds.items() if round_.pk in with_answers}
    units = []
    for members in by_unit(targets):
        lines = tuple(
            CoverageLine(topic, tuple(_cell(topic, target, rounds, explanations, leaders) for target in members))
            for topic in topics
            if any(is_asked(topic, target) for target in members)
        )
        answering = frozenset(target.review_id for target in members) & answered
        units.append(UnitCoverage(members[0].review.unit.name, tuple(members), lines, answering))
    cells = [cell for unit in units for line in unit.lines for cell in line.cells if cell is not NOT_ASKED]
    return Coverage(tuple(units), sum(cell.tone == "done" for cell in cells), len(cells))


def by_unit(targets: Iterable[DeepReviewTarget]) -> list[list[DeepReviewTarget]]:
    """The targets grouped under their collective, units by name, people by position and name."""
    groups: dict[int, list[DeepReviewTarget]] = defaultdict(list)
    for target in targets:
        groups[target.review.unit_id].append(target)
    ordered = sorted(groups.values(), key=lambda group: (group[0].review.unit.sort_key, group[0].review.unit_id))
    return [sorted(group, key=_place_in_unit) for group in ordered]


def _place_in_unit(target: DeepReviewTarget) -> tuple[int, str]:
    review = target.review
    if review.cadre is None:
        return 0, ""
    return _RANK.get(review.position, len(_RANK) + 1), name_sort_key(review.cadre.full_name)


def _rounds_read(actor: Actor, targets: Sequence[DeepReviewTarget]) -> dict[int, Round]:
    """For each review the open round on its own side, the last submitted one for those above; by review."""
    reviews = {target.review_id: target.review for target in targets}
    read: dict[int, Round] = {}
    for round_ in Round.objects.filter(review_id__in=list(reviews)).order_by("number"):
        review = reviews[round_.review_id]
        if round_.submitted_at is not None or sheets.reads_open_round(actor, review):
            read[round_.review_id] = round_
    return read


def _explanations(rounds: Iterable[Round], topics: list[DeepReviewTopic]) -> dict[tuple[int, int], Explanation]:
    persons = Prefetch("persons", ResponsiblePerson.objects.all())
    found = Explanation.objects.filter(round__in=list(rounds), topic__in=topics).prefetch_related(persons, "remedies")
    return {(explanation.round_id, explanation.topic_id): explanation for explanation in found}


def _cell(
    topic: DeepReviewTopic,
    target: DeepReviewTarget,
    rounds: dict[int, Round],
    explanations: dict[tuple[int, int], Explanation],
    leaders: dict[int, dict[int, str]],
) -> Cell:
    if not is_asked(topic, target):
        return NOT_ASKED
    round_ = rounds.get(target.review_id)
    if round_ is None:
        return Cell("chưa trình", "waiting")
    of_unit = leaders.get(target.review.unit_id, {}) if target.review.cadre_id is None else {}
    words, tone, detail = answer_in_words(explanations.get((round_.pk, topic.pk)), of_unit)
    return Cell(words, tone, target.review_id, topic.pk, detail)


def answer_in_words(explanation: Explanation | None, leaders: Mapping[int, str]) -> tuple[str, str, str]:
    """(word, tone, what is missing) of the answer to a topic; `leaders` of the collective that gives it, person → name."""
    gaps = explanation_gaps(explanation, leaders)
    if not gaps:
        return "đã trả lời", "done", ""
    detail = " ".join(sentence for sentence, _ in gaps)
    fields = {field for _, field in gaps}
    if explanation is None or fields == {"stance"}:
        return "chưa trả lời", "danger", detail
    if "subjective_cause" in fields:
        return "thiếu nguyên nhân", "warn", detail
    return "trả lời chưa đủ", "warn", detail
