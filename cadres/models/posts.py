"""Posts of a unit's leadership collective, and who held them when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from cadres.models.people import Cadre
from cadres.querysets import PostQuerySet, TenureQuerySet
from cadres.roles import Position
from core.fields import DateRangeOf, NFCCharField
from units.models import Unit


class Title(models.Model):
    """A title, as data: bí thư, chủ tịch UBND, giám đốc sở…"""

    class Side(models.TextChoices):
        PARTY = "party", "Đảng"
        STATE = "state", "Chính quyền"
        MASS = "mass", "Đoàn thể"

    code = models.SlugField(max_length=60, unique=True)
    name = NFCCharField(max_length=150)
    side = models.CharField(max_length=8, choices=Side)
    position = models.CharField(max_length=8, choices=Position)
    single = models.BooleanField(default=False, help_text="one holder on one day (bí thư, chủ tịch, giám đốc)")
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit's leadership collective: head, deputy or member; managed by a committee (diện quản lý)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="posts")
    name = NFCCharField(max_length=250, help_text="as printed, e.g. Phó Bí thư, Chủ tịch UBND xã")
    position = models.CharField(max_length=8, choices=Position)
    single = models.BooleanField(default=False)
    managed_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="managed_posts")
    order = models.PositiveSmallIntegerField(default=100)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "order", "id"]

    def __str__(self) -> str:
        return self.name


class Tenure(models.Model):
    """That a person held a post from one day to another (both included)."""

    cadre = models.ForeignKey(Cadre, on_delete=models.CASCADE, related_name="tenures")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    single = models.BooleanField(default=False, help_text="copied from the post, for the exclusion of two holders")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    decision = NFCCharField(max_length=120, blank=True, help_text="số, ngày of the decision")

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="tenure_ends_after_it_began"
            ),
            ExclusionConstraint(
                name="single_post_has_one_holder_on_a_day",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        DateRangeOf("started_on", "ended_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(single=True),
            ),
            ExclusionConstraint(
                name="person_holds_a_post_once_on_a_day",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("cadre", RangeOperators.EQUAL),
                    (
                        DateRangeOf("started_on", "ended_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id}: {self.post_id}"
