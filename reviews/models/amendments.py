"""What changed of a letter after it was issued: each change a document of its own (văn bản điều chỉnh)."""

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.deep_reviews import DeepReview, DeepReviewTarget
from reviews.querysets.amendments import AmendmentQuerySet
from reviews.states import AmendmentKind


class Amendment(models.Model):
    """One numbered, dated change of an issued letter, with its reason; frozen once `issued_at` stands.

    The rows that it adds or withdraws name it. Until it is sealed by `issued_at`, in the same transaction, the database
    lets it touch targets and topics of the issued letter; afterwards nothing does.
    """

    deep_review = models.ForeignKey(DeepReview, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=16, choices=AmendmentKind)
    number = NFCCharField(max_length=60)
    issued_on = models.DateField()
    issued_at = models.DateTimeField(null=True, blank=True)
    reason = NFCTextField()
    due_on = models.DateField(null=True, blank=True)
    targets = models.ManyToManyField(DeepReviewTarget, related_name="amendments", blank=True)
    signer_name = NFCCharField(max_length=200, blank=True)
    signer_post = NFCCharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=localtime.now)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = NFCCharField(max_length=200, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["deep_review_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(reason=""), name="amendment_has_number_and_reason"),
            models.CheckConstraint(
                condition=~Q(kind=AmendmentKind.RESCHEDULE) | Q(due_on__isnull=False),
                name="rescheduling_names_the_new_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}"
