"""Appraisal (thẩm định) of a submitted round by the directly managing committee, in two hands."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.deep_reviews import DeepReviewTopic
from reviews.models.sheets import Round
from reviews.models.templates import TemplateSection
from reviews.querysets.appraisals import AppraisalQuerySet
from reviews.states import AppraisalOutcome, AppraisalPaperKind, AppraisalState, Mark
from units.models import Unit


class Appraisal(models.Model):
    """The draft of the staff and the decision of the standing committee on one round."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="appraisal")
    proposed_outcome = models.CharField(max_length=12, choices=AppraisalOutcome, blank=True)
    remark = NFCTextField(blank=True)
    drafted_at = models.DateTimeField(default=localtime.now)
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_by_name = NFCCharField(max_length=200, blank=True)
    hand_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="accounts that saved the draft: none decides on it",
    )
    proposed_at = models.DateTimeField(null=True, blank=True, help_text="handed to the standing committee")
    outcome = models.CharField(max_length=12, choices=AppraisalOutcome, blank=True)
    reason = NFCTextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = NFCCharField(max_length=200, blank=True)
    decided_office = NFCCharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]
        indexes = [
            GinIndex(fields=["hand_ids"], name="appraisals_by_hand"),
            # Both with what counting asks besides: a person's decided ones lie on as many pages as there are.
            models.Index(fields=["drafted_by_id", "decided_at"], include=["id"], name="drafted_appraisals"),
            models.Index(
                fields=["decided_by_id", "decided_at"], include=["drafted_by_id", "id"], name="decided_appraisals"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["supplement", "rereview"]) | ~Q(reason=""),
                name="returned_review_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="decision_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Thẩm định {self.round_id}"

    @property
    def state(self) -> AppraisalState:
        """How far it has come."""
        if self.decided_at is not None:
            return AppraisalState.DECIDED
        return AppraisalState.DRAFT if self.proposed_at is None else AppraisalState.PROPOSED


class AppraisalPaper(models.Model):
    """A paper that a decision went out with: number and date as the clerk gave them; frozen from the first moment.

    An order to review again also keeps its basis and the listed reasons, in the words that they had that day.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="papers")
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=AppraisalPaperKind)
    number = NFCCharField(max_length=60, help_text="số, ký hiệu typed at issue")
    issued_on = models.DateField()
    signer_post = NFCCharField(max_length=200)
    signer_name = NFCCharField(max_length=200)
    due_on = models.DateField(null=True, blank=True, help_text="by when the review is to be handed in again")
    basis = NFCTextField(blank=True)
    reason_codes = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    reason_words = ArrayField(NFCTextField(), default=list, blank=True)
    issued_at = models.DateTimeField(default=localtime.now)
    issued_by_id = models.BigIntegerField(null=True)
    issued_by_name = NFCCharField(max_length=200, blank=True)

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "kind"], name="decision_goes_out_once_as_each_paper"),
            models.CheckConstraint(condition=~Q(number=""), name="paper_of_a_decision_has_a_number"),
            models.CheckConstraint(
                condition=~Q(kind=AppraisalPaperKind.ORDER)
                | (~Q(basis="") & Q(due_on__isnull=False) & Q(reason_words__len__gt=0)),
                name="order_has_basis_reasons_and_deadline",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("issued_on")), name="paper_is_due_after_it_is_issued"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} số {self.number}"


class AppraisalMark(models.Model):
    """What the appraisal says of one section, or of the answer to one suggested topic."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="marks")
    section = models.ForeignKey(TemplateSection, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    topic = models.ForeignKey(DeepReviewTopic, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    mark = models.CharField(max_length=12, choices=Mark)
    remark = NFCTextField(blank=True)

    class Meta:
        ordering = ["appraisal_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(section=None) ^ Q(topic=None), name="mark_is_for_one_thing"),
            models.CheckConstraint(
                condition=~Q(mark=Mark.UNRESOLVED) | Q(section=None), name="only_a_topic_is_left_unresolved"
            ),
            models.UniqueConstraint(
                fields=["appraisal", "section", "topic"], nulls_distinct=False, name="one_mark_for_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id}: {self.mark}"
