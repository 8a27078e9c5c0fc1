"""What committees below suggested further under a letter of the superior (cấp dưới gợi ý tiếp), as a tree of counts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from cadres.roles import Actor
from reviews.models import DeepReview, DeepReviewTarget, Explanation
from reviews.querysets.deep_reviews import DeepReviewTargetQuerySet
from reviews.reports.topic_origins import letter_words
from reviews.states import DeepReviewState, ReviewState

_Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PassedOn:
    """One letter below: whose, which, to how many, how far. No name and no text; an address for those who may open it."""

    depth: int
    unit_name: str
    words: str
    url: str
    collectives: int
    persons: int
    answered: int
    accepted: int


def prompts_for(draft: DeepReview) -> list[tuple[int, str]]:
    """The letters of superiors that the committee of this draft may pass on, by number and date, the newest first."""
    letters = DeepReview.objects.asking(draft.issuer_id).select_related("issuer__kind")
    return [(letter.pk, letter_words(letter)) for letter in letters.order_by("-issued_on", "-pk")]


def collect(actor: Actor, letter: DeepReview, *, whole: bool) -> list[PassedOn]:
    """The letters in force under this one, each followed by those under it; without `whole`, what the person may open,
    counting of each the targets that the person may see.

    Three queries for each level of committees.
    """
    below: dict[int, list[DeepReview]] = defaultdict(list)
    counts: dict[int, _Counts] = {}
    readable: set[int] = set()
    level = [letter.pk]
    while level:
        found = DeepReview.objects.filter(prompted_by__in=level, state=DeepReviewState.ISSUED)
        rows = list(found.select_related("issuer__kind").order_by("issuer__sort_key", "issued_on", "pk"))
        level = [row.pk for row in rows]
        seen = DeepReview.objects.visible_to(actor).filter(pk__in=level)
        readable |= set(seen.values_list("pk", flat=True)) if level else set()
        counts |= _counts(
            level, DeepReviewTarget.objects.all() if whole else DeepReviewTarget.objects.visible_to(actor)
        )
        for row in rows:
            if whole or row.pk in readable:
                below[row.prompted_by_id or 0].append(row)
    return list(_in_order(letter.pk, 0, below, counts, readable))


def _in_order(
    pk: int, depth: int, below: dict[int, list[DeepReview]], counts: dict[int, _Counts], readable: set[int]
) -> Iterator[PassedOn]:
    for row in below[pk]:
        url = reverse("reviews:deep_review_page", args=[row.pk]) if row.pk in readable else ""
        yield PassedOn(depth, row.issuer.name, letter_words(row), url, *counts[row.pk])
        yield from _in_order(row.pk, depth + 1, below, counts, readable)


def _counts(letters: list[int], among: DeepReviewTargetQuerySet) -> dict[int, _Counts]:
    """Of each letter those targets in force: collectives, persons, who answered in a round sent up, who was accepted."""
    if not letters:
        return {}
    answers = Explanation.objects.filter(
        round__submitted_at__isnull=False,
        round__review=OuterRef("review"),
        topic__deep_review=OuterRef("deep_review"),
    )
    targets = among.in_force().filter(deep_review__in=letters).annotate(is_answered=Exists(answers))
    of_letter = targets.order_by().values("deep_review")
    counted = of_letter.annotate(
        collectives=Count("pk", filter=Q(review__cadre=None)),
        persons=Count("pk", filter=~Q(review__cadre=None)),
        answered=Count("pk", filter=Q(is_answered=True)),
        accepted=Count("pk", filter=Q(is_answered=True, review__state=ReviewState.ACCEPTED)),
    )
    columns = ("collectives", "persons", "answered", "accepted")
    return {row[0]: tuple(row[1:]) for row in counted.values_list("deep_review", *columns)}
