"""The register of numbers: which number of which year an issuer's paper bears."""

from django.db import models
from django.db.models import Q

from core.fields import NFCCharField
from units.models import Unit


class PaperNumber(models.Model):
    """A number that a paper issued here bears: letter, change of a letter, order, notice. Used once by an issuer in a year.

    `key` is the number as it is compared: without case, spaces and leading zeros, with the symbol that the paper prints.
    """

    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    number = NFCCharField(max_length=60, help_text="as it was typed")
    issued_on = models.DateField()
    used_for = NFCCharField(max_length=500, help_text="the paper in words: “văn bản gửi …”")

    class Meta:
        ordering = ["issuer_id", "-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "key"], name="number_is_used_once_in_a_year"),
            models.CheckConstraint(
                condition=~Q(key="") & Q(issued_on__year=models.F("year")), name="number_stands_in_its_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.year})"
