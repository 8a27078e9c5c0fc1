"""Moving a form to a newer version of its template: what the writers decide about sections that are dropped."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.forms import Form, VersionField
from reviews.models import TemplateSection
from reviews.rules.completeness import section_numbers
from reviews.rules.template_changes import TemplateChanges, place_for

PREFIX = "vao-"


class UpgradeForm(Form):
    """The version of the review, the version of the template that was shown, and where dropped texts go."""

    version = VersionField()
    template = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        changes: TemplateChanges,
        texts: Mapping[str, str],
        sections: list[TemplateSection],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        numbers = section_numbers(sections)
        targets = [(one.key, f"{numbers[one.pk]} {one.heading}".strip()) for one in changes.targets]
        for section in changes.dropped:
            if texts.get(section.key):
                self.fields[PREFIX + section.key] = forms.ChoiceField(
                    label=f"Chuyển nội dung của “{section.heading}” vào cuối mục",
                    choices=targets,
                    initial=place_for(section, changes).key,
                )

    @property
    def into(self) -> dict[str, str]:
        """Key of the dropped section → key of the section that takes its words."""
        return {name.removeprefix(PREFIX): key for name, key in self.cleaned_data.items() if name.startswith(PREFIX)}
