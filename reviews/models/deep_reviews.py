"""Suggestions for deep review (gợi ý kiểm điểm sâu): a numbered, dated, signed document with topics and targets."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.cycles import Cycle
from reviews.models.sheets import Review
from reviews.querysets.deep_reviews import DeepReviewQuerySet, DeepReviewTargetQuerySet
from reviews.querysets.topics import DeepReviewTopicQuerySet
from reviews.states import DeepReviewState, Ground
from units.models import Unit


class Field(models.Model):
    """A field of work (lĩnh vực), as data: đất đai, trật tự xây dựng, đầu tư công…"""

    code = models.SlugField(max_length=40, unique=True)
    name = NFCCharField(max_length=150)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class DeepReview(models.Model):
    """One suggestion document of a managing committee to collectives and persons it manages."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="deep_reviews")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deep_reviews_issued")
    prompted_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="cascade",
        null=True,
        blank=True,
        help_text="the letter of the superior to this committee, which it passes on; empty: on its own",
    )
    title = NFCCharField(max_length=300)
    introduction = NFCTextField(blank=True, help_text="assessment of the situation, printed before the topics")
    grounds = ArrayField(models.CharField(max_length=16, choices=Ground), default=list)
    grounds_text = NFCTextField(blank=True, help_text="source documents: number, date, issuer")
    due_on = models.DateField(null=True, blank=True)
    working_group = models.ForeignKey(
        "WorkingGroup",
        on_delete=models.PROTECT,
        related_name="letters",
        null=True,
        blank=True,
        help_text="sent to the conferences of those suggested; given their units when the letter is issued",
    )
    working_group_words = NFCCharField(max_length=400, blank=True, help_text="the group as the issued letter names it")
    state = models.CharField(max_length=10, choices=DeepReviewState, default=DeepReviewState.DRAFT)
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_by_name = NFCCharField(max_length=200, blank=True)
    drafted_by_cadre_id = models.BigIntegerField(null=True)
    hand_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="accounts that changed the draft: none approves it",
    )
    created_at = models.DateTimeField(default=localtime.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposal = models.PositiveSmallIntegerField(default=0, help_text="how often the draft was handed up")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = NFCCharField(max_length=200, blank=True)
    return_reason = NFCTextField(blank=True)
    number = NFCCharField(max_length=60, blank=True, help_text="số, ký hiệu typed at issue")
    issued_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    signer_name = NFCCharField(max_length=200, blank=True)
    signer_post = NFCCharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = NFCTextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DeepReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DeepReviewState.ISSUED) | (~Q(number="") & Q(issued_on__isnull=False)),
                name="issued_suggestion_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(issued_on=None) | Q(due_on__gte=F("issued_on")),
                name="suggestion_is_due_after_it_is_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeepReviewState.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="withdrawn_suggestion_has_its_reason_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def group_in_words(self) -> str:
        """The working group with its decision, as on the day of issue; of a draft as it is called today; empty without."""
        return self.working_group_words or (self.working_group.in_words if self.working_group else "")


def _amendment(related_name: str, help_text: str = "") -> models.ForeignKey[Any, Any]:
    """The change after the issue (`reviews.models.amendments`) that did something to the row."""
    return models.ForeignKey(
        "Amendment", on_delete=models.PROTECT, related_name=related_name, null=True, blank=True, help_text=help_text
    )


class DeepReviewTarget(models.Model):
    """A collective or a person to whom the suggestion goes, by the review that has to answer it."""

    deep_review = models.ForeignKey(DeepReview, on_delete=models.CASCADE, related_name="targets")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="suggestions")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by_name = NFCCharField(max_length=200, blank=True)
    received_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when the letter was acknowledged first; a later change asks for its own receipt",
    )
    received_for_person = models.BooleanField(
        default=False, help_text="a secretary or head confirmed the receipt in the person's place"
    )
    person_told_at = models.DateTimeField(null=True, blank=True, help_text="when the person said to know of that")
    due_on = models.DateField(null=True, blank=True, help_text="the deadline in force, from the issue on")
    added_by = _amendment("added_targets")
    withdrawn_by = _amendment("withdrawn_targets")
    amended_by = _amendment("amended_targets", "the last change that concerns it; its receipt is asked for anew")

    objects = DeepReviewTargetQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # One withdrawn by mistake is named again in a row of its own, so that what was asked when stays told.
            models.UniqueConstraint(
                fields=["deep_review", "review"], condition=Q(withdrawn_by=None), name="target_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deep_review_id} → {self.review_id}"


class DeepReviewTopic(models.Model):
    """One matter to review in depth; without targets of its own it applies to all targets."""

    deep_review = models.ForeignKey(DeepReview, on_delete=models.CASCADE, related_name="topics")
    order = models.PositiveSmallIntegerField()
    title = NFCCharField(max_length=500)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="topics", null=True, blank=True)
    ground = models.CharField(max_length=16, choices=Ground, blank=True)
    clarify = NFCTextField(blank=True, help_text="what the answer must make clear")
    origin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="taken_up_by",
        null=True,
        blank=True,
        help_text="the topic of an earlier letter that was not treated deeply enough",
    )
    only_for = models.ManyToManyField(DeepReviewTarget, related_name="own_topics", blank=True)
    added_by = _amendment("added_topics")
    withdrawn_by = _amendment("withdrawn_topics")

    due_now: date | None = None  # for the review that a topic was read for, not of the row

    objects = DeepReviewTopicQuerySet.as_manager()

    class Meta:
        ordering = ["deep_review_id", "order"]
        constraints = [models.UniqueConstraint(fields=["deep_review", "order"], name="topic_order_is_unique")]

    def __str__(self) -> str:
        return self.title
