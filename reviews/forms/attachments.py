"""What is sent to attach a file to a review."""

from typing import Any

from django import forms
from django.conf import settings

from core import formats
from core.forms import FilesField, Form, TextField
from reviews.models import Attachment, Round


class AttachForm(Form):
    """Some files, with a note for all; what they are, is asked only where a signed paper is wanted."""

    file = FilesField(label="Tệp")
    kind = forms.ChoiceField(
        label="Tệp này là",
        choices=Attachment.Kind.choices,
        widget=forms.RadioSelect,
        help_text="Bản giấy có chữ ký chỉ những người được xem phần đối chiếu biểu hiện mới tải được.",
    )
    note = TextField(label="Ghi chú", required=False, max_length=200, help_text="Ví dụ: Biên bản nghiệm thu tuyến 2.")

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = formats.file_size(settings.UPLOAD_MOST_BYTES)
        self.fields["file"].help_text = (
            f"PDF, ảnh PNG hoặc JPEG, DOCX, XLSX; mỗi tệp không quá {most}. "
            f"Chọn được nhiều tệp một lần, nhiều nhất {settings.DATA_UPLOAD_MAX_NUMBER_FILES} tệp."
        )
        self.fields["file"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
        if round_.entered_at is None:
            del self.fields["kind"]
        else:
            lacks = not round_.has_signed_paper
            self.fields["kind"].initial = Attachment.Kind.SIGNED_PAPER if lacks else Attachment.Kind.ENCLOSURE
