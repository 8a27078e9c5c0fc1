"""The organisation tree: units of any depth, dated, with the names and parents they had and the units they became."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from core.fields import DateRangeOf, NFCCharField
from units.querysets import UnitQuerySet


class UnitKind(models.Model):
    """A kind of Party organisation, as data: its tier, and what its papers call its committee."""

    code = models.SlugField(max_length=40, unique=True)
    name = NFCCharField(max_length=120)
    tier = models.PositiveSmallIntegerField(help_text="1 trung ương … 6 chi bộ; the level in summaries and deadlines")
    tier_name = NFCCharField(max_length=120)
    committee_name = NFCCharField(max_length=120, help_text="issuing body in print, e.g. Ban Thường vụ Đảng ủy")
    symbol = NFCCharField(max_length=20, help_text="in document numbers, e.g. ĐU, TU, CB")
    is_cell = models.BooleanField(default=False)

    class Meta:
        ordering = ["tier", "name"]

    def __str__(self) -> str:
        return self.name


class Bloc(models.Model):
    """A khối, for statistics: xã, phường, đặc khu; sở, ban, ngành; doanh nghiệp; trường học; lực lượng vũ trang."""

    code = models.SlugField(max_length=40, unique=True)
    name = NFCCharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A Party organisation. `name`, `parent` and `path` are today's; the dated past is in UnitName and UnitPlacement.

    `former_ids` repeats from UnitSuccession, over the whole chain, the ended units whose work this one took over, so
    that rights follow it without a query; the action that records a succession writes it.
    """

    name = NFCCharField(max_length=250)
    short_name = NFCCharField(max_length=120, blank=True)
    place = NFCCharField(max_length=120, blank=True, help_text="địa danh before the date in print, e.g. Tân Sơn")
    symbol = NFCCharField(max_length=20, blank=True, help_text="own symbol in document numbers, else the kind's")
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="units")
    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="units", null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True, blank=True)
    managed_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="managed", null=True, blank=True)
    path = models.TextField(db_collation="C", default="", editable=False)
    founded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    former_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    sort_key = models.CharField(max_length=600, db_collation="C", default="", editable=False)
    search_key = models.CharField(max_length=400, default="", editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        indexes = [
            models.Index(fields=["path"], name="unit_path"),
            models.Index(fields=["sort_key"], name="unit_order"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="unit_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("founded_on")), name="unit_ends_after_it_began"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
            # Whoever works for the top of the tree works for all of it: rights lean on that.
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(parent=None, ended_on=None),
                nulls_distinct=False,
                name="tree_has_one_living_top",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def managing_unit_id(self) -> int | None:
        """The committee that reviews this one in depth and appraises it: as set, otherwise the direct superior."""
        return self.managed_by_id or self.parent_id

    def existed_on(self, day: date) -> bool:
        """Whether the unit was alive on `day`."""
        return self.founded_on <= day and (self.ended_on is None or day <= self.ended_on)


class UnitName(models.Model):
    """A name the unit bore from one day to another (both included; open while it bears it)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = NFCCharField(max_length=250)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            ExclusionConstraint(
                name="unit_has_one_name_on_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (
                        DateRangeOf("valid_from", "valid_to", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from}–{self.valid_to or ''})"


class UnitPlacement(models.Model):
    """Under which parent the unit stood from one day to another."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="past_children", null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            ExclusionConstraint(
                name="unit_has_one_parent_on_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (
                        DateRangeOf("valid_from", "valid_to", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id} ({self.valid_from}–{self.valid_to or ''})"


class UnitSuccession(models.Model):
    """That one unit's work went on in another from a day: merge, split, change of form."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField()
    note = NFCCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_is_said_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="unit_does_not_succeed_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.on})"
