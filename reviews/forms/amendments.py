"""What people type to change an issued letter: the document of the change, and what it changes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from cadres.models import Cadre
from core import localtime
from core.forms import DateField, LongTextField, TextField, VersionField
from core.picking import PickField, PickingForm
from reviews.actions.amendment_documents import ChangePaper
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic, Field, Review
from reviews.querysets.managed import managed_people, managed_units
from reviews.rules.deep_reviews import is_asked
from reviews.states import AmendmentKind, Ground, ReviewState
from units.models import Unit

LONGEST_TEXT = 10_000


def _reviews_matching(rows: QuerySet[Review], words: str) -> QuerySet[Review]:
    return rows.matching(words).by_collective()  # type: ignore[attr-defined]


def _matching(rows: Any, words: str) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.matching(words) if words else rows
    return found.order_by("sort_key", "pk")


def _name(row: Unit | Cadre) -> str:
    return row.name if isinstance(row, Unit) else row.full_name


class ChangeForm(PickingForm):
    """The document as the office's clerk entered it. `deed` gives what the action takes."""

    version = VersionField()
    number = TextField(label="Số, ký hiệu văn bản điều chỉnh", help_text="Theo sổ văn bản đi.", max_length=60)
    issued_on = DateField(label="Ngày văn bản điều chỉnh")
    reason = LongTextField(label="Lý do điều chỉnh", help_text="In trong văn bản.", max_length=LONGEST_TEXT)
    signer_post = TextField(label="Chức vụ người ký", max_length=200)
    signer_name = TextField(label="Họ và tên người ký", max_length=200)

    def __init__(self, data: Any, *, letter: DeepReview, **kwargs: Any) -> None:
        self.letter = letter
        self.targets = [target for target in letter.targets.all() if target.withdrawn_by_id is None]
        self.topics = [topic for topic in letter.topics.all() if topic.withdrawn_by_id is None]
        super().__init__(data, rows=self.rows_offered(), **kwargs)
        self.offer()

    def rows_offered(self) -> dict[str, QuerySet[Any]]:
        """The rows of the pickers that the form has."""
        return {}

    def offer(self) -> None:
        """Fill the choices that depend on the letter."""

    def clean(self) -> dict[str, Any]:
        """The document gathered as the action takes it, beside what it changes."""
        typed = super().clean() or {}
        if not self.errors:
            names = ChangePaper.__dataclass_fields__
            typed = {"paper": ChangePaper(**{name: typed.pop(name) for name in names}), **typed}
        return typed

    def choose(self, name: str, label: str, rows: Iterable[Any], hint: str = "", *, required: bool = False) -> None:
        """Boxes for targets or topics of the letter."""
        field = forms.TypedMultipleChoiceField(
            label=label,
            choices=[(row.pk, _words(row)) for row in rows],
            coerce=int,
            required=required,
            widget=forms.CheckboxSelectMultiple,
            help_text=hint,
        )
        self.add_field(name, field)


class RescheduleForm(ChangeForm):
    """A new deadline, for all or for some."""

    due_on = DateField(label="Hạn giải trình mới")

    def offer(self) -> None:
        self.choose("target_ids", "Áp dụng cho", self.targets, "Không đánh dấu là áp dụng cho tất cả.")


class AddTargetForm(ChangeForm):
    """One more collective or person."""

    review_id = PickField(
        label="Tập thể, cá nhân thêm vào",
        matching=_reviews_matching,
        label_of=lambda review: review.subject_name,
        help_text="Thuộc diện cấp ủy trực tiếp quản lý trong đợt, chưa có trong văn bản.",
    )

    def rows_offered(self) -> dict[str, QuerySet[Any]]:
        managed = Review.objects.filter(cycle=self.letter.cycle_id, managing_unit=self.letter.issuer_id)
        named = managed.exclude(pk__in=[target.review_id for target in self.targets]).exclude(
            state=ReviewState.ACCEPTED
        )
        return {"review_id": named.select_related("unit", "cadre")}

    def offer(self) -> None:
        own = [topic for topic in self.topics if topic.only_for.all()]
        if own:
            hint = "Nội dung gửi cho mọi nơi thì nơi mới cũng phải giải trình; ở đây chọn thêm nội dung riêng."
            self.choose("topic_ids", "Nội dung riêng", own, hint)


class AddChosenForm(ChangeForm):
    """One more collective or person of an extraordinary cycle, whose review is made by it."""

    unit_id = PickField(label="Tập thể thêm vào", matching=_matching, label_of=_name, required=False)
    cadre_id = PickField(
        label="Hoặc cá nhân thêm vào",
        matching=_matching,
        label_of=_name,
        required=False,
        help_text="Thuộc diện cấp ủy quản lý, kể cả người đã thôi giữ chức vụ; bản kiểm điểm được lập ngay.",
    )

    def rows_offered(self) -> dict[str, QuerySet[Any]]:
        cycle, issuer_id = self.letter.cycle, self.letter.issuer_id
        period = (cycle.period_from, max(cycle.period_to, localtime.today()))
        units = [target.review.unit_id for target in self.targets if target.review.cadre_id is None]
        persons = [target.review.cadre_id for target in self.targets if target.review.cadre_id is not None]
        return {
            "unit_id": managed_units(issuer_id, *period).exclude(pk__in=units),
            "cadre_id": managed_people(issuer_id, *period).exclude(pk__in=persons),
        }

    offer = AddTargetForm.offer

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        typed = super().clean()
        if not self.errors and (typed["unit_id"] is None) == (typed["cadre_id"] is None):
            self.add_error("unit_id", "Hãy chọn một tập thể hoặc một cá nhân.")
        return typed


class WithdrawTargetsForm(ChangeForm):
    """Targets that answer no more."""

    def offer(self) -> None:
        self.choose("target_ids", "Nơi rút khỏi văn bản", self.targets, required=True)


class AddTopicForm(ChangeForm):
    """One more topic, for all or for some."""

    title = TextField(label="Tên nội dung", max_length=500)
    field_id = forms.TypedChoiceField(label="Lĩnh vực", required=False, coerce=int, empty_value=None)
    ground = forms.ChoiceField(label="Căn cứ", choices=[("", "— chưa chọn —"), *Ground.choices], required=False)
    clarify = LongTextField(
        label="Cần làm rõ", help_text="Câu hỏi cụ thể mà phần giải trình phải trả lời.", max_length=LONGEST_TEXT
    )

    def offer(self) -> None:
        fields = [("", "— chưa chọn —"), *((row.pk, row.name) for row in Field.objects.all())]
        self.fields["field_id"].choices = fields  # type: ignore[attr-defined]
        self.choose("target_ids", "Gửi cho", self.targets, "Không đánh dấu là gửi cho tất cả.")

    def clean(self) -> dict[str, Any]:
        """The topic gathered as the action takes it."""
        typed = super().clean()
        if not self.errors:
            names = ("title", "field_id", "ground", "clarify")
            typed["topic"] = TopicText(**{name: typed.pop(name) for name in names})
        return typed


class WithdrawTopicsForm(ChangeForm):
    """Topics that need no answer any more."""

    def offer(self) -> None:
        asked = [topic for topic in self.topics if any(is_asked(topic, target) for target in self.targets)]
        self.choose("topic_ids", "Nội dung rút", asked, required=True)


FORMS: dict[str, type[ChangeForm]] = {
    AmendmentKind.RESCHEDULE: RescheduleForm,
    AmendmentKind.ADD_TARGET: AddTargetForm,
    AmendmentKind.WITHDRAW_TARGETS: WithdrawTargetsForm,
    AmendmentKind.ADD_TOPIC: AddTopicForm,
    AmendmentKind.WITHDRAW_TOPICS: WithdrawTopicsForm,
}


def _words(row: DeepReviewTarget | DeepReviewTopic) -> str:
    return row.review.subject_name if isinstance(row, DeepReviewTarget) else f"{row.order}. {row.title}"
