"""The jobs that a review meeting gave in its conclusions, as rows of the round; each becomes an item of the plan."""

import uuid

from django.db import models
from django.db.models import Q

from cadres.models import Cadre
from core.fields import NFCCharField, NFCTextField
from reviews.models.sheets import Round


class MeetingTask(models.Model):
    """One job with its owner and deadline; frozen with its round. `origin` stays the same from round to round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="meeting_tasks")
    origin = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField()
    action = NFCTextField()
    owner_cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_text = NFCCharField(max_length=250, blank=True)
    due_on = models.DateField()
    measure = NFCTextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "origin"], name="meeting_task_is_once_in_a_round"),
            models.CheckConstraint(condition=~Q(action=""), name="meeting_task_says_what"),
        ]

    def __str__(self) -> str:
        return self.action[:80]
