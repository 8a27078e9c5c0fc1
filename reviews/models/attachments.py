"""Files attached to a round of a review: papers that go with its text, and the signed paper it was typed from."""

from django.db import models

from core import localtime
from core.fields import NFCCharField
from core.models import StoredFile
from core.rows import follow, read_rows
from reviews.models.sheets import Round
from reviews.querysets.attachments import AttachmentQuerySet


class Attachment(models.Model):
    """One file of one round; frozen with it. The next round names the same stored file again.

    A signed paper shows everything that the person wrote by hand, answers to indicators too: its readers are those of
    the indicators, not those of the text.
    """

    class Kind(models.TextChoices):
        ENCLOSURE = "enclosure", "Tài liệu kèm theo"
        SIGNED_PAPER = "signed_paper", "Bản giấy có chữ ký"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="attachments")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ENCLOSURE)
    note = NFCCharField(max_length=200, blank=True)
    attached_at = models.DateTimeField(default=localtime.now)
    attached_by_id = models.BigIntegerField(null=True)
    attached_by_name = NFCCharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["round_id", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "stored"], name="file_is_attached_once_to_a_round")]

    def __str__(self) -> str:
        return f"{self.stored} @ {self.round_id}"


def files_of_writers(round_: Round) -> list[Attachment]:
    """The standing files of an open round in the order in which they came: whoever writes it may have them all."""
    standing = [file for file in read_rows(Attachment, round_id=[round_.pk], order=("id",)) if not file.withdrawn_at]
    follow(standing, "stored")
    return standing
