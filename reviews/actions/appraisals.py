"""Appraising (thẩm định) a submitted round in two hands: drafted and handed over by one, decided by another.

Every action takes the version of the review: a draft raises it too, so that nobody decides on a draft other than the
one that stood on the page.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from core.verdict import YES, Verdict
from reviews.actions.appraisal_marks import MarkText, refuse_against_marks, refuse_incomplete, save_marks
from reviews.actions.appraisal_papers import OrderText, issue_order, one_more_allowed
from reviews.actions.grounds import treat_grounds_of
from reviews.actions.hands import join_hands
from reviews.actions.locking import advance, locked, require
from reviews.actions.named_since import may_be_accepted
from reviews.actions.remediation import create_plan
from reviews.actions.rounds import latest_submitted_round, open_next_round
from reviews.models import Appraisal, Review, Round, SavedText
from reviews.models.contents import RoundContents, contents_of
from reviews.models.standing import profile_of
from reviews.rules import reopening
from reviews.rules.appraisals import may_draft_appraisal
from reviews.states import AppraisalOutcome, Opening, ReviewState
from reviews.workflow.appraisals import APPRAISAL_WORKFLOW, check_decision
from reviews.workflow.sheets import REVIEW_WORKFLOW

_OPENINGS: Mapping[str, Opening] = {
    AppraisalOutcome.SUPPLEMENT: Opening.SUPPLEMENT,
    AppraisalOutcome.REREVIEW: Opening.REREVIEW,
}


@transaction.atomic
def draft_appraisal(
    *,
    review_id: int,
    version: int,
    actor: Actor,
    proposed_outcome: str = "",
    remark: str = "",
    marks: Sequence[MarkText] = (),
) -> Appraisal:
    """Save the draft on the round submitted last; a draft handed over already comes back into drafting by that.

    Whoever saves it last is its drafter; nobody who ever saved it will be the one who decides.
    """
    review = _locked_review(review_id, version)
    require(may_draft_appraisal(actor, review))
    round_ = _submitted_round(review)
    appraisal = Appraisal.objects.filter(round=round_).first() or Appraisal(round=round_, version=0)
    appraisal.round.review = review
    require(APPRAISAL_WORKFLOW.check("draft", actor, appraisal))
    appraisal.proposed_outcome, appraisal.remark, appraisal.proposed_at = proposed_outcome, remark, None
    appraisal.drafted_at, appraisal.drafted_by_id, appraisal.drafted_by_name = (
        localtime.now(),
        actor.user_id,
        actor.name,
    )
    join_hands(appraisal, actor)
    appraisal.version += 1
    appraisal.save()
    save_marks(appraisal, review, marks)
    _note_where_it_lies(review, appraisal)
    audit.record(actor=actor, verb="appraisal.draft", target=appraisal, review=review.pk, outcome=proposed_outcome)
    return appraisal


@transaction.atomic
def propose_appraisal(*, review_id: int, version: int, actor: Actor) -> Appraisal:
    """Hand the draft to the standing committee; refuses (Invalid, one item for each) whatever it lacks
    (`rules.appraisal_marks.lacking`)."""
    review = _locked_review(review_id, version)
    round_ = _submitted_round(review)
    appraisal = appraisal_of(review)
    if appraisal is None:
        raise NotAllowed("Chưa có dự thảo thẩm định. Hãy soạn và lưu dự thảo trước.")
    require(APPRAISAL_WORKFLOW.check("propose", actor, appraisal))
    refuse_incomplete(appraisal, contents_of(review, round_))
    if appraisal.proposed_outcome == AppraisalOutcome.ACCEPT:
        require(may_be_accepted(review, round_))
    appraisal.proposed_at = localtime.now()
    appraisal.version += 1
    appraisal.save(update_fields=["proposed_at", "version"])
    _note_where_it_lies(review, appraisal)
    audit.record(
        actor=actor, verb="appraisal.propose", target=appraisal, review=review.pk, outcome=appraisal.proposed_outcome
    )
    return appraisal


@transaction.atomic
def accept_review(*, review_id: int, version: int, actor: Actor, remark: str = "") -> Review:
    """Accept the round: the review is settled, and every remedy written in it becomes an item of the remediation plan.

    Refuses (Invalid) what the draft marks to be reviewed again, and, where the profile bars that, while somebody whom a
    collective named late has not answered.
    What its texts said before they were changed goes: the submitted rounds are the record.
    """
    review = _locked_review(review_id, version)
    round_ = _decide(review, actor, "accept", AppraisalOutcome.ACCEPT, remark)
    refuse_against_marks(Appraisal.objects.get(round=round_))
    require(may_be_accepted(review, round_))
    review.settled_at = localtime.now()
    advance(REVIEW_WORKFLOW, "accept", review, actor, changed=("settled_at",), round=round_.number)
    create_plan(review=review, round_=round_, actor=actor)
    treat_grounds_of(review=review, actor=actor)
    SavedText.objects.filter(review=review).delete()
    return review


@transaction.atomic
def return_review(
    *,
    review_id: int,
    version: int,
    actor: Actor,
    reason: str,
    due_on: date | None = None,
    section_ids: Collection[int] = (),
    topic_ids: Collection[int] = (),
) -> Review:
    """Return the review to supplement the named sections and topics; the next round leaves all others as they are.

    Refuses (Invalid) parts that the form does not ask, and none at all unless the profile allows that.
    """
    review = _locked_review(review_id, version)
    require(REVIEW_WORKFLOW.check("return", actor, review))
    settled = _left_alone(review, section_ids, topic_ids)
    return _return(review, actor, "return", AppraisalOutcome.SUPPLEMENT, reason, due_on, *settled)


@transaction.atomic
def require_rereview(
    *, review_id: int, version: int, actor: Actor, reason: str, due_on: date, order: OrderText
) -> Review:
    """Require the review to be held again (kiểm điểm lại) by an order that goes out at once; the whole form is open.

    Refuses what `issue_order` refuses, and one more than the profile allows.
    """
    review = _locked_review(review_id, version)
    require(REVIEW_WORKFLOW.check("rereview", actor, review))
    require(one_more_allowed(review))
    appraisal = appraisal_of(review)
    _return(review, actor, "rereview", AppraisalOutcome.REREVIEW, reason, due_on)
    assert appraisal is not None  # it was decided on just now
    appraisal.round.review = review
    issue_order(appraisal=appraisal, order=order, due_on=due_on, actor=actor)
    return review


def reopen_for_suggestion(*, review: Review, actor: Actor, reason: str, due_on: date | None) -> Round:
    """Give a submitted review (locked by the caller) back to its writers, because a suggestion was issued after it.

    The deadline moves to that of the suggestion where it is later. A draft of an appraisal stays with the former round.
    """
    if due_on is not None:
        review.due_on = max(review.due_on, due_on)
    advance(REVIEW_WORKFLOW, "suggest", review, actor, changed=("due_on",), reason=reason)
    return open_next_round(review=review, because=Opening.SUGGESTION, reason=reason)


def appraisal_of(review: Review) -> Appraisal | None:
    """The appraisal of the round submitted last, with the review itself in reach of the rules."""
    round_ = latest_submitted_round(review)
    appraisal = Appraisal.objects.filter(round=round_).first() if round_ else None
    if appraisal is not None and round_ is not None:
        appraisal.round, round_.review = round_, review
    return appraisal


def _left_alone(review: Review, sections: Collection[int], topics: Collection[int]) -> tuple[list[int], list[int]]:
    """The sections and topics that a round for supplements of the named ones does not open."""
    contents = contents_of(review, _submitted_round(review))
    for verdict in (reopening.may_name(contents, sections, topics), _may_name_none(contents, sections, topics)):
        if not verdict:
            raise Invalid(verdict.reason)
    return reopening.left_alone(contents, sections, topics)


def _may_name_none(contents: RoundContents, sections: Collection[int], topics: Collection[int]) -> Verdict:
    return YES if sections or topics else reopening.may_name_none(contents, profile_of(contents.review.cycle))


def _return(
    review: Review,
    actor: Actor,
    name: str,
    outcome: AppraisalOutcome,
    reason: str,
    due_on: date | None,
    settled_sections: Sequence[int] = (),
    settled_topics: Sequence[int] = (),
) -> Review:
    told = reason.strip()
    if not told:
        raise Invalid("Hãy ghi rõ lý do, để nơi viết biết cần bổ sung hoặc kiểm điểm lại nội dung nào.")
    if due_on is not None and due_on < localtime.today():
        raise Invalid("Hạn mới không thể trước hôm nay.")
    round_ = _decide(review, actor, name, outcome, told)
    review.due_on = due_on or review.due_on
    advance(REVIEW_WORKFLOW, name, review, actor, changed=("due_on",), reason=told, round=round_.number)
    open_next_round(
        review=review,
        because=_OPENINGS[outcome],
        reason=told,
        settled_sections=settled_sections,
        settled_topics=settled_topics,
    )
    return review


def _decide(review: Review, actor: Actor, name: str, outcome: AppraisalOutcome, reason: str) -> Round:
    """Write the decision on the draft that was handed over."""
    appraisal = appraisal_of(review)
    require(check_decision(name, actor, review, appraisal))
    assert appraisal is not None  # the check refuses without one
    appraisal.outcome, appraisal.reason, appraisal.decided_at = outcome, reason, localtime.now()
    appraisal.decided_by_id, appraisal.decided_by_name = actor.user_id, actor.name
    appraisal.decided_office = actor.office
    appraisal.version += 1
    appraisal.save()
    audit.record(
        actor=actor,
        verb="appraisal.decide",
        target=appraisal,
        review=review.pk,
        outcome=outcome,
        proposed=appraisal.proposed_outcome,
        reason=reason,
    )
    return appraisal.round


def _locked_review(review_id: int, version: int) -> Review:
    return locked(Review.objects.select_related("unit", "cadre", "cycle"), review_id, version)


def _submitted_round(review: Review) -> Round:
    round_ = latest_submitted_round(review)
    if review.state != ReviewState.SUBMITTED or round_ is None:
        raise NotAllowed(f"Bản kiểm điểm đang ở trạng thái “{ReviewState(review.state).label}”, chưa thẩm định được.")
    return round_


def _note_where_it_lies(review: Review, appraisal: Appraisal) -> None:
    """Repeat on the review whether the draft was handed up and by whom: inboxes find and count by it."""
    review.handed_up_at = appraisal.proposed_at
    review.handed_up_by_id = appraisal.drafted_by_id if appraisal.proposed_at else None
    review.version += 1
    review.save(update_fields=["handed_up_at", "handed_up_by_id", "version"])


def drafts_of(reviews: list[Review]) -> dict[int, Appraisal]:
    """The appraisal of the latest round of each review, by review, in one query."""
    found = Appraisal.objects.filter(round__review__in=[review.pk for review in reviews])
    return {one.round.review_id: one for one in found.select_related("round").order_by("round__number")}
