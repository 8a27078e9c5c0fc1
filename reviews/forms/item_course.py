"""What people type about the course of an item: a sub-step, a corrected figure, a later deadline, another owner, an end."""

from typing import Any

from django import forms

from cadres.roles import Actor
from core import localtime
from core.forms import AmountField, DateField, Form, LongTextField, TextField, VersionField
from reviews.actions.recurrences import earlier_items
from reviews.forms.remediation import yes_no_field
from reviews.models import RemediationItem
from reviews.models.item_owners import owners_to_choose
from reviews.rules.plans import may_link_recurrence
from reviews.states import ExtensionOutcome, MeasureKind

LONGEST_TEXT = 10_000
DECIDED = [(o.value, o.label) for o in ExtensionOutcome if o != ExtensionOutcome.WAITING]


class TurnForm(Form):
    """A form about one item, as the person saw it."""

    version = VersionField()

    def __init__(self, *args: Any, item: RemediationItem, actor: Actor, **kwargs: Any) -> None:
        self.item, self.actor = item, actor
        kwargs["initial"] = {"version": item.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class ReasonForm(TurnForm):
    """Why."""

    reason = LongTextField(label="Lý do", max_length=LONGEST_TEXT)


class WordsForm(TurnForm):
    """Why it goes on, and what is to be done."""

    text = LongTextField(label="Lý do và việc cần làm", max_length=LONGEST_TEXT)


class TransferForm(TurnForm):
    """To whom the item goes, with which paper."""

    transferred_to = TextField(label="Cơ quan nhận", help_text="Ví dụ: Cơ quan Cảnh sát điều tra", max_length=250)
    transfer_paper = TextField(label="Văn bản chuyển", help_text="Số và ngày của văn bản.", max_length=250)
    text = LongTextField(label="Nội dung chuyển", required=False, max_length=LONGEST_TEXT)


class ExtensionForm(TurnForm):
    """By when instead, and why."""

    new_due_on = DateField(label="Hạn mới")
    reason = LongTextField(label="Lý do xin gia hạn", max_length=LONGEST_TEXT)


class EarlierForm(TurnForm):
    """By when instead, before the day there is, and why."""

    new_due_on = DateField(label="Hạn mới, sớm hơn")
    reason = LongTextField(label="Lý do", max_length=LONGEST_TEXT)


class ExtensionAnswerForm(TurnForm):
    """What the managing committee says to it."""

    outcome = forms.ChoiceField(label="Quyết định", choices=DECIDED, widget=forms.RadioSelect)
    answer = LongTextField(
        label="Ý kiến", help_text="Không cho gia hạn thì phải ghi lý do.", required=False, max_length=LONGEST_TEXT
    )


class MilestoneForm(TurnForm):
    """One sub-step."""

    text = LongTextField(label="Nội dung của bước", max_length=2_000)
    due_on = DateField(label="Ngày phải xong")


class CorrectionForm(TurnForm):
    """The right figure, and why the other was wrong."""

    value = AmountField(label="Số đúng", max_digits=16)
    note = LongTextField(label="Lý do đính chính", max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, item: RemediationItem, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        if item.measure_kind == MeasureKind.YES_NO:
            self.fields["value"] = yes_no_field("Kết quả đúng", required=True)


class HandOverForm(TurnForm):
    """Who owns the item from now on, and who works on it too: the collective of today, and who is named now."""

    owner_cadre_id = forms.TypedChoiceField(label="Người thực hiện", coerce=int, empty_value=None, required=False)
    owner_text = TextField(label="Cơ quan, bộ phận thực hiện", required=False, max_length=250)
    co_owner_ids = forms.TypedMultipleChoiceField(
        label="Người phối hợp", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    co_owner_text = TextField(label="Cơ quan phối hợp", required=False, max_length=250)
    reason = LongTextField(label="Lý do giao lại", max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, item: RemediationItem, actor: Actor, **kwargs: Any) -> None:
        names = ("owner_cadre_id", "owner_text", "co_owner_ids", "co_owner_text")
        super().__init__(*args, item=item, actor=actor, initial={name: getattr(item, name) for name in names}, **kwargs)
        named = [item.owner_cadre_id, *item.co_owner_ids]
        members = owners_to_choose(item.plan.review.unit_id, localtime.today(), named)
        self.fields["owner_cadre_id"].choices = [("", "Không ghi tên"), *members]  # type: ignore[attr-defined]
        self.fields["co_owner_ids"].choices = members  # type: ignore[attr-defined]


class RecurrenceForm(TurnForm):
    """Which earlier item has come again; to whom may not link them the earlier ones are not named."""

    earlier_id = forms.TypedChoiceField(label="Việc của kỳ trước", coerce=int)

    def __init__(self, *args: Any, item: RemediationItem, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, item=item, actor=actor, **kwargs)
        found = earlier_items(item.plan.review, actor) if may_link_recurrence(actor, item) else []
        words = [(one.pk, f"{one.plan.review.cycle.name}: {one.limitation or one.action}"[:200]) for one in found]
        self.fields["earlier_id"].choices = [("", "Chọn việc"), *words]  # type: ignore[attr-defined]


class MarkForm(Form):
    """What a button beside a sub-step does."""

    version = VersionField()
    viec = forms.ChoiceField(choices=[("xong", "Đã xong"), ("chua", "Chưa xong"), ("xoa", "Xóa")])
