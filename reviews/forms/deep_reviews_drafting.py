"""What people type while drafting a suggestion: the text, its ordered topics, the targets, which topic goes to whom."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from cadres.roles import Actor, Role
from core.forms import DateField, Form, LongTextField, TextField, VersionField
from core.text import fold_space
from reviews.actions.deep_reviews_drafting import LetterText, TopicText
from reviews.models import Cycle, DeepReview, DeepReviewTopic, Field, TopicGround
from reviews.states import CycleState, Ground
from units.models import Unit

LONGEST_TEXT: Final = 10_000
MOST_TOPICS: Final = 60


class DraftForm(Form):
    """The beginning of a letter."""

    cycle = forms.ModelChoiceField(label="Đợt kiểm điểm", queryset=Cycle.objects.none(), empty_label="— chọn đợt —")
    issuer = forms.ModelChoiceField(
        label="Cấp ủy ban hành", queryset=Unit.objects.none(), empty_label="— chọn cấp ủy —"
    )
    title = TextField(
        label="Trích yếu",
        help_text="Ví dụ: Gợi ý kiểm điểm sâu về quản lý đất đai, trật tự xây dựng năm 2026",
        max_length=300,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycles = Cycle.objects.visible_to(actor).filter(state=CycleState.OPEN)
        issuers = Unit.objects.filter(pk__in=actor.office_ids(Role.STAFF, Role.STANDING))
        for name, rows in (("cycle", cycles), ("issuer", issuers)):
            field: Any = self.fields[name]
            field.queryset = rows
            if len(rows) == 1:
                field.initial = rows[0]


class TextForm(Form):
    """The text of the letter around its topics."""

    needed_later = ("grounds", "due_on")

    version = VersionField()
    title = TextField(label="Trích yếu", max_length=300)
    prompted_by = forms.TypedChoiceField(
        label="Theo gợi ý của cấp trên",
        help_text="Để trống nếu cấp ủy tự gợi ý. Văn bản nêu công văn đã chọn làm căn cứ.",
        required=False,
        coerce=int,
        empty_value=None,
    )
    grounds = forms.MultipleChoiceField(
        label="Căn cứ", choices=Ground.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    grounds_text = LongTextField(
        label="Văn bản làm căn cứ",
        help_text="Mỗi văn bản một dòng: số, ngày, nơi ban hành.",
        required=False,
        max_length=LONGEST_TEXT,
    )
    introduction = LongTextField(
        label="Đánh giá tình hình", help_text="In trước các nội dung gợi ý.", required=False, max_length=LONGEST_TEXT
    )
    due_on = DateField(label="Hạn giải trình", help_text="Ví dụ: 05/12/2026", required=False)
    working_group = forms.TypedChoiceField(
        label="Tổ công tác",
        help_text="Tổ dự, chỉ đạo hội nghị kiểm điểm; nêu trong văn bản, và được giao các nơi được gợi ý khi ban hành.",
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, prompts: Sequence[tuple[int, str]], groups: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = (
            ("prompted_by", "— cấp ủy tự gợi ý —", prompts),
            ("working_group", "— không cử tổ công tác —", groups),
        )
        for name, nothing, choices in offered:
            if choices:
                self.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def text(self) -> LetterText:
        """What was typed, for the action."""
        names = ("title", "introduction", "grounds_text", "due_on")
        typed: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        tied: dict[str, Any] = {f"{name}_id": self.cleaned_data.get(name) for name in ("prompted_by", "working_group")}
        return LetterText(grounds=tuple(self.cleaned_data["grounds"]), **tied, **typed)

    @staticmethod
    def shown(row: DeepReview) -> dict[str, Any]:
        """What the letter holds, for the page."""
        names = ("version", "title", "grounds", "grounds_text", "introduction", "due_on")
        return {name: getattr(row, name) for name in names} | {
            "prompted_by": row.prompted_by_id,
            "working_group": row.working_group_id,
        }


class TopicForm(Form):
    """One topic in the list of the page; an entirely blank one does not count."""

    needed_later = ("title", "ground", "clarify")

    topic_id = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    title = TextField(label="Tên nội dung", required=False, max_length=500)
    field_id = forms.TypedChoiceField(label="Lĩnh vực", required=False, coerce=int, empty_value=None)
    ground = forms.ChoiceField(label="Căn cứ", choices=[("", "— chưa chọn —"), *Ground.choices], required=False)
    clarify = LongTextField(
        label="Cần làm rõ",
        help_text="Câu hỏi cụ thể mà phần giải trình phải trả lời.",
        required=False,
        max_length=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, fields_of_work: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field_id"].choices = fields_of_work  # type: ignore[attr-defined]
        self.is_lowest = False
        self.sources: list[TopicGround] = []
        self.came_from: Any = None

    @property
    def is_movable(self) -> bool:
        """Whether there is a topic in it to move or drop: every one but the empty room for the next."""
        return bool(self.is_bound or self.initial)

    @property
    def stored_pk(self) -> int | None:
        """The row that the form came with; none where a page sent back something else than a number."""
        sent = str(self["topic_id"].value() or "")
        return int(sent) if sent.isascii() and sent.isdigit() else None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed or chosen in it."""
        data = getattr(self, "cleaned_data", {})
        return not any(data.get(name) for name in ("title", "field_id", "ground", "clarify"))

    @property
    def text(self) -> TopicText:
        """What was typed, for the action."""
        data = self.cleaned_data
        return TopicText(data["title"], data["field_id"], data["ground"], data["clarify"], data["topic_id"])

    def clean(self) -> dict[str, Any]:
        """A topic with anything in it has a name."""
        cleaned = super().clean() or {}
        if not self.errors and not self.is_blank and not fold_space(cleaned.get("title") or ""):
            self.add_error("title", "Hãy ghi tên nội dung, hoặc xóa trống các ô để bỏ nội dung này.")
        return cleaned


class TopicList:
    """The ordered topics of the page: those stored and one blank for the next, or those that were sent."""

    COUNT: Final = "so-noi-dung"

    def __init__(self, row: DeepReview, data: Mapping[str, Any] | None = None) -> None:
        fields_of_work = [("", "— chưa chọn —"), *((field.pk, field.name) for field in Field.objects.all())]
        if data is None:
            shown: list[dict[str, Any] | None] = [_shown(topic) for topic in row.topics.all()]
            self.forms = [
                TopicForm(prefix=f"noi-dung-{number}", initial=initial, fields_of_work=fields_of_work)
                for number, initial in enumerate([*shown, None], start=1)
            ]
        else:
            self.forms = [
                TopicForm(data, prefix=f"noi-dung-{number}", fields_of_work=fields_of_work)
                for number in range(1, _count(data.get(self.COUNT)) + 1)
            ]

        self._show_sources(row)
        movable = [form for form in self.forms if form.is_movable]
        if movable:
            movable[-1].is_lowest = True

    def _show_sources(self, row: DeepReview) -> None:
        """Beside each topic that is stored already, what it rests on in the register and which earlier one it takes up."""
        stored = {str(form["topic_id"].value()): form for form in self.forms if form["topic_id"].value()}
        for link in TopicGround.objects.of_letter(row.pk):
            if form := stored.get(str(link.topic_id)):
                form.sources.append(link)
        for topic in row.topics.all():
            if form := stored.get(str(topic.pk)):
                form.came_from = getattr(topic, "came_from", None)

    def faults(self) -> list[str]:
        """A sentence for each fault, with the number of its topic."""
        found = []
        for number, form in enumerate(self.forms, start=1):
            if not form.is_valid():
                found += [f"Nội dung {number}: {text}" for texts in form.errors.values() for text in texts]
        return found

    def texts(self, step: str = "") -> list[TopicText]:
        """The topics in their order, blank ones left out; `step` moves or drops one first ("len-2", "xuong-1", "bo-3")."""
        kept = [form for form in self.forms if not form.is_blank]
        verb, _, number = step.partition("-")
        at = int(number) - 1 if number.isdecimal() and len(number) < 5 else -1
        if not 0 <= at < len(kept):
            return [form.text for form in kept]
        if verb == "bo":
            del kept[at]
        to = at + {"len": -1, "xuong": 1}.get(verb, 0)
        if verb in ("len", "xuong") and 0 <= to < len(kept):
            kept[at], kept[to] = kept[to], kept[at]
        return [form.text for form in kept]


def _shown(topic: DeepReviewTopic) -> dict[str, Any]:
    return {
        "topic_id": topic.pk,
        "title": topic.title,
        "field_id": topic.field_id,
        "ground": topic.ground,
        "clarify": topic.clarify,
    }


def _count(sent: Any) -> int:
    text = str(sent or "")
    return min(int(text), MOST_TOPICS) if text.isascii() and text.isdigit() and len(text) < 5 else 0
