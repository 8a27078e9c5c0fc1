"""What is typed about a task that the review meeting gave."""

from typing import Any

from django import forms

from core.forms import DateField, Form, LongTextField, TextField, VersionField
from reviews.actions.meeting_tasks import TaskFacts
from reviews.models import Review
from reviews.models.options import SheetOptions

LONGEST_TEXT = 5_000


class MeetingTaskForm(Form):
    """Who does what by when."""

    action = LongTextField(
        label="Nhiệm vụ", help_text="Việc cụ thể hội nghị kết luận phải làm.", max_length=LONGEST_TEXT
    )
    owner_cadre_id = forms.TypedChoiceField(label="Người thực hiện", coerce=int, empty_value=None, required=False)
    owner_text = TextField(label="Cơ quan, bộ phận thực hiện", required=False, max_length=250)
    due_on = DateField(label="Thời hạn")
    measure = LongTextField(label="Kết quả phải đạt", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = SheetOptions(review).member_lines.items()
        self.fields["owner_cadre_id"].choices = [("", "Không ghi tên"), *lines]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Gathered as the actions take them."""
        typed = super().clean() or {}
        if not self.errors:
            facts = TaskFacts(**{name: typed.pop(name) for name in TaskFacts.__dataclass_fields__})
            typed = {**typed, "facts": facts}
        return typed


class MeetingTaskChangeForm(MeetingTaskForm):
    """A task that is there, as the person saw it."""

    version = VersionField()
