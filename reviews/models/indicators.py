"""Catalogues of manifestations (biểu hiện): versioned; old forms keep theirs for ever."""

from django.db import models

from core.fields import NFCCharField, NFCTextField
from units.models import Unit


class Catalogue(models.Model):
    """One version of the 27 groups and their items. A cycle freezes one version."""

    class Origin(models.TextChoices):
        DERIVED = "derived", "Suy ra từ 27 biểu hiện"
        IMPORTED = "imported", "Cấp ủy nhập"

    catalogue_version = models.PositiveSmallIntegerField(unique=True)
    name = NFCCharField(max_length=200)
    label = NFCCharField(max_length=300, help_text="printed and shown wherever the items are")
    origin = models.CharField(max_length=10, choices=Origin)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="catalogues", null=True, blank=True)
    published_on = models.DateField()

    class Meta:
        ordering = ["-catalogue_version"]

    def __str__(self) -> str:
        return f"{self.name} (bản {self.catalogue_version})"


class IndicatorGroup(models.Model):
    """One of the 27 manifestations, in one of the three parts."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Đã đối chiếu văn bản gốc"
        PARTIAL = "partial", "Đối chiếu một phần"
        UNVERIFIED = "unverified", "Chưa đối chiếu"

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="groups")
    part = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = NFCTextField()
    status = models.CharField(max_length=12, choices=Status)

    class Meta:
        ordering = ["catalogue_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="group_number_is_unique_in_its_catalogue"),
            models.CheckConstraint(condition=models.Q(part__range=(1, 3)), name="group_is_in_one_of_three_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class IndicatorItem(models.Model):
    """One item under a group; `position` (0-based) is its place in a form's array of answers."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="items")
    group = models.ForeignKey(IndicatorGroup, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text="within its group")
    text = NFCTextField()
    checked_against_original = models.BooleanField(default=False)

    class Meta:
        ordering = ["catalogue_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "position"], name="item_position_is_unique_in_its_catalogue"),
            models.UniqueConstraint(fields=["group", "number"], name="item_number_is_unique_in_its_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group.number}.{self.number} {self.text}"
