"""Which reminder rules hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from reviews.models import ReminderRule  # noqa: F401  types only


class ReminderRuleQuerySet(models.QuerySet["ReminderRule"]):
    def in_force(self) -> ReminderRuleQuerySet:
        """Those that were not switched off."""
        return self.filter(is_active=True)
