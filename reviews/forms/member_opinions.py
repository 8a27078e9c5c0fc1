"""What is typed to record one member's opinion on a draft suggestion."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import DateField, Form, LongTextField, VersionField
from reviews.forms.deep_reviews import LONGEST_TEXT
from reviews.rules.member_opinions import Member
from reviews.states import MemberStance


class MemberOpinionForm(Form):
    """Whose opinion, which, in which words, on which day."""

    version = VersionField()
    member_id = forms.TypedChoiceField(label="Thành viên", coerce=int)
    stance = forms.ChoiceField(label="Ý kiến", choices=MemberStance.choices, widget=forms.RadioSelect)
    words = LongTextField(
        label="Nội dung ý kiến",
        help_text="Bắt buộc khi không đồng ý hoặc đề nghị sửa.",
        required=False,
        max_length=LONGEST_TEXT,
    )
    given_on = DateField(label="Ngày cho ý kiến", help_text="Ngày ghi trên phiếu, hoặc ngày họp.")

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(member.cadre_id, f"{member.name}, {member.post}") for member in members]
        self.fields["member_id"].choices = [("", "Chọn thành viên"), *chosen]  # type: ignore[attr-defined]
