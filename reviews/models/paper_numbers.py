"""The register of numbers: which number of which year an issuer's paper bears, and who keeps that register."""

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.querysets.paper_numbers import PaperNumberQuerySet
from reviews.states import NumberSource
from units.models import Unit


class PaperNumber(models.Model):
    """A number that a paper of this issuer bears. Used once by an issuer in a year; only its cancelling may follow.

    Where the register is kept here, a term that begins within a year begins its numbers anew: `term_from` is its first day.

    `key` is the number as it is compared: without case, spaces and leading zeros, with the symbol that the paper prints;
    `type` and `serial` are read from it: `BC` and 15 of `15-BC/TU`.
    """

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    term_from = models.DateField(null=True)
    key = models.CharField(max_length=200)
    type = models.CharField(max_length=40, blank=True)
    serial = models.PositiveIntegerField(null=True)
    number = NFCCharField(max_length=60, help_text="as it was typed")
    issued_on = models.DateField()
    used_for = NFCCharField(max_length=500, help_text="the paper in words: “văn bản gửi …”")
    source = models.CharField(max_length=8, choices=NumberSource, default=NumberSource.ACT)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by_name = NFCCharField(max_length=200, blank=True)
    cancelled_reason = NFCTextField(blank=True)

    objects = PaperNumberQuerySet.as_manager()

    class Meta:
        ordering = ["issuer_id", "-issued_on", "-id"]
        indexes = [models.Index(fields=["issuer", "type", "-serial"], name="next_number_of_a_type")]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "year", "term_from", "key"],
                nulls_distinct=False,
                name="number_is_used_once_in_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(key="") & Q(issued_on__year=models.F("year")), name="number_stands_in_its_year"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""), name="cancelled_number_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.year})"


class NumberBook(models.Model):
    """Whether an office lets this application keep its register (sổ văn bản đi); without a row the clerk keeps it elsewhere.

    Where it is kept here, numbers of a type run on from `counts_from`, the first day of the term, and none is used twice.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="number_book")
    is_kept_here = models.BooleanField(default=False)
    counts_from = models.DateField()
    changed_at = models.DateTimeField(default=localtime.now)
    changed_by_name = NFCCharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"register of {self.unit_id}"
