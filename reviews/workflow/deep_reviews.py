"""The life of a suggestion for deep review, as a table."""

from reviews.models import DeepReview
from reviews.rules import deep_reviews as rules
from reviews.states import DeepReviewState as S
from reviews.workflow.table import Transition, Workflow

DEEP_REVIEW_WORKFLOW: Workflow[DeepReview] = Workflow(
    S,
    Transition("edit", "Soạn", frozenset({S.DRAFT}), S.DRAFT, rules.may_draft),
    Transition("propose", "Trình duyệt", frozenset({S.DRAFT}), S.PROPOSED, rules.may_propose),
    Transition("recall", "Thu hồi", frozenset({S.PROPOSED}), S.DRAFT, rules.may_draft),
    Transition("approve", "Duyệt", frozenset({S.PROPOSED}), S.APPROVED, rules.may_approve),
    Transition("send_back", "Trả lại người soạn", frozenset({S.PROPOSED, S.APPROVED}), S.DRAFT, rules.may_send_back),
    Transition("issue", "Ban hành và gửi", frozenset({S.APPROVED}), S.ISSUED, rules.may_issue),
    Transition("amend", "Điều chỉnh", frozenset({S.ISSUED}), S.ISSUED, rules.may_amend),
    Transition("withdraw", "Rút gợi ý", frozenset({S.ISSUED}), S.WITHDRAWN, rules.may_withdraw),
)
