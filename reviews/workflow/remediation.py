"""The life of a remediation item, as a table."""

from reviews.models import RemediationItem
from reviews.rules import remediation as rules
from reviews.states import WORKED_ON
from reviews.states import RemediationState as S
from reviews.workflow.table import Transition, Workflow

_WORKED_ON = frozenset(WORKED_ON)

REMEDIATION_WORKFLOW: Workflow[RemediationItem] = Workflow(
    S,
    Transition("progress", "Báo cáo tiến độ", _WORKED_ON, S.IN_PROGRESS, rules.may_report),
    Transition("done", "Báo cáo hoàn thành", _WORKED_ON, S.REPORTED, rules.may_report),
    Transition("send_back", "Chưa công nhận", frozenset({S.REPORTED, S.VERIFIED}), S.IN_PROGRESS, rules.may_verify),
    Transition("verify", "Xác minh", frozenset({S.REPORTED}), S.VERIFIED, rules.may_verify),
    Transition("close", "Kết thúc", frozenset({S.VERIFIED}), S.CLOSED, rules.may_close),
    Transition("transfer", "Chuyển cơ quan khác", _WORKED_ON, S.TRANSFERRED, rules.may_close),
    Transition("suspend", "Tạm dừng", _WORKED_ON, S.SUSPENDED, rules.may_close),
    Transition("resume", "Làm tiếp", frozenset({S.SUSPENDED, S.TRANSFERRED}), S.IN_PROGRESS, rules.may_close),
    Transition("not_done", "Không thực hiện được", _WORKED_ON | {S.SUSPENDED}, S.NOT_DONE, rules.may_close),
    Transition("reopen", "Mở lại", frozenset({S.NOT_DONE}), S.IN_PROGRESS, rules.may_reopen),
)
