"""The yearly pledge (bản cam kết tu dưỡng, rèn luyện, phấn đấu): its form as versioned data, and what each cadre wrote."""

from django.db import models
from django.db.models import Q

from cadres.models import Cadre
from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.cycles import Cycle
from reviews.models.regulation import RegulationProfile
from reviews.models.unread import KeepsUnread
from reviews.querysets.pledges import PledgeQuerySet
from reviews.states import PledgeState
from units.models import Unit


class PledgeForm(models.Model):
    """One published version of the pledge's form; a changed file becomes the next version."""

    profile = models.ForeignKey(RegulationProfile, on_delete=models.PROTECT, related_name="pledge_forms")
    form_version = models.PositiveSmallIntegerField()
    title = NFCCharField(max_length=200)
    opening = NFCTextField(blank=True, help_text="the sentence before the sections")
    closing = NFCTextField(blank=True, help_text="the sentence after them")
    note = NFCCharField(max_length=300, blank=True)
    published_on = models.DateField()

    class Meta:
        ordering = ["profile", "-form_version"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "form_version"], name="pledge_form_version_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title}, bản {self.form_version}"


class PledgeSection(models.Model):
    """One heading of the form, in the order and with the numbering of the paper."""

    form = models.ForeignKey(PledgeForm, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    number = NFCCharField(max_length=12, blank=True)
    heading = NFCTextField()
    guidance = NFCTextField(blank=True)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["form_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="pledge_section_key_is_unique_in_its_form"),
            models.UniqueConstraint(fields=["form", "order"], name="pledge_section_order_is_unique_in_its_form"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()


class Pledge(models.Model):
    """What a cadre pledges for a year, handed in at the cell; frozen by a trigger while it is there.

    One handed in on paper has no text here: the cell's secretary noted the day. The names are those of the day on
    which it was handed in.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="pledges")
    year = models.PositiveSmallIntegerField()
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="pledges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pledges")
    form = models.ForeignKey(PledgeForm, on_delete=models.PROTECT, related_name="pledges")
    state = models.CharField(max_length=10, choices=PledgeState, default=PledgeState.DRAFT)
    unit_name = NFCCharField(max_length=250, blank=True)
    upper_name = NFCCharField(max_length=250, blank=True)
    workplace = NFCCharField(max_length=250, blank=True)
    post_line = NFCCharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=localtime.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    paper_on = models.DateField(null=True, blank=True, help_text="handed in on paper on this day")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by_id = models.BigIntegerField(null=True)
    received_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "cadre__sort_key", "id"]
        indexes = [models.Index(fields=["unit", "year", "state"], name="pledges_of_cell")]
        constraints = [
            models.UniqueConstraint(fields=["cadre", "year"], name="one_pledge_a_year"),
            models.CheckConstraint(
                condition=Q(state=PledgeState.DRAFT, handed_in_at=None, received_at=None, paper_on=None)
                | Q(state=PledgeState.HANDED_IN, handed_in_at__isnull=False, received_at=None, paper_on=None)
                | Q(state=PledgeState.RECEIVED, received_at__isnull=False),
                name="pledge_state_follows_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"Bản cam kết năm {self.year} ({self.cadre_id})"

    @property
    def is_on_paper(self) -> bool:
        """Whether it was handed in on paper: then there is no text here."""
        return self.paper_on is not None


class PledgeAnswer(KeepsUnread):
    """What is pledged under one heading, and what was typed there and could not be read."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="answers")
    section = models.ForeignKey(PledgeSection, on_delete=models.PROTECT, related_name="answers")
    text = NFCTextField(blank=True)
    updated_at = models.DateTimeField(default=localtime.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["section__order"]
        constraints = [models.UniqueConstraint(fields=["pledge", "section"], name="pledge_answers_a_section_once")]

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.section_id}"
