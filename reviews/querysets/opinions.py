"""Which opinions a person may find, and those that a filter asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.db.models import Count, Q

from cadres.roles import Actor
from reviews.querysets.sheets import concerns, visible
from reviews.states import OpinionOutcome

if TYPE_CHECKING:
    from reviews.models import Opinion, Review, Round  # noqa: F401  types only


class OpinionTally(NamedTuple):
    """How many opinions there are, and how many wait for an answer."""

    total: int = 0
    unanswered: int = 0


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, actor: Actor) -> OpinionQuerySet:
        """Like the text of the review: on its own side always, for those above once the round was submitted."""
        above = visible(actor, "round__review__") & Q(round__submitted_at__isnull=False)
        return self.filter(concerns(actor, "round__review__") | above)

    def unanswered(self) -> OpinionQuerySet:
        """Neither accepted nor explained."""
        return self.filter(outcome=OpinionOutcome.UNANSWERED)

    def chosen(
        self, *, outcome: str = "", source_kind: str = "", group: str = "", section_key: str = "", words: str = ""
    ) -> OpinionQuerySet:
        """The opinions that pass every given filter; a section counts where it is spoken of and where it was changed."""
        wanted = {"outcome": outcome, "source_kind": source_kind, "group": group}
        opinions = self.filter(**{name: value for name, value in wanted.items() if value})
        if section_key:
            opinions = opinions.filter(Q(section_key=section_key) | Q(changed_section_key=section_key))
        for word in words.split():
            told = Q(text__icontains=word) | Q(source_name__icontains=word) | Q(reply__icontains=word)
            opinions = opinions.filter(told)
        return opinions

    def groups(self) -> list[str]:
        """The groups in use, by name."""
        used = self.exclude(group="").order_by("group").values_list("group", flat=True)
        return list(used.distinct())

    def tally(self) -> OpinionTally:
        """How many there are, and how many wait for an answer."""
        unanswered = Count("pk", filter=Q(outcome=OpinionOutcome.UNANSWERED))
        return OpinionTally(**self.aggregate(total=Count("pk"), unanswered=unanswered))
