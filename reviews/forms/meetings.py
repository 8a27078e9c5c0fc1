"""What is typed about the review meeting, and the remark of a place or a unit."""

from core.forms import DateField, Form, LongTextField, TextField, VersionField, WholeNumberField
from reviews.actions.meetings import MeetingFacts
from reviews.models import Round

LONGEST_TEXT = 20_000
MOST_PEOPLE = 30_000


class MeetingForm(Form):
    """The facts of the meeting; what is not known yet may stay empty."""

    version = VersionField()
    held_on = DateField(label="Ngày họp", required=False)
    held_at = TextField(label="Địa điểm", required=False, max_length=250)
    chair = TextField(label="Chủ trì", required=False, max_length=200)
    secretary = TextField(label="Thư ký, người ghi biên bản", required=False, max_length=200)
    present = WholeNumberField(label="Số đồng chí có mặt", required=False, max_value=MOST_PEOPLE)
    total = WholeNumberField(label="Trên tổng số", required=False, max_value=MOST_PEOPLE)
    absent_reasons = LongTextField(label="Vắng mặt, lý do", required=False, max_length=LONGEST_TEXT)
    conclusion = LongTextField(label="Kết luận hội nghị", required=False, max_length=LONGEST_TEXT)
    draft_number = WholeNumberField(label="Dự thảo lần thứ", required=False, min_value=1, max_value=999)

    @classmethod
    def showing(cls, round_: Round) -> "MeetingForm":
        """The form with what the round keeps."""
        return cls(initial={name: getattr(round_, name) for name in cls.base_fields})

    def facts(self) -> MeetingFacts:
        """What was typed, as the action takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return MeetingFacts(**typed | {"draft_number": typed["draft_number"] or 1})


class RemarkForm(Form):
    """A remark with the version of the row it goes to."""

    version = VersionField()
    remark = LongTextField(label="Nhận xét", required=False, max_length=LONGEST_TEXT)
