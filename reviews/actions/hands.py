"""Whose hand is in a review, an appraisal, a letter: noted with each save, and never taken back."""

from cadres.roles import Actor
from reviews.models import Appraisal, DeepReview, Review


def join_hands(row: Review | Appraisal | DeepReview, actor: Actor) -> bool:
    """Add the person to the hands of the (locked) row, which the caller saves; whether they are new among them."""
    if actor.user_id is None or actor.user_id in row.hand_ids:
        return False
    row.hand_ids = [*row.hand_ids, actor.user_id]
    return True


def note_hand(review: Review, actor: Actor) -> None:
    """The person wrote, submitted or confirmed something of the (locked) review, which they will never appraise."""
    if join_hands(review, actor):
        review.save(update_fields=["hand_ids"])
