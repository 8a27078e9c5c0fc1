"""How the appraisal of one submitted round passes from the drafting to the deciding hand, as a table.

What the decision does to the review itself stands in `REVIEW_WORKFLOW`.
"""

from cadres.roles import Actor
from core.verdict import Verdict, no
from reviews.models import Appraisal, Review
from reviews.rules import appraisals as rules
from reviews.states import AppraisalState as S
from reviews.workflow.sheets import REVIEW_WORKFLOW
from reviews.workflow.table import Transition, Workflow

APPRAISAL_WORKFLOW: Workflow[Appraisal] = Workflow(
    S,
    Transition("draft", "Soạn thẩm định", frozenset({S.DRAFT, S.PROPOSED}), S.DRAFT, rules.may_draft_on),
    Transition("propose", "Trình thường trực", frozenset({S.DRAFT}), S.PROPOSED, rules.may_draft_on),
    Transition("decide", "Quyết định", frozenset({S.PROPOSED}), S.DECIDED, rules.may_decide_on),
)


def check_decision(name: str, actor: Actor, review: Review, appraisal: Appraisal | None) -> Verdict:
    """Whether `actor` may take this decision ("accept", "return", "rereview") now: the review's table, then the two hands."""
    verdict = REVIEW_WORKFLOW.check(name, actor, review)
    if not verdict:
        return verdict
    if appraisal is None:
        return no("Chưa có dự thảo thẩm định được trình. Người giúp việc soạn và trình trước.")
    return APPRAISAL_WORKFLOW.check("decide", actor, appraisal)
