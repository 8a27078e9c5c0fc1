"""Who read a personal review or a pledge: shown to its author on a page of its own."""

from django.db import models

from core import localtime
from core.fields import NFCCharField
from reviews.models.pledges import Pledge
from reviews.models.sheets import Review
from reviews.querysets.reads import PledgeReadQuerySet, ReviewReadQuerySet


class Read(models.Model):
    """That somebody read what another wrote: who, when, in which office."""

    at = models.DateTimeField(default=localtime.now)
    reader_id = models.BigIntegerField()
    reader_name = NFCCharField(max_length=200)
    reader_office = NFCCharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.at}"


class ReviewRead(Read):
    """One read of a personal review by another than its author."""

    class Part(models.TextChoices):
        FORM = "form", "Xem bản kiểm điểm"
        SEGMENT = "segment", "Xem phần thời gian giữ chức vụ"
        INDICATORS = "indicators", "Xem phần đối chiếu biểu hiện"
        DECISION = "decision", "Xem kết quả thẩm định"
        PRINT = "print", "In, tải bản in"
        ATTACHMENT = "attachment", "Tải tệp đính kèm"
        ENTRY = "entry", "Mở để nhập thay theo bản giấy"
        REMEDIATION = "remediation", "Xem kế hoạch khắc phục"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reads")
    part = models.CharField(max_length=12, choices=Part)

    objects = ReviewReadQuerySet.as_manager()

    class Meta(Read.Meta):
        indexes = [models.Index(fields=["review", "-at"], name="reads_of_review")]


class PledgeRead(Read):
    """One read of a pledge by secretary or head of the cell."""

    class Part(models.TextChoices):
        TEXT = "pledge", "Xem bản cam kết"
        PRINT = "pledge_print", "In, tải bản cam kết"

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="reads")
    part = models.CharField(max_length=12, choices=Part)

    objects = PledgeReadQuerySet.as_manager()

    class Meta(Read.Meta):
        indexes = [models.Index(fields=["pledge", "-at"], name="reads_of_pledge")]
