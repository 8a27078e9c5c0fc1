"""Finding what a paper is about among what the requester may see; refusals are sentences for the requester."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from cadres.roles import Actor
from core.errors import NotAllowed
from core.locking import require
from reviews.models import Appraisal, Cycle, DeepReview, Review, Round
from reviews.rules import reports as rules
from reviews.rules import sheets
from reviews.states import AppraisalPaperKind, Subject

T = TypeVar("T")
_GONE = "Không tìm thấy nội dung cần in trong phạm vi của đồng chí."


class NotVisible(NotAllowed):
    """The person may not even know that there is such a thing; pages answer 404."""


def printable_review(
    actor: Actor, review_id: int, subject: Subject | None, number: int | None = None
) -> tuple[Review, Round]:
    """The review and the round this person reads: the open one on the review's own side, else the last submitted.

    `subject` says which of the two kinds of review the paper is about; None for both. With a number that round, if the
    person may read it: those above the review read submitted ones only.
    """
    review = _found(
        Review.objects.visible_to(actor)
        .with_subject()
        .select_related("unit__parent__kind", "managing_unit__kind", "cycle__owner__kind", "cycle__profile")
        .filter(pk=review_id, subject__in=[subject] if subject else Subject)
        .first()
    )
    require(rules.may_print_review(actor, review))
    rounds = readable_rounds(actor, review)
    return review, _found((rounds.filter(number=number) if number else rounds).first())


def readable_rounds(actor: Actor, review: Review) -> QuerySet[Round]:
    """The rounds of a review that the person, who may read its content, reads; the newest first."""
    rounds = Round.objects.filter(review=review).select_related("template").order_by("-number")
    return rounds if sheets.reads_open_round(actor, review) else rounds.filter(submitted_at__isnull=False)


def drafts_among(actor: Actor, review_ids: Iterable[int], number: int | None = None) -> list[int]:
    """Of these reviews those that print as the round still being written to this person (this round, with a number)."""
    reviews = Review.objects.visible_to(actor).select_related("unit").filter(pk__in=review_ids)
    own = [review.pk for review in reviews if sheets.reads_open_round(actor, review)]
    rounds = Round.objects.filter(review__in=own, submitted_at=None).order_by()
    found = rounds.filter(number=number) if number else rounds
    return sorted(set(found.values_list("review_id", flat=True)))


def may_read_drafts(actor: Actor, review_ids: list[int]) -> bool:
    """Whether the person is on the own side of each of these reviews."""
    reviews = Review.objects.visible_to(actor).select_related("unit").filter(pk__in=review_ids) if review_ids else ()
    return sum(sheets.reads_open_round(actor, review) for review in reviews) == len(review_ids)


def printable_letter(actor: Actor, deep_review_id: int) -> DeepReview:
    """The suggestion document, if the person may print it."""
    found = DeepReview.objects.visible_to(actor).select_related("issuer__kind", "issuer__parent", "cycle__owner__kind")
    deep_review = _found(found.filter(pk=deep_review_id).first())
    require(rules.may_print_letter(actor, deep_review))
    return deep_review


def printable_decision(actor: Actor, appraisal_id: int, kind: str = AppraisalPaperKind.NOTICE) -> Appraisal:
    """The decided appraisal, if the person may print this paper of it; an order is there only once it was issued."""
    found = (
        Appraisal.objects.visible_to(actor)
        .filter(decided_at__isnull=False, pk=appraisal_id)
        .select_related(
            "round__review__unit__parent__kind",
            "round__review__unit__kind",
            "round__review__cadre",
            "round__review__cycle",
            "round__review__managing_unit__kind",
            "round__review__managing_unit__parent__kind",
        )
        .prefetch_related("papers", "marks")
    )
    decision = _found((found.filter(papers__kind=kind) if kind == AppraisalPaperKind.ORDER else found).first())
    require(rules.may_print_result(actor, decision, kind))
    return decision


def printable_cycle(actor: Actor, cycle_id: int) -> Cycle:
    """The cycle, if the person may print its summary."""
    cycle = _found(Cycle.objects.visible_to(actor).select_related("owner__kind", "scope").filter(pk=cycle_id).first())
    require(rules.may_print_summary(actor, cycle))
    return cycle


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotVisible(_GONE)
    return thing
