"""Form templates: versioned data. A form keeps the version with which it was opened."""

from django.db import models

from core import formats
from core.fields import NFCCharField, NFCTextField
from reviews.models.regulation import RegulationProfile
from reviews.states import SectionKind, Subject


class FormTemplate(models.Model):
    """One version of Mẫu 01, 2A, 2B or 2C. Published versions do not change; a change is a new version."""

    code = models.CharField(max_length=10)
    template_version = models.PositiveSmallIntegerField(default=1)
    profile = models.ForeignKey(RegulationProfile, on_delete=models.PROTECT, related_name="templates")
    subject = models.CharField(max_length=12, choices=Subject)
    name = NFCCharField(max_length=200)
    title = NFCCharField(max_length=200, help_text="heading on paper, e.g. BÁO CÁO KIỂM ĐIỂM TẬP THỂ")
    note = NFCCharField(max_length=300, blank=True, help_text="source of the form and whether it was confirmed")
    published_on = models.DateField(null=True, blank=True, help_text="empty while it is a draft")
    version = models.PositiveIntegerField(default=1, help_text="of the draft, while it is edited")

    class Meta:
        ordering = ["code", "-template_version"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "code", "template_version"], name="template_version_is_unique")
        ]

    def __str__(self) -> str:
        return f"Mẫu {self.code}, bản {self.template_version} ({self.profile_id})"


class TemplateSection(models.Model):
    """One heading of a template, in the order and with the numbering of the paper form."""

    template = models.ForeignKey(FormTemplate, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60, help_text="same meaning across templates and versions, e.g. strengths-1")
    order = models.PositiveSmallIntegerField()
    depth = models.PositiveSmallIntegerField(default=1, help_text="1 for I., 2 for 1., 3 for a)")
    number = NFCCharField(max_length=12, blank=True)
    heading = NFCTextField()
    guidance = NFCTextField(blank=True)
    kind = models.CharField(max_length=16, choices=SectionKind)
    required = models.BooleanField(default=True)
    per_segment = models.BooleanField(default=False, help_text="answered once for each post held in the period")
    only_if_any = models.BooleanField(default=False, help_text="shown when there is something to answer (nếu có)")

    class Meta:
        ordering = ["template_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="section_key_is_unique_in_its_template"),
            models.UniqueConstraint(fields=["template", "order"], name="section_order_is_unique_in_its_template"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def label(self) -> str:
        """The number as it stands before the heading, on screen as on paper."""
        return formats.heading_number(self.number, self.depth)
