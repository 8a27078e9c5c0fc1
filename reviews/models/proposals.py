"""Accepted limitations of its people that a collective may take up in its own review."""

from django.db import models
from django.db.models import Exists, OuterRef

from reviews.models.answers import Limitation
from reviews.models.sheets import Review, Round
from reviews.states import ReviewState, Subject


def accepted_limitations(collective: Review) -> models.QuerySet[Limitation]:
    """The limitations of those reviewed in this collective, in the accepted round of the same cycle."""
    later = Round.objects.filter(review=OuterRef("round__review"), number__gt=OuterRef("round__number"))
    cards = Limitation.objects.filter(
        ~Exists(later),
        round__review__cycle_id=collective.cycle_id,
        round__review__subject=Subject.INDIVIDUAL,
        round__review__state=ReviewState.ACCEPTED,
        round__review__place_unit_ids__contains=[collective.unit_id],
    ).exclude(fault="")
    reviews = "round__review__unit", "round__review__cadre", "field"
    return cards.select_related(*reviews).order_by("round__review__cadre__sort_key", "round__review_id", "order", "pk")
