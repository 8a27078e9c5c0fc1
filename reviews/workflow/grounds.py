"""The life of a registered ground, as a table."""

from reviews.models import RegisteredGround
from reviews.rules import grounds as rules
from reviews.states import GroundState as S
from reviews.workflow.table import Transition, Workflow

GROUND_WORKFLOW: Workflow[RegisteredGround] = Workflow(
    S,
    Transition("edit", "Sửa", frozenset({S.OPEN}), S.OPEN, rules.may_write),
    Transition("close", "Kết thúc", frozenset({S.OPEN}), S.TREATED, rules.may_write),
    Transition("reopen", "Mở lại", frozenset({S.TREATED}), S.OPEN, rules.may_write),
)
