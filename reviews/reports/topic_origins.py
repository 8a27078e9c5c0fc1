"""How a suggested topic goes back to an earlier one that was not treated deeply enough, and where it is taken up later."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.urls import reverse

from cadres.roles import Actor
from core import formats
from reviews.models import AppraisalMark, DeepReview, DeepReviewTopic, Explanation, Review
from reviews.reports.letterheads import collective, number_words
from reviews.reports.review_parts import ExplanationText
from reviews.reports.review_sections import explanation_text
from reviews.rules import sheets
from reviews.states import AppraisalOutcome, Mark

_SAID: Final = {
    Mark.UNRESOLVED: "đánh giá chưa giải quyết",
    Mark.REREVIEW: "đánh giá cần kiểm điểm lại",
    Mark.SUPPLEMENT: "đánh giá cần bổ sung",
    Mark.GOOD: "công nhận đạt, có nhận xét",
}
_WEIGHTIEST: Final = tuple(_SAID)


@dataclass(frozen=True, slots=True)
class Step:
    """One letter of a chain, in words; with the address of its page for those who may open it."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What the same collective or person answered to the earlier topic, as it was submitted last."""

    review: Review
    answer: ExplanationText


def letter_words(letter: DeepReview) -> str:
    """`Công văn số 12-CV/TU ngày 05/01/2026 của Ban Thường vụ Tỉnh ủy`."""
    day = f" ngày {formats.day(letter.issued_on)}" if letter.issued_on else ""
    return f"Công văn số {number_words(letter.issuer, 'CV', letter.number)}{day} của {collective(letter.issuer)}"


def words_of(topic: DeepReviewTopic) -> str:
    """How papers say that a topic was suggested before; empty where it was not. Names nobody to whom it went."""
    if topic.origin is None:
        return ""
    letter = letter_words(topic.origin.deep_review)
    return f"Nội dung này đã được gợi ý tại {letter}; cần tiếp tục kiểm điểm, làm rõ."


def show(actor: Actor, topics: Iterable[DeepReviewTopic]) -> None:
    """Give each topic `came_from` and `went_on`: the steps before and after it, of what the person may read. Two queries."""
    shown = {topic.pk: topic for topic in topics}
    known = DeepReviewTopic.objects.select_related("deep_review__issuer__kind")
    before = {one.pk: one for one in known.filter(pk__in={t.origin_id for t in shown.values() if t.origin_id})}
    after = list(known.filter(origin__in=shown, deep_review__issued_at__isnull=False, withdrawn_by=None).order_by("pk"))
    letters = {one.deep_review_id for one in (*before.values(), *after)}
    readable = set(DeepReview.objects.visible_to(actor).filter(pk__in=letters).values_list("pk", flat=True))
    found: dict[int, list[Step]] = defaultdict(list)
    for one in after:
        if one.deep_review_id in readable:
            found[one.origin_id or 0].append(_step(one, readable))
    for topic in shown.values():
        origin = before.get(topic.origin_id or 0)
        topic.came_from = _step(origin, readable) if origin else None  # type: ignore[attr-defined]
        topic.went_on = found[topic.pk]  # type: ignore[attr-defined]


def show_earlier_answers(actor: Actor, review: Review, topics: Sequence[DeepReviewTopic]) -> list[Review]:
    """Give each topic that goes back to another `earlier_answers`: those of the same subject that the person may read.

    Gives the reviews whose texts are shown, so that the reading can be recorded. No query where no topic goes back.
    """
    origins = {topic.origin_id for topic in topics if topic.origin_id}
    if not origins:
        return []
    whose = {"cadre": review.cadre_id} if review.cadre_id else {"cadre": None, "unit": review.unit_id}
    same = Review.objects.filter(**whose)
    answers = Explanation.objects.filter(topic__in=origins, round__submitted_at__isnull=False, round__review__in=same)
    answers = answers.select_related("topic", "round__review__unit", "round__review__cycle", "round__review__cadre")
    last: dict[tuple[int, int], Explanation] = {}
    for answer in answers.prefetch_related("persons__cadre", "remedies__owner_cadre").order_by("round__number"):
        if answer.round.review_id != review.pk and sheets.may_read_content(actor, answer.round.review):
            last[answer.topic_id, answer.round.review_id] = answer
    for topic in topics:
        own = [one for (topic_id, _), one in last.items() if topic_id == topic.origin_id]
        topic.earlier_answers = [  # type: ignore[attr-defined]
            EarlierAnswer(one.round.review, explanation_text(1, one.topic, one)) for one in own
        ]
    return list({one.round.review_id: one.round.review for one in last.values()}.values())


def remarks(actor: Actor, topics: Iterable[DeepReviewTopic]) -> dict[int, list[Step]]:
    """By topic what accepted appraisals left of it, in words, each with the page of the appraisal; one query.

    Only decisions on reviews that the person sees; whose they are stands in the words.
    """
    said = AppraisalMark.objects.filter(
        ~Q(mark=Mark.GOOD) | ~Q(remark=""), topic__in=[topic.pk for topic in topics]
    ).filter(appraisal__outcome=AppraisalOutcome.ACCEPT, appraisal__round__review__in=Review.objects.visible_to(actor))
    said = said.select_related("appraisal__round__review__unit", "appraisal__round__review__cadre")
    found: dict[int, list[Step]] = defaultdict(list)
    for mark in sorted(said, key=lambda mark: (_WEIGHTIEST.index(Mark(mark.mark)), mark.pk)):
        review = mark.appraisal.round.review
        address = reverse("reviews:review_page", args=[review.pk])
        found[mark.topic_id or 0].append(Step(f"{review.subject_name}: {_SAID[Mark(mark.mark)]}", address))
    return found


def _step(topic: DeepReviewTopic, readable: set[int]) -> Step:
    words = letter_words(topic.deep_review)
    if topic.deep_review_id not in readable:
        return Step(words)
    return Step(f"nội dung {topic.order}, {words}", reverse("reviews:deep_review_page", args=[topic.deep_review_id]))
