"""People and the cell where each lives the Party life."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from cadres.querysets import CadreQuerySet, CellMembershipQuerySet
from core.fields import DateRangeOf, NFCCharField
from units.models import Unit


class Cadre(models.Model):
    """A cadre or Party member, whether or not the person has an account."""

    code = models.CharField(
        max_length=30, unique=True, help_text="staff or card number; what an import knows people by"
    )
    full_name = NFCCharField(max_length=200)
    born_on = models.DateField(null=True, blank=True)
    government_post = NFCCharField(max_length=250, blank=True, help_text="chức vụ chính quyền, as printed")
    union_post = NFCCharField(max_length=250, blank=True, help_text="chức vụ đoàn thể, as printed")
    workplace = NFCCharField(max_length=250, blank=True, help_text="đơn vị công tác, as printed")
    in_political_system = models.BooleanField(
        default=True, help_text="no: the member writes form 2C where there is one"
    )
    left_on = models.DateField(null=True, blank=True, help_text="retired, died, left: no review is opened afterwards")
    sort_key = models.CharField(max_length=500, db_collation="C", default="", editable=False)
    search_key = models.CharField(max_length=200, default="", editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CadreQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="cadre_order"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="cadre_search"),
        ]

    def __str__(self) -> str:
        return self.full_name


class CellMembership(models.Model):
    """In which unit (a chi bộ as a rule) a person lives the Party life, from one day to another (both included)."""

    cadre = models.ForeignKey(Cadre, on_delete=models.CASCADE, related_name="cell_memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = CellMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="membership_ends_after_it_began"
            ),
            ExclusionConstraint(
                name="member_of_one_cell_on_a_day",
                expressions=[
                    ("cadre", RangeOperators.EQUAL),
                    (
                        DateRangeOf("started_on", "ended_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id} @ {self.unit_id}"
