"""Hard tasks (việc khó) registered by a collective or a person; followed by Mặt trận and mass organisations."""

from django.db import models
from django.db.models.functions import MD5

from cadres.models import Cadre
from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.cycles import Cycle
from reviews.querysets.hard_tasks import HardTaskQuerySet
from units.models import Unit


class HardTask(models.Model):
    """The hardest job of the coming year, registered in a cycle."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="hard_tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="hard_tasks")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="hard_tasks", null=True, blank=True)
    text = NFCTextField()
    measure = NFCTextField(blank=True)
    due_on = models.DateField()
    registered_at = models.DateTimeField(default=localtime.now)
    registered_by_id = models.BigIntegerField(null=True)
    registered_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = HardTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                "cycle", "unit", "cadre", MD5("text"), nulls_distinct=False, name="hard_task_is_registered_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
