"""A form taken in hand to be written: the review under lock, its open round, and which parts of it may be written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cadres.roles import Actor
from core.verdict import Verdict
from reviews.actions.hands import note_hand
from reviews.actions.locking import locked, require
from reviews.models import Review, Round
from reviews.models.sheets import open_round
from reviews.models.standing import sections_of
from reviews.rules import reopening
from reviews.rules import sheets as rules
from reviews.states import SectionKind

May = Callable[[Actor, Review], Verdict]


@dataclass(frozen=True)
class OpenSheet:
    """A review under lock with its open round."""

    review: Review
    round: Round

    def may_write(self, row: Any) -> Verdict:
        """Whether the round is open for this row: one returned for supplements is so for the parts named in it alone."""
        return reopening.may_write_row(self.round, sections_of(self.review.template_id), row)

    def may_write_kind(self, kind: SectionKind) -> Verdict:
        """The same for what stands under the sections of a kind."""
        return reopening.may_write_kind(self.round, sections_of(self.review.template_id), kind)


def open_sheet(review_id: int, actor: Actor, *, may: May = rules.may_write) -> OpenSheet:
    """Lock the review for writing; refuses whoever may not (`may`: another rule than that of the form), and a review
    that is out of its writers' hands. From then on the person's hand is in it.
    """
    review = locked(Review.objects.select_related("cycle"), review_id, None)
    require(may(actor, review))
    require(rules.is_open_for_writing(review))
    round_ = open_round(review)
    assert round_ is not None  # what is in its writers' hands has one
    note_hand(review, actor)
    return OpenSheet(review, round_)
