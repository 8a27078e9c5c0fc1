"""Many opinions at once: pasted, or from a file whose rows then stand in the text for a last look before they are kept."""

import hashlib
from typing import Any

from django import forms

from core import localtime
from core.forms import DateField, Form, LongTextField, TextField
from core.table_files import UnreadableFile, rows_of
from reviews.forms.opinion_texts import BY_ITSELF, MOST_AT_ONCE, SPLITS, TABLE, Intake, Usual, as_pasted, read_opinions
from reviews.forms.opinions import SECTION_HINT, GroupField, SectionChoices
from reviews.rules.opinions import LONGEST_SOURCE
from reviews.states import OpinionSource

LARGEST_FILE = 2_000_000
LONGEST_PASTE = 2_000_000


class ManyForm(Form):
    """Many opinions at once: pasted, or from a file whose rows then stand in the text for a last look."""

    text = LongTextField(
        label="Các góp ý",
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,  # a tab before the first cell is a cell too
        help_text="Mỗi dòng hoặc mỗi đoạn một góp ý, viết “Nơi góp ý: nội dung”; hoặc dán các cột từ Excel, Word.",
    )
    file = forms.FileField(
        label="Hoặc tệp bảng góp ý", required=False, help_text="Excel (.xlsx) hoặc CSV mã UTF-8, không quá 2 MB."
    )
    split = forms.ChoiceField(label="Cách tách", choices=SPLITS, required=False)
    received_on = DateField(label="Ngày nhận", help_text="Dùng cho góp ý không ghi ngày riêng.")
    source_name = TextField(
        label="Nơi, người góp ý",
        required=False,
        max_length=LONGEST_SOURCE,
        help_text="Dùng cho góp ý không ghi của ai.",
    )
    source_kind = forms.ChoiceField(
        label="Loại nguồn", choices=OpinionSource.choices, help_text="Dùng khi không nhận ra từ tên nơi góp ý."
    )
    group = GroupField()
    section_key = forms.ChoiceField(label="Mục liên quan", required=False, help_text=SECTION_HINT)

    needed_later = ("text", "file", "split")

    def __init__(self, *args: Any, sections: SectionChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        self.fields["section_key"].choices = sections.choices()  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = "14"
        self.intake: Intake | None = None

    def clean(self) -> dict[str, Any]:
        """Read the file into the text, then the text; faults of rows are kept in `intake`."""
        typed = super().clean() or {}
        if typed.get("file") is not None:
            self._take_file(typed)
        if self.errors:
            return typed
        if not typed["text"].strip():
            self.add_error("text", "Hãy dán các góp ý vào đây, hoặc chọn tệp.")
            return typed
        names = ("received_on", "source_kind", "source_name", "group", "section_key")
        usual = Usual(**{name: typed[name] for name in names})
        self.intake = read_opinions(typed["text"], typed["split"], usual, self.sections.names, localtime.today())
        if self.intake.faults:
            count = len(self.intake.faults)
            self.add_error("text", f"Còn {count} chỗ cần sửa, chưa ghi gì; xem từng dòng bên dưới.")
        return typed

    @property
    def digest(self) -> str:
        """What was read, shortened: who confirms a preview says with it which one."""
        drafts = self.intake.drafts if self.intake else []
        return hashlib.sha256(repr(drafts).encode()).hexdigest()[:32]

    def _take_file(self, typed: dict[str, Any]) -> None:
        file = typed["file"]
        if file.size > LARGEST_FILE:
            self.add_error("file", "Tệp lớn quá 2 MB. Hãy chỉ để lại trang góp ý rồi gửi lại.")
            return
        try:
            rows = rows_of(file.read(), file.name, most_rows=MOST_AT_ONCE + 1, keep_breaks=True)
        except UnreadableFile as fault:
            self.add_error("file", str(fault))
            return
        if typed.get("text", "").strip():
            self.add_error("file", "Ô “Các góp ý” đang có nội dung. Hãy nhập phần ấy trước, rồi mới chọn tệp.")
            return
        typed |= {"text": as_pasted(rows), "split": TABLE}
        self.data = {**self.data, "text": typed["text"], "split": TABLE}


def usual_of_today() -> dict[str, Any]:
    """What the form for many opinions begins with."""
    return {"received_on": localtime.today(), "source_kind": OpinionSource.ORGANISATION, "split": BY_ITSELF}
