"""Who read a personal review: shown to its author on a page of its own."""

from django.db import models

from core import localtime
from core.fields import NFCCharField
from reviews.models.sheets import Review
from reviews.querysets.reads import ReviewReadQuerySet


class ReviewRead(models.Model):
    """One read of a personal review by another than its author."""

    class Part(models.TextChoices):
        FORM = "form", "Xem bản kiểm điểm"
        SEGMENT = "segment", "Xem phần thời gian giữ chức vụ"
        INDICATORS = "indicators", "Xem phần đối chiếu biểu hiện"
        PRINT = "print", "In, tải bản in"
        ATTACHMENT = "attachment", "Tải tệp đính kèm"
        ENTRY = "entry", "Mở để nhập thay theo bản giấy"
        REMEDIATION = "remediation", "Xem kế hoạch khắc phục"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reads")
    part = models.CharField(max_length=12, choices=Part)
    at = models.DateTimeField(default=localtime.now)
    reader_id = models.BigIntegerField()
    reader_name = NFCCharField(max_length=200)
    reader_office = NFCCharField(max_length=300, blank=True)

    objects = ReviewReadQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["review", "-at"], name="reads_of_review")]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.part} {self.at}"
