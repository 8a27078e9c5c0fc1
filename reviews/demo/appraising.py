"""Appraising in the story: drafted, handed over, accepted or given back, always in two hands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cadres.roles import Actor
from core import localtime
from reviews.actions import appraisals
from reviews.actions.appraisal_assignments import assign_appraisal
from reviews.actions.appraisal_papers import OrderText, PaperText, issue_notice
from reviews.models import Appraisal, Review
from reviews.models.contents import contents_of
from reviews.rules.appraisal_marks import parts_to_mark
from reviews.rules.reopening import marked_sections
from reviews.states import AppraisalOutcome, Mark, SectionKind

WANTING: dict[str, str] = {
    SectionKind.LIMITATIONS: "Nêu rõ nguyên nhân chủ quan của từng hạn chế; không nêu chung chung.",
    SectionKind.RESPONSIBILITY: "Làm rõ trách nhiệm của người đứng đầu và cấp phó phụ trách.",
    SectionKind.REMEDIES: "Mỗi biện pháp ghi người chủ trì, thời hạn và kết quả phải đạt.",
}
BASIS = "Quy định số 366-QĐ/TW ngày 30/8/2025 của Bộ Chính trị"
UNCLEAR_ANSWER = "Giải trình chưa nêu rõ trách nhiệm của người đứng đầu."


def draft_appraisal(
    review: Review,
    by: Actor,
    outcome: AppraisalOutcome,
    remark: str,
    *,
    hand_over: bool = True,
    marks: Sequence[appraisals.MarkText] = (),
) -> None:
    """The staff drafts the appraisal, finds good what no mark speaks of, and, as a rule, hands it over."""
    review = Review.objects.get(pk=review.pk)
    marks = _rest_is_good(review, marks) if hand_over else marks
    appraisals.draft_appraisal(
        review_id=review.pk, version=review.version, actor=by, proposed_outcome=outcome, remark=remark, marks=marks
    )
    if hand_over:
        review.refresh_from_db()
        appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=by)


def give_to(review: Review, to: Actor, decided_by: Actor) -> None:
    """The standing committee gives the appraisal to one of its staff."""
    version = Review.objects.values_list("version", flat=True).get(pk=review.pk)
    assign_appraisal(review_id=review.pk, version=version, actor=decided_by, appraiser_id=to.user_id)


def _rest_is_good(review: Review, said: Sequence[appraisals.MarkText]) -> list[appraisals.MarkText]:
    own = {(mark.section_id, mark.topic_id): mark for mark in said}
    parts = parts_to_mark(contents_of(review, review.rounds.latest("number")))
    return [own.get(part.ids) or appraisals.MarkText(Mark.GOOD, "", *part.ids) for part in parts]


def left_unresolved(review: Review, title: str, remark: str) -> list[appraisals.MarkText]:
    """Of the suggested topics the one of this title, as the answer left it."""
    contents = contents_of(review, review.rounds.latest("number"))
    return [
        appraisals.MarkText(Mark.UNRESOLVED, remark, topic_id=topic.pk)
        for topic in contents.topics
        if topic.title == title
    ]


def accept(
    review: Review, by: Actor, decided_by: Actor, remark: str, marks: Sequence[appraisals.MarkText] = ()
) -> None:
    """Appraised in two hands, with the outcome "đạt"."""
    draft_appraisal(review, by, AppraisalOutcome.ACCEPT, remark, marks=marks)
    review = Review.objects.get(pk=review.pk)
    appraisals.accept_review(review_id=review.pk, version=review.version, actor=decided_by, remark=remark)


def give_back(review: Review, by: Actor, decided_by: Actor, reason: str, due_on: date, *, again: bool = False) -> None:
    """Appraised in two hands and returned for supplements, or to be held again."""
    outcome = AppraisalOutcome.REREVIEW if again else AppraisalOutcome.SUPPLEMENT
    review = Review.objects.with_subject().get(pk=review.pk)
    marks = _wanting(review, Mark.REREVIEW if again else Mark.SUPPLEMENT)
    draft_appraisal(review, by, outcome, reason, marks=marks)
    review.refresh_from_db()
    said: dict[str, Any] = {"actor": decided_by, "reason": reason, "due_on": due_on}
    if again:
        order = OrderText(_paper("37-CV/TU", decided_by), BASIS, ("responsibility-unclear", "no-subjective-cause"))
        appraisals.require_rereview(review_id=review.pk, version=review.version, order=order, **said)
        return
    appraisals.return_review(
        review_id=review.pk,
        version=review.version,
        section_ids=[mark.section_id for mark in marks if mark.section_id],
        topic_ids=[mark.topic_id for mark in marks if mark.topic_id],
        **said,
    )


def announce(review: Review, decided_by: Actor, number: str) -> None:
    """The result of the last decision goes out as a notice."""
    decision = Appraisal.objects.filter(round__review=review, decided_at__isnull=False).latest("decided_at")
    issue_notice(appraisal_id=decision.pk, actor=decided_by, text=_paper(number, decided_by))


def _paper(number: str, signer: Actor) -> PaperText:
    return PaperText(number, localtime.today(), "Phó Bí thư Thường trực", signer.name)


def _wanting(review: Review, mark: Mark) -> list[appraisals.MarkText]:
    """Limitations with what follows from them, and the answers to what was suggested."""
    contents = contents_of(review, review.rounds.latest("number"))
    marks = [
        appraisals.MarkText(mark, WANTING[section.kind], section_id=section.pk)
        for section in marked_sections(contents)
        if section.kind in WANTING
    ]
    return marks + [appraisals.MarkText(mark, UNCLEAR_ANSWER, topic_id=topic.pk) for topic in contents.topics]
