"""What people type about opinions: one opinion, an answer, marks for many; and the filters of their list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import DateField, Form, LongTextField, TextField, VersionField
from core.text import search_key
from reviews.actions.opinions import Marks
from reviews.forms.opinion_texts import section_names
from reviews.models import Opinion, TemplateSection
from reviews.querysets.opinions import OpinionQuerySet
from reviews.rules.completeness import section_numbers, short
from reviews.rules.opinions import (
    LONGEST_GROUP,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    OpinionDraft,
    OpinionReply,
    sections_to_name,
)
from reviews.states import OpinionOutcome, OpinionSource

_NO_SECTION = ("", "— không nói riêng mục nào —")
SECTION_HINT = "Mục của bản kiểm điểm mà góp ý nói tới."


@dataclass(frozen=True, slots=True)
class SectionChoices:
    """The sections of the form that an opinion may speak of: (key, number, heading) in the order of the paper."""

    rows: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, sections: Sequence[TemplateSection]) -> "SectionChoices":
        """From the sections of a template."""
        numbers = section_numbers(list(sections))
        return cls(tuple((one.key, numbers[one.pk], one.heading) for one in sections_to_name(sections)))

    @property
    def labels(self) -> dict[str, str]:
        """key → `II.1. Về công tác …`."""
        return {key: short(f"{number}. {heading}" if number else heading) for key, number, heading in self.rows}

    @property
    def numbers(self) -> dict[str, str]:
        """key → `mục II.1`, as an answer names it."""
        return {key: f"mục {number}" if number else short(heading, 40) for key, number, heading in self.rows}

    @property
    def names(self) -> dict[str, str]:
        """Every way to write a section → key."""
        return {search_key(label): key for key, label in self.labels.items()} | section_names(self.rows)

    def choices(self, nothing: tuple[str, str] = _NO_SECTION) -> list[tuple[str, str]]:
        """For a select."""
        return [nothing, *self.labels.items()]


class GroupField(TextField):
    """A group of contents: one of those in use, offered while typing, or a new one."""

    def __init__(self) -> None:
        super().__init__(
            label="Nhóm nội dung",
            required=False,
            max_length=LONGEST_GROUP,
            help_text="Chọn nhóm đã có, hoặc gõ nhóm mới.",
        )
        self.widget.attrs |= {"list": "nhom-da-dung", "autocomplete": "off"}


class OpinionForm(Form):
    """One opinion: who gave it, when, and what it says."""

    source_kind = forms.ChoiceField(label="Loại nguồn", choices=OpinionSource.choices)
    source_name = TextField(label="Nơi, người góp ý", max_length=LONGEST_SOURCE)
    received_on = DateField(label="Ngày nhận")
    text = LongTextField(label="Nội dung góp ý", max_length=LONGEST_TEXT)
    group = GroupField()
    section_key = forms.ChoiceField(label="Mục liên quan", required=False, help_text=SECTION_HINT)

    def __init__(self, *args: Any, sections: SectionChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section_key"].choices = sections.choices()  # type: ignore[attr-defined]

    def draft(self) -> OpinionDraft:
        """What was typed, as the action takes it."""
        return OpinionDraft(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ChangeForm(OpinionForm):
    """An opinion entered before, with the version of its row."""

    version = VersionField()

    @classmethod
    def showing(cls, opinion: Opinion, sections: SectionChoices) -> "ChangeForm":
        """The form with what the register keeps."""
        return cls(initial={name: getattr(opinion, name) for name in cls.base_fields}, sections=sections)


class AnswerForm(Form):
    """What became of an opinion."""

    version = VersionField()
    outcome = forms.ChoiceField(
        label="Kết quả", choices=OpinionOutcome.choices, widget=forms.RadioSelect(attrs={"autofocus": True})
    )
    reply = LongTextField(
        label="Tiếp thu thế nào, hoặc giải trình",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Tiếp thu: đã sửa gì. Giải trình: vì sao giữ như dự thảo.",
    )
    changed_section_key = forms.ChoiceField(label="Mục đã sửa theo góp ý", required=False)
    needed_later = ("reply", "changed_section_key")

    def __init__(self, *args: Any, sections: SectionChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["changed_section_key"].choices = sections.choices(("", "— không sửa mục nào —"))  # type: ignore[attr-defined]

    @classmethod
    def showing(cls, opinion: Opinion, sections: SectionChoices) -> "AnswerForm":
        """The form with what was answered so far."""
        known = {name: getattr(opinion, name) for name in cls.base_fields}
        return cls(initial=known, sections=sections, auto_id=cls._ids_of(opinion))

    @classmethod
    def typed(cls, data: QueryDict, opinion: Opinion, sections: SectionChoices) -> "AnswerForm":
        """The form with what was sent."""
        return cls(data, sections=sections, auto_id=cls._ids_of(opinion))

    @staticmethod
    def _ids_of(opinion: Opinion) -> str:
        """Ids of its own for each opinion: forms follow each other in the page, and htmx takes equal ids for the same."""
        return f"tra-loi-{opinion.pk}-%s"

    def answer(self) -> OpinionReply:
        """What was typed, as the action takes it."""
        return OpinionReply(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


_AS_IT_IS = ("", "— giữ nguyên —")
_NONE_CHOSEN = "Hãy đánh dấu ít nhất một góp ý."


class MarksForm(Form):
    """What is set for all ticked opinions; what is left empty stays as it is."""

    group = GroupField()
    section_key = forms.ChoiceField(label="Mục liên quan", required=False)
    outcome = forms.ChoiceField(label="Kết quả", choices=[_AS_IT_IS, *OpinionOutcome.choices], required=False)
    changed_section_key = forms.ChoiceField(label="Mục đã sửa", required=False)
    reply = LongTextField(label="Trả lời chung", required=False, max_length=LONGEST_TEXT)
    needed_later = ("group", "section_key", "outcome", "changed_section_key", "reply")

    def __init__(self, data: QueryDict | None = None, *, sections: SectionChoices) -> None:
        super().__init__(data, auto_id="danh-dau-%s")
        for name in ("section_key", "changed_section_key"):
            self.fields[name].choices = sections.choices(_AS_IT_IS)  # type: ignore[attr-defined]
        self.fields["group"].help_text = ""
        self.fields["reply"].widget.attrs["rows"] = "2"
        del self.fields["reply"].widget.attrs["data-grow"]
        self.chosen = data.getlist("chon") if data is not None else []
        self.seen: dict[int, int] = {}

    def clean(self) -> dict[str, Any]:
        """Read which rows are ticked, each with the version shown; an answer needs an outcome."""
        typed = super().clean() or {}
        pairs = [one.partition(":") for one in self.chosen]
        if any(not (pk.isascii() and pk.isdigit() and at.isascii() and at.isdigit()) for pk, _, at in pairs):
            self.add_error(None, "Trang này đã cũ. Hãy tải lại trang rồi làm lại.")
        elif not pairs:
            self.add_error(None, _NONE_CHOSEN)
        else:
            self.seen = {int(pk[:18]): int(at[:9]) for pk, _, at in pairs}
        wanted = [
            name for name in ("group", "section_key", "outcome", "changed_section_key", "reply") if typed.get(name)
        ]
        if not wanted and not self.errors:
            self.add_error(None, "Hãy chọn điều cần ghi cho các góp ý đã đánh dấu: nhóm, mục hoặc kết quả.")
        if not typed.get("outcome") and {"changed_section_key", "reply"} & set(wanted):
            self.add_error("outcome", "Hãy chọn kết quả đi với phần trả lời: tiếp thu hay giải trình.")
        return typed

    def marks(self) -> Marks:
        """What was chosen, as the action takes it."""
        typed = self.cleaned_data
        answer = OpinionReply(typed["outcome"], typed["reply"], typed["changed_section_key"])
        return Marks(typed["group"] or None, typed["section_key"] or None, answer if typed["outcome"] else None)


class OpinionFilter(Form):
    """What the list of opinions can be narrowed by; every part stays in the address."""

    ket_qua = forms.ChoiceField(label="Kết quả", choices=[("", "Tất cả"), *OpinionOutcome.choices], required=False)
    nguon = forms.ChoiceField(label="Loại nguồn", choices=[("", "Tất cả"), *OpinionSource.choices], required=False)
    nhom = forms.ChoiceField(label="Nhóm nội dung", required=False)
    muc = forms.ChoiceField(label="Mục", required=False)
    q = TextField(label="Có chữ", required=False, max_length=200)

    def __init__(self, data: Mapping[str, Any], *, groups: Iterable[str], sections: SectionChoices) -> None:
        super().__init__(data)
        self.fields["nhom"].choices = [("", "Tất cả"), *((one, one) for one in groups)]  # type: ignore[attr-defined]
        self.fields["muc"].choices = sections.choices(("", "Tất cả"))  # type: ignore[attr-defined]

    def apply_to(self, opinions: OpinionQuerySet) -> OpinionQuerySet:
        """The opinions that pass; a filter that cannot be read counts as not given."""
        self.is_valid()
        given = self.cleaned_data
        return opinions.chosen(
            outcome=given.get("ket_qua") or "",
            source_kind=given.get("nguon") or "",
            group=given.get("nhom") or "",
            section_key=given.get("muc") or "",
            words=given.get("q") or "",
        )
