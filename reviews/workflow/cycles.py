"""The life of a cycle, as a table."""

from reviews.models import Cycle
from reviews.rules import cycles as rules
from reviews.states import CycleState as S
from reviews.workflow.table import Transition, Workflow

CYCLE_WORKFLOW: Workflow[Cycle] = Workflow(
    S,
    Transition("open", "Mở đợt", frozenset({S.DRAFT}), S.OPEN, rules.may_run),
    Transition("close", "Kết thúc đợt", frozenset({S.OPEN}), S.CLOSED, rules.may_run),
    Transition("reopen", "Mở lại đợt", frozenset({S.CLOSED}), S.OPEN, rules.may_run),
)
