"""Work on reviews: writing, submitting, mending what was returned, confirming segments."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cadres.roles import Actor, Role
from core import formats
from reviews.models import Appraisal, Review, Round, Segment
from reviews.reports.inbox.source import Box, Kind, Line, Source, clipped, in_person, in_person_or_charged, with_role
from reviews.states import ReviewState, SegmentState, Subject


def reviews_with_round() -> QuerySet[Review]:
    """Reviews with the names in their lines, the turn and the reason of their latest round, who is to appraise them."""
    latest = Round.objects.filter(review=OuterRef("pk")).order_by("-number")
    named = Review.objects.select_related("unit", "cadre", "cycle").with_appraiser().with_opening()
    return named.annotate(turn=Subquery(latest.values("turn")[:1]), return_reason=Subquery(latest.values("reason")[:1]))


REVIEWS = Kind("review", reviews_with_round)
SEGMENTS = Kind("segment", lambda: Segment.objects.select_related("review__cadre", "review__cycle", "unit"))


def title_of(review: Review) -> str:
    """The review in words: whose it is."""
    return f"bản kiểm điểm tập thể {review.unit.name}" if review.cadre is None else _personal(review)


def _personal(review: Review) -> str:
    return f"bản kiểm điểm cá nhân của đồng chí {review.cadre.full_name}" if review.cadre else ""


def _mine(actor: Actor) -> QuerySet[Review]:
    """Reviews the person writes: the own one, those of collectives charged with, those typed in from signed papers."""
    charged = Q(subject=Subject.COLLECTIVE, unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD))
    own = Q(cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
    return Review.objects.filter(charged | own | _entered(actor), awaits_letter=False)


def _entered(actor: Actor) -> Q:
    secretary_of = actor.unit_ids(Role.SECRETARY)
    if not secretary_of or actor.user_id is None:
        return Q(pk__in=[])
    return Q(entered_by_id=actor.user_id, place_unit_ids__overlap=secretary_of)


def _own_draft(actor: Actor) -> Q:
    return Q(cadre_id=actor.cadre_id, subject=Subject.INDIVIDUAL, state=ReviewState.DRAFT)


def _to_enter(actor: Actor) -> Q:
    return Q(subject=Subject.INDIVIDUAL, state=ReviewState.DRAFT) & ~Q(cadre_id=actor.cadre_id or 0)


def _to_write(actor: Actor) -> Q:
    heads = actor.unit_ids(Role.HEAD)
    return _collective_draft([pk for pk in actor.unit_ids(Role.SECRETARY) if pk not in heads])


def _to_submit(actor: Actor) -> Q:
    return _collective_draft(actor.unit_ids(Role.HEAD))


def _collective_draft(unit_ids: list[int]) -> Q:
    return Q(subject=Subject.COLLECTIVE, unit_id__in=unit_ids, state=ReviewState.DRAFT)


def _in_state(state: ReviewState) -> Callable[[Actor], Q]:
    return lambda actor: Q(state=state)


def _named_since(actor: Actor) -> Q:
    """Handed in, named by a collective since, and not yet appraised: the person still takes it back to answer."""
    begun = Appraisal.objects.filter(round__review=OuterRef("pk"), round__submitted_at=OuterRef("submitted_at"))
    return Q(~Exists(begun), state=ReviewState.SUBMITTED, named_since_at__isnull=False)


def _sent(actor: Actor) -> Q:
    return Q(state=ReviewState.SUBMITTED) & ~_named_since(actor)


def _line(review: Review, verb: str, words: str, detail: str, *, url_name: str = "reviews:edit_review") -> Line:
    return Line(words, verb, url_name, review.pk, detail, review.due_on, review.submitted_at)


def _own_line(review: Review) -> Line:
    verb = "Viết tiếp" if review.started_at else "Viết"
    return _line(review, verb, "Viết bản kiểm điểm cá nhân", review.cycle.name)


def _write_line(review: Review) -> Line:
    verb = "Viết tiếp" if review.started_at else "Viết"
    return _line(review, verb, f"Soạn {title_of(review)}", review.cycle.name)


def _enter_line(review: Review) -> Line:
    return _line(review, "Nhập tiếp", f"Nhập thay {title_of(review)}", review.cycle.name)


def _submit_line(review: Review) -> Line:
    return _line(review, "Mở", f"Trình {title_of(review)}", review.cycle.name)


def _returned_line(review: Review) -> Line:
    reason = clipped(getattr(review, "return_reason", "") or "")
    turn = getattr(review, "turn", None) or 1
    detail = f"{review.cycle.name} · Lý do: {reason}" if reason else review.cycle.name
    words = "Giải trình gợi ý rồi trình lại" if review.is_reopened else "Sửa và trình lại"
    return _line(review, "Sửa", f"{words} {title_of(review)} (vòng {turn})", detail)


def _named_since_line(review: Review) -> Line:
    words = f"Thu hồi {title_of(review)} để trả lời trách nhiệm đối với hạn chế của tập thể"
    when = f"Tập thể nêu ngày {formats.day(review.named_since_at)}, sau khi đã trình" if review.named_since_at else ""
    return _line(review, "Trả lời", words, when, url_name="reviews:review_page")


def _sent_line(review: Review) -> Line:
    sent = f"Trình ngày {formats.day(review.submitted_at)}, chờ thẩm định" if review.submitted_at else ""
    return _line(review, "Xem", f"Đã trình {title_of(review)}", sent, url_name="reviews:review_page")


def _accepted_line(review: Review) -> Line:
    when = f"Thẩm định đạt ngày {formats.day(review.settled_at)}" if review.settled_at else ""
    return _line(review, "Xem", f"Đã hoàn thành {title_of(review)}", when, url_name="reviews:review_page")


def _segment_line(segment: Segment, verb: str, words: str) -> Line:
    period = f"{formats.day(segment.held_from)}–{formats.day(segment.held_to)}"
    detail = f"{segment.post_name}, {period}"
    due = segment.review.due_on
    return Line(words, verb, "reviews:segment_page", segment.pk, detail, due, segment.sent_at)


def _confirm_line(segment: Segment) -> Line:
    return _segment_line(segment, "Xác nhận", f"Xác nhận phần kiểm điểm của đồng chí {segment.review.cadre}")


def _awaited_line(segment: Segment) -> Line:
    return _segment_line(segment, "Xem", f"Chờ {segment.unit.name} xác nhận phần kiểm điểm của đồng chí")


def _confirmed_line(segment: Segment) -> Line:
    return _segment_line(segment, "Xem", f"Đã xác nhận phần kiểm điểm của đồng chí {segment.review.cadre}")


def _own_segments_sent(actor: Actor) -> QuerySet[Segment]:
    return Segment.objects.filter(review__cadre_id=actor.cadre_id or 0, state=SegmentState.SENT)


def _confirmed_by(actor: Actor) -> QuerySet[Segment]:
    return Segment.objects.filter(confirmed_by_id=actor.user_id, state=SegmentState.CONFIRMED)


_CHARGED = with_role(Role.SECRETARY, Role.HEAD)

SOURCES = (
    Source(
        "own-review", Box.WAITING, REVIEWS, in_person, _mine, _own_line,
        since="created_at", due="due_on", among=_own_draft,
    ),
    Source(
        "collective-to-write", Box.WAITING, REVIEWS, with_role(Role.SECRETARY), _mine, _write_line,
        since="created_at", due="due_on", among=_to_write,
    ),
    Source(
        "papers-to-enter", Box.WAITING, REVIEWS, with_role(Role.SECRETARY), _mine, _enter_line,
        since="created_at", due="due_on", among=_to_enter,
    ),
    Source(
        "collective-to-submit", Box.WAITING, REVIEWS, with_role(Role.HEAD), _mine, _submit_line,
        since="created_at", due="due_on", among=_to_submit,
    ),
    Source(
        "segments-to-confirm", Box.WAITING, SEGMENTS, _CHARGED, Segment.objects.awaiting, _confirm_line,
        since="sent_at", due="review__due_on",
    ),
    Source(
        "returned-reviews", Box.RETURNED, REVIEWS, in_person_or_charged, _mine, _returned_line,
        since="submitted_at", due="due_on", among=_in_state(ReviewState.RETURNED),
    ),
    Source(
        "named-since", Box.WAITING, REVIEWS, in_person_or_charged, _mine, _named_since_line,
        since="named_since_at", among=_named_since,
    ),
    Source(
        "submitted-reviews", Box.SENT, REVIEWS, in_person_or_charged, _mine, _sent_line,
        since="submitted_at", among=_sent,
    ),
    Source("sent-segments", Box.SENT, SEGMENTS, in_person, _own_segments_sent, _awaited_line, since="sent_at"),
    Source(
        "accepted-reviews", Box.DONE, REVIEWS, in_person_or_charged, _mine, _accepted_line,
        since="settled_at", among=_in_state(ReviewState.ACCEPTED),
    ),
    Source("confirmed-segments", Box.DONE, SEGMENTS, _CHARGED, _confirmed_by, _confirmed_line, since="confirmed_at"),
)  # fmt: skip
