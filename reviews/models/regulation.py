"""Regulation profiles (bộ quy định): every figure and choice a regulation sets, dated, with its legal basis."""

from decimal import Decimal
from typing import Final

from django.db import models

from core.fields import NFCCharField, NFCTextField

SCORE_TOTAL: Final = "points.total"
"""The figure of a profile that a self-score may not exceed: the scale on which it is given."""


class RegulationProfile(models.Model):
    """A set of regulations in force together, e.g. 124+25 or 366+43."""

    code = models.CharField(max_length=30, unique=True)
    name = NFCCharField(max_length=200)
    legal_basis = NFCTextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    has_degrees = models.BooleanField(default=False, help_text="four degrees per criterion instead of a typed score")

    class Meta:
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.name

    def figure(self, key: str) -> Decimal | None:
        """The figure of this key, or None where the profile does not set it (then nothing is demanded).

        Reads the prefetched figures where they were prefetched.
        """
        row = self.figure_row(key)
        return None if row is None else row.value

    def figure_row(self, key: str) -> "ProfileFigure | None":
        """The same with its meaning, its legal basis and whether that was verified."""
        return next((figure for figure in self.figures.all() if figure.key == key), None)

    def demands(self, key: str) -> bool:
        """Whether the figure of this key is set and not zero."""
        return bool(self.figure(key))


class ProfileFigure(models.Model):
    """One number of a profile, with where it comes from and whether that was confirmed."""

    profile = models.ForeignKey(RegulationProfile, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=12, decimal_places=3)
    unit = NFCCharField(max_length=40, blank=True)
    meaning = NFCCharField(max_length=300)
    legal_basis = NFCCharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["profile", "key"], name="profile_sets_a_figure_once")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class ProfileChoice(models.Model):
    """One entry of a list of a profile: a rating level, a degree, a kind of commitment."""

    class List(models.TextChoices):
        LEVEL = "level", "Mức xếp loại"
        DEGREE = "degree", "Mức tự đánh giá"
        COLLECTIVE_COMMITMENT = "collective_commitment", "Loại cam kết của tập thể"
        INDIVIDUAL_COMMITMENT = "individual_commitment", "Loại cam kết của cá nhân"

    profile = models.ForeignKey(RegulationProfile, on_delete=models.CASCADE, related_name="choices")
    list = models.CharField(max_length=24, choices=List)
    code = models.SlugField(max_length=40)
    label = NFCCharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    legal_basis = NFCCharField(max_length=200, blank=True)
    verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["list", "order"]
        constraints = [models.UniqueConstraint(fields=["profile", "list", "code"], name="profile_lists_a_choice_once")]

    def __str__(self) -> str:
        return self.label
