"""Who has the form of a review open just now; kept for a minute or so, worth nothing after a crash."""

from django.db import models

from core import localtime
from core.fields import NFCCharField
from reviews.models.sheets import Review


class Presence(models.Model):
    """One writer at one form: in which section, seen when, and what that person stored there last.

    The table is unlogged: it is written every few seconds and needs to survive nothing.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="presences")
    user_id = models.BigIntegerField()
    name = NFCCharField(max_length=200)
    section_id = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(default=localtime.now)
    saved_at = models.DateTimeField(null=True)
    saved_section_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "user_id"], name="one_presence_per_person_and_form")]

    def __str__(self) -> str:
        return f"{self.name} at {self.review_id}"
