"""Rounds of earlier cycles that were accepted, and of whom: what the form of this cycle takes up again."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import models

from core.kept_queries import kept
from reviews.models.sheets import Review, Round
from reviews.states import ReviewState, Subject


class LastRound(NamedTuple):
    """The number of a round that was accepted, and the name of its cycle."""

    pk: int
    cycle_name: str


def owners_of(review: Review, former: Iterable[int] = ()) -> list[int]:
    """The number of the person, or those of the unit and of the ended ones that it answers for."""
    return [review.unit_id, *former] if review.cadre_id is None else [review.cadre_id]


def whose(subject: str, owners: list[int], prefix: str) -> dict[str, object]:
    """The conditions on reviews of these owners; `prefix` leads to the review."""
    owner = "unit" if subject == Subject.COLLECTIVE else "cadre"
    return {f"{prefix}subject": subject, f"{prefix}{owner}__in": owners}


def last_accepted_round(review: Review) -> LastRound | None:
    """The accepted round of the latest earlier cycle; asked once, whoever needs it for the same page."""
    if not hasattr(review, _LAST):
        setattr(review, _LAST, _find_last_accepted_round(review))
    found: LastRound | None = getattr(review, _LAST)
    return found


_LAST = "_last_accepted_round"


def _find_last_accepted_round(review: Review) -> LastRound | None:
    latest = _latest_accepted(review.subject, owners_of(review), review.cycle.period_to)
    return LastRound(*latest[0]) if latest else None


@kept
def _latest_accepted(subject: str, owners: list[int], period_to: date) -> Any:
    own = accepted_before(period_to).filter(**whose(subject, owners, "review__"))
    return own.order_by("-review__cycle__period_to", "-number").values_list("pk", "review__cycle__name")[:1]


def accepted_before(period_to: date) -> models.QuerySet[Round]:
    """Submitted rounds of accepted reviews of cycles that ended earlier."""
    return Round.objects.filter(
        review__state=ReviewState.ACCEPTED,
        review__cycle__period_to__lt=period_to,
        submitted_at__isnull=False,
    )
