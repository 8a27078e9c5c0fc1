"""Hard tasks (việc khó) registered by a collective or a person; followed by Mặt trận and mass organisations."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from cadres.models import Cadre
from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.cycles import Cycle
from reviews.querysets.hard_tasks import HardTaskQuerySet, left_to_unit
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

    @property
    def is_left_to_unit(self) -> bool:
        """Whether it is a person's who cannot be waited for today (`querysets.hard_tasks.left_to_unit`)."""
        return HardTask.objects.filter(left_to_unit(localtime.today()), pk=self.pk).exists()


class HardTaskRemark(models.Model):
    """What Mặt trận or a mass organisation says of a hard task that it follows; to be answered by those who do it."""

    task = models.ForeignKey(HardTask, on_delete=models.PROTECT, related_name="remarks")
    text = NFCTextField()
    at = models.DateTimeField(default=localtime.now)
    by_id = models.BigIntegerField(null=True)
    by_name = NFCCharField(max_length=200)
    by_office = NFCCharField(max_length=300, blank=True)
    answer = NFCTextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["task_id", "at", "id"]
        indexes = [models.Index(fields=["task"], condition=Q(answered_at=None), name="remarks_to_answer")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="answered_remark_has_its_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
