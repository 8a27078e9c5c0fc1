"""What people type about a form template: its names, and its sections row by row."""

import re
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from core.forms import Form, LongTextField, TextField, VersionField, WholeNumberField
from core.text import search_key
from reviews.rules.templates import SectionDraft
from reviews.states import SectionKind

BLANK_ROWS = 2
MOST_SECTIONS = 60


class TemplateForm(Form):
    """The names of a template."""

    version = VersionField()
    name = TextField(label="Tên mẫu", max_length=200)
    title = TextField(label="Tiêu đề trên giấy", max_length=200, help_text="Ví dụ: BÁO CÁO KIỂM ĐIỂM TẬP THỂ")
    note = TextField(label="Ghi chú về nguồn của mẫu", max_length=300, required=False)


class StepForm(Form):
    """Publishing, copying or discarding: nothing but the version seen."""

    version = VersionField()


class SectionForm(Form):
    """One section; a row without a heading is no section."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)
    order = WholeNumberField(label="Thứ tự", required=False, max_value=9999)
    number = TextField(label="Số mục", required=False, max_length=12)
    heading = TextField(label="Tên mục", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    guidance = LongTextField(label="Hướng dẫn", required=False, max_length=3000)
    kind = forms.ChoiceField(label="Loại", choices=SectionKind.choices, required=False, initial=SectionKind.TEXT)
    depth = forms.TypedChoiceField(
        label="Cấp", choices=[(1, "I."), (2, "1."), (3, "a)")], coerce=int, required=False, initial=1
    )
    required = forms.BooleanField(label="Bắt buộc", required=False, initial=True)
    per_segment = forms.BooleanField(label="Viết riêng cho từng chức vụ", required=False)
    only_if_any = forms.BooleanField(label="Chỉ khi có (nếu có)", required=False)
    remove = forms.BooleanField(label="Bỏ mục này", required=False)


class Sections(BaseFormSet):
    """The sections of a template, with blank rows for new ones."""

    default_error_messages = {
        "missing_management_form": "Trang này đã cũ. Hãy tải lại trang rồi làm lại.",
        "too_many_forms": f"Mẫu nhiều nhất {MOST_SECTIONS} mục.",
    }

    def sentences(self) -> Iterator[str]:
        """Every fault, with the place of its section on the page."""
        yield from (str(sentence) for sentence in self.non_form_errors())
        for place, form in enumerate(self.forms, start=1):
            for faults in form.errors.values():
                yield from (f"Mục thứ {place}: {sentence}" for sentence in faults)

    def drafts(self) -> tuple[SectionDraft, ...]:
        """The sections as typed, in the order of their numbers; new ones get a key of their own."""
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("heading") and not form.cleaned_data.get("remove")
        ]
        last = max((row["order"] or 0 for row in rows), default=0)
        placed = sorted(enumerate(rows), key=lambda pair: (pair[1]["order"] or last + 1, pair[0]))
        keys = _keys([row for _, row in placed])
        return tuple(_draft(row, key) for (_, row), key in zip(placed, keys, strict=True))


_FormSet = formset_factory(
    SectionForm,
    formset=Sections,
    extra=BLANK_ROWS,
    max_num=MOST_SECTIONS,
    absolute_max=MOST_SECTIONS,
    validate_max=True,
)


def section_rows(data: Any, sections: tuple[SectionDraft, ...]) -> Sections:
    """The rows of the form: those that exist, numbered by tens so that others can come between, and blank ones."""
    return cast(Sections, _FormSet(data, initial=_initial(sections), prefix="muc"))


def _initial(sections: tuple[SectionDraft, ...]) -> list[dict[str, Any]]:
    return [
        {
            "key": section.key,
            "order": place * 10,
            "number": section.number,
            "heading": section.heading,
            "guidance": section.guidance,
            "kind": section.kind,
            "depth": section.depth,
            "required": section.required,
            "per_segment": section.per_segment,
            "only_if_any": section.only_if_any,
        }
        for place, section in enumerate(sections, start=1)
    ]


def _draft(row: dict[str, Any], key: str) -> SectionDraft:
    return SectionDraft(
        key=key,
        heading=row["heading"].strip(),
        kind=row["kind"] or SectionKind.TEXT,
        number=row["number"].strip(),
        depth=int(row["depth"] or 1),
        guidance=row["guidance"].strip(),
        required=row["required"],
        per_segment=row["per_segment"],
        only_if_any=row["only_if_any"],
    )


def _keys(rows: list[dict[str, Any]]) -> Iterator[str]:
    taken = {row["key"] for row in rows if row["key"]}
    for row in rows:
        if row["key"]:
            yield row["key"]
            continue
        stem = re.sub(r"[^a-z0-9]+", "-", search_key(row["heading"])).strip("-")[:40] or "muc"
        key = next(k for k in (stem, *(f"{stem}-{n}" for n in range(2, MOST_SECTIONS + 2))) if k not in taken)
        taken.add(key)
        yield key
