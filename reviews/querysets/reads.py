"""Which recorded reads a person may find: those of the own reviews, nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate

from cadres.roles import Actor
from core import localtime

if TYPE_CHECKING:
    from reviews.models import ReviewRead


class ReviewReadQuerySet(models.QuerySet["ReviewRead"]):
    def visible_to(self, actor: Actor) -> ReviewReadQuerySet:
        """Who read the person's own reviews; who reads others' is no business of anybody, administrators included."""
        if actor.cadre_id is None:
            return self.none()
        return self.filter(review__cadre_id=actor.cadre_id)

    def by_day(self) -> models.QuerySet[ReviewRead, dict[str, Any]]:
        """One line for what a reader opened of a review on one day, with how often, from when to when; the latest first.

        Every read stays a row of its own; a page opened twenty times while somebody worked on it is one line to read.
        """
        day = TruncDate("at", tzinfo=localtime.HO_CHI_MINH)
        line = self.order_by().values(
            "review_id", "review__cycle__name", "part", "reader_id", "reader_name", "reader_office", day=day
        )
        figures = line.annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
        return figures.order_by("-last", "reader_name", "part", "review_id")
