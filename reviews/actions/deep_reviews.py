"""The life of a suggestion for deep review: proposing, approving, sending back, issuing, withdrawing, acknowledging."""

from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.appraisals import reopen_for_suggestion
from reviews.actions.grounds import treat_grounds_left
from reviews.actions.locking import advance, locked, require
from reviews.actions.named_since import ask_anew
from reviews.actions.paper_numbers import LETTER, cancel_with_its_act, take_number
from reviews.actions.reports import request_report
from reviews.actions.review_rows import make_known
from reviews.actions.working_groups import refuse_own_side_of, send_with_letter
from reviews.models import DeepReview, DeepReviewTarget, Review, TopicGround
from reviews.querysets.deep_reviews import letter_contents
from reviews.rules import deep_reviews as rules
from reviews.rules.sheets import is_subject
from reviews.states import DeepReviewState, ReviewState
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@transaction.atomic
def propose_deep_review(*, deep_review_id: int, version: int, actor: Actor) -> DeepReview:
    """Hand the draft to the standing committee; refused while a text, a target or a topic for a target is missing, or while
    somebody of its working group belongs to one of those suggested."""
    row = _locked(deep_review_id, version)
    row.proposed_at, row.return_reason = localtime.now(), ""
    row.proposal += 1
    advance(DEEP_REVIEW_WORKFLOW, "propose", row, actor, changed=("proposed_at", "return_reason", "proposal"))
    refuse_own_side_of(row)
    return row


@transaction.atomic
def recall_deep_review(*, deep_review_id: int, version: int, actor: Actor) -> DeepReview:
    """Take a proposed draft back to work on it."""
    row = _locked(deep_review_id, version)
    row.proposed_at = None
    return advance(DEEP_REVIEW_WORKFLOW, "recall", row, actor, changed=("proposed_at",))


@transaction.atomic
def approve_deep_review(*, deep_review_id: int, version: int, actor: Actor) -> DeepReview:
    """Approve the text as it stands; refused to whoever wrote in it and to the suggested, in person or by their
    collective, that of the period included."""
    row = _locked(deep_review_id, version)
    row.approved_at, row.approved_by_id, row.approved_by_name = localtime.now(), actor.user_id, actor.name
    approved = ("approved_at", "approved_by_id", "approved_by_name")
    return advance(DEEP_REVIEW_WORKFLOW, "approve", row, actor, changed=approved)


@transaction.atomic
def send_back_deep_review(*, deep_review_id: int, version: int, actor: Actor, reason: str) -> DeepReview:
    """Give a proposed or approved draft back to who drafts it, with a reason; an approval is void then."""
    row = _locked(deep_review_id, version)
    row.return_reason = _told_reason(reason)
    row.proposed_at = row.approved_at = row.approved_by_id = None
    row.approved_by_name = ""
    changed = ("return_reason", "proposed_at", "approved_at", "approved_by_id", "approved_by_name")
    return advance(DEEP_REVIEW_WORKFLOW, "send_back", row, actor, changed=changed, reason=row.return_reason)


@transaction.atomic
def issue_deep_review(
    *,
    deep_review_id: int,
    version: int,
    actor: Actor,
    number: str,
    issued_on: date,
    signer_name: str = "",
    signer_post: str = "",
) -> DeepReview:
    """Number, date and send the letter: from here on its topics have to be answered in the reviews concerned.

    Refuses a number used before, a date in the future, before the plan of the cycle or after the deadline, and targets
    accepted meanwhile. A review that was submitted already and waits for its appraisal goes back to its writers in a
    next round, with the letter as the reason; what was submitted stays readable. Its working group is given the
    units. Where it goes to several, the letters, one for each, are printed as a pack for whoever issued it, in the background.
    """
    row = locked(DeepReview.objects.select_related("cycle", "issuer__kind"), deep_review_id, version)
    reviews = _locked_reviews(row)
    prefetch_related_objects([row], *letter_contents())
    require(DEEP_REVIEW_WORKFLOW.check("issue", actor, row))
    row.number, row.issued_on, row.issued_at = fold_space(number), issued_on, localtime.now()
    row.signer_name, row.signer_post = fold_space(signer_name), fold_space(signer_post)
    _refuse_wrong_letter(row, actor)
    make_known(reviews)
    for review in reviews:
        if review.state == ReviewState.SUBMITTED:
            reopen_for_suggestion(review=review, actor=actor, reason=_reason_for_reopening(row), due_on=row.due_on)
    _name_sources(row)
    _send_group(row, reviews, actor)
    DeepReviewTarget.objects.filter(deep_review=row).update(due_on=row.due_on)
    changed = ("number", "issued_on", "issued_at", "signer_name", "signer_post", "working_group_words")
    facts = {"number": row.number, "issued_on": issued_on, "targets": len(reviews)}
    advance(DEEP_REVIEW_WORKFLOW, "issue", row, actor, changed=changed, **facts)
    if len(reviews) > 1:
        request_report(kind="suggestion_letters", about=row.pk, actor=actor)
    return row


@transaction.atomic
def withdraw_deep_review(*, deep_review_id: int, version: int, actor: Actor, reason: str) -> DeepReview:
    """Take an issued letter back, with a reason: its topics need no answer any more, answers written are kept.

    Those still suggested confirm that they know, as they confirmed the letter."""
    row = _locked(deep_review_id, version)
    row.withdrawn_reason, row.withdrawn_at = _told_reason(reason), localtime.now()
    changed = ("withdrawn_reason", "withdrawn_at")
    in_force = [topic for topic in row.topics.all() if topic.withdrawn_by_id is None]
    advance(DEEP_REVIEW_WORKFLOW, "withdraw", row, actor, changed=changed, reason=row.withdrawn_reason)
    DeepReviewTarget.objects.filter(deep_review=row).in_force().update(
        acknowledged_at=None, acknowledged_by_name="", received_for_person=False, person_told_at=None
    )
    ask_anew(row)
    treat_grounds_left(topics=in_force, actor=actor)
    if row.issued_on is not None:
        cancel_with_its_act(
            issuer=row.issuer,
            kind=LETTER,
            number=row.number,
            issued_on=row.issued_on,
            actor=actor,
            reason=f"Thu hồi văn bản: {row.withdrawn_reason}",
        )
    return row


@transaction.atomic
def acknowledge_target(*, target_id: int, actor: Actor) -> DeepReviewTarget:
    """Confirm that the letter was received: by the person, or by secretary or head of the place; once.

    Whose receipt another confirmed finds that at home until they say to know of it (`note_receipt`).
    """
    rows = DeepReviewTarget.objects.select_related("deep_review", "review__unit", "review__cadre")
    target = locked(rows, target_id, None)
    require(rules.may_acknowledge(actor, target))
    target.acknowledged_at, target.acknowledged_by_name = localtime.now(), actor.name
    of_withdrawal = target.deep_review.state == DeepReviewState.WITHDRAWN
    if not of_withdrawal:
        target.received_at = target.received_at or target.acknowledged_at
    target.received_for_person = not target.review.is_collective and not is_subject(actor, target.review)
    target.save(update_fields=["acknowledged_at", "acknowledged_by_name", "received_at", "received_for_person"])
    facts = {
        "deep_review": target.deep_review_id,
        "for_person": target.received_for_person,
        "of_withdrawal": of_withdrawal,
    }
    audit.record(actor=actor, verb="deepreviewtarget.acknowledge", target=target, **facts)
    return target


@transaction.atomic
def note_receipt(*, target_id: int, actor: Actor) -> DeepReviewTarget:
    """The person knows that somebody else confirmed the receipt of the letter to them; once."""
    rows = DeepReviewTarget.objects.select_related("deep_review", "review__unit", "review__cadre")
    target = locked(rows, target_id, None)
    require(rules.may_note_receipt(actor, target))
    target.person_told_at = localtime.now()
    target.save(update_fields=["person_told_at"])
    audit.record(actor=actor, verb="deepreviewtarget.note", target=target, deep_review=target.deep_review_id)
    return target


def _locked(deep_review_id: int, version: int) -> DeepReview:
    row = locked(DeepReview.objects.select_related("cycle", "issuer__kind"), deep_review_id, version)
    prefetch_related_objects([row], *letter_contents())
    return row


def _name_sources(row: DeepReview) -> None:
    """Keep the words in which the letter names its grounds: the register may be mended later, the letter not."""
    links = list(TopicGround.objects.of_letter(row.pk))
    for link in links:
        link.source = link.ground.source_in_words
    TopicGround.objects.bulk_update(links, ["source"])


def _send_group(row: DeepReview, reviews: list[Review], actor: Actor) -> None:
    """The group gets its task; the letter goes on naming it in these words."""
    row.working_group_words = row.working_group.in_words if row.working_group else ""
    send_with_letter(row, {review.unit_id for review in reviews}, actor)


def _locked_reviews(row: DeepReview) -> list[Review]:
    """The reviews concerned, locked in one order, so that none is submitted or accepted while the letter goes out."""
    concerned = DeepReviewTarget.objects.filter(deep_review=row).values_list("review_id", flat=True)
    reviews = Review.objects.select_for_update(of=("self",)).select_related("unit", "cadre", "cycle")
    return list(reviews.filter(pk__in=list(concerned)).in_lock_order())


def _refuse_wrong_letter(row: DeepReview, actor: Actor) -> None:
    if not row.number:
        raise Invalid("Hãy ghi số, ký hiệu của văn bản.")
    assert row.issued_on is not None
    if row.issued_on > localtime.today():
        raise Invalid("Ngày ban hành không thể sau hôm nay.")
    if row.issued_on < row.cycle.plan_date:
        raise Invalid(
            f"Ngày ban hành {formats.day(row.issued_on)} sớm hơn cả kế hoạch của đợt ({formats.day(row.cycle.plan_date)}). "
            "Hãy xem lại ngày."
        )
    if row.due_on is not None and row.due_on < row.issued_on:
        raise Invalid(
            f"Hạn giải trình {formats.day(row.due_on)} sớm hơn ngày ban hành {formats.day(row.issued_on)}. "
            "Hãy sửa ngày ban hành, hoặc trả lại người soạn để sửa hạn."
        )
    used_for = f"văn bản “{row.title}”"
    take_number(
        issuer=row.issuer, kind=LETTER, number=row.number, issued_on=row.issued_on, used_for=used_for, actor=actor
    )


def _reason_for_reopening(row: DeepReview) -> str:
    assert row.issued_on is not None
    return (
        f"Cần giải trình nội dung gợi ý kiểm điểm sâu tại văn bản số {row.number} ngày {formats.day(row.issued_on)} "
        f"của {row.issuer.name}: {row.title}."
    )


def _told_reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Hãy ghi rõ lý do.")
    return reason.strip()
