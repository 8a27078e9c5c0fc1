"""What a field of a form said before it was changed, and what a card held that was taken out, kept while it is written."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.sheets import Review


class SavedText(models.Model):
    """One field as it stood before somebody wrote on (`actions/saved_texts.py` says how often), or a whole card that was
    taken out (`contents`; no `field`); never changed afterwards.

    `kind` and `key` are the name of its row in the form; what was chosen, a day or a number stands in `text` as
    `rules.writing.canonical` writes it. Answers to indicators are never among them. Gone with the acceptance: it is a help
    for writers, the rounds that were submitted are the record.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="saved_texts")
    round_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    field = models.CharField(max_length=24, blank=True)
    text = NFCTextField(blank=True)
    contents = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    written_by_name = NFCCharField(max_length=200, blank=True, help_text="who had written last in the row")
    written_at = models.DateTimeField(null=True)
    replaced_by_id = models.BigIntegerField(null=True)
    replaced_by_name = NFCCharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(default=localtime.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["review", "round_number", "-id"], name="saved_texts_of_a_form")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_removal(self) -> bool:
        """Whether it is a whole card or row that was taken out."""
        return self.contents is not None

    @property
    def card(self) -> str:
        """Of a remedy that was taken out: the card it stood in, as pages call it; "-" for everything else."""
        return str((self.contents or {}).get("card") or "-")
