"""The papers of a decision: the notice of its result, and the order to hold the review again."""

from dataclasses import dataclass
from typing import ClassVar

from cadres.roles import Actor
from core import formats
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.models import Appraisal, AppraisalMark, AppraisalPaper, Review, Round
from reviews.models.contents import RoundContents, contents_of
from reviews.models.round_facts import as_submitted
from reviews.reports.letterheads import (
    authority,
    collective,
    committee,
    copies_to,
    paper_symbol,
    period_words,
    place_of,
    recipients,
    unbroken,
    upper_name,
)
from reviews.reports.printable import printable_decision
from reviews.reports.reopened_parts import is_open_for_another
from reviews.rules.completeness import section_numbers
from reviews.rules.paper_numbers import split_number
from reviews.rules.reopening import marked_sections
from reviews.states import AppraisalOutcome, AppraisalPaperKind, Mark
from units.models import Unit

_RESULT = {
    AppraisalOutcome.ACCEPT: "đạt yêu cầu, được công nhận",
    AppraisalOutcome.SUPPLEMENT: "chưa đạt; trả lại, bổ sung",
    AppraisalOutcome.REREVIEW: "chưa đạt, yêu cầu kiểm điểm lại",
}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What was found of one section, or of the answer to one suggested topic."""

    ordinal: int
    name: str
    result: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ResultNoticePaper:
    """A thông báo kết quả thẩm định."""

    TEMPLATE: ClassVar[str] = "reports/appraisal_notice.html"

    head: LetterHead
    heading: Heading
    opening: str
    result: str
    reason: str
    rows: tuple[ResultRow, ...]
    closing: str
    signature: Signature
    recipients: Recipients
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the PDF's properties."""
        return self.heading.in_one_line


@dataclass(frozen=True, slots=True)
class RereviewOrderPaper:
    """A công văn yêu cầu kiểm điểm lại: its subject stands under the number."""

    TEMPLATE: ClassVar[str] = "reports/rereview_order.html"

    head: LetterHead
    addressees: tuple[str, ...]
    opening: str
    reasons: tuple[str, ...]
    words: str
    closing: str
    signature: Signature
    recipients: Recipients
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Kind and subject, for the PDF's properties."""
        return f"Công văn {self.head.subject}"


def collect_notice(actor: Actor, *, appraisal: int) -> ResultNoticePaper:
    """The result as decided; a draft without number until it is issued. Refuses (NotAllowed) what may not be printed."""
    decision = printable_decision(actor, appraisal)
    review, round_ = _as_named_then(decision), decision.round
    paper = _paper(decision, AppraisalPaperKind.NOTICE)
    issuer = _issuer(review)
    body = collective(issuer)
    submitted = formats.day(round_.submitted_at) if round_.submitted_at else ""
    decided = formats.day(decision.decided_at) if decision.decided_at else ""
    return ResultNoticePaper(
        head=_head(issuer, paper, "TB"),
        heading=Heading(
            "THÔNG BÁO", f"kết quả thẩm định bản kiểm điểm {period_words(review.cycle)}\ncủa {_whose(review)}"
        ),
        opening=f"Ngày {decided}, {body} đã thẩm định bản kiểm điểm {period_words(review.cycle)} của {_whose(review)} "
        f"({str(round_).lower()}, trình ngày {submitted}). {body} thông báo kết quả như sau:",
        result=_RESULT[AppraisalOutcome(decision.outcome)],
        reason=decision.reason,
        rows=_rows(decision, contents_of(review, round_)),
        closing=_closing(decision, paper, body),
        signature=_signature(issuer, paper),
        recipients=_recipients(review, issuer),
        edition="đã ban hành" if paper else "dự thảo",
    )


def collect_order(actor: Actor, *, appraisal: int) -> RereviewOrderPaper:
    """The order as it was issued. Refuses (NotAllowed) a decision without one, or that may not be printed."""
    decision = printable_decision(actor, appraisal, AppraisalPaperKind.ORDER)
    review, round_ = _as_named_then(decision), decision.round
    paper = _paper(decision, AppraisalPaperKind.ORDER)
    assert paper is not None  # `printable_decision` found it
    assert paper.due_on is not None  # a constraint of the table
    issuer = _issuer(review)
    body = collective(issuer)
    basis = "; ".join(line.strip(" ;.") for line in paper.basis.splitlines() if line.strip())
    submitted = formats.day(round_.submitted_at) if round_.submitted_at else ""
    return RereviewOrderPaper(
        head=_head(issuer, paper, "CV", f"về việc yêu cầu kiểm điểm lại {period_words(review.cycle)}"),
        addressees=(_addressee(review),),
        opening=f"Căn cứ {basis}; sau khi thẩm định bản kiểm điểm {period_words(review.cycle)} trình ngày {submitted} "
        f"({str(round_).lower()}), {body} yêu cầu {_whose(review)} kiểm điểm lại vì những lý do sau:",
        reasons=tuple(paper.reason_words),
        words=decision.reason,
        closing=f"Đề nghị {_whose(review)} tổ chức kiểm điểm lại, làm rõ từng nội dung nêu trên, hoàn chỉnh bản kiểm "
        f"điểm và trình {body} trước ngày {formats.day(paper.due_on)}.",
        signature=_signature(issuer, paper),
        recipients=_recipients(review, issuer),
        edition="đã ban hành",
    )


def _as_named_then(decision: Appraisal) -> Review:
    """The review by the names of the round that was appraised; decided by the committee that manages it by now."""
    review, then = decision.round.review, as_submitted(decision.round)
    if then is None:
        return review
    shown = then.review(review)
    shown.managing_unit = then.unit(review.managing_unit_id) or review.managing_unit
    return shown


def _paper(decision: Appraisal, kind: AppraisalPaperKind) -> AppraisalPaper | None:
    return next((paper for paper in decision.papers.all() if paper.kind == kind), None)


def _issuer(review: Review) -> Unit:
    assert review.managing_unit is not None  # it decided
    return review.managing_unit


def _head(issuer: Unit, paper: AppraisalPaper | None, kind: str, subject: str = "") -> LetterHead:
    serial, symbol = split_number(paper.number if paper else "")
    return LetterHead(
        upper=unbroken(upper_name(issuer)),
        issuer=unbroken(committee(issuer)),
        place=place_of(issuer),
        day=paper.issued_on if paper else None,
        symbol=symbol or paper_symbol(issuer, kind),
        serial=serial,
        subject=subject,
        marks=() if paper else ("Dự thảo",),
    )


def _whose(review: Review) -> str:
    return collective(review.unit) if review.cadre is None else f"đồng chí {review.cadre.full_name}"


def _addressee(review: Review) -> str:
    if review.cadre is None:
        return collective(review.unit)
    return f"Đồng chí {review.cadre.full_name}, {review.post_line or review.unit.name}"


def _rows(decision: Appraisal, contents: RoundContents) -> tuple[ResultRow, ...]:
    """Every section and topic that an appraisal marks, with what the decision made of it."""
    marks = {(mark.section_id, mark.topic_id): mark for mark in decision.marks.all()}
    following = Round.objects.filter(review=contents.review, number=contents.round.number + 1).first()
    numbers = section_numbers(contents.sections)
    told: list[tuple[str, AppraisalMark | None, bool]] = []
    sections = marked_sections(contents)
    for section in sections:
        mark = marks.get((section.pk, None))
        is_open = following is not None and section.pk not in following.settled_section_ids
        if following is not None and is_open_for_another(section, sections, following, mark):
            is_open = False
        told.append((f"{numbers[section.pk]}. {section.heading}".lstrip(". "), mark, is_open))
    for topic in contents.topics:
        is_open = following is not None and topic.pk not in following.settled_topic_ids
        told.append((f"Nội dung gợi ý: {topic.title}", marks.get((None, topic.pk)), is_open))
    is_limited = following is not None and following.is_limited
    return tuple(
        ResultRow(
            ordinal, name, _result(decision, mark, is_open=is_open, is_limited=is_limited), mark.remark if mark else ""
        )
        for ordinal, (name, mark, is_open) in enumerate(told, start=1)
    )


def _result(decision: Appraisal, mark: AppraisalMark | None, *, is_open: bool, is_limited: bool) -> str:
    """The decision says which parts a round for supplements opens; elsewhere the mark stands as it was made."""
    if decision.outcome == AppraisalOutcome.SUPPLEMENT and is_limited:
        return str(Mark.SUPPLEMENT.label if is_open else Mark.GOOD.label)
    if mark is not None:
        return str(Mark(mark.mark).label)
    return str(Mark.GOOD.label) if decision.outcome == AppraisalOutcome.ACCEPT else ""


def _closing(decision: Appraisal, paper: AppraisalPaper | None, body: str) -> str:
    if decision.outcome == AppraisalOutcome.ACCEPT:
        return (
            "Các hạn chế, khuyết điểm và biện pháp khắc phục đã nêu được đưa vào kế hoạch khắc phục; đề nghị tổ chức thực "
            f"hiện đúng thời hạn và báo cáo kết quả với {body}."
        )
    due_on = paper.due_on if paper else decision.round.review.due_on
    deadline = f" trước ngày {formats.day(due_on)}" if due_on else ""
    if decision.outcome == AppraisalOutcome.SUPPLEMENT:
        return f"Đề nghị bổ sung các mục, nội dung ghi “Cần bổ sung” ở trên và trình lại {body}{deadline}."
    return f"Đề nghị tổ chức kiểm điểm lại và trình {body}{deadline}."


def _signature(issuer: Unit, paper: AppraisalPaper | None) -> Signature:
    return Signature(authority(issuer), paper.signer_post if paper else "", paper.signer_name if paper else "")


def _recipients(review: Review, issuer: Unit) -> Recipients:
    return recipients(issuer, _addressee(review), *copies_to(issuer))
