"""Work on appraisals: drafting by the staff, deciding by the standing committee."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cadres.roles import Actor, Role
from core import formats
from reviews.models import Appraisal, Review
from reviews.querysets.sheets import is_still_given, own_matter
from reviews.reports.inbox.source import Box, Kind, Line, Source, with_role
from reviews.reports.inbox.writing import REVIEWS, reviews_with_round, title_of
from reviews.rules.appraisal_assignments import days_used
from reviews.states import AppraisalOutcome


def _reviews_with_draft() -> QuerySet[Review]:
    """Reviews with what their lines say of the draft that was handed up."""
    latest = Appraisal.objects.filter(round__review=OuterRef("pk")).order_by("-round__number")
    return reviews_with_round().annotate(
        drafted_by_name=Subquery(latest.values("drafted_by_name")[:1]),
        proposed_outcome=Subquery(latest.values("proposed_outcome")[:1]),
    )


HANDED_UP = Kind("handed-up", _reviews_with_draft)
APPRAISALS = Kind("appraisal", lambda: Appraisal.objects.select_related("round__review__unit", "round__review__cadre"))


def _others(rows: QuerySet[Review], actor: Actor) -> QuerySet[Review]:
    """Without the person's own matters, which nobody appraises."""
    return rows.exclude(own_matter(actor))


def _to_appraise(actor: Actor) -> QuerySet[Review]:
    """What lies with the staff, save what was given to somebody else; and what was given to the person."""
    of_staff = Q(~is_still_given(), managing_unit_id__in=actor.unit_ids(Role.STAFF))
    return _others(Review.objects.awaiting_draft(actor).filter(of_staff | Q(appraiser_id=actor.user_id or 0)), actor)


def _to_decide(actor: Actor) -> QuerySet[Review]:
    return _others(Review.objects.awaiting_decision(actor), actor)


def _drafted(actor: Actor) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(drafted_by_id=actor.user_id, decided_at__isnull=False)


def _decided(actor: Actor) -> QuerySet[Appraisal]:
    """What the person decided; asked apart from what the person drafted, because an OR has no index that answers alone."""
    decided = Appraisal.objects.filter(decided_by_id=actor.user_id, decided_at__isnull=False)
    return decided.filter(Q(drafted_by_id=None) | ~Q(drafted_by_id=actor.user_id))


def _appraise_line(review: Any) -> Line:
    turn = review.turn or 1
    sent = f"{review.unit.name}, trình ngày {formats.day(review.submitted_at)}" if review.submitted_at else ""
    sent += f", đã {days_used(review)} ngày" if review.submitted_at else ""
    sent += ", giao cho đồng chí" if review.given_to else ""
    text = f"Thẩm định {title_of(review)} (vòng {turn})"
    return Line(text, "Thẩm định", "reviews:appraisal_page", review.pk, sent, review.appraise_by, review.submitted_at)


def _line(review: Review, turn: int, verb: str, words: str, detail: str, since: datetime | None) -> Line:
    text = f"{words} {title_of(review)} (vòng {turn})"
    return Line(text, verb, "reviews:appraisal_page", review.pk, detail, None, since)


def _outcome(value: str) -> str:
    return str(AppraisalOutcome(value).label) if value else ""


def _decide_line(review: Any) -> Line:
    proposal = f"{review.drafted_by_name} đề nghị: {_outcome(review.proposed_outcome)}"
    return _line(review, review.turn, "Quyết định", "Quyết định thẩm định", proposal, review.handed_up_at)


def _handed_up_line(review: Any) -> Line:
    proposal = f"Đề nghị: {_outcome(review.proposed_outcome)}"
    return _line(review, review.turn, "Xem", "Đã trình kết quả thẩm định", proposal, review.handed_up_at)


def _decided_line(appraisal: Appraisal) -> Line:
    round_ = appraisal.round
    return _line(round_.review, round_.turn, "Xem", "Đã thẩm định", _outcome(appraisal.outcome), appraisal.proposed_at)


SOURCES = (
    Source(
        "reviews-to-appraise", Box.WAITING, REVIEWS, with_role(Role.STAFF, Role.STANDING), _to_appraise, _appraise_line,
        since="submitted_at", due="appraise_by",
    ),
    Source(
        "appraisals-to-decide", Box.WAITING, HANDED_UP, with_role(Role.STANDING), _to_decide, _decide_line,
        since="handed_up_at",
    ),
    Source(
        "appraisals-handed-up", Box.SENT, HANDED_UP, with_role(Role.STAFF), Review.objects.handed_up_by,
        _handed_up_line, since="handed_up_at",
    ),
    Source(
        "appraisals-drafted", Box.DONE, APPRAISALS, with_role(Role.STAFF, Role.STANDING), _drafted, _decided_line,
        since="decided_at",
    ),
    Source(
        "appraisals-decided", Box.DONE, APPRAISALS, with_role(Role.STAFF, Role.STANDING), _decided, _decided_line,
        since="decided_at",
    ),
)  # fmt: skip
