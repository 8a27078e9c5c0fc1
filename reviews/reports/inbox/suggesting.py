"""Work on suggestions for deep review: drafting, approving, issuing, acknowledging."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cadres.roles import Actor, Role
from core import formats
from reviews.models import DeepReview, DeepReviewTarget, RemediationItem
from reviews.reports.inbox.source import Box, Kind, Line, Source, clipped, in_person, in_person_or_charged, with_role
from reviews.reports.inbox.writing import title_of
from reviews.states import DeepReviewState

SUGGESTIONS = Kind("deep-review", lambda: DeepReview.objects.select_related("issuer"))
TARGETS = Kind(
    "target",
    lambda: DeepReviewTarget.objects.select_related("deep_review__issuer", "review__unit", "review__cadre"),
)


def _mine(actor: Actor) -> QuerySet[DeepReview]:
    return DeepReview.objects.filter(Q(drafted_by_id=actor.user_id) | Q(approved_by_id=actor.user_id))


def _not_sent_back(actor: Actor) -> Q:
    return Q(return_reason="")


def _sent_back(actor: Actor) -> Q:
    return ~Q(return_reason="")


def _handed_up(actor: Actor) -> Q:
    return Q(drafted_by_id=actor.user_id, state__in=[DeepReviewState.PROPOSED, DeepReviewState.APPROVED])


def _issued(actor: Actor) -> Q:
    return Q(state=DeepReviewState.ISSUED)


def _new(actor: Actor) -> QuerySet[DeepReviewTarget]:
    awaiting = DeepReviewTarget.objects.awaiting_acknowledgement(actor)
    return awaiting.filter(amended_by=None, deep_review__state=DeepReviewState.ISSUED)


def _changed(actor: Actor) -> QuerySet[DeepReview]:
    """Letters changed since: one line for each, however many changes and targets of the person's are to be confirmed."""
    awaiting = DeepReviewTarget.objects.awaiting_acknowledgement(actor).filter(amended_by__isnull=False)
    due = awaiting.filter(deep_review=OuterRef("pk"), withdrawn_by=None).order_by("due_on")
    letters = DeepReview.objects.filter(pk__in=awaiting.values("deep_review"), state=DeepReviewState.ISSUED)
    return letters.annotate(answer_by=Subquery(due.values("due_on")[:1]))


def _changed_line(letter: DeepReview) -> Line:
    """Nothing of the changes: the last one may concern others alone."""
    number = f", gợi ý số {letter.number} ngày {formats.day(letter.issued_on)}" if letter.issued_on else ""
    words = f"Tiếp nhận văn bản điều chỉnh gợi ý: {clipped(letter.title)}"
    return Line(words, "Tiếp nhận", "reviews:deep_review_page", letter.pk, f"{letter.issuer.name}{number}")


def _taken_back(actor: Actor) -> QuerySet[DeepReview]:
    awaiting = DeepReviewTarget.objects.awaiting_acknowledgement(actor)
    return DeepReview.objects.filter(pk__in=awaiting.values("deep_review"), state=DeepReviewState.WITHDRAWN)


def _taken_back_line(letter: DeepReview) -> Line:
    words = f"Gợi ý đã rút, không phải giải trình nữa: {clipped(letter.title)}"
    detail = f"{letter.issuer.name}, số {letter.number}. Lý do: {clipped(letter.withdrawn_reason)}"
    return Line(words, "Xác nhận đã biết", "reviews:deep_review_page", letter.pk, detail, None, letter.withdrawn_at)


def _acknowledge_line(target: DeepReviewTarget) -> Line:
    letter = target.deep_review
    number = f"số {letter.number} ngày {formats.day(letter.issued_on)}, " if letter.issued_on else ""
    return Line(
        f"Tiếp nhận gợi ý kiểm điểm sâu: {clipped(letter.title)}",
        "Tiếp nhận",
        "reviews:deep_review_page",
        letter.pk,
        f"{letter.issuer.name}, {number}gửi {title_of(target.review)}",
        target.due_on,
        letter.issued_at,
    )


def _received_line(target: DeepReviewTarget) -> Line:
    letter = target.deep_review
    words = f"Đã có người nhận thay đồng chí gợi ý kiểm điểm sâu: {clipped(letter.title)}"
    detail = f"{target.acknowledged_by_name} xác nhận; {letter.issuer.name}, số {letter.number}"
    return Line(words, "Xem", "reviews:deep_review_page", letter.pk, detail, None, target.acknowledged_at)


def _remedied(actor: Actor) -> QuerySet[DeepReviewTarget]:
    """Of the letters that the person drafted or approved, those to whom nothing is left to be remedied."""
    asked = RemediationItem.objects.filter(
        topic__deep_review=OuterRef("deep_review"), plan__review=OuterRef("review")
    ).order_by()
    last = asked.order_by("-closed_at").values("closed_at")
    mine = DeepReviewTarget.objects.in_force().filter(
        Q(deep_review__drafted_by_id=actor.user_id) | Q(deep_review__approved_by_id=actor.user_id),
        deep_review__state=DeepReviewState.ISSUED,
        deep_review__issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING),
    )
    ended = asked.filter(closed_at__isnull=False)
    return mine.filter(Exists(ended), ~Exists(asked.open())).annotate(ended_at=Subquery(last[:1]))


def _remedied_line(target: DeepReviewTarget) -> Line:
    letter = target.deep_review
    words = f"Đã khắc phục xong theo gợi ý: {title_of(target.review)}"
    return Line(
        words, "Xem kết quả", "reviews:deep_review_page", letter.pk, f"{clipped(letter.title)}, số {letter.number}"
    )


def _line(letter: DeepReview, verb: str, words: str, detail: str = "") -> Line:
    text = f"{words}: {clipped(letter.title)}"
    return Line(text, verb, "reviews:deep_review_page", letter.pk, detail, None, letter.created_at)


def _draft_line(letter: DeepReview) -> Line:
    return _line(letter, "Soạn tiếp", "Soạn gợi ý kiểm điểm sâu", f"Bắt đầu soạn ngày {formats.day(letter.created_at)}")


def _sent_back_line(letter: DeepReview) -> Line:
    return _line(letter, "Sửa", "Sửa gợi ý bị trả lại", f"Lý do: {clipped(letter.return_reason)}")


def _decide_line(letter: DeepReview) -> Line:
    if letter.state == DeepReviewState.APPROVED:
        return _line(letter, "Ban hành", "Ban hành gợi ý kiểm điểm sâu", "Đã duyệt, chờ số và ngày văn bản")
    return _line(letter, "Duyệt", "Duyệt gợi ý kiểm điểm sâu", f"{letter.drafted_by_name} trình duyệt")


def _handed_up_line(letter: DeepReview) -> Line:
    return _line(letter, "Xem", "Gợi ý đã trình", str(DeepReviewState(letter.state).label))


def _issued_line(letter: DeepReview) -> Line:
    issued = f"Số {letter.number} ngày {formats.day(letter.issued_on)}" if letter.issued_on else ""
    return _line(letter, "Xem", "Gợi ý đã ban hành", issued)


SOURCES = (
    Source(
        "suggestions-to-acknowledge", Box.WAITING, TARGETS, in_person_or_charged,
        _new, _acknowledge_line, since="deep_review__issued_at", due="due_on",
    ),
    Source(
        "received-for-me", Box.WAITING, TARGETS, in_person, DeepReviewTarget.objects.received_for, _received_line,
        since="acknowledged_at",
    ),
    Source(
        "changes-to-acknowledge", Box.WAITING, SUGGESTIONS, in_person_or_charged,
        _changed, _changed_line, since="issued_at", due="answer_by",
    ),
    Source(
        "withdrawals-to-acknowledge", Box.WAITING, SUGGESTIONS, in_person_or_charged,
        _taken_back, _taken_back_line, since="withdrawn_at",
    ),
    Source(
        "suggestion-drafts", Box.WAITING, SUGGESTIONS, with_role(Role.STAFF), DeepReview.objects.being_drafted,
        _draft_line, since="created_at", among=_not_sent_back,
    ),
    Source(
        "suggestions-to-decide", Box.WAITING, SUGGESTIONS, with_role(Role.STANDING),
        DeepReview.objects.awaiting_standing, _decide_line, since="proposed_at",
    ),
    Source(
        "suggestions-sent-back", Box.RETURNED, SUGGESTIONS, with_role(Role.STAFF), DeepReview.objects.being_drafted,
        _sent_back_line, since="created_at", among=_sent_back,
    ),
    Source(
        "suggestions-handed-up", Box.SENT, SUGGESTIONS, with_role(Role.STAFF), _mine, _handed_up_line,
        since="proposed_at", among=_handed_up,
    ),
    Source(
        "suggestions-issued", Box.DONE, SUGGESTIONS, with_role(Role.STAFF, Role.STANDING), _mine, _issued_line,
        since="issued_at", among=_issued,
    ),
    Source(
        "suggestions-remedied", Box.DONE, TARGETS, with_role(Role.STAFF, Role.STANDING), _remedied, _remedied_line,
        since="ended_at",
    ),
)  # fmt: skip
