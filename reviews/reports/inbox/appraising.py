"""Work on appraisals: drafting by the staff, deciding by the standing committee."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadres.roles import Actor, Role
from core import formats
from reviews.models import Appraisal, Review, Round
from reviews.querysets.sheets import concerns
from reviews.reports.inbox.source import Box, Kind, Line, Source, with_role
from reviews.reports.inbox.writing import REVIEWS, title_of
from reviews.states import AppraisalOutcome, ReviewState

APPRAISALS = Kind("appraisal", lambda: Appraisal.objects.select_related("round__review__unit", "round__review__cadre"))


def _others(rows: QuerySet[Review], actor: Actor) -> QuerySet[Review]:
    """Without what lies on the person's own side, which nobody appraises."""
    return rows.exclude(concerns(actor))


def _to_appraise(actor: Actor) -> QuerySet[Review]:
    waiting = Review.objects.awaiting_draft(actor).filter(managing_unit_id__in=actor.unit_ids(Role.STAFF))
    return _others(waiting, actor)


def _undecided() -> QuerySet[Appraisal]:
    """Handed up, of a round that is still the last one of a submitted review."""
    later = Round.objects.filter(review=OuterRef("round__review"), number__gt=OuterRef("round__number"))
    handed_up = Appraisal.objects.filter(proposed_at__isnull=False, decided_at__isnull=True)
    return handed_up.filter(~Exists(later), round__review__state=ReviewState.SUBMITTED)


def _to_decide(actor: Actor) -> QuerySet[Appraisal]:
    mine = _others(Review.objects.awaiting_decision(actor), actor)
    return _undecided().filter(round__review__in=mine.values("pk"))


def _handed_up(actor: Actor) -> QuerySet[Appraisal]:
    return _undecided().filter(drafted_by_id=actor.user_id)


def _decided(actor: Actor) -> QuerySet[Appraisal]:
    mine = Q(drafted_by_id=actor.user_id) | Q(decided_by_id=actor.user_id)
    return Appraisal.objects.filter(mine, decided_at__isnull=False)


def _appraise_line(review: Review) -> Line:
    turn = getattr(review, "turn", None) or 1
    sent = f"{review.unit.name}, trình ngày {formats.day(review.submitted_at)}" if review.submitted_at else ""
    text = f"Thẩm định {title_of(review)} (vòng {turn})"
    return Line(text, "Thẩm định", "reviews:appraisal_page", review.pk, sent, None, review.submitted_at)


def _line(appraisal: Appraisal, verb: str, words: str, detail: str) -> Line:
    round_ = appraisal.round
    text = f"{words} {title_of(round_.review)} (vòng {round_.turn})"
    return Line(text, verb, "reviews:appraisal_page", round_.review_id, detail, None, appraisal.proposed_at)


def _outcome(value: str) -> str:
    return str(AppraisalOutcome(value).label) if value else ""


def _decide_line(appraisal: Appraisal) -> Line:
    proposal = f"{appraisal.drafted_by_name} đề nghị: {_outcome(appraisal.proposed_outcome)}"
    return _line(appraisal, "Quyết định", "Quyết định thẩm định", proposal)


def _handed_up_line(appraisal: Appraisal) -> Line:
    return _line(appraisal, "Xem", "Đã trình kết quả thẩm định", f"Đề nghị: {_outcome(appraisal.proposed_outcome)}")


def _decided_line(appraisal: Appraisal) -> Line:
    return _line(appraisal, "Xem", "Đã thẩm định", _outcome(appraisal.outcome))


SOURCES = (
    Source(
        "reviews-to-appraise", Box.WAITING, REVIEWS, with_role(Role.STAFF), _to_appraise, _appraise_line,
        since="submitted_at",
    ),
    Source(
        "appraisals-to-decide", Box.WAITING, APPRAISALS, with_role(Role.STANDING), _to_decide, _decide_line,
        since="proposed_at",
    ),
    Source(
        "appraisals-handed-up", Box.SENT, APPRAISALS, with_role(Role.STAFF), _handed_up, _handed_up_line,
        since="proposed_at",
    ),
    Source(
        "appraisals-decided", Box.DONE, APPRAISALS, with_role(Role.STAFF, Role.STANDING), _decided, _decided_line,
        since="decided_at",
    ),
)  # fmt: skip
