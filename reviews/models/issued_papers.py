"""Issued papers: what left the house, byte for byte, with the code by which anybody can ask whether it is the one."""

from django.db import models
from django.db.models import F, Q

from core import localtime
from core.fields import NFCCharField
from reviews.models.paper_numbers import PaperNumber
from units.models import Unit


class IssuedPaper(models.Model):
    """One paper as it was issued; written once, a trigger refuses every change, and its file is never swept.

    What becomes of it later stands elsewhere: a cancelled number cancels it, and the paper that replaces it names it.
    """

    code = models.CharField(max_length=16, unique=True, help_text="drawn by lot; printed on every page")
    entry = models.ForeignKey(PaperNumber, on_delete=models.PROTECT, related_name="papers")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="code of the kind of report")
    about = models.BigIntegerField()
    occasion = models.CharField(
        max_length=20,
        blank=True,
        default="",
        help_text="which meeting it is for; a later paper replaces one of the same",
    )
    params = models.JSONField(default=dict, help_text="the options it was printed with")
    title = NFCCharField(max_length=300)
    number = NFCCharField(max_length=80, help_text="as printed: 05-BC/ĐU")
    issued_on = models.DateField()
    file = models.FileField(max_length=120, unique=True)
    file_name = NFCCharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data_version = NFCCharField(max_length=100)
    layout = models.CharField(max_length=40)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    issued_at = models.DateTimeField(default=localtime.now)
    issued_by_id = models.BigIntegerField(null=True)
    issued_by_name = NFCCharField(max_length=200)
    issued_office = NFCCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "about", "occasion"],
                condition=Q(supersedes=None),
                name="later_paper_names_the_one_before",
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="paper_does_not_replace_itself"),
            models.CheckConstraint(condition=Q(size__gt=0) & ~Q(code=""), name="issued_paper_has_content_and_code"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"
