"""What a draft suggestion said, person after person: who changed what before it was issued."""

from django.db import models

from core import localtime
from core.fields import NFCCharField
from reviews.models.deep_reviews import DeepReview


class DraftVersion(models.Model):
    """The draft as one person left it, on one proposal of it; frozen with the letter when that is issued."""

    deep_review = models.ForeignKey(DeepReview, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    proposal = models.PositiveSmallIntegerField(help_text="how often the draft had been handed up by then")
    changed_at = models.DateTimeField(default=localtime.now)
    changed_by_id = models.BigIntegerField(null=True)
    changed_by_name = NFCCharField(max_length=200, blank=True)
    content = models.JSONField(help_text="its texts in order, each as [what names it, its label, its words]")

    class Meta:
        ordering = ["deep_review_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["deep_review", "number"], name="versions_of_a_draft_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.deep_review_id}: {self.number}"
