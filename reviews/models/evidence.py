"""Files that go with a report on an item: what shows that the work was done."""

from django.db import models

from core.models import StoredFile
from reviews.models.remediation import ProgressReport
from reviews.querysets.evidence import EvidenceFileQuerySet


class EvidenceFile(models.Model):
    """One file of one report, sent by who reported and when; like the report never changed or taken away (a trigger)."""

    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="evidence")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="evidence")

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        ordering = ["report_id", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "stored"], name="file_is_evidence_once_of_a_report")]

    def __str__(self) -> str:
        return f"{self.stored} @ {self.report_id}"
