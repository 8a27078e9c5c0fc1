"""Who may ask for which printed paper; the same rules hold when it runs and when it is downloaded."""

from cadres.roles import Actor, Role
from core.models import Job
from core.verdict import YES, Verdict, no
from reviews.models import Appraisal, Cycle, DeepReview, Review
from reviews.rules import reference, sheets
from reviews.states import AppraisalPaperKind


def may_print_review(actor: Actor, review: Review) -> Verdict:
    """Whoever may read the content may print it."""
    return sheets.may_read_content(actor, review)


def may_print_blank(actor: Actor, review: Review) -> Verdict:
    """The empty form to write on, by those on the review's own side: it shows no answer, only what is asked."""
    if sheets.is_concerned(actor, review):
        return YES
    return no("Mẫu để viết tay chỉ người viết và nơi kiểm điểm in.")


def may_print_meeting(actor: Actor, review: Review) -> Verdict:
    """Invitation, list and minutes of the collective's meeting, by those on the review's own side."""
    if sheets.is_concerned(actor, review):
        return YES
    return no("Giấy mời, danh sách và biên bản hội nghị chỉ nơi kiểm điểm in.")


def may_print_template(actor: Actor) -> Verdict:
    """Whoever may look at templates may print one empty."""
    return reference.may_view_reference(actor)


def may_print_indicators(actor: Actor, review: Review) -> Verdict:
    """The appendix with the answers to indicators: a person's for that person alone, a collective's for its circle."""
    if not review.is_collective and not sheets.is_subject(actor, review):
        return no("Phụ lục tự đối chiếu biểu hiện của cá nhân chỉ chính đồng chí đó in được.")
    return sheets.may_read_indicators(actor, review)


def may_print_letter(actor: Actor, deep_review: DeepReview) -> Verdict:
    """The issuing committee's people at any time, the others who can see it once it was issued."""
    if actor.holds(Role.STAFF, Role.STANDING, at=deep_review.issuer_id) or deep_review.issued_at is not None:
        return YES
    return no("Gợi ý này chưa được ban hành.")


def may_print_result(actor: Actor, appraisal: Appraisal, kind: str) -> Verdict:
    """A paper of a decision, by whoever reads the review; until it has its number by the managing committee alone."""
    verdict = may_print_review(actor, appraisal.round.review)
    is_issued = any(paper.kind == kind for paper in appraisal.papers.all())
    if not verdict or is_issued or sheets.is_managing(actor, appraisal.round.review):
        return verdict
    return no(f"{AppraisalPaperKind(kind).label} chưa được ban hành.")


def may_print_summary(actor: Actor, cycle: Cycle) -> Verdict:
    """Committees and the inspection committee; the table counts what the person may see."""
    if actor.holds_any(Role.STAFF, Role.STANDING, Role.INSPECTION):
        return YES
    return no("Bảng tổng hợp dành cho cấp ủy, cơ quan giúp việc và ủy ban kiểm tra.")


def may_view_run(actor: Actor, job: Job) -> Verdict:
    """A run belongs to who asked for it; others who may see the same ask for their own."""
    if actor.user_id is not None and job.requested_by_id == actor.user_id:
        return YES
    return no("Không tìm thấy lần in này trong phạm vi của đồng chí.")
