"""The letters, orders and notices that can be printed: each as PDF and, from the same values, as Word."""

from typing import Final

from reviews.reports import appraisal_papers, suggestion_amendment, suggestion_letter
from reviews.reports import report_titles as titles
from reviews.reports.report_kind import ReportKind

LETTER_KINDS: Final = (
    ReportKind(
        "suggestion_letter",
        "Công văn gợi ý kiểm điểm sâu",
        "deep_review",
        titles.letter_title,
        lambda actor, pk: [("suggestion_letter", pk)],
        lambda actor, pk, params: suggestion_letter.collect(actor, deep_review=pk),
    ),
    ReportKind(
        "target_letter",
        "Công văn gợi ý kiểm điểm sâu gửi riêng",
        "target",
        titles.target_letter_title,
        lambda actor, pk: [("target_letter", pk)],
        lambda actor, pk, params: suggestion_letter.collect_for_target(actor, target=pk),
    ),
    ReportKind(
        "suggestion_letters",
        "Bộ công văn gợi ý, mỗi nơi một bản",
        "deep_review",
        titles.letters_title,
        lambda actor, pk: [("target_letter", target.pk) for target in suggestion_letter.targets_of_pack(actor, pk)],
        collect_all=lambda actor, pk: suggestion_letter.collect_for_all(actor, deep_review=pk),
        why_nothing="Văn bản chưa gửi đến nơi nào trong phạm vi của đồng chí.",
    ),
    ReportKind(
        "appraisal_notice",
        "Thông báo kết quả thẩm định",
        "appraisal",
        titles.notice_title,
        lambda actor, pk: [("appraisal_notice", pk)],
        lambda actor, pk, params: appraisal_papers.collect_notice(actor, appraisal=pk),
    ),
    ReportKind(
        "rereview_order",
        "Công văn yêu cầu kiểm điểm lại",
        "appraisal",
        titles.order_title,
        lambda actor, pk: [("rereview_order", pk)],
        lambda actor, pk, params: appraisal_papers.collect_order(actor, appraisal=pk),
    ),
    ReportKind(
        "suggestion_amendment",
        "Công văn điều chỉnh gợi ý kiểm điểm sâu",
        "amendment",
        titles.amendment_title,
        lambda actor, pk: [("suggestion_amendment", pk)],
        lambda actor, pk, params: suggestion_amendment.collect(actor, amendment=pk),
    ),
)
