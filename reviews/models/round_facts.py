"""What the paper of a submitted round names, as it was called when the round was submitted.

People, units and fields of work go on: they are renamed, moved, corrected. A paper that was signed goes on naming them as
it did. Its rows refer to theirs; here is what it prints of those, written once by the submission and frozen with the round.
"""

from collections.abc import Iterable
from copy import copy
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cadres.models import Cadre
from core.fields import NFCCharField
from reviews.models.deep_reviews import Field
from reviews.models.regulation import SCORE_TOTAL, ProfileFigure
from reviews.models.sheets import Review, ReviewPlace, Round, Segment
from reviews.models.standing import of_submitted_round
from units.models import Unit, UnitKind

M = TypeVar("M", bound=models.Model)
Columns = tuple[str, ...]

PRINTED: Final[dict[type[models.Model], Columns]] = {
    Review: ("unit_id", "managing_unit_id", "post_line"),
    ReviewPlace: ("unit_id", "kind"),
    Segment: ("unit_id", "post_name", "held_from", "held_to", "order"),
    Unit: ("name", "place", "symbol", "kind_id", "parent_id"),
    UnitKind: ("name", "committee_name", "symbol", "is_cell", "tier"),
    Field: ("name",),
    Cadre: ("full_name",),
    ProfileFigure: ("key", "value"),
}
"""What a paper prints of the rows that it refers to."""
PRINTED_OF_THE_SUBJECT: Final[Columns] = ("full_name", "born_on", "government_post", "union_post", "workplace")


class RoundFacts(models.Model):
    """Table → number of a row → what is printed of it; and who headed a collective when its round was submitted."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="facts")
    rows = models.JSONField(encoder=DjangoJSONEncoder)
    signer_post = NFCCharField(max_length=250, blank=True)
    signer_name = NFCCharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"facts of round {self.round_id}"


class AsSubmitted:
    """The rows that a submitted round refers to, brought back to what they said then; copies, for reading only."""

    def __init__(self, facts: RoundFacts) -> None:
        self._rows: dict[str, dict[str, dict[str, Any]]] = facts.rows
        self.signer_post, self.signer_name = facts.signer_post, facts.signer_name

    def _known(self, model: type[models.Model]) -> dict[int, dict[str, Any]]:
        return {int(pk): values for pk, values in self._rows.get(model._meta.db_table, {}).items()}

    @property
    def score_total(self) -> Decimal | None:
        """The most that a self-score could be then; None where none was kept."""
        kept = (figure["value"] for figure in self._known(ProfileFigure).values() if figure["key"] == SCORE_TOTAL)
        return next(map(Decimal, kept), None)

    def put_on(self, row: M) -> M:
        """Let the row say what it said then; one that the paper does not name stays as it is."""
        for name, value in self._known(type(row)).get(row.pk, {}).items():
            column: Any = row._meta.get_field(name)
            setattr(row, name, column.to_python(value))
        return row

    def unit(self, pk: int | None) -> Unit | None:
        """The unit with its kind and the one above it; None where the paper names no such unit."""
        known, kinds = self._known(Unit), self._known(UnitKind)
        if pk not in known:
            return None
        unit = Unit(pk=pk, **known[pk])
        unit.kind = UnitKind(pk=unit.kind_id, **kinds[unit.kind_id])
        unit.parent = self.unit(unit.parent_id)
        return unit

    def segments(self, now: Iterable[Segment]) -> list[Segment]:
        """The posts that the person had held by then."""
        known = self._known(Segment)
        return sorted(map(self._with_unit, (one for one in now if one.pk in known)), key=lambda one: one.order)

    def places(self, review: Review) -> list[ReviewPlace]:
        """Where the person was reviewed by then; a place that is gone had said nothing."""
        there = {place.pk: place for place in review.places.all()}
        named = [there.get(pk) or ReviewPlace(pk=pk, review=review) for pk in self._known(ReviewPlace)]
        return sorted(map(self._with_unit, named), key=lambda one: (one.kind, one.pk))

    def _with_unit(self, row: Any) -> Any:
        self.put_on(row)
        row.unit = self.unit(row.unit_id)
        return row

    def review(self, review: Review) -> Review:
        """The review with whom it is about, its units, and its cycle with the committee that opened it."""
        shown = self.put_on(copy(review))
        shown.unit = self.unit(shown.unit_id) or review.unit
        shown.managing_unit = self.unit(shown.managing_unit_id)
        shown.cadre = self.put_on(copy(review.cadre)) if review.cadre else None
        shown.cycle = copy(review.cycle)
        shown.cycle.owner = self.unit(review.cycle.owner_id) or review.cycle.owner
        return shown


def as_submitted(round_: Round) -> AsSubmitted | None:
    """What the paper of the round names; None for an open round, which names everything as it is called now."""
    facts = None if round_.is_open else _facts_of(round_.pk)
    return AsSubmitted(facts) if facts else None


@of_submitted_round
def _facts_of(round_pk: int) -> RoundFacts | None:
    return RoundFacts.objects.filter(round=round_pk).first()
