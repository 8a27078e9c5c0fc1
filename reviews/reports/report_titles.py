"""What each kind of printed paper is called, with whom or what it is about; found among what the person may see.

Each refuses (NotVisible, NotAllowed) what the person may not print.
"""

from cadres.roles import Actor
from reviews.reports import (
    blank_form,
    explanation_report,
    pledge_papers,
    suggestion_amendment,
    suggestion_letter,
)
from reviews.reports.letterheads import collective
from reviews.reports.printable import printable_cycle, printable_decision, printable_letter, printable_review
from reviews.states import AppraisalPaperKind, Subject


def collective_title(actor: Actor, pk: int) -> str:
    """A collective's review."""
    review, _ = printable_review(actor, pk, Subject.COLLECTIVE)
    return f"Bản kiểm điểm tập thể: {collective(review.unit)}, {review.cycle.name}"


def individual_title(actor: Actor, pk: int) -> str:
    """A person's review."""
    review, _ = printable_review(actor, pk, Subject.INDIVIDUAL)
    return f"Bản kiểm điểm cá nhân: {review.cadre}, {review.cycle.name}"


def collective_explanation_title(actor: Actor, pk: int) -> str:
    """A collective's answers to what was suggested, as a paper of their own."""
    return _explanation_title(actor, pk, Subject.COLLECTIVE)


def individual_explanation_title(actor: Actor, pk: int) -> str:
    """A person's answers to what was suggested, as a paper of their own."""
    return _explanation_title(actor, pk, Subject.INDIVIDUAL)


def _explanation_title(actor: Actor, pk: int, subject: Subject) -> str:
    review, round_ = printable_review(actor, pk, subject)
    explanation_report.require_topics(review, round_)
    return f"Báo cáo giải trình: {collective(review.unit) if review.cadre is None else review.cadre}"


def opinions_title(actor: Actor, pk: int) -> str:
    """The table of opinions on a review."""
    review, _ = printable_review(actor, pk, None)
    return f"Bảng tổng hợp góp ý: {collective(review.unit) if review.cadre is None else review.cadre}"


def letter_title(actor: Actor, pk: int) -> str:
    """A letter of suggestion."""
    return f"Công văn gợi ý kiểm điểm sâu: {printable_letter(actor, pk).title}"


def letters_title(actor: Actor, pk: int) -> str:
    """The letters of a suggestion, one for each target."""
    return f"Bộ công văn gợi ý kiểm điểm sâu: {printable_letter(actor, pk).title}"


def target_letter_title(actor: Actor, pk: int) -> str:
    """The letter of a suggestion to one target."""
    target = suggestion_letter.printable_target(actor, pk)
    return f"Công văn gợi ý kiểm điểm sâu gửi {suggestion_letter.whom_of(target)}"


def notice_title(actor: Actor, pk: int) -> str:
    """The notice of a decided appraisal."""
    return f"Thông báo kết quả thẩm định: {printable_decision(actor, pk).round.review.subject_name}"


def order_title(actor: Actor, pk: int) -> str:
    """The order to review again."""
    decision = printable_decision(actor, pk, AppraisalPaperKind.ORDER)
    return f"Công văn yêu cầu kiểm điểm lại: {decision.round.review.subject_name}"


def amendment_title(actor: Actor, pk: int) -> str:
    """The document that changes a letter."""
    change = suggestion_amendment.printable_amendment(actor, pk)
    return f"Công văn điều chỉnh số {change.number}: {change.deep_review.title}"


def summary_title(actor: Actor, pk: int) -> str:
    """The summary of a cycle."""
    return f"Bảng tổng hợp: {printable_cycle(actor, pk).name}"


def season_title(actor: Actor, pk: int) -> str:
    """Who was suggested to in a cycle."""
    return f"Bảng tổng hợp được gợi ý kiểm điểm sâu: {printable_cycle(actor, pk).name}"


def pledge_title(actor: Actor, pk: int) -> str:
    """A pledge."""
    pledge = pledge_papers.printable_pledge(actor, pk)
    return f"Bản cam kết năm {pledge.year}: {pledge.cadre}"


def bundle_title(actor: Actor, pk: int) -> str:
    """The submitted reviews of a cycle."""
    return f"Các bản kiểm điểm đã trình: {printable_cycle(actor, pk).name}"


def blank_title(actor: Actor, pk: int) -> str:
    """A review's form to be filled by hand."""
    return f"Mẫu để viết tay: {blank_form.blank_review(actor, pk).subject_name}"


def blank_template_title(actor: Actor, pk: int) -> str:
    """A template's form to be filled by hand."""
    template = blank_form.blank_template(actor, pk)
    return f"Mẫu trống: Mẫu {template.code}, bản {template.template_version}"
