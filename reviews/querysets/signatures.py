"""What a person put the own name to: it stays readable when the office has passed to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor

if TYPE_CHECKING:
    from reviews.models import Round  # noqa: F401  the type parameter only


class RoundQuerySet(models.QuerySet["Round"]):
    def signed_by(self, actor: Actor) -> RoundQuerySet:
        """Rounds that the person submitted, or whose appraisal the person decided; later rounds are not among them."""
        if actor.user_id is None:
            return self.none()
        submitted = Q(submitted_by_id=actor.user_id, submitted_at__isnull=False)
        return self.filter(submitted | Q(appraisal__decided_by_id=actor.user_id, appraisal__decided_at__isnull=False))
