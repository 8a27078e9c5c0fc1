"""A person's own part in the limitations of the collective, answered in the person's own form."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from core.fields import NFCCharField, NFCTextField
from core.kept_queries import kept
from core.rows import read_rows
from reviews.models.answers import Explanation, Limitation, ResponsiblePerson
from reviews.models.deep_reviews import DeepReviewTopic
from reviews.models.sheets import Review, Round
from reviews.models.unread import WrittenBy
from reviews.states import ReviewState, Share, Stance, Subject


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
    collective has changed its text since. No query for a collective, two for most persons, at most four.
    """
    if review.is_collective:
        return []
    stored = {row.origin: row for row in read_rows(OwnShare, round_id=[round_.pk], order=("order", "id"))}
    if not round_.is_open:
        return list(stored.values())
    rows: list[OwnShare] = []
    for now in _asked(review, round_, asked_topic_ids):
        now.order = len(rows) + 1
        row = stored.pop(now.origin, None) or now
        for fact in SHARE_FACTS:
            setattr(row, fact, getattr(now, fact))
        rows.append(row)
    return [*rows, *(row for row in stored.values() if row.text.strip())]


def named_since(review: Review, round_: Round, asked_topic_ids: set[int]) -> list[OwnShare]:
    """What collectives hold against the person by now, and no round that was handed in answers, of this cycle or of a
    later one (ADR 39)."""
    if review.is_collective:
        return []
    asked = _asked(review, round_, asked_topic_ids)
    answered = set(_answered(review, asked).values_list("origin", flat=True))
    return [row for row in asked if row.origin not in answered]


def _answered(review: Review, asked: Iterable[OwnShare]) -> models.QuerySet[OwnShare]:
    """The person's answers to these in what was handed in; what stands in a draft is none yet."""
    origins = [row.origin for row in asked]
    told = OwnShare.objects.filter(round__review__cadre=review.cadre_id, round__submitted_at__isnull=False)
    return told.filter(origin__in=origins).exclude(text="")


def _asked(review: Review, round_: Round, asked_topic_ids: set[int]) -> list[OwnShare]:
    """Those of the cycle, then those of earlier cycles that the person was named in too late to answer there."""
    assert review.cadre_id is not None  # the callers have left collectives out
    named = _named_in(review.cadre_id)
    found = _from_limitations(review, round_) if any(limitation for limitation, _ in named) else []
    found += _from_topics(review, round_, asked_topic_ids) if any(explanation for _, explanation in named) else []
    late = [row for row in found if row.collective.cycle_id != review.cycle_id]
    if not late:
        return found
    answered = set(_answered(review, late).exclude(round__review=review.pk).values_list("origin", flat=True))
    left = [row for row in found if row.origin not in answered]
    return sorted(left, key=lambda row: row.collective.cycle_id != review.cycle_id)


@kept
def _named_in(cadre: int) -> models.QuerySet[ResponsiblePerson, tuple[Any, ...]]:
    """Limitations and explanations of collectives, of whatever round, that name the person: mostly none, and then the two
    questions that follow, which take Django long to put together, need not be asked."""
    of_collectives = models.Q(limitation__round__review__subject=Subject.COLLECTIVE)
    of_collectives |= models.Q(explanation__round__review__subject=Subject.COLLECTIVE)
    found = ResponsiblePerson.objects.filter(of_collectives, cadre=cadre)
    return found.order_by().values_list("limitation_id", "explanation_id")


def _latest_submitted(review: Review) -> models.Q:
    """Conditions for cards in the last submitted round of a collective that name the person: of the same cycle, and of
    earlier ones whose review of the person was accepted before that.
    """
    later = Round.objects.filter(
        review=OuterRef("round__review"), number__gt=OuterRef("round__number"), submitted_at__isnull=False
    )
    too_late = Review.objects.filter(
        cadre=review.cadre_id,
        state=ReviewState.ACCEPTED,
        named_since_at__isnull=False,
        cycle__period_to__lt=review.cycle.period_to,
    )
    of_cycles = models.Q(round__review__cycle_id=review.cycle_id) | models.Q(
        round__review__cycle_id__in=too_late.order_by().values("cycle_id")
    )
    return models.Q(
        ~Exists(later),
        of_cycles,
        round__submitted_at__isnull=False,
        round__review__subject=Subject.COLLECTIVE,
        persons__cadre_id=review.cadre_id,
    )


_COLLECTIVE = ("round__review__unit", "round__review__cycle")


def _from_limitations(review: Review, round_: Round) -> list[OwnShare]:
    cards = Limitation.objects.filter(_latest_submitted(review)).exclude(fault="").select_related(*_COLLECTIVE)
    found = cards.order_by("round__review__unit__path", "order", "pk")
    return [_share(review, round_, card.origin, card.round.review, card.fault) for card in found]


def _from_topics(review: Review, round_: Round, asked_topic_ids: set[int]) -> list[OwnShare]:
    responsible = Exists(
        ResponsiblePerson.objects.filter(explanation=OuterRef("pk"), cadre=review.cadre_id).exclude(share=Share.NONE)
    )
    cards = Explanation.objects.filter(_latest_submitted(review), responsible).exclude(topic_id__in=asked_topic_ids)
    still_asked = DeepReviewTopic.objects.asked_of(OuterRef("round__review_id")).filter(pk=OuterRef("topic_id"))
    cards = cards.filter(Exists(still_asked)).exclude(stance=Stance.REFUTED)
    found = cards.select_related("topic", *_COLLECTIVE).order_by("round__review__unit__path", "topic_id")
    return [_share(review, round_, _topic_origin(card), card.round.review, card.topic.title) for card in found]


def _topic_origin(card: Explanation) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"topic-{card.topic_id}-of-{card.round.review_id}")


def _share(review: Review, round_: Round, origin: uuid.UUID, collective: Review, fault: str) -> OwnShare:
    name = collective.unit.name
    if collective.cycle_id != review.cycle_id:
        name = f"{name}, {collective.cycle.name}"[:_LONGEST_NAME]
    return OwnShare(round=round_, origin=origin, collective=collective, unit_name=name, fault=fault, version=0)


_LONGEST_NAME = 250
