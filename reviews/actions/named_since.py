"""Who is named by a collective after handing in the own review: asked where they can still answer (ADR 39)."""

from collections.abc import Iterable

from django.db.models import Q

from core import localtime
from core.verdict import YES, Verdict
from reviews.models import DeepReview, ResponsiblePerson, Review, Round
from reviews.models.sheets import open_round
from reviews.models.standing import profile_of, sections_of
from reviews.querysets.sheets import ReviewQuerySet
from reviews.reports.named_since import still_to_answer, unanswered, unanswered_in
from reviews.rules import named_since as rules
from reviews.states import ReviewState, SectionKind

_HANDED_IN = (ReviewState.SUBMITTED, ReviewState.ACCEPTED)


def ask_persons_named(collective: Review) -> None:
    """After the submission of a collective's review: note on each personal review handed in before whether anything that
    collectives hold against its person is left unanswered in it; an open round that leaves the section alone opens it.

    The caller holds the lock on the collective. The reviews of those named are locked here, so that nobody hands in in
    the same moment unasked.
    """
    of_round = Q(limitation__round__review=collective.pk) | Q(explanation__round__review=collective.pk)
    named = ResponsiblePerson.objects.filter(of_round).order_by().values("cadre_id")
    _ask(Review.objects.filter(cycle=collective.cycle_id, cadre__in=named))


def ask_anew(letter: DeepReview) -> None:
    """The same after a letter, or part of it, was withdrawn, of the persons whom collectives name for its topics: for
    what is withdrawn nobody answers. The caller holds the lock on the letter.
    """
    named = ResponsiblePerson.objects.filter(explanation__topic__deep_review=letter.pk).order_by().values("cadre_id")
    _ask(Review.objects.filter(cycle=letter.cycle_id, cadre__in=named))


def _ask(reviews: ReviewQuerySet) -> None:
    for review in reviews.select_for_update(of=("self",)).select_related("cycle", "unit").in_lock_order():
        if review.state in _HANDED_IN:
            _note(review)
        else:
            _open_section(review)


def may_be_accepted(review: Review, round_: Round) -> Verdict:
    """Whether the profile lets this round be accepted while somebody who was named after handing in has not answered."""
    if not rules.bars(profile_of(review.cycle)):
        return YES
    silent = still_to_answer(review, round_) if review.is_collective else []
    return rules.may_be_accepted(len(unanswered(review)), len(silent))


def left_open(review: Review, settled_sections: Iterable[int]) -> list[int]:
    """The sections that the next round leaves alone, without the one in which the person now has to answer."""
    if review.named_since_at is None:
        return list(settled_sections)
    return [pk for pk in settled_sections if pk not in _sections(review)]


def _note(review: Review) -> None:
    last = Round.objects.filter(review=review, submitted_at__isnull=False).latest("number")
    asked = bool(unanswered_in(review, last))
    if asked != (review.named_since_at is not None):
        review.named_since_at = localtime.now() if asked else None
        review.save(update_fields=["named_since_at"])


def _open_section(review: Review) -> None:
    round_ = open_round(review)
    settled = _sections(review) if round_ is not None and round_.settled_section_ids else set()
    if round_ is None or settled.isdisjoint(round_.settled_section_ids) or not unanswered_in(review, round_):
        return
    round_.settled_section_ids = [pk for pk in round_.settled_section_ids if pk not in settled]
    round_.save(update_fields=["settled_section_ids"])


def _sections(review: Review) -> set[int]:
    return {one.pk for one in sections_of(review.template_id) if one.kind == SectionKind.RESPONSIBILITY}
