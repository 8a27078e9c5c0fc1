"""What places and units had said of a round, kept on it when they say something else of the next one."""

from django.db import models

from core.fields import NFCCharField, NFCTextField
from reviews.models.sheets import ReviewPlace, Round, Segment


class PlaceRemark(models.Model):
    """What a place had said when the round after this one was opened; what it says since stands in its `ReviewPlace`.

    Written by `open_next_round` alone; a trigger refuses every change.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="place_remarks")
    place = models.ForeignKey(ReviewPlace, on_delete=models.CASCADE, related_name="earlier_remarks")
    remark = NFCTextField()
    remarked_by_id = models.BigIntegerField(null=True)
    remarked_by_name = NFCCharField(max_length=200, blank=True)
    remarked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="place_has_one_remark_on_a_round")]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.round_id}"


class SegmentRemark(models.Model):
    """What a unit had said of a post held there when the round after this one was opened; kept like a `PlaceRemark`."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="segment_remarks")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="earlier_remarks")
    remark = NFCTextField()
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_by_name = NFCCharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "segment"], name="segment_has_one_remark_on_a_round")]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.round_id}"
