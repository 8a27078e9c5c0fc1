"""Which recorded reads a person may find: those of the own reviews, nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from cadres.roles import Actor

if TYPE_CHECKING:
    from reviews.models import ReviewRead  # noqa: F401  the type parameter only


class ReviewReadQuerySet(models.QuerySet["ReviewRead"]):
    def visible_to(self, actor: Actor) -> ReviewReadQuerySet:
        """Who read the person's own reviews; who reads others' is no business of anybody, administrators included."""
        if actor.cadre_id is None:
            return self.none()
        return self.filter(review__cadre_id=actor.cadre_id)
