"""What belongs to an item while it is worked on: its sub-steps, its readings over time, its extensions."""

from django.db import models
from django.db.models import F, Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.remediation import ProgressReport, RemediationItem
from reviews.querysets.remediation import ReadingQuerySet
from reviews.states import ExtensionOutcome


class Milestone(models.Model):
    """A sub-step of an item, with its day; done or not."""

    item = models.ForeignKey(RemediationItem, on_delete=models.CASCADE, related_name="milestones")
    text = NFCTextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["item_id", "due_on", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class Reading(models.Model):
    """The figure that an item had reached on a day, in the unit of measure that the item had then.

    Written once; a wrong one is corrected by a later row that names it, and counts no more. Of an item that is only done
    or not, 1 says that it is.
    """

    item = models.ForeignKey(RemediationItem, on_delete=models.CASCADE, related_name="readings")
    report = models.OneToOneField(
        ProgressReport, on_delete=models.PROTECT, related_name="measured", null=True, blank=True
    )
    read_on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=3)
    measure_unit = NFCCharField(max_length=40, blank=True)
    note = NFCTextField(blank=True, help_text="why the earlier reading was wrong")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    at = models.DateTimeField(default=localtime.now)
    by_id = models.BigIntegerField(null=True)
    by_name = NFCCharField(max_length=200)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["item_id", "read_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(note=""), name="correction_says_why"),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="reading_corrects_another"),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.measure_unit} ({self.read_on})"


class Extension(models.Model):
    """A later deadline that the owner's side asked for, and what the managing committee decided; never deleted."""

    item = models.ForeignKey(RemediationItem, on_delete=models.CASCADE, related_name="asked_extensions")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = NFCTextField()
    asked_at = models.DateTimeField(default=localtime.now)
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = NFCCharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=ExtensionOutcome, default=ExtensionOutcome.WAITING)
    answer = NFCTextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = NFCCharField(max_length=200, blank=True)

    class Meta:
        ordering = ["item_id", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(outcome=ExtensionOutcome.WAITING), name="one_extension_waits_at_a_time"
            ),
            models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_leads_to_a_later_day"),
            models.CheckConstraint(
                condition=Q(outcome=ExtensionOutcome.WAITING) | Q(decided_at__isnull=False),
                name="decided_extension_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.old_due_on} -> {self.new_due_on}"
