"""Opinions (góp ý) on a review, each with what became of it."""

import uuid

from django.db import models
from django.db.models import Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.sheets import Round
from reviews.querysets.opinions import OpinionQuerySet
from reviews.states import OpinionOutcome, OpinionSource


class Opinion(models.Model):
    """One opinion on a review: who gave it, what it says, how it was answered.

    It is written in a round and copied into the next one like everything else (`origin` stays the same), so that an
    answer that was submitted is frozen. Sections are named by `TemplateSection.key`, which outlives the version of the
    form.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="opinions")
    origin = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField()
    source_kind = models.CharField(max_length=12, choices=OpinionSource)
    source_name = NFCCharField(max_length=250)
    received_on = models.DateField()
    text = NFCTextField()
    group = NFCCharField(max_length=150, blank=True, help_text="nhóm nội dung, in the words of whoever sorts them")
    section_key = models.SlugField(max_length=60, blank=True, db_index=False, help_text="section it speaks of")
    outcome = models.CharField(max_length=10, choices=OpinionOutcome, default=OpinionOutcome.UNANSWERED)
    reply = NFCTextField(blank=True)
    changed_section_key = models.SlugField(
        max_length=60, blank=True, db_index=False, help_text="section changed because of it"
    )
    registered_at = models.DateTimeField(default=localtime.now)
    registered_by_id = models.BigIntegerField(null=True)
    registered_by_name = NFCCharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["round_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "origin"], name="opinion_is_once_in_a_round"),
            models.UniqueConstraint(fields=["round", "number"], name="opinion_number_is_unique_in_its_round"),
            models.CheckConstraint(
                condition=~Q(outcome=OpinionOutcome.EXPLAINED) | ~Q(reply=""), name="explained_opinion_has_a_reply"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=OpinionOutcome.ACCEPTED) | ~Q(reply="") | ~Q(changed_section_key=""),
                name="accepted_opinion_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"Góp ý {self.number}"

    @property
    def is_answered(self) -> bool:
        """Whether it was accepted or explained."""
        return self.outcome != OpinionOutcome.UNANSWERED
