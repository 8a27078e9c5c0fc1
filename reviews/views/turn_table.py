"""Which turns an item may take besides its main way: the words of each, its form, its action and the rule in front of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cadres.roles import Actor
from core.verdict import Verdict
from reviews.actions import item_course as course
from reviews.actions import milestones
from reviews.actions.commitment_items import bring_forward
from reviews.actions.recurrences import link_recurrence
from reviews.forms import item_course as forms
from reviews.models import RemediationItem
from reviews.rules import remediation as rules
from reviews.rules.plans import may_bring_forward, may_link_recurrence
from reviews.workflow.remediation import REMEDIATION_WORKFLOW

Form = type[forms.TurnForm]
Ask = Callable[[Actor, RemediationItem], Verdict]


@dataclass(frozen=True, slots=True)
class Turn:
    """One page: its words, its form, the action behind it and the rule in front of it."""

    label: str
    form: Form
    act: Callable[..., RemediationItem]
    ask: Ask
    done: str
    purpose: str = ""
    danger: bool = False


def _by_workflow(name: str) -> Ask:
    return lambda actor, item: REMEDIATION_WORKFLOW.check(name, actor, item)


TURNS: Final = {
    "them-buoc": Turn(
        "Thêm bước",
        forms.MilestoneForm,
        milestones.add_milestone,
        rules.may_plan_steps,
        "Đã thêm bước.",
        "Chia việc thành các bước có ngày; còn bước chưa xong thì việc chưa báo cáo hoàn thành được.",
    ),
    "xin-gia-han": Turn(
        "Xin gia hạn",
        forms.ExtensionForm,
        course.ask_extension,
        rules.may_ask_extension,
        "Đã gửi đề nghị gia hạn; hạn cũ vẫn tính cho đến khi có quyết định.",
        "Hạn đầu tiên và số lần gia hạn được giữ mãi.",
    ),
    "quyet-dinh-gia-han": Turn(
        "Quyết định gia hạn",
        forms.ExtensionAnswerForm,
        course.decide_extension,
        rules.may_decide_extension,
        "Đã quyết định về đề nghị gia hạn.",
        "Cho gia hạn thì hạn mới được tính; hạn đầu tiên và số lần gia hạn được giữ mãi.",
    ),
    "som-hon": Turn(
        "Đưa hạn lên sớm",
        forms.EarlierForm,
        bring_forward,
        may_bring_forward,
        "Đã đưa thời hạn lên sớm.",
        "Cam kết không ghi ngày thì hạn là hết kỳ sau; muốn muộn hơn thì xin gia hạn.",
    ),
    "giao-lai": Turn(
        "Giao lại việc",
        forms.HandOverForm,
        course.hand_over,
        rules.may_hand_over,
        "Đã giao lại việc.",
        "Giao cho người khác khi người cũ thôi giữ chức, và ghi ai cùng làm; người cũ còn trong diễn biến.",
    ),
    "chuyen-co-quan": Turn(
        "Chuyển cơ quan khác",
        forms.TransferForm,
        course.transfer,
        _by_workflow("transfer"),
        "Đã ghi việc chuyển cơ quan khác.",
        "Ví dụ chuyển cơ quan điều tra; việc không còn tính quá hạn và có thể nhận lại để làm tiếp.",
    ),
    "tam-dung": Turn(
        "Tạm dừng", forms.ReasonForm, course.suspend, _by_workflow("suspend"), "Đã tạm dừng.", "Việc chưa kết thúc."
    ),
    "lam-tiep": Turn(
        "Làm tiếp", forms.WordsForm, course.resume, _by_workflow("resume"), "Việc được làm tiếp.", "Hạn vẫn là hạn cũ."
    ),
    "khong-thuc-hien-duoc": Turn(
        "Không thực hiện được",
        forms.ReasonForm,
        course.give_up,
        _by_workflow("not_done"),
        "Đã ghi là không thực hiện được.",
        "Việc vẫn đứng trong phần kết quả khắc phục của bản kiểm điểm kỳ sau.",
        danger=True,
    ),
    "tai-dien": Turn(
        "Ghi tái diễn",
        forms.RecurrenceForm,
        link_recurrence,
        may_link_recurrence,
        "Đã nối với việc của kỳ trước.",
        "Hạn chế đã nêu kỳ trước nay lại có: nối hai việc để thấy cả diễn biến.",
    ),
    "mo-lai": Turn("Mở lại", forms.WordsForm, course.reopen, _by_workflow("reopen"), "Đã mở lại việc."),
}


def offered_turns(actor: Actor, item: RemediationItem, *, asks_for_time: bool) -> list[tuple[str, str]]:
    """(slug, words) of what the person may do with the item now; deciding only where an extension waits."""
    left_out = "xin-gia-han" if asks_for_time else "quyet-dinh-gia-han"
    return [(slug, t.label) for slug, t in TURNS.items() if slug != left_out and t.ask(actor, item)]
