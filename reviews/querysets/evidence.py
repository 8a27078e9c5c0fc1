"""Which evidence a person may have; `rules.evidence.may_download` says the same about one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q

from cadres.roles import Actor

if TYPE_CHECKING:
    from reviews.models import EvidenceFile  # noqa: F401  types only


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, actor: Actor) -> EvidenceFileQuerySet:
        """Files of the items the person may see; of a followed hard task those of the reports marked public."""
        items = apps.get_model("reviews", "RemediationItem")._default_manager.visible_to(actor).order_by()
        tasks = apps.get_model("reviews", "HardTask")._default_manager.visible_to(actor).order_by()
        public = Q(report__is_public=True, report__item__hard_task__in=tasks.values("pk"))
        return self.filter(Q(report__item__in=items.values("pk")) | public)
