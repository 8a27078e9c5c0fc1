"""A person's own part in the limitations of the collective, answered in the person's own form."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef

from core.fields import NFCCharField, NFCTextField
from core.rows import read_rows
from reviews.models.answers import Explanation, Limitation, ResponsiblePerson
from reviews.models.sheets import Review, Round
from reviews.models.unread import WrittenBy
from reviews.states import Share, Stance, Subject


class OwnShare(WrittenBy):
    """What the person says of the own part in one limitation (or one explained topic) that names the person.

    `unit_name` and `fault` repeat what the collective submitted; they are fixed when the round is submitted.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="own_shares")
    origin = models.UUIDField(help_text="of the collective's limitation")
    order = models.PositiveSmallIntegerField(default=0)
    collective = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    unit_name = NFCCharField(max_length=250)
    fault = NFCTextField()
    text = NFCTextField(blank=True)

    class Meta:
        ordering = ["round_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "origin"], name="own_share_is_answered_once")]

    def __str__(self) -> str:
        return self.fault[:80]


SHARE_FACTS = ("order", "unit_name", "fault")
"""What a row repeats of the collective's review."""


def own_shares_of(review: Review, round_: Round, asked_topic_ids: set[int]) -> list[OwnShare]:
    """What names the person in the collectives' submitted reviews of the same cycle, with what was answered.

    A topic that the person has to explain in the own form anyway is left out. What was answered stays, even when the
    collective has changed its text since. No query for a collective, at most three for a person.
    """
    if review.is_collective:
        return []
    stored = {row.origin: row for row in read_rows(OwnShare, round_id=[round_.pk], order=("order", "id"))}
    if not round_.is_open:
        return list(stored.values())
    rows: list[OwnShare] = []
    for now in [*_from_limitations(review, round_), *_from_topics(review, round_, asked_topic_ids)]:
        now.order = len(rows) + 1
        row = stored.pop(now.origin, None) or now
        for fact in SHARE_FACTS:
            setattr(row, fact, getattr(now, fact))
        rows.append(row)
    return [*rows, *(row for row in stored.values() if row.text.strip())]


def _latest_submitted(review: Review) -> models.Q:
    """Conditions for cards in the last submitted round of a collective of the same cycle that name the person."""
    later = Round.objects.filter(
        review=OuterRef("round__review"), number__gt=OuterRef("round__number"), submitted_at__isnull=False
    )
    return models.Q(
        ~Exists(later),
        round__submitted_at__isnull=False,
        round__review__cycle_id=review.cycle_id,
        round__review__subject=Subject.COLLECTIVE,
        persons__cadre_id=review.cadre_id,
    )


def _from_limitations(review: Review, round_: Round) -> list[OwnShare]:
    cards = Limitation.objects.filter(_latest_submitted(review)).exclude(fault="").select_related("round__review__unit")
    found = cards.order_by("round__review__unit__path", "order", "pk")
    return [_share(round_, card.origin, card.round.review, card.fault) for card in found]


def _from_topics(review: Review, round_: Round, asked_topic_ids: set[int]) -> list[OwnShare]:
    responsible = Exists(
        ResponsiblePerson.objects.filter(explanation=OuterRef("pk"), cadre=review.cadre_id).exclude(share=Share.NONE)
    )
    cards = Explanation.objects.filter(_latest_submitted(review), responsible).exclude(topic_id__in=asked_topic_ids)
    cards = cards.exclude(stance=Stance.REFUTED)
    found = cards.select_related("topic", "round__review__unit").order_by("round__review__unit__path", "topic_id")
    return [_share(round_, _topic_origin(card), card.round.review, card.topic.title) for card in found]


def _topic_origin(card: Explanation) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"topic-{card.topic_id}-of-{card.round.review_id}")


def _share(round_: Round, origin: uuid.UUID, collective: Review, fault: str) -> OwnShare:
    return OwnShare(
        round=round_, origin=origin, collective=collective, unit_name=collective.unit.name, fault=fault, version=0
    )
