"""Remediation (khắc phục): what was promised against a limitation, followed until it is closed."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre
from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.cycles import Cycle
from reviews.models.deep_reviews import DeepReviewTopic, Field
from reviews.models.hard_tasks import HardTask
from reviews.models.sheets import Review
from reviews.querysets.item_years import TURNS
from reviews.querysets.remediation import RemediationItemQuerySet, SearchWords
from reviews.states import OPEN_REMEDIATION, Difficulty, ItemKind, MeasureKind, RemediationState
from units.models import Unit


class RemediationPlan(models.Model):
    """The plan that grows from the accepted limitations of one review."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="plan")
    created_at = models.DateTimeField(default=localtime.now)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Kế hoạch khắc phục {self.review_id}"


_WHOSE: Final = ("state", "managing_unit", "unit", "cadre", "owner_cadre", "co_owner_ids")
_FILTERED: Final = ("on_time", "id", "cycle", "kind", "field", "extensions", "done_on", "created_at", "closed_at")
"""Who may see an item, and what the list of items is filtered by most."""


class RemediationItem(models.Model):
    """One remedy with its owner, deadline and measure.

    `limitation_origin` (for an explained topic: `topic`) and `remedy_origin` name the card it came from (of another kind:
    the row); the texts are copied, so that the plan stands even when the form is written anew in a later round. `cycle`,
    `unit`, `managing_unit` and `cadre` repeat those of the review, and go with it (`actions.following`): what a committee
    follows is counted without joins. `first_due_on` and `extensions` tell for ever what was promised first and how often
    it was moved; only a commitment brought forward to an earlier day than was ever promised has that as its first.
    """

    plan = models.ForeignKey(RemediationPlan, on_delete=models.PROTECT, related_name="items")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    managing_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=10, choices=ItemKind, default=ItemKind.REMEDY)
    order = models.PositiveSmallIntegerField()
    limitation_origin = models.UUIDField(null=True, blank=True)
    remedy_origin = models.UUIDField(null=True, blank=True)
    hard_task = models.OneToOneField(
        HardTask, on_delete=models.PROTECT, related_name="item", null=True, blank=True, help_text="what it follows"
    )
    topic = models.ForeignKey(DeepReviewTopic, on_delete=models.PROTECT, related_name="items", null=True, blank=True)
    limitation = NFCTextField()
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="items", null=True, blank=True)
    action = NFCTextField()
    owner_cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="items_owned", null=True, blank=True)
    owner_text = NFCCharField(max_length=250, blank=True, help_text="the office, or who owns it in words")
    co_owner_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="people who work on it too")
    co_owner_text = NFCCharField(max_length=250, blank=True, help_text="organisations that work on it too")
    difficulty = models.CharField(max_length=8, choices=Difficulty, default=Difficulty.ORDINARY)
    due_on = models.DateField()
    first_due_on = models.DateField(help_text="before any extension")
    extensions = models.PositiveSmallIntegerField(default=0, help_text="granted ones, kept for ever")
    measure = NFCTextField(blank=True)
    measure_kind = models.CharField(max_length=6, choices=MeasureKind, default=MeasureKind.NONE)
    measure_unit = NFCCharField(max_length=40, blank=True, help_text="tỷ đồng, hộ, ha, %, văn bản")
    measure_verb = NFCCharField(max_length=40, blank=True, help_text="what is printed for the way made: thu hồi, giảm")
    baseline = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    state = models.CharField(max_length=12, choices=RemediationState, default=RemediationState.PLANNED)
    created_at = models.DateTimeField(default=localtime.now)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by_id = models.BigIntegerField(null=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True, help_text="day the owner reported it done, once verified")
    on_time = models.BooleanField(null=True, blank=True, help_text="kept for ever once closed")
    transferred_to = NFCCharField(max_length=250, blank=True, help_text="the authority that has it now")
    transfer_paper = NFCCharField(max_length=250, blank=True, help_text="number and date of the paper it went with")
    recurs_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="recurrences", null=True, blank=True, help_text="earlier item"
    )
    version = models.PositiveIntegerField(default=1)

    objects = RemediationItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="items_by_due_date"),
            # With all that the inbox of a committee asks: its items lie on as many pages of the table as there are items.
            models.Index(
                fields=["managing_unit", "state"],
                include=["cadre", "owner_cadre", "co_owner_ids", "reported_by_id", "due_on", "reported_at", "id"],
                name="items_managed",
            ),
            models.Index(fields=["verified_by_id", "state"], name="items_verified"),
            # Answers by itself whether an open item is overdue and who may see it: home counts in it alone.
            models.Index(
                fields=["due_on"],
                include=[*_WHOSE, *_FILTERED],
                condition=Q(state__in=OPEN_REMEDIATION),
                name="open_items",
            ),
            # The same for what is over; both let the list be cut in the order of its deadlines without reading the table.
            models.Index(
                fields=["due_on"],
                include=[*_WHOSE, *_FILTERED],
                condition=~Q(state__in=OPEN_REMEDIATION),
                name="ended_items",
            ),
            models.Index(
                fields=["measure_unit", "due_on"],
                condition=Q(measure_kind=MeasureKind.NUMBER, baseline__isnull=False, target__isnull=False),
                name="items_by_unit_of_measure",
            ),
            GinIndex(
                OpClass(SearchWords("owner_text"), name="gin_trgm_ops"),
                condition=~Q(owner_text=""),
                name="items_by_owner_words",
            ),
            GinIndex(fields=["co_owner_ids"], condition=~Q(co_owner_ids=[]), name="items_of_co_owners"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "remedy_origin"], name="remedy_becomes_an_item_once"),
            models.CheckConstraint(
                condition=~Q(state=RemediationState.CLOSED) | Q(closed_at__isnull=False, on_time__isnull=False),
                name="closed_item_keeps_its_on_time_mark",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(baseline=None) | ~Q(target=F("baseline")),
                name="target_differs_from_baseline",
            ),
            models.CheckConstraint(
                condition=~Q(state=RemediationState.TRANSFERRED) | ~Q(transferred_to=""),
                name="transferred_item_says_to_whom",
            ),
            models.CheckConstraint(condition=~Q(recurs_of=F("id")), name="item_recurs_of_another"),
        ]

    def __str__(self) -> str:
        return self.action[:80]


class ProgressReport(models.Model):
    """What the owner reported, and what the superior answered, in order of time; never changed afterwards."""

    class Step(models.TextChoices):
        PROGRESS = "progress", "Báo cáo tiến độ"
        DONE = "done", "Báo cáo hoàn thành"
        SEND_BACK = "send_back", "Chưa công nhận, đề nghị làm tiếp"
        VERIFY = "verify", "Xác minh"
        CLOSE = "close", "Kết thúc"
        TRANSFER = "transfer", "Chuyển cơ quan khác"
        SUSPEND = "suspend", "Tạm dừng"
        RESUME = "resume", "Làm tiếp"
        NOT_DONE = "not_done", "Không thực hiện được"
        EXTEND = "extend", "Gia hạn"
        HAND_OVER = "hand_over", "Giao người khác"
        RECUR = "recur", "Hạn chế tái diễn"
        AMEND = "amend", "Sửa cam kết"

    item = models.ForeignKey(RemediationItem, on_delete=models.CASCADE, related_name="reports")
    step = models.CharField(max_length=10, choices=Step)
    text = NFCTextField(blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=localtime.now)
    by_id = models.BigIntegerField(null=True)
    by_name = NFCCharField(max_length=200)
    by_office = NFCCharField(max_length=300, blank=True)
    is_public = models.BooleanField(default=False, help_text="shown to those who follow a hard task")

    class Meta:
        ordering = ["item_id", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="progress_is_at_most_whole")
        ]
        indexes = [  # few steps lead away from an item or back to it; years ask for the last of them
            models.Index(
                fields=["item", "-at", "-id"], include=["step"], condition=Q(step__in=TURNS), name="item_turns"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.step} {self.at}"
