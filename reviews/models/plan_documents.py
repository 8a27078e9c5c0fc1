"""The approved plan as a document, and the numbered amendments that alone change it afterwards."""

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.remediation import RemediationItem, RemediationPlan
from units.models import Unit


class PlanDocument(models.Model):
    """The plan as it was approved (`sequence` 0) or one amendment of it, with number, date and signer; written once.

    `rows` are the items as they then stood, as the paper prints them; `changes` what an amendment changed since the document
    before: of each item every fact as it was and as it is (`plan_rows.changed_rows`).
    """

    plan = models.ForeignKey(RemediationPlan, on_delete=models.PROTECT, related_name="documents")
    sequence = models.PositiveSmallIntegerField()
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = NFCCharField(max_length=60, help_text="số, ký hiệu typed at issue")
    issued_on = models.DateField()
    signer_post = NFCCharField(max_length=200)
    signer_name = NFCCharField(max_length=200)
    reason = NFCTextField(blank=True)
    rows = models.JSONField()
    changes = models.JSONField(default=list)
    approved_at = models.DateTimeField(default=localtime.now)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = NFCCharField(max_length=200)
    approved_office = NFCCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["plan_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "sequence"], name="plan_is_approved_and_amended_in_order"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(signer_post="") & ~Q(signer_name=""),
                name="plan_document_has_number_and_signer",
            ),
            models.CheckConstraint(condition=Q(sequence=0) | ~Q(reason=""), name="amendment_of_a_plan_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Kế hoạch số {self.number}" if self.sequence == 0 else f"Điều chỉnh lần {self.sequence}"


class PlanChange(models.Model):
    """What is to change in an approved plan, until an amendment says so; without an item: one more."""

    plan = models.ForeignKey(RemediationPlan, on_delete=models.CASCADE, related_name="changes")
    item = models.ForeignKey(
        RemediationItem, on_delete=models.CASCADE, related_name="planned_changes", null=True, blank=True
    )
    facts = models.JSONField()
    proposed_at = models.DateTimeField(default=localtime.now)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = NFCCharField(max_length=200)

    class Meta:
        ordering = ["plan_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(item__isnull=False), name="one_change_of_an_item_waits"
            )
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of plan {self.plan_id}"
