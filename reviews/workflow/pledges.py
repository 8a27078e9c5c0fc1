"""The life of a yearly pledge, as a table. A paper is received without having been handed in here."""

from reviews.models import Pledge
from reviews.rules import pledges as rules
from reviews.states import PledgeState as S
from reviews.workflow.table import Transition, Workflow

PLEDGE_WORKFLOW: Workflow[Pledge] = Workflow(
    S,
    Transition("hand_in", "Nộp", frozenset({S.DRAFT}), S.HANDED_IN, rules.may_write),
    Transition("recall", "Thu hồi", frozenset({S.HANDED_IN}), S.DRAFT, rules.may_write),
    Transition("receive", "Nhận", frozenset({S.HANDED_IN}), S.RECEIVED, rules.may_receive),
    Transition("receive_paper", "Ghi nhận bản giấy", frozenset({S.DRAFT}), S.RECEIVED, rules.may_receive),
    Transition("withdraw_paper", "Bỏ ghi nhận bản giấy", frozenset({S.RECEIVED}), S.DRAFT, rules.may_withdraw_paper),
)
