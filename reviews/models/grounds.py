"""The register of grounds (sổ căn cứ): what a committee knows that may call for a deep review, each with its document."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from cadres.models import Cadre
from core import formats, localtime
from core.fields import NFCCharField, NFCTextField
from core.models import StoredFile
from reviews.models.deep_reviews import DeepReviewTopic, Field
from reviews.querysets.grounds import GroundFileQuerySet, RegisteredGroundQuerySet, TopicGroundQuerySet
from reviews.states import Ground, GroundState
from units.models import Unit


class RegisteredGround(models.Model):
    """One matter in the register of a committee: facts with their source, and whom they concern. Never a judgement of
    a person's convictions, never a score.
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grounds_kept")
    kind = models.CharField(max_length=16, choices=Ground)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="grounds", null=True, blank=True)
    document_number = NFCCharField(max_length=60, blank=True)
    document_issuer = NFCCharField(max_length=250, blank=True)
    noted_on = models.DateField(help_text="date of the document, or the day on which the matter became known")
    summary = NFCTextField()
    units = models.ManyToManyField(Unit, related_name="grounds", blank=True)
    cadres = models.ManyToManyField(Cadre, related_name="grounds", blank=True)
    state = models.CharField(max_length=8, choices=GroundState, default=GroundState.OPEN)
    treated_at = models.DateTimeField(null=True, blank=True)
    treated_because = NFCTextField(blank=True)
    by_inspection = models.BooleanField(
        default=False, help_text="supplied by the inspection committee, which may mend it"
    )
    registered_at = models.DateTimeField(default=localtime.now)
    registered_by_id = models.BigIntegerField(null=True)
    registered_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RegisteredGroundQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_on", "-id"]
        constraints = [
            models.UniqueConstraint("owner", "kind", "noted_on", MD5("summary"), name="ground_is_registered_once"),
            models.CheckConstraint(
                condition=~Q(state=GroundState.TREATED) | (Q(treated_at__isnull=False) & ~Q(treated_because="")),
                name="treated_ground_has_its_reason_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.summary[:80]

    @property
    def source_in_words(self) -> str:
        """Kind, number, day and issuer, as a letter names it; never what the register says of the matter."""
        number = f" số {self.document_number}" if self.document_number else ""
        issuer = f" của {self.document_issuer}" if self.document_issuer else ""
        return f"{Ground(self.kind).label}{number} ngày {formats.day(self.noted_on)}{issuer}"

    @property
    def concerned_units(self) -> list[Unit]:
        """The collectives concerned, by name."""
        return sorted(self.units.all(), key=lambda unit: (unit.sort_key, unit.pk))

    @property
    def concerned_cadres(self) -> list[Cadre]:
        """The persons concerned, by name."""
        return sorted(self.cadres.all(), key=lambda cadre: (cadre.sort_key, cadre.pk))


class GroundFile(models.Model):
    """A file of a ground, as a rule its source document; withdrawn ones stay, marked."""

    ground = models.ForeignKey(RegisteredGround, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="ground_files")
    attached_at = models.DateTimeField(default=localtime.now)
    attached_by_id = models.BigIntegerField(null=True)
    attached_by_name = NFCCharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GroundFileQuerySet.as_manager()

    class Meta:
        ordering = ["ground_id", "id"]
        constraints = [models.UniqueConstraint(fields=["ground", "stored"], name="file_is_attached_once_to_a_ground")]

    def __str__(self) -> str:
        return f"{self.stored} @ {self.ground_id}"


class TopicGround(models.Model):
    """A topic of a letter rests on this ground. From the issue on it keeps the words that were printed of the source."""

    topic = models.ForeignKey(DeepReviewTopic, on_delete=models.CASCADE, related_name="ground_links")
    ground = models.ForeignKey(RegisteredGround, on_delete=models.PROTECT, related_name="topic_links")
    source = NFCCharField(max_length=500, blank=True, help_text="the source as the issued letter names it")

    objects = TopicGroundQuerySet.as_manager()

    class Meta:
        ordering = ["topic_id", "id"]
        constraints = [models.UniqueConstraint(fields=["topic", "ground"], name="topic_rests_on_a_ground_once")]

    def __str__(self) -> str:
        return self.source or self.ground.source_in_words
