"""Cycles (đợt kiểm điểm): opened by a committee for the units below it."""

from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre
from core import localtime
from core.fields import NFCCharField
from reviews.models.indicators import Catalogue
from reviews.models.regulation import RegulationProfile
from reviews.models.templates import FormTemplate
from reviews.querysets.cycles import CycleQuerySet
from reviews.states import CycleKind, CycleState
from units.models import Unit


class Cycle(models.Model):
    """One cycle of reviews, with its plan, period, scope, forms, catalogue, profile."""

    name = NFCCharField(max_length=200)
    kind = models.CharField(max_length=16, choices=CycleKind)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cycles_opened")
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cycles_scoped")
    plan_number = NFCCharField(max_length=60)
    plan_date = models.DateField()
    period_from = models.DateField()
    period_to = models.DateField()
    profile = models.ForeignKey(RegulationProfile, on_delete=models.PROTECT, related_name="cycles")
    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="cycles")
    templates = models.ManyToManyField(FormTemplate, related_name="cycles")
    pledge_due_on = models.DateField(
        null=True, blank=True, help_text="by when the year's pledges are handed in; empty: not asked for"
    )
    only_chosen = models.BooleanField(
        default=False, help_text="reviews are generated for those chosen (`CycleChoice`) alone, not for the whole scope"
    )
    state = models.CharField(max_length=8, choices=CycleState, default=CycleState.DRAFT)
    created_at = models.DateTimeField(default=localtime.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-period_to", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="cycle_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["owner", "kind", "period_from", "period_to", "name"], name="cycle_is_opened_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CycleDeadline(models.Model):
    """By when collectives and individuals of a tier submit; without a date those of the tier are not reviewed."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="deadlines")
    tier = models.PositiveSmallIntegerField()
    collective_due_on = models.DateField(null=True, blank=True)
    individual_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["cycle_id", "tier"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "tier"], name="cycle_has_one_deadline_per_tier"),
            models.CheckConstraint(
                condition=~Q(collective_due_on=None) | ~Q(individual_due_on=None), name="deadline_names_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.tier}: {self.collective_due_on}"


class CycleChoice(models.Model):
    """A collective or a person for whom an extraordinary cycle was opened."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="choices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["cycle_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(unit=None) ^ Q(cadre=None), name="choice_is_a_collective_or_a_person"),
            models.UniqueConstraint(
                fields=["cycle", "unit", "cadre"], nulls_distinct=False, name="each_is_chosen_once_for_a_cycle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.unit or self.cadre}"
