"""What is typed about the review meeting, and the remark of a place or a unit."""

from typing import Any

from django.core.exceptions import ValidationError

from core.forms import DateField, Form, LongTextField, TextField, VersionField, WholeNumberField
from reviews.models.unread import Unread

LONGEST_TEXT = 20_000
MOST_PEOPLE = 30_000


class MeetingForm(Form):
    """The facts of the meeting; what is not known yet may stay empty."""

    held_on = DateField(label="Ngày họp", required=False)
    held_at = TextField(label="Địa điểm", required=False, max_length=250)
    chair = TextField(label="Chủ trì", required=False, max_length=200)
    secretary = TextField(label="Thư ký, người ghi biên bản", required=False, max_length=200)
    present = WholeNumberField(label="Số đồng chí có mặt", required=False, max_value=MOST_PEOPLE)
    total = WholeNumberField(label="Trên tổng số", required=False, max_value=MOST_PEOPLE)
    absent_reasons = LongTextField(label="Vắng mặt, lý do", required=False, max_length=LONGEST_TEXT)
    conclusion = LongTextField(label="Kết luận hội nghị", required=False, max_length=LONGEST_TEXT)
    draft_number = WholeNumberField(label="Dự thảo lần thứ", required=False, min_value=1, max_value=999)


def read_fact(name: str, words: Unread) -> Any:
    """The value of what was typed for a fact of the meeting; None where it cannot be read."""
    try:
        return MeetingForm.base_fields[name].clean(words.parts[-1])
    except ValidationError:
        return None


class RemarkForm(Form):
    """A remark with the version of the row it goes to."""

    version = VersionField()
    remark = LongTextField(label="Nhận xét", required=False, max_length=LONGEST_TEXT)
