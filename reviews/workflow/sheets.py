"""The life of a review, as a table. Who may do a thing: the rule named in its row."""

from reviews.models import Review
from reviews.rules import appraisals, sheets
from reviews.states import ReviewState as S
from reviews.workflow.table import Transition, Workflow

REVIEW_WORKFLOW: Workflow[Review] = Workflow(
    S,
    Transition("submit", "Trình", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, sheets.may_submit),
    Transition("recall", "Thu hồi", frozenset({S.SUBMITTED}), S.DRAFT, sheets.may_recall),
    Transition("accept", "Công nhận đạt", frozenset({S.SUBMITTED}), S.ACCEPTED, appraisals.may_decide),
    Transition("return", "Trả lại, bổ sung", frozenset({S.SUBMITTED}), S.RETURNED, appraisals.may_return),
    Transition("suggest", "Mở lại để giải trình gợi ý", frozenset({S.SUBMITTED}), S.RETURNED, appraisals.may_return),
    Transition("rereview", "Yêu cầu kiểm điểm lại", frozenset({S.SUBMITTED}), S.RETURNED, appraisals.may_return),
)
