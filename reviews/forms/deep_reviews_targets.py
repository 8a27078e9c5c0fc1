"""Whom a suggestion names, and which topic goes to whom: the filter of the choice, the matrix of boxes."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from cadres.roles import Actor, Position
from core import localtime
from core.forms import Form, TextField, VersionField
from reviews.models import DeepReviewTarget, DeepReviewTopic, Field
from reviews.querysets.sheets import ReviewQuerySet
from reviews.states import Ground, Subject
from units.models import Bloc, UnitKind

ANY_GROUND: Final = "co"


class CandidateFilter(Form):
    """What the choice of targets can be narrowed by."""

    q = TextField(label="Tên đơn vị, họ tên", required=False, max_length=200)
    loai = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), *Subject.choices], required=False)
    khoi = forms.ModelChoiceField(
        label="Khối", queryset=Bloc.objects.all(), required=False, to_field_name="code", empty_label="Tất cả"
    )
    cap = forms.TypedChoiceField(label="Cấp", required=False, coerce=int, empty_value=None)
    vi_tri = forms.ChoiceField(label="Vị trí", choices=[("", "Tất cả"), *Position.choices], required=False)
    linh_vuc = forms.ModelChoiceField(
        label="Còn việc khắc phục về",
        queryset=Field.objects.all(),
        required=False,
        to_field_name="code",
        empty_label="— lĩnh vực —",
    )
    can_cu = forms.ChoiceField(
        label="Có căn cứ chưa xử lý",
        choices=[("", "— không lọc —"), (ANY_GROUND, "Căn cứ bất kỳ"), *Ground.choices],
        required=False,
    )
    qua_han = forms.BooleanField(label="Có việc khắc phục quá hạn", required=False)
    tra_lai = forms.BooleanField(label="Đã bị trả lại ở kỳ trước", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = UnitKind.objects.order_by("tier").values_list("tier", "tier_name").distinct("tier")
        self.fields["cap"].choices = [("", "Tất cả"), *tiers]  # type: ignore[attr-defined]

    def apply_to(self, rows: ReviewQuerySet, actor: Actor) -> ReviewQuerySet:
        """The reviews that pass every filter that can be read; of what is still to be remedied, what the person may open."""
        wanted = getattr(self, "cleaned_data", {})
        lookups = {
            "subject": wanted.get("loai"),
            "unit__bloc": wanted.get("khoi"),
            "unit__kind__tier": wanted.get("cap"),
            "position": wanted.get("vi_tri"),
        }
        rows = rows.filter(**{lookup: value for lookup, value in lookups.items() if value})
        if wanted.get("linh_vuc"):
            rows = rows.with_open_items(actor, field=wanted["linh_vuc"])
        if wanted.get("qua_han"):
            rows = rows.with_open_items(actor, overdue_on=localtime.today())
        if wanted.get("can_cu"):
            rows = rows.with_open_grounds(actor, wanted["can_cu"] if wanted["can_cu"] != ANY_GROUND else "")
        if wanted.get("tra_lai"):
            rows = rows.returned_before(actor)
        return rows.matching_with_posts(wanted.get("q") or "")


class AssignForm(Form):
    """Which topic goes to which target: a matrix of boxes, one list of targets for each topic."""

    version = VersionField()

    def __init__(
        self, *args: Any, topics: Iterable[DeepReviewTopic], targets: Iterable[DeepReviewTarget], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(target.pk), target.review.subject_name) for target in targets]
        for topic in topics:
            own = [str(target.pk) for target in topic.only_for.all()]
            self.fields[f"noi-dung-{topic.pk}"] = forms.MultipleChoiceField(
                label=f"{topic.order}. {topic.title}",
                choices=choices,
                initial=own or [value for value, _ in choices],
                error_messages={
                    "required": f"Nội dung {topic.order} chưa phân cho ai. Hãy đánh dấu ít nhất một nơi, "
                    "hoặc bỏ nội dung này ở bước Nội dung.",
                    "invalid_choice": "Danh sách nơi được gợi ý đã thay đổi. Mời tải lại trang rồi phân lại.",
                },
            )

    def chosen(self) -> dict[int, list[int]]:
        """By topic the targets ticked, for the action."""
        return {
            int(name.removeprefix("noi-dung-")): [int(value) for value in values]
            for name, values in self.cleaned_data.items()
            if name != "version"
        }

    def ticked(self, topic: DeepReviewTopic) -> set[int]:
        """The targets ticked in the page now."""
        values = self[f"noi-dung-{topic.pk}"].value() or []
        return {int(value) for value in values if str(value).isdecimal() and len(str(value)) < 19}
