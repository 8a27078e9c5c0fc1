"""What people type about catalogues: the name and label of an imported list, and its file."""

from typing import Any

from django import forms

from core.forms import Form, TextField
from core.table_files import UnreadableFile
from reviews.forms.catalogue_files import ReadFile, read_catalogue
from reviews.rules.catalogues import CatalogueDraft

LARGEST_FILE = 2_000_000


class ImportForm(Form):
    """A list that a committee brings as a file."""

    name = TextField(label="Tên danh mục", max_length=200, help_text="Ví dụ: Danh mục biểu hiện của Tỉnh ủy Hòa Giang")
    label = TextField(
        label="Dòng ghi chú dưới danh mục",
        max_length=300,
        help_text="Hiện trên màn hình và trên bản in ở mọi nơi có danh mục: ai ban hành, số văn bản, ngày.",
    )
    file = forms.FileField(label="Tệp danh mục", help_text="Excel (.xlsx) hoặc CSV mã UTF-8, không quá 2 MB.")

    def __init__(self, *args: Any, base: CatalogueDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.read: ReadFile | None = None

    def clean(self) -> dict[str, Any]:
        """Read the file; a file that cannot be read is a fault of that field, faults of rows are kept beside."""
        typed = super().clean() or {}
        file = typed.get("file")
        if file is None:
            return typed
        if file.size > LARGEST_FILE:
            self.add_error("file", "Tệp lớn quá 2 MB. Hãy chỉ để lại trang danh mục rồi gửi lại.")
            return typed
        words = {"name": typed.get("name", ""), "label": typed.get("label", "")}
        try:
            self.read = read_catalogue(file.read(), file.name, base=self.base, **words)
        except UnreadableFile as fault:
            self.add_error("file", str(fault))
        else:
            if self.read.faults:
                self.add_error("file", f"Tệp còn {len(self.read.faults)} lỗi, chưa nhập gì; xem từng dòng bên dưới.")
        return typed
