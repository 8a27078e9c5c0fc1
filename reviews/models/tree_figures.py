"""What the whole tree counts, kept for the dashboard of the committee at its top."""

from django.db import models

from core import localtime
from reviews.models.cycles import Cycle


class TreeFigures(models.Model):
    """The rows of the dashboard's tables in one cycle, as the worker counted them a minute ago at most.

    They hold what that committee sees as a committee, nothing that a single person sees besides. Only trees that take
    long to be counted have them; whoever finds none, or old ones, counts anew.
    """

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="tree_figures")
    day = models.DateField(help_text="the day that overdue was counted for")
    counted_at = models.DateTimeField(default=localtime.now)
    rows = models.JSONField(help_text="table → its rows: counts by level and bloc")

    def __str__(self) -> str:
        return f"{self.cycle}: {self.counted_at:%H:%M:%S}"
