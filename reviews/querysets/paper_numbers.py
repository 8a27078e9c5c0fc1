"""Which numbers of the register of outgoing papers a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from core.text import nfc
from reviews.states import NumberSource

if TYPE_CHECKING:
    from reviews.models import PaperNumber  # noqa: F401  the type parameter only

DECIDING = (Role.STAFF, Role.STANDING)
WRITING = (Role.SECRETARY, Role.HEAD)


class PaperNumberQuerySet(models.QuerySet["PaperNumber"]):
    def visible_to(self, actor: Actor) -> PaperNumberQuerySet:
        """Those of the offices that the person works for; what a committee decided of others, its own people alone.

        `rules.issued_papers.may_see_number` says the same about one.
        """
        decides = Q(issuer_id__in=actor.unit_ids(*DECIDING))
        writes = Q(issuer_id__in=actor.unit_ids(*WRITING)) & ~Q(source=NumberSource.ACT)
        return self.filter(decides | writes)

    def chosen(
        self,
        *,
        words: str = "",
        unit: int | None = None,
        type_: str = "",
        year: int | None = None,
        state: str = "",
        source: str = "",
    ) -> PaperNumberQuerySet:
        """Those that pass every given filter."""
        rows = self.filter(issuer_id=unit) if unit else self
        rows = rows.filter(type=type_) if type_ else rows
        rows = rows.filter(year=year) if year else rows
        rows = rows.filter(source=source) if source else rows
        if state:
            rows = rows.filter(cancelled_at__isnull=state != "huy")
        if words := nfc(words).strip():
            rows = rows.filter(Q(number__icontains=words) | Q(used_for__icontains=words))
        return rows
