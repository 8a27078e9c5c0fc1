"""Which attached files a person may have; `rules.attachments.may_download` says the same about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.roles import Actor, Role
from reviews.querysets.sheets import concerns, visible

if TYPE_CHECKING:
    from reviews.models import Attachment, Round  # noqa: F401  types only

_SIGNED_PAPER = "signed_paper"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, actor: Actor) -> AttachmentQuerySet:
        """Files of the rounds whose text the person reads; signed papers within the circle of the indicators alone.

        What the writers withdrew before they submitted, nobody above them gets.
        """
        review = "round__review__"
        own_side = concerns(actor, review)
        submitted = Q(round__submitted_at__isnull=False, withdrawn_at=None)
        managing = Q(**{f"{review}managing_unit_id__in": actor.unit_ids(Role.STAFF, Role.STANDING)})
        above = submitted & visible(actor, review) & (managing | ~Q(kind=_SIGNED_PAPER))
        return self.filter(own_side | above)

    def of_round(self, round_: Round, actor: Actor) -> AttachmentQuerySet:
        """The standing files of one round that the person may have, in the order in which they came."""
        return self.visible_to(actor).standing().filter(round=round_).select_related("stored").order_by("pk")

    def standing(self) -> AttachmentQuerySet:
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)
