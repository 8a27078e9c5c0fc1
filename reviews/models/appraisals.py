"""Appraisal (thẩm định) of a submitted round by the directly managing committee, in two hands."""

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.deep_reviews import DeepReviewTopic
from reviews.models.sheets import Round
from reviews.models.templates import TemplateSection
from reviews.querysets.appraisals import AppraisalQuerySet
from reviews.states import AppraisalOutcome, AppraisalState, Mark


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
        indexes = [
            models.Index(fields=["drafted_by_id", "decided_at"], name="appraisals_drafted"),
            models.Index(fields=["decided_by_id", "decided_at"], name="appraisals_decided"),
        ]
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

    @property
    def state(self) -> AppraisalState:
        """How far it has come."""
        if self.decided_at is not None:
            return AppraisalState.DECIDED
        return AppraisalState.DRAFT if self.proposed_at is None else AppraisalState.PROPOSED


class AppraisalMark(models.Model):
    """What the appraisal says of one section, or of the answer to one suggested topic."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="marks")
    section = models.ForeignKey(TemplateSection, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    topic = models.ForeignKey(DeepReviewTopic, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    mark = models.CharField(max_length=12, choices=Mark)
    remark = NFCTextField(blank=True)

    class Meta:
        ordering = ["appraisal_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(section=None) ^ Q(topic=None), name="mark_is_for_one_thing"),
            models.UniqueConstraint(
                fields=["appraisal", "section", "topic"], nulls_distinct=False, name="one_mark_for_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id}: {self.mark}"
