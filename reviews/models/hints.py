"""Which hints for clearer writing were waved away: nobody is shown them, they only keep a hint from coming back."""

from django.db import models
from django.db.models import F, Value

from core.fields import NFCCharField
from core.rows import read_rows
from reviews.models.answers import Answer, Limitation, Remedy
from reviews.models.earlier_rounds import last_accepted_round
from reviews.models.sheets import Review, Round
from reviews.models.standing import of_submitted_round


class DismissedHint(models.Model):
    """One hint at one field of a round that its writers do not want to see again. It keeps no name and no time."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="dismissed_hints")
    field = models.CharField(max_length=80)
    hint = NFCCharField(max_length=80)

    class Meta:
        ordering = ["round_id", "field", "hint"]
        constraints = [models.UniqueConstraint(fields=["round", "field", "hint"], name="hint_is_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.field}: {self.hint}"


def dismissed_hints(round_id: int) -> set[tuple[str, str]]:
    """The hints waved away in a round, as (field, hint)."""
    return {(row.field, row.hint) for row in read_rows(DismissedHint, round_id=[round_id])}


def texts_of_last_cycle(review: Review) -> list[tuple[str, str]]:
    """What the last accepted review said, as (fault, subjective_cause, action or the key of a section; text); one query."""
    last = last_accepted_round(review)
    if last is None:
        return []
    return list(_texts_of(last.pk))


@of_submitted_round
def _texts_of(round_pk: int) -> tuple[tuple[str, str], ...]:
    cards = Limitation.objects.filter(round=round_pk).order_by()
    parts = [
        cards.values_list(Value(field), F(field)).exclude(**{field: ""}) for field in ("fault", "subjective_cause")
    ]
    remedies = Remedy.objects.filter(limitation__round=round_pk).exclude(action="").order_by()
    answers = Answer.objects.filter(round=round_pk, segment=None).exclude(text="").order_by()
    others = (remedies.values_list(Value("action"), F("action")), answers.values_list("section__key", "text"))
    return tuple(parts[0].union(parts[1], *others, all=True))
