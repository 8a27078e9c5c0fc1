"""The printed papers of a remediation plan: the plan, its amendments, the report on its results."""

from typing import Final

from reviews.reports import remediation_papers as papers
from reviews.reports.report_kind import ReportKind

PLAN_KINDS: Final = (
    ReportKind(
        "remediation_plan",
        "Kế hoạch khắc phục",
        "plan_document",
        papers.document_title,
        lambda actor, pk: [("remediation_plan", pk)],
        lambda actor, pk, params: papers.collect_document(actor, document=pk),
    ),
    ReportKind(
        "remediation_results",
        "Báo cáo kết quả khắc phục",
        "review",
        papers.result_title,
        lambda actor, pk: [("remediation_results", pk)],
        lambda actor, pk, params: papers.collect_results(actor, review=pk),
    ),
)
