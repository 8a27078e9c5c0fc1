"""What became of each suggestion: answers handed in, decisions and their papers, remedies, suggestions further.

Read from the rows themselves, each with its page or paper; only what the reader may open.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse

from cadres.roles import Actor
from core import formats, localtime
from core.models import AuditEntry
from reviews.models import (
    Appraisal,
    DeepReview,
    DeepReviewTarget,
    DeepReviewTopic,
    ProgressReport,
    RemediationItem,
    Review,
    ReviewRead,
    Round,
)
from reviews.reports.letterheads import collective
from reviews.reports.topic_origins import letter_words
from reviews.rules.completeness import short
from reviews.states import AppraisalOutcome, AppraisalPaperKind

_DECIDED: Final = {
    AppraisalOutcome.ACCEPT: "thẩm định, công nhận đạt",
    AppraisalOutcome.SUPPLEMENT: "thẩm định, trả lại để bổ sung",
    AppraisalOutcome.REREVIEW: "thẩm định, yêu cầu kiểm điểm lại",
}
_PAPERS: Final = {
    AppraisalPaperKind.ORDER: ("ban hành văn bản yêu cầu kiểm điểm lại", "rereview_order"),
    AppraisalPaperKind.NOTICE: ("ban hành thông báo kết quả thẩm định", "appraisal_notice"),
}
_STEPS: Final = {
    ProgressReport.Step.DONE: "báo cáo hoàn thành",
    ProgressReport.Step.SEND_BACK: "chưa công nhận, đề nghị làm tiếp",
    ProgressReport.Step.VERIFY: "xác minh kết quả",
    ProgressReport.Step.CLOSE: "kết thúc",
    ProgressReport.Step.TRANSFER: "chuyển cơ quan khác",
    ProgressReport.Step.NOT_DONE: "ghi nhận không thực hiện được",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when, in which office, with the reason where one was given and the address of what tells of it.

    `tells` names the review of which it repeats words that count as part of it, and which part: showing it is a read.
    """

    at: datetime
    who: str
    office: str
    words: str
    reason: str = ""
    url: str = ""
    tells: tuple[int, ReviewRead.Part] | None = None


def collect(
    actor: Actor, row: DeepReview, targets: Sequence[DeepReviewTarget], topics: Sequence[DeepReviewTopic]
) -> list[Event]:
    """Of these targets and topics, in no order; a fixed number of queries."""
    names = {target.review_id: target.review.subject_name for target in targets}
    seen = Review.objects.visible_to(actor).filter(pk__in=list(names)).order_by()
    answers = Round.objects.filter(
        review__in=seen.values("pk"), submitted_at__isnull=False, explanations__topic__deep_review=row
    )
    rounds = {round_.pk: round_ for round_ in answers}
    return [
        *_answers(rounds, names),
        *_decisions(actor, rounds, names),
        *_remedies(actor, row, names),
        *_further(actor, topics),
    ]


def printed(kind: str, **subject: int) -> str:
    """The address where this paper is asked for."""
    named = "".join(f"&{name}={pk}" for name, pk in subject.items())
    return f"{reverse('reviews:request_report')}?kind={kind}{named}"


def numbered(number: str, day: date) -> str:
    """`số 37-CV/TU ngày 05/01/2026`."""
    return f"số {number} ngày {formats.day(day)}"


def _answers(rounds: dict[int, Round], names: dict[int, str]) -> Iterator[Event]:
    """Each submission with answers; what was submitted twice without a decision is told twice, for it happened twice."""
    for one in rounds.values():
        assert one.submitted_at is not None  # of the filter
        turn = f", vòng {one.turn}" if one.turn > 1 else ""
        words = f"trình bản kiểm điểm có giải trình{turn}: {names[one.review_id]}"
        address = reverse("reviews:review_round", args=[one.review_id, one.number])
        yield Event(one.submitted_at, one.submitted_by_name, one.submitted_office, words, url=address)


def _decisions(actor: Actor, rounds: dict[int, Round], names: dict[int, str]) -> Iterator[Event]:
    decided = Appraisal.objects.visible_to(actor).filter(round__in=list(rounds), decided_at__isnull=False)
    for one in decided.prefetch_related("papers"):
        assert one.decided_at is not None  # of the filter
        review_id = rounds[one.round_id].review_id
        name, address = names[review_id], reverse("reviews:appraisal_page", args=[review_id])
        words = f"{_DECIDED[AppraisalOutcome(one.outcome)]}: {name}"
        tells = (review_id, ReviewRead.Part.DECISION)
        yield Event(one.decided_at, one.decided_by_name, one.decided_office, words, one.reason, address, tells)
        for paper in one.papers.all():
            did, kind = _PAPERS[AppraisalPaperKind(paper.kind)]
            words = f"{did} {numbered(paper.number, paper.issued_on)}: {name}"
            yield Event(paper.issued_at, paper.issued_by_name, "", words, url=printed(kind, appraisal=one.pk))


def _remedies(actor: Actor, row: DeepReview, names: dict[int, str]) -> Iterator[Event]:
    """The items that grew from the topics: when they were made, and what was reported of them and found."""
    seen = RemediationItem.objects.visible_to(actor).filter(topic__deep_review=row, plan__review__in=list(names))
    items = {item.pk: item for item in seen.select_related("plan")}
    yield from _made(items, names)
    for step in ProgressReport.objects.filter(item__in=list(items), step__in=_STEPS):
        item = items[step.item_id]
        did = _STEPS[ProgressReport.Step(step.step)]
        words = f"{did} việc khắc phục “{short(item.action.rstrip(' .'), 80)}”: {names[item.plan.review_id]}"
        address, tells = (
            reverse("reviews:item_page", args=[item.pk]),
            (item.plan.review_id, ReviewRead.Part.REMEDIATION),
        )
        yield Event(step.at, step.by_name, step.by_office, words, url=address, tells=tells)


def _made(items: dict[int, RemediationItem], names: dict[int, str]) -> Iterator[Event]:
    """One event for those that one person made of one review on one day."""
    created = AuditEntry.objects.filter(
        target_type="reviews.remediationitem", target_id__in=list(items), verb="remediationitem.create"
    )
    together: dict[tuple[int, int | None, date], list[AuditEntry]] = defaultdict(list)
    for entry in created.order_by("at"):
        together[items[entry.target_id or 0].plan.review_id, entry.user_id, localtime.local_day(entry.at)].append(entry)
    for (review_id, *_), entries in together.items():
        first = entries[0]
        words = f"đưa {len(entries)} việc vào kế hoạch khắc phục: {names[review_id]}"
        address = reverse("reviews:plan_page", args=[review_id])
        yield Event(first.at, first.actor_name, first.office, words, url=address)


def _further(actor: Actor, topics: Sequence[DeepReviewTopic]) -> Iterator[Event]:
    """Where these topics were suggested again, of the letters that the person may open."""
    again = DeepReviewTopic.objects.filter(
        origin__in=[topic.pk for topic in topics],
        withdrawn_by=None,
        deep_review__in=DeepReview.objects.visible_to(actor).filter(issued_at__isnull=False).order_by().values("pk"),
    )
    letters = {topic.deep_review for topic in again.select_related("deep_review__issuer__kind")}
    for letter in letters:
        assert letter.issued_at is not None  # of the filter
        words = f"gợi ý sâu hơn tại {letter_words(letter)}"
        address = reverse("reviews:deep_review_page", args=[letter.pk])
        yield Event(letter.issued_at, collective(letter.issuer), "", words, url=address)
