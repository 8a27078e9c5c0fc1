"""What people type while appraising: filters of the queue, the draft with its marks, the decision."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms

from cadres.roles import Actor
from core.forms import Form, LongTextField, TextField, VersionField
from reviews.actions.appraisals import MarkText
from reviews.models import Appraisal, AppraisalMark, Cycle
from reviews.models.contents import RoundContents
from reviews.models.standing import profile_of
from reviews.querysets.sheets import ReviewQuerySet
from reviews.reports.former_marks import PartIds
from reviews.rules.appraisal_marks import Part, parts_to_mark
from reviews.rules.named_since import is_pointed_out
from reviews.states import WANTING_MARKS, AppraisalOutcome, Mark, ReviewState, SectionKind, Subject
from units.models import Bloc, UnitKind

LONGEST_TEXT: Final = 10_000
NAMED_SINCE: Final = "Chưa trả lời trách nhiệm cá nhân đối với hạn chế mà tập thể nêu sau khi bản này đã trình."
QUEUES: Final = (
    ("cho-soan", "Chờ soạn thẩm định"),
    ("cho-quyet-dinh", "Chờ quyết định"),
    ("tra-lai", "Đã trả lại, đang viết lại"),
    ("da-dat", "Đã đạt"),
)


class AppraisalFilter(Form):
    """What the queue can be narrowed by; every part stays in the address."""

    q = TextField(label="Tên đơn vị, họ tên", required=False, max_length=200)
    hang = forms.ChoiceField(label="Hàng", choices=[("", "Đang chờ thẩm định"), *QUEUES], required=False)
    dot = forms.ModelChoiceField(label="Đợt", queryset=Cycle.objects.none(), required=False, empty_label="Tất cả")
    loai = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *Subject.choices], required=False)
    khoi = forms.ModelChoiceField(
        label="Khối", queryset=Bloc.objects.all(), required=False, to_field_name="code", empty_label="Tất cả"
    )
    giao = forms.ChoiceField(
        label="Giao cho",
        choices=[("", "Tất cả"), ("toi", "Giao cho tôi"), ("chua", "Chưa giao")],
        required=False,
    )
    cap = forms.TypedChoiceField(label="Cấp", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["dot"].queryset = Cycle.objects.visible_to(actor)  # type: ignore[attr-defined]
        tiers = UnitKind.objects.order_by("tier").values_list("tier", "tier_name").distinct("tier")
        self.fields["cap"].choices = [("", "Tất cả"), *tiers]  # type: ignore[attr-defined]

    def narrow(self, rows: ReviewQuerySet) -> ReviewQuerySet:
        """The rows that pass every filter but the queue; those that cannot be read count as not given."""
        wanted = getattr(self, "cleaned_data", {})
        lookups = {
            "cycle": wanted.get("dot"),
            "subject": wanted.get("loai"),
            "unit__bloc": wanted.get("khoi"),
            "unit__kind__tier": wanted.get("cap"),
        }
        rows = rows.filter(**{lookup: value for lookup, value in lookups.items() if value})
        match wanted.get("giao"):
            case "toi":
                rows = rows.filter(appraiser_id=self.actor.user_id or 0)
            case "chua":
                rows = rows.given_to_nobody()
        return rows.matching(wanted.get("q") or "")

    def queue(self, rows: ReviewQuerySet) -> ReviewQuerySet:
        """The rows of the queue chosen; without one, everything submitted that waits for either hand."""
        match getattr(self, "cleaned_data", {}).get("hang"):
            case "cho-soan":
                return rows.awaiting_draft(self.actor)
            case "cho-quyet-dinh":
                return rows.awaiting_decision(self.actor)
            case "tra-lai":
                return rows.filter(state=ReviewState.RETURNED)
            case "da-dat":
                return rows.filter(state=ReviewState.ACCEPTED)
        return rows.filter(state=ReviewState.SUBMITTED)


class AssignForm(Form):
    """To whom of the committee's staff the appraisal is given; nobody: whoever takes it up."""

    version = VersionField()
    appraiser_id = forms.TypedChoiceField(label="Giao cho", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, candidates: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "— chưa giao —"), *candidates]
        self.fields["appraiser_id"].choices = offered  # type: ignore[attr-defined]


class DraftForm(Form):
    """The proposed outcome and the remark on the whole."""

    needed_later = ("proposed_outcome",)

    version = VersionField()
    proposed_outcome = forms.ChoiceField(
        label="Kết quả đề nghị", choices=AppraisalOutcome.choices, widget=forms.RadioSelect, required=False
    )
    remark = LongTextField(
        label="Nhận xét chung",
        help_text="Khi đề nghị trả lại: nêu rõ nội dung cần bổ sung hoặc kiểm điểm lại.",
        required=False,
        max_length=LONGEST_TEXT,
    )

    @staticmethod
    def shown(appraisal: Appraisal | None, version: int) -> dict[str, Any]:
        """What the draft holds, for the page."""
        if appraisal is None:
            return {"version": version}
        return {"version": version, "proposed_outcome": appraisal.proposed_outcome, "remark": appraisal.remark}


class MarkForm(Form):
    """The mark on one section or on the answer to one suggested topic."""

    mark = forms.ChoiceField(label="Đánh giá", choices=Mark.choices, widget=forms.RadioSelect, required=False)
    remark = LongTextField(label="Nhận xét", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, prefix=part.anchor, **kwargs)
        self.part, self.title = part, part.title
        self.was_good = False
        self.fields["remark"].widget.attrs["rows"] = "2"
        if part.section is not None:
            offered = [choice for choice in Mark.choices if choice[0] != Mark.UNRESOLVED]
            self.fields["mark"].choices = offered  # type: ignore[attr-defined]

    @property
    def is_wanting(self) -> bool:
        """Whether the saved mark asks for more than stands there."""
        return self.initial.get("mark") in WANTING_MARKS

    @property
    def is_as_before(self) -> bool:
        """Whether it stands as in the round before, of a part that this round could not change."""
        return self.was_good and self.initial.get("mark") == Mark.GOOD

    @property
    def text(self) -> MarkText | None:
        """What was chosen, for the action; nothing where nothing was."""
        data = self.cleaned_data
        return MarkText(data["mark"], data["remark"], *self.part.ids) if data["mark"] else None

    @property
    def good(self) -> MarkText:
        """Found good, without a remark."""
        return MarkText(Mark.GOOD, "", *self.part.ids)

    def clean(self) -> dict[str, Any]:
        """A remark belongs to a mark."""
        cleaned = super().clean() or {}
        if (cleaned.get("remark") or "").strip() and not cleaned.get("mark"):
            self.add_error("mark", f"Hãy chọn đánh giá cho “{self.title}”, hoặc xóa nhận xét.")
        return cleaned


def mark_forms(
    contents: RoundContents,
    appraisal: Appraisal | None,
    data: Any = None,
    *,
    good_before: Mapping[PartIds, str] | None = None,
) -> list[MarkForm]:
    """One for each section of the form that takes an answer, then one for each suggested topic.

    `good_before` are the parts found good that could not be changed since, with the remark: a draft begins with those.
    """
    saved = {(mark.section_id, mark.topic_id): mark for mark in appraisal.marks.all()} if appraisal else {}
    found = [_mark_form(part, saved.get(part.ids), data) for part in parts_to_mark(contents)]
    if contents.review.named_since_at is not None and is_pointed_out(profile_of(contents.review.cycle)):
        _begin_wanting(found)
    if good_before:
        _begin_with(found, good_before, is_new=appraisal is None)
    return found


def _begin_wanting(marks: Iterable[MarkForm]) -> None:
    """A collective has named the person since: the section in which that would have been answered is wanting."""
    for form in marks:
        section = form.part.section
        if section is not None and section.kind == SectionKind.RESPONSIBILITY and not form.initial:
            form.initial = {"mark": Mark.SUPPLEMENT, "remark": NAMED_SINCE}


def _begin_with(marks: Iterable[MarkForm], good_before: Mapping[PartIds, str], *, is_new: bool) -> None:
    for form in marks:
        form.was_good = form.part.ids in good_before
        if form.was_good and is_new:
            form.initial = {"mark": Mark.GOOD, "remark": good_before[form.part.ids]}


def _mark_form(part: Part, before: AppraisalMark | None, data: Any) -> MarkForm:
    initial = {"mark": before.mark, "remark": before.remark} if before else {}
    return MarkForm(data, part=part, initial=initial)


def reason_from_draft(appraisal: Appraisal, marks: list[MarkForm]) -> str:
    """What the draft found wanting, as the beginning of the reason: the remark on the whole, then thing by thing.

    A remark that proposes to accept says nothing about what to mend, and is left out.
    """
    found_wanting = appraisal.proposed_outcome != AppraisalOutcome.ACCEPT and appraisal.remark.strip()
    lines = [appraisal.remark.strip()] if found_wanting else []
    for form in marks:
        if form.is_wanting:
            told = str(form.initial.get("remark") or "").strip()
            lines.append(f"- {form.title}: {told or Mark(form.initial['mark']).label.lower()}")
    return "\n".join(lines)
