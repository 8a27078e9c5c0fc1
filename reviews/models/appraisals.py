"""Appraisal (thẩm định) of a submitted round by the directly managing committee, in two hands."""

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.sheets import Round
from reviews.querysets.appraisals import AppraisalQuerySet
from reviews.states import AppraisalOutcome


class Appraisal(models.Model):
    """The draft of the staff and the decision of the standing committee on one round."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="appraisal")
    proposed_outcome = models.CharField(max_length=12, choices=AppraisalOutcome, blank=True)
    remark = NFCTextField(blank=True)
    drafted_at = models.DateTimeField(default=localtime.now)
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_by_name = NFCCharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True, help_text="handed to the standing committee")
    outcome = models.CharField(max_length=12, choices=AppraisalOutcome, blank=True)
    reason = NFCTextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = NFCCharField(max_length=200, blank=True)
    decided_office = NFCCharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["supplement", "rereview"]) | ~Q(reason=""),
                name="returned_review_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="decision_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Thẩm định {self.round_id}"
