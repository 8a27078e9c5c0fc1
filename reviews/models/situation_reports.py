"""Issued reports on the situation of a cycle: the numbers of the dashboard as they were that day."""

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField
from reviews.models.cycles import Cycle
from reviews.querysets.situation_reports import SituationReportQuerySet
from units.models import Unit


class SituationReport(models.Model):
    """What a committee reported of a cycle, with number, date and signer as the clerk gave them.

    Written once; a trigger refuses every change. `rows` are the counts of `reports.dashboard.ChainRows` as the committee
    saw them at `counted_at`, with the names that levels, khối and fields had.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="situation_reports")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = NFCCharField(max_length=60, help_text="số, ký hiệu typed at issue")
    issued_on = models.DateField()
    signer_post = NFCCharField(max_length=200)
    signer_name = NFCCharField(max_length=200)
    rows = models.JSONField()
    counted_at = models.DateTimeField(default=localtime.now)
    issued_by_id = models.BigIntegerField(null=True)
    issued_by_name = NFCCharField(max_length=200, blank=True)

    objects = SituationReportQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(signer_post="") & ~Q(signer_name=""),
                name="situation_report_has_number_and_signer",
            )
        ]

    def __str__(self) -> str:
        return f"Báo cáo số {self.number}"
