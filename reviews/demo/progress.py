"""Spreading the reviews of a large cycle over the states, in bulk, with what each state implies."""

from datetime import timedelta

from django.db import connection, transaction

from core import localtime
from reviews.models import Cycle, Review, Round
from reviews.states import ReviewState

_PARTS = 10
_BEGUN_FROM, _SUBMITTED_FROM, _ACCEPTED_FROM = 4, 7, 9


@transaction.atomic
def spread_states(cycle: Cycle) -> None:
    """Of ten reviews nobody has touched: four stay so, three are begun, two submitted, one accepted."""
    now = localtime.now()
    untouched = Review.objects.filter(cycle=cycle, state=ReviewState.DRAFT, started_at=None)
    ids = list(untouched.order_by("pk").values_list("pk", flat=True))
    begun = [pk for place, pk in enumerate(ids) if place % _PARTS >= _BEGUN_FROM]
    submitted = [pk for place, pk in enumerate(ids) if place % _PARTS >= _SUBMITTED_FROM]
    accepted = [pk for place, pk in enumerate(ids) if place % _PARTS >= _ACCEPTED_FROM]
    Review.objects.filter(pk__in=begun).update(started_at=now - timedelta(days=9))
    _answer_catalogue(begun)
    Round.objects.filter(review__in=submitted).update(
        submitted_at=now - timedelta(days=2), submitted_by_name="Dữ liệu đo tốc độ"
    )
    Review.objects.filter(pk__in=submitted).update(state=ReviewState.SUBMITTED, submitted_at=now - timedelta(days=2))
    Review.objects.filter(pk__in=accepted).update(state=ReviewState.ACCEPTED, settled_at=now - timedelta(days=1))


def _answer_catalogue(review_ids: list[int]) -> None:
    """Every item "không có": one statement, for an array a review."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE reviews_indicatorsheet SET answers = array_fill(1::smallint, ARRAY[cardinality(answers)])
            FROM reviews_round r WHERE r.id = round_id AND r.review_id = ANY(%s)
            """,
            [review_ids],
        )
