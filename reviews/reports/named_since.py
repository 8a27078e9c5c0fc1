"""What collectives hold against a person by now that the review the person handed in before does not answer (ADR 39)."""

from collections.abc import Iterable

from django.db.models import Q

from cadres.roles import Actor
from reviews.models import DeepReviewTopic, Explanation, Limitation, OwnShare, ResponsiblePerson, Review, Round
from reviews.models.contents import RoundContents
from reviews.models.own_shares import named_since
from reviews.querysets.sheets import ReviewQuerySet
from reviews.states import ReviewState


def unanswered(review: Review) -> list[OwnShare]:
    """What a review that was handed in leaves unanswered; nothing, and no query, unless that was noted on it."""
    if review.named_since_at is None:
        return []
    return unanswered_in(review, Round.objects.filter(review=review, submitted_at__isnull=False).latest("number"))


def unanswered_in(review: Review, round_: Round) -> list[OwnShare]:
    """The same of one round, whatever is noted."""
    asked = DeepReviewTopic.objects.asked_of(review.pk).values_list("pk", flat=True)
    return named_since(review, round_, set(asked))


def silent_persons(actor: Actor, contents: RoundContents) -> list[Review]:
    """Personal reviews, of those the actor sees, whose persons this collective's round names and who have not answered
    because they had handed in before. One query, three more for each of them.
    """
    cards: list[Limitation | Explanation] = [*contents.limitations, *contents.explanations.values()]
    named = {person.cadre_id for card in cards for person in card.persons.all()}
    if not contents.review.is_collective or not named:
        return []
    return _silent(contents.review, Review.objects.visible_to(actor).filter(cadre__in=named))


def still_to_answer(collective: Review, round_: Round) -> list[Review]:
    """The same of a collective's round without regard to who asks, those alone who can still answer: whose review was
    accepted is asked in the next cycle."""
    of_round = Q(limitation__round=round_) | Q(explanation__round=round_)
    named = ResponsiblePerson.objects.filter(of_round).order_by().values("cadre_id")
    return _silent(collective, Review.objects.filter(cadre__in=named, state=ReviewState.SUBMITTED))


def _silent(collective: Review, reviews: ReviewQuerySet) -> list[Review]:
    noted = reviews.filter(cycle=collective.cycle_id, named_since_at__isnull=False)
    found = noted.select_related("unit", "cadre", "cycle").order_by("cadre__sort_key", "pk")
    return [review for review in found if _names(unanswered(review), collective)]


def _names(shares: Iterable[OwnShare], collective: Review) -> bool:
    return any(share.collective_id == collective.pk for share in shares)
