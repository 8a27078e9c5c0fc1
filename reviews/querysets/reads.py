"""Which recorded reads a person may find: those of the own reviews and pledges, nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import CharField, Count, F, Max, Min, Value
from django.db.models.functions import Cast, Concat, TruncDate

from cadres.roles import Actor
from core import localtime

if TYPE_CHECKING:
    from reviews.models import PledgeRead, ReviewRead


class ReviewReadQuerySet(models.QuerySet["ReviewRead"]):
    def visible_to(self, actor: Actor) -> ReviewReadQuerySet:
        """Who read the person's own reviews; who reads others' is no business of anybody, administrators included."""
        if actor.cadre_id is None:
            return self.none()
        return self.filter(review__cadre_id=actor.cadre_id)

    def by_day(self) -> models.QuerySet[ReviewRead, dict[str, Any]]:
        """One line for what a reader opened of a review on one day, with how often, from when to when.

        Every read stays a row of its own; a page opened twenty times while somebody worked on it is one line to read.
        """
        return _lines(self, about=F("review__cycle__name"), about_id=F("review_id"))


class PledgeReadQuerySet(models.QuerySet["PledgeRead"]):
    def visible_to(self, actor: Actor) -> PledgeReadQuerySet:
        """Who read the person's own pledges, as with reviews."""
        if actor.cadre_id is None:
            return self.none()
        return self.filter(pledge__cadre_id=actor.cadre_id)

    def by_day(self) -> models.QuerySet[PledgeRead, dict[str, Any]]:
        """The same lines for pledges."""
        name = Concat(Value("Bản cam kết năm "), Cast("pledge__year", CharField()))
        return _lines(self, about=name, about_id=F("pledge_id"))


def latest_first(reads: models.QuerySet[Any, Any], *others: models.QuerySet[Any, Any]) -> models.QuerySet[Any, Any]:
    """The lines of several kinds of reads together."""
    return reads.union(*others, all=True).order_by("-last", "reader_name", "part", "about_id")


def _lines(reads: models.QuerySet[Any], **about: Any) -> models.QuerySet[Any, Any]:
    day = TruncDate("at", tzinfo=localtime.HO_CHI_MINH)
    line = reads.order_by().values("part", "reader_id", "reader_name", "reader_office", **about, day=day)
    return line.annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
