"""Rows that know no domain word: the audit trail, the background jobs, files that people send, days off."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from core import localtime
from core.fields import DateRangeOf, NFCCharField, NFCTextField


class AuditEntry(models.Model):
    """One act of one person (or of a named routine) on one object; a database trigger bars changing or deleting it."""

    at = models.DateTimeField(default=localtime.now)
    user_id = models.BigIntegerField(null=True)
    actor_name = NFCCharField(max_length=200)
    office = NFCCharField(max_length=300, blank=True)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id", "at"], name="audit_of_target"),
            models.Index(fields=["user_id", "at"], name="audit_of_user"),
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.target_type} {self.target_id}"


class JobState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    FAILED = "failed", "Không thành"
    CANCELLED = "cancelled", "Đã huỷ"


OPEN_JOB_STATES = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """A background run: what, for whom, how far; the truth about it, whatever the broker says."""

    kind = models.CharField(max_length=60)
    title = NFCCharField(max_length=300)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    requested_by_id = models.BigIntegerField(null=True)
    requested_by_name = NFCCharField(max_length=200)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.QUEUED)
    steps_done = models.PositiveIntegerField(default=0)
    steps_all = models.PositiveIntegerField(default=0)
    step_label = NFCCharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=localtime.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = NFCTextField(blank=True)
    once_key = models.CharField(max_length=120, blank=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    file = models.FileField(upload_to="jobs/%Y/%m/", blank=True)
    file_name = NFCCharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    data_version = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["requested_by_id", "-created_at"], name="jobs_of_requester"),
            models.Index(
                fields=["state", "lease_until"], condition=Q(state__in=["queued", "running"]), name="open_jobs"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["once_key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(once_key=""),
                name="one_open_job_for_a_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs, that is, whether a page should go on asking."""
        return self.state in OPEN_JOB_STATES


class StoredFile(models.Model):
    """A file that somebody sent, judged by its content and kept outside the web root under a name drawn by lot.

    It is never changed. Who may have it, the row that names it decides: a file has no address of its own.
    """

    file = models.FileField(max_length=120, unique=True)
    name = NFCCharField(max_length=160, help_text="as it was called by who sent it, with the ending of its true kind")
    kind = models.CharField(max_length=8, help_text="what its content is: a key of core.file_kinds.KINDS")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=localtime.now)
    stored_by_id = models.BigIntegerField(null=True)
    stored_by_name = NFCCharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty")]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"


class OfficeYear(models.Model):
    """A year whose days off an administrator has changed: its rows count, and not those of the file any more."""

    year = models.PositiveSmallIntegerField(unique=True)
    version = models.PositiveIntegerField(default=0, help_text="counts every change of a day of the year")

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class OfficeDay(models.Model):
    """A holiday, or days that are worked to make up for one; both ends included, in the year of the first."""

    class Kind(models.TextChoices):
        OFF = "off", "Ngày nghỉ"
        WORKED = "worked", "Ngày làm bù"

    year = models.ForeignKey(OfficeYear, on_delete=models.CASCADE, related_name="days")
    kind = models.CharField(max_length=6, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    name = NFCCharField(max_length=120)
    basis = NFCCharField(max_length=300, help_text="the notice that sets it, or why none is known")
    is_verified = models.BooleanField(default=False, help_text="whether the notice itself was read")

    class Meta:
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="office_day_ends_after_it_begins"),
            ExclusionConstraint(
                name="office_days_do_not_overlap",
                expressions=[
                    (DateRangeOf("first", "last", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first:%Y-%m-%d}"
