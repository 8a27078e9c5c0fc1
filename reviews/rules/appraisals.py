"""Who may appraise, return, accept: the directly managing committee, in two hands, never one's own matter."""

from collections.abc import Iterable

from cadres.roles import Actor, Role
from core.formats import day
from core.verdict import YES, Verdict, no
from reviews.models import Appraisal, AppraisalMark, Review, Segment
from reviews.rules import sheets
from reviews.states import AppraisalPaperKind, AppraisalState, CycleState, Mark

_HIDDEN = no("Không tìm thấy bản thẩm định này trong phạm vi của đồng chí.")


def may_view(actor: Actor, appraisal: Appraisal) -> Verdict:
    """The managing committee sees its drafts; a decision is seen by all who may see the review; equals `visible_to`."""
    review = appraisal.round.review
    decided = appraisal.state == AppraisalState.DECIDED
    return YES if sheets.is_managing(actor, review) or (decided and sheets.may_view(actor, review)) else _HIDDEN


def may_draft_appraisal(actor: Actor, review: Review) -> Verdict:
    """Staff (or standing committee) of exactly the managing unit, not about themselves or what they wrote."""
    if not (verdict := _is_not_own_matter(actor, review)):
        return verdict
    if sheets.is_managing(actor, review):
        return YES
    return no("Chỉ cấp ủy trực tiếp quản lý thẩm định bản kiểm điểm này.")


def may_decide(actor: Actor, review: Review) -> Verdict:
    """The standing committee of exactly the managing unit, not about themselves or what they wrote."""
    if not (verdict := _is_not_own_matter(actor, review)):
        return verdict
    if actor.holds(Role.STANDING, at=review.managing_unit_id):
        return YES
    return no("Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý quyết định kết quả thẩm định.")


def may_return(actor: Actor, review: Review) -> Verdict:
    """For supplements or re-review: the standing committee of exactly the managing unit (`may_decide`), in an open cycle."""
    verdict = may_decide(actor, review)
    if verdict and review.cycle.state != CycleState.OPEN:
        return no(f"Đợt “{review.cycle.name}” {CycleState(review.cycle.state).label.lower()} nên không trả lại được.")
    return verdict


def may_decide_on(actor: Actor, appraisal: Appraisal) -> Verdict:
    """Two hands: who may decide (`may_decide`) what others drafted, without a word of the person's own, and handed over."""
    if actor.user_id is not None and actor.user_id in (appraisal.drafted_by_id, *appraisal.hand_ids):
        return no("Đồng chí đã soạn dự thảo thẩm định này; đồng chí khác trong thường trực sẽ quyết định.")
    return may_decide(actor, appraisal.round.review)


def speaks_for_acceptance(marks: Iterable[AppraisalMark]) -> Verdict:
    """Nothing is accepted while a part of it is marked to be reviewed again."""
    names = [mark.section.heading if mark.section else str(mark.topic) for mark in marks if mark.mark == Mark.REREVIEW]
    if not names:
        return YES
    told = ", ".join(f"“{name}”" for name in names)
    return no(
        f"Dự thảo thẩm định đánh giá “{Mark.REREVIEW.label}” ở {told}, nên không công nhận đạt được. Hãy xem lại đánh giá."
    )


def may_issue_notice(actor: Actor, appraisal: Appraisal) -> Verdict:
    """Number, date and sending of the result: the standing committee (`may_decide`), once it is decided, and once only.

    Ask with `papers` at hand.
    """
    verdict = may_decide(actor, appraisal.round.review)
    if verdict and appraisal.state != AppraisalState.DECIDED:
        return no("Chưa có quyết định thẩm định nên chưa ban hành thông báo được.")
    issued = next((paper for paper in appraisal.papers.all() if paper.kind == AppraisalPaperKind.NOTICE), None)
    if verdict and issued is not None:
        return no(f"Thông báo đã ban hành, số {issued.number}, ngày {day(issued.issued_on)}.")
    return verdict


def may_draft_on(actor: Actor, appraisal: Appraisal) -> Verdict:
    """Staff (or standing committee) of exactly the managing unit, not about themselves or what they wrote."""
    return may_draft_appraisal(actor, appraisal.round.review)


def is_own_matter(actor: Actor, review: Review) -> bool:
    """Whether the review is the person's own, or has their hand in it, or is of a collective in which they sit or sat, for
    which they write or wrote, or tells of a post under them; whatever they do today. Equals `querysets.sheets.own_matter`.

    To lead the committee that appraises it makes nothing one's own: posts in that committee's own unit are its to judge,
    until the person confirms one, which is a hand in the review.

    Load `unit` and `cycle` with it, for many also `segments`.
    """
    return not _is_not_own_matter(actor, review)


def _is_not_own_matter(actor: Actor, review: Review) -> Verdict:
    if sheets.is_subject(actor, review):
        return no("Đồng chí không thẩm định bản kiểm điểm của chính mình.")
    if review.is_collective and (sheets.is_charged(actor, review) or actor.sits_in(review.unit_id)):
        return no("Đồng chí không thẩm định bản kiểm điểm của tập thể mà mình tham gia hoặc soạn.")
    if actor.user_id is not None and actor.user_id in review.hand_ids:
        return no("Đồng chí đã viết, nhập thay, trình hoặc xác nhận bản kiểm điểm này nên không thẩm định.")
    return _is_not_of_former_office(actor, review)


def _is_not_of_former_office(actor: Actor, review: Review) -> Verdict:
    """Who answered for a collective within the period does not judge it afterwards, nor those whose post was under them."""
    period = (review.cycle.period_from, review.cycle.period_to)
    if review.is_collective and actor.served_in(review.unit_id, *period):
        return no(
            "Đồng chí không thẩm định bản kiểm điểm của tập thể mà mình đã tham gia hoặc soạn trong kỳ kiểm điểm."
        )
    if not review.is_collective and any(_was_under(actor, segment, review) for segment in _segments(actor, review)):
        return no("Đồng chí là bí thư, thư ký nơi đồng chí đó giữ chức vụ trong kỳ kiểm điểm nên không thẩm định.")
    return YES


def _was_under(actor: Actor, segment: Segment, review: Review) -> bool:
    if segment.unit_id == review.managing_unit_id:
        return False
    return actor.served_in(segment.unit_id, segment.held_from, segment.held_to, leading=True)


def _segments(actor: Actor, review: Review) -> Iterable[Segment]:
    """Nothing is read for who never led a unit."""
    return review.segments.all() if any(office.leads for office in actor.offices) else ()
