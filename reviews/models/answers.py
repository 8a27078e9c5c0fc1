"""What is written in a round: section texts, limitations with their remedies, commitments, explanations, indicators.

`origin` stays the same when a round is copied into the next one, so that rounds can be compared and followed.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cadres.models import Cadre
from cadres.roles import Position
from core.fields import NFCCharField, NFCTextField
from reviews.models.sheets import Round, Segment
from reviews.models.templates import TemplateSection
from reviews.models.unread import WrittenBy
from reviews.states import Share, Stance
from units.models import Unit


class Answer(WrittenBy):
    """The text (and degree or score) of one section, or of one section for one segment."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    section = models.ForeignKey(TemplateSection, on_delete=models.PROTECT, related_name="answers")
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="answers", null=True, blank=True)
    text = NFCTextField(blank=True)
    choice = models.SlugField(max_length=40, blank=True, help_text="code of a degree or rating level of the profile")
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["round_id", "section__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "section", "segment"], nulls_distinct=False, name="section_is_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.section_id}"


class Limitation(WrittenBy):
    """A shortcoming with the four requirements: what, whose responsibility, which causes, which remedies."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="limitations")
    origin = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField()
    field = models.ForeignKey(
        "reviews.Field", on_delete=models.PROTECT, related_name="limitations", null=True, blank=True
    )
    fault = NFCTextField(blank=True)
    responsible_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    responsible_text = NFCTextField(blank=True, help_text="organisation or share of responsibility in words")
    objective_cause = NFCTextField(blank=True)
    subjective_cause = NFCTextField(blank=True)

    class Meta:
        ordering = ["round_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "origin"], name="limitation_is_once_in_a_round")]

    def __str__(self) -> str:
        return self.fault[:80]


class Commitment(WrittenBy):
    """A việc cam kết of one of the kinds of the profile."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="commitments")
    origin = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField()
    kind = models.SlugField(max_length=40, blank=True)
    text = NFCTextField(blank=True)
    owner = NFCCharField(max_length=250, blank=True)
    due_on = models.DateField(null=True, blank=True)
    measure = NFCTextField(blank=True)

    class Meta:
        ordering = ["round_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "origin"], name="commitment_is_once_in_a_round")]

    def __str__(self) -> str:
        return self.text[:80]


class Explanation(WrittenBy):
    """The answer to one suggested topic (giải trình)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="explanations")
    topic = models.ForeignKey("reviews.DeepReviewTopic", on_delete=models.PROTECT, related_name="explanations")
    stance = models.CharField(max_length=10, choices=Stance, blank=True)
    fault = NFCTextField(blank=True, help_text="the fault admitted, or the evidence against it")
    responsible_text = NFCTextField(blank=True)
    objective_cause = NFCTextField(blank=True)
    subjective_cause = NFCTextField(blank=True)
    lessons = NFCTextField(blank=True)

    class Meta:
        ordering = ["round_id", "topic__order", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "topic"], name="topic_is_explained_once")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.topic_id}"


class ResponsiblePerson(models.Model):
    """A person responsible for a limitation or in an explained topic, with the position held.

    In an explained topic the share says how far; a person not in charge of it has a row that says so.
    """

    limitation = models.ForeignKey(Limitation, on_delete=models.CASCADE, related_name="persons", null=True, blank=True)
    explanation = models.ForeignKey(
        Explanation, on_delete=models.CASCADE, related_name="persons", null=True, blank=True
    )
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="responsibilities")
    position = models.CharField(max_length=8, choices=Position)
    post_name = NFCCharField(max_length=250, blank=True)
    share = models.CharField(max_length=8, choices=Share, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(limitation=None) ^ Q(explanation=None), name="responsibility_is_for_one_thing"
            ),
            models.CheckConstraint(condition=Q(share="") | Q(limitation=None), name="shares_are_of_explained_topics"),
            models.UniqueConstraint(
                fields=["limitation", "explanation", "cadre"], nulls_distinct=False, name="person_is_responsible_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id} ({self.position})"

    @property
    def is_responsible(self) -> bool:
        """Whether the person answers for the matter; false only where it was said that they are not in charge."""
        return self.share != Share.NONE


class Remedy(WrittenBy):
    """What will be done about a limitation or an explained topic: action, owner, deadline, measure."""

    limitation = models.ForeignKey(Limitation, on_delete=models.CASCADE, related_name="remedies", null=True, blank=True)
    explanation = models.ForeignKey(
        Explanation, on_delete=models.CASCADE, related_name="remedies", null=True, blank=True
    )
    origin = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField()
    action = NFCTextField(blank=True)
    owner_cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_text = NFCCharField(max_length=250, blank=True)
    due_on = models.DateField(null=True, blank=True)
    measure = NFCTextField(blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(limitation=None) ^ Q(explanation=None), name="remedy_is_for_one_thing"),
            models.UniqueConstraint(
                fields=["limitation", "explanation", "origin"], nulls_distinct=False, name="remedy_is_once_in_its_card"
            ),
        ]

    def __str__(self) -> str:
        return self.action[:80]


class IndicatorSheet(models.Model):
    """The answers to a catalogue in one round: one small number per item (see IndicatorAnswer), by item position.

    `group_acts` holds the numbers of the groups answered "không có" in one act. Sensitive: read only through
    `rules.indicators.may_read_indicators`.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="indicators")
    answers = ArrayField(models.SmallIntegerField())
    group_acts = ArrayField(models.SmallIntegerField(), default=list)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__contained_by=[0, 1, 2, 3]), name="indicator_answers_are_known_values"
            )
        ]

    def __str__(self) -> str:
        return f"indicators of round {self.round_id}"


class IndicatorNote(WrittenBy):
    """The note beside a "có"; as sensitive as the answer itself."""

    sheet = models.ForeignKey(IndicatorSheet, on_delete=models.CASCADE, related_name="notes")
    position = models.PositiveSmallIntegerField()
    text = NFCTextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["sheet", "position"], name="indicator_has_one_note")]

    def __str__(self) -> str:
        return f"note {self.position}"
