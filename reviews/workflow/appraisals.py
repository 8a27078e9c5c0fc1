"""How the appraisal of one submitted round passes from the drafting to the deciding hand, as a table.

What the decision does to the review itself stands in `REVIEW_WORKFLOW`.
"""

from reviews.models import Appraisal
from reviews.rules import appraisals as rules
from reviews.states import AppraisalState as S
from reviews.workflow.table import Transition, Workflow

APPRAISAL_WORKFLOW: Workflow[Appraisal] = Workflow(
    S,
    Transition("draft", "Soạn thẩm định", frozenset({S.DRAFT, S.PROPOSED}), S.DRAFT, rules.may_draft_on),
    Transition("propose", "Trình thường trực", frozenset({S.DRAFT}), S.PROPOSED, rules.may_draft_on),
    Transition("decide", "Quyết định", frozenset({S.PROPOSED}), S.DECIDED, rules.may_decide_on),
)
