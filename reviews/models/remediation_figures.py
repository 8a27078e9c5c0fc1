"""What the whole tree counts of remediation, kept for the page of its top committee."""

from django.db import models
from django.db.models import Q

from core import localtime


class KeptRemediationFigures(models.Model):
    """The one row: the figures of all remediation that the committee at the top sees as such, a minute old at most.

    Only trees that take long to be counted have it; whoever finds none, or an old one, counts anew.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField(help_text="the day that overdue was counted for")
    counted_at = models.DateTimeField(default=localtime.now)
    rows = models.JSONField(help_text="as `reports.remediation_counts.count` returns them")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_row_of_remediation_figures")]

    def __str__(self) -> str:
        return f"{self.counted_at:%H:%M:%S}"
