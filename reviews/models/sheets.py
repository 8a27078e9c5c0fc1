"""Reviews (bản kiểm điểm), the places where a person is reviewed, the segments of posts held, the rounds."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from cadres.models import Cadre, Tenure
from cadres.roles import Position
from core import localtime
from core.fields import NFCCharField, NFCTextField
from core.rows import read_rows
from reviews.models.cycles import Cycle
from reviews.models.templates import FormTemplate
from reviews.models.unread import WrittenBy
from reviews.querysets.sheets import ReviewQuerySet, SegmentQuerySet
from reviews.querysets.signatures import RoundQuerySet
from reviews.states import Opening, PlaceKind, ReviewState, SegmentState, Subject
from units.models import Unit


class Review(models.Model):
    """One collective's or one person's review in a cycle.

    `unit` is the collective itself, or the person's principal collective. `place_unit_ids` repeats the units of its
    places, so that rules need no query and lists one condition; the action that writes those rows writes it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reviews")
    subject = models.CharField(max_length=12, choices=Subject)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reviews")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="reviews", null=True, blank=True)
    managing_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reviews_managed", null=True)
    template = models.ForeignKey(FormTemplate, on_delete=models.PROTECT, related_name="reviews")
    position = models.CharField(max_length=8, choices=Position, blank=True, help_text="of a person, in `unit`")
    post_line = NFCCharField(max_length=500, blank=True, help_text="posts held at the period's end, as printed")
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    due_on = models.DateField()
    place_unit_ids = ArrayField(models.BigIntegerField(), default=list)
    awaits_letter = models.BooleanField(
        default=False, help_text="of an extraordinary cycle, no letter issued to it: only its managing committee knows"
    )
    created_at = models.DateTimeField(default=localtime.now)
    started_at = models.DateTimeField(null=True, blank=True, help_text="first word written")
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="of the latest submission")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="accepted")
    entered_by_id = models.BigIntegerField(
        null=True, blank=True, help_text="the secretary who types a person's paper in (nhập thay), as in the last round"
    )
    hand_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="accounts that wrote, typed in, submitted or confirmed anything of any round: none of them appraises it",
    )
    handed_up_at = models.DateTimeField(
        null=True, blank=True, help_text="while submitted: the draft of its appraisal lies with the standing committee"
    )
    handed_up_by_id = models.BigIntegerField(null=True, blank=True, help_text="whose draft it is")
    appraise_by = models.DateField(null=True, blank=True, help_text="while submitted: the committee's own deadline")
    appraiser_id = models.BigIntegerField(
        null=True, blank=True, help_text="of the committee's staff, to whom it is given"
    )
    appraiser_name = NFCCharField(max_length=200, blank=True)
    named_since_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="of a personal one, handed in: a collective has named the person since, in what its round does not answer",
    )
    version = models.PositiveIntegerField(default=1)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["cycle", "subject", "state"], name="reviews_of_cycle"),
            models.Index(fields=["managing_unit", "state"], name="reviews_managed"),
            models.Index(fields=["due_on", "id"], name="reviews_by_due_date"),  # a list's first page, whatever it holds
            # Answers by itself what the staff of a committee has still to appraise: home counts and orders it there.
            models.Index(
                fields=["managing_unit"],
                include=["subject", "unit", "cadre", "appraiser_id", "appraise_by", "submitted_at", "id"],
                condition=Q(state=ReviewState.SUBMITTED, handed_up_at=None),
                name="reviews_to_appraise",
            ),
            models.Index(fields=["handed_up_by_id"], condition=Q(handed_up_at__isnull=False), name="reviews_handed_up"),
            GinIndex(fields=["place_unit_ids"], name="reviews_by_place"),
            GinIndex(fields=["hand_ids"], name="reviews_by_hand"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit"], condition=Q(cadre=None), name="one_review_per_collective"
            ),
            models.UniqueConstraint(fields=["cycle", "cadre"], condition=~Q(cadre=None), name="one_review_per_person"),
            models.CheckConstraint(
                condition=Q(subject=Subject.COLLECTIVE, cadre=None) | (Q(subject=Subject.INDIVIDUAL) & ~Q(cadre=None)),
                name="individual_review_has_a_person",
            ),
        ]

    opening = ""  # why the latest round was opened, where a page asked (`with_opening`)

    def __str__(self) -> str:
        return f"Bản kiểm điểm {self.pk}"

    @property
    def is_collective(self) -> bool:
        """Whether a collective is reviewed (otherwise a person)."""
        return self.subject == Subject.COLLECTIVE

    @property
    def subject_name(self) -> str:
        """Whose review it is: the unit's name, or the person's."""
        return self.unit.name if self.cadre is None else self.cadre.full_name

    @property
    def is_reopened(self) -> bool:
        """Whether it lies open for a suggestion alone: nobody found anything wanting in it."""
        return self.state == ReviewState.RETURNED and self.opening == Opening.SUGGESTION

    @property
    def state_words(self) -> str:
        """The state in words."""
        return "Mở lại để giải trình" if self.is_reopened else self.get_state_display()

    @property
    def is_writable_state(self) -> bool:
        """Whether the form is in the hands of its writers."""
        return self.state in (ReviewState.DRAFT, ReviewState.RETURNED)


class ReviewPlace(models.Model):
    """A collective in which a person is reviewed: its part, its remark and its confirmation."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="review_places")
    kind = models.CharField(max_length=12, choices=PlaceKind)
    position = models.CharField(max_length=8, choices=Position, blank=True)
    remark = NFCTextField(blank=True)
    remarked_by_id = models.BigIntegerField(null=True)
    remarked_by_name = NFCCharField(max_length=200, blank=True)
    remarked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [models.UniqueConstraint(fields=["review", "unit"], name="review_has_a_place_once")]

    def __str__(self) -> str:
        return f"{self.review_id} @ {self.unit_id}"


class Segment(models.Model):
    """A post held within the period: its part of the person's review, confirmed by the unit concerned."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="segments")
    tenure = models.ForeignKey(Tenure, on_delete=models.PROTECT, related_name="segments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="segments")
    post_name = NFCCharField(max_length=250)
    position = models.CharField(max_length=8, choices=Position)
    held_from = models.DateField()
    held_to = models.DateField()
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SegmentState, default=SegmentState.WRITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    remark = NFCTextField(blank=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_by_name = NFCCharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["review_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "tenure"], name="segment_of_a_tenure_is_unique"),
            models.CheckConstraint(condition=Q(held_to__gte=F("held_from")), name="segment_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.post_name}"


class Round(WrittenBy):
    """One writing of a review up to its submission; frozen by a trigger once `submitted_at` is set.

    `number` counts submissions; `turn` (vòng) counts what people call rounds: it grows when the review was returned,
    not when its writers took it back themselves. The meeting's facts belong to the round; they
    are what `version`, `updated_…` and `unread` speak of.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    opened_because = models.CharField(max_length=12, choices=Opening, default=Opening.START)
    opened_at = models.DateTimeField(default=localtime.now)
    reason = NFCTextField(blank=True, help_text="why it was returned, in the words of the decision")
    template = models.ForeignKey(
        FormTemplate,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="the version it was submitted on; empty while it is open, then the review's counts",
    )
    settled_section_ids = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="sections this round leaves as they were appraised (rules.reopening); none: the whole form is open",
    )
    settled_topic_ids = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="suggested topics whose answers stay as they were"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by_id = models.BigIntegerField(null=True)
    submitted_by_name = NFCCharField(max_length=200, blank=True)
    submitted_office = NFCCharField(max_length=300, blank=True)
    unit_name = NFCCharField(max_length=250, blank=True, help_text="as it was called when submitted")
    upper_name = NFCCharField(max_length=250, blank=True)
    draft_number = models.PositiveSmallIntegerField(default=1)
    held_on = models.DateField(null=True, blank=True)
    held_at = NFCCharField(max_length=250, blank=True)
    chair = NFCCharField(max_length=200, blank=True)
    secretary = NFCCharField(max_length=200, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    absent_reasons = NFCTextField(blank=True)
    conclusion = NFCTextField(blank=True)
    entered_by_id = models.BigIntegerField(null=True, blank=True, help_text="typed in from the person's signed paper")
    entered_by_name = NFCCharField(max_length=200, blank=True)
    entered_office = NFCCharField(max_length=300, blank=True)
    entered_because = NFCTextField(blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True, help_text="the day on the signed paper")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["review_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="round_number_is_unique_in_its_review"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(submitted_at=None), name="review_has_one_open_round"
            ),
            models.CheckConstraint(
                condition=Q(present=None) | Q(total=None) | Q(present__lte=F("total")),
                name="not_more_present_than_total",
            ),
            models.CheckConstraint(
                condition=~Q(opened_because__in=["supplement", "rereview", "suggestion"]) | ~Q(reason=""),
                name="returned_round_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(entered_by_id=None, entered_at=None, signed_on=None)
                | (Q(entered_at__isnull=False, signed_on__isnull=False) & ~Q(entered_because="")),
                name="entry_from_paper_has_reason_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Vòng {self.turn}"

    @property
    def is_open(self) -> bool:
        """Whether it is still being written."""
        return self.submitted_at is None

    @property
    def is_limited(self) -> bool:
        """Whether only some parts of the form are open in it: it was returned to supplement those."""
        return bool(self.settled_section_ids or self.settled_topic_ids)

    @cached_property
    def has_signed_paper(self) -> bool:
        """Whether it needs no signed paper, or has one; asks the database only where it was typed in from one."""
        if self.entered_at is None:
            return True
        papers = apps.get_model("reviews", "Attachment")._default_manager.filter(round=self, kind="signed_paper")
        return bool(papers.standing().exists())

    def template_of(self, review: Review) -> int:
        """The version of the form it is written on: a submitted round keeps its own when the review's is exchanged."""
        return self.template_id or review.template_id


def open_round(review: Review) -> Round | None:
    """The round in its writers' hands, None once it was submitted; a review has so few that all of them are read."""
    return next((one for one in read_rows(Round, review_id=[review.pk]) if one.is_open), None)
