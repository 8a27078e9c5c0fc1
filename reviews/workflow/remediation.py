"""The life of a remediation item, as a table."""

from reviews.models import RemediationItem
from reviews.rules import remediation as rules
from reviews.states import RemediationState as S
from reviews.workflow.table import Transition, Workflow

REMEDIATION_WORKFLOW: Workflow[RemediationItem] = Workflow(
    S,
    Transition("progress", "Báo cáo tiến độ", frozenset({S.PLANNED, S.IN_PROGRESS}), S.IN_PROGRESS, rules.may_report),
    Transition("done", "Báo cáo hoàn thành", frozenset({S.PLANNED, S.IN_PROGRESS}), S.REPORTED, rules.may_report),
    Transition("send_back", "Chưa công nhận", frozenset({S.REPORTED, S.VERIFIED}), S.IN_PROGRESS, rules.may_verify),
    Transition("verify", "Xác minh", frozenset({S.REPORTED}), S.VERIFIED, rules.may_verify),
    Transition("close", "Kết thúc", frozenset({S.VERIFIED}), S.CLOSED, rules.may_close),
)
