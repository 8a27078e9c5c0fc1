"""Which hints for clearer writing were waved away: nobody is shown them, they only keep a hint from coming back."""

from django.db import models

from core.fields import NFCCharField
from reviews.models.sheets import Round


class DismissedHint(models.Model):
    """One hint at one field of a round that its writers do not want to see again. It keeps no name and no time."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="dismissed_hints")
    field = models.CharField(max_length=80)
    hint = NFCCharField(max_length=80)

    class Meta:
        ordering = ["round", "field", "hint"]
        constraints = [models.UniqueConstraint(fields=["round", "field", "hint"], name="hint_is_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.field}: {self.hint}"
