"""The papers a decision goes out with: the notice of its result, and the order to review again. Issued once, then frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from core.verdict import YES, Verdict
from reviews.actions.locking import locked, require
from reviews.actions.paper_numbers import LETTER, NOTICE, take_number
from reviews.models import Appraisal, AppraisalPaper, Review, Round
from reviews.models.standing import profile_of
from reviews.rules import appraisals as rules
from reviews.rules.rereviews import ROUNDS_MOST, may_require_once_more, rereview_reasons
from reviews.states import AppraisalOutcome, AppraisalPaperKind, Opening


@dataclass(frozen=True, slots=True)
class PaperText:
    """What the clerk's register says of a paper, and who signed it."""

    number: str
    issued_on: date
    signer_post: str
    signer_name: str


@dataclass(frozen=True, slots=True)
class OrderText:
    """An order to review again: what the register says, on what basis, for which of the listed reasons."""

    paper: PaperText
    basis: str
    reason_codes: Sequence[str] = ()


def one_more_allowed(review: Review) -> Verdict:
    """Whether the profile lets the review be required once more; counts the rounds only where it sets a limit."""
    profile = profile_of(review.cycle)
    if not profile.demands(ROUNDS_MOST):
        return YES
    return may_require_once_more(review.rounds.filter(opened_because=Opening.REREVIEW).count(), profile)


def issue_order(*, appraisal: Appraisal, order: OrderText, due_on: date, actor: Actor) -> AppraisalPaper:
    """Put the order beside the decision just taken; the caller holds the lock and has asked who may.

    Refuses (Invalid) an order without basis or listed reason, an unknown reason, and what no paper may be.
    """
    known = rereview_reasons()
    if not order.basis.strip():
        raise Invalid("Hãy ghi căn cứ của yêu cầu kiểm điểm lại.")
    if not order.reason_codes or not set(order.reason_codes) <= set(known):
        raise Invalid("Hãy chọn ít nhất một lý do kiểm điểm lại trong danh sách.")
    codes = [code for code in known if code in order.reason_codes]
    said = {"basis": order.basis.strip(), "reason_codes": codes, "reason_words": [known[code] for code in codes]}
    return _issue(appraisal, AppraisalPaperKind.ORDER, order.paper, actor, due_on=due_on, **said)


@transaction.atomic
def issue_notice(*, appraisal_id: int, actor: Actor, text: PaperText) -> AppraisalPaper:
    """Number and date the notice of a decided appraisal: from here on those concerned print it too.

    Refuses (NotAllowed) others than the standing committee, an undecided one and a second notice, (Invalid) a number
    used before and a date that cannot be.
    """
    rows = Appraisal.objects.select_related("round__review__unit", "round__review__cycle", "round__review__cadre")
    appraisal = locked(rows, appraisal_id, None)
    require(rules.may_issue_notice(actor, appraisal))
    again = None if appraisal.outcome == AppraisalOutcome.ACCEPT else _handed_in_again_by(appraisal)
    return _issue(appraisal, AppraisalPaperKind.NOTICE, text, actor, due_on=again)


def _handed_in_again_by(appraisal: Appraisal) -> date | None:
    """The deadline of the round that the decision opened, while it is the one in hand."""
    following = Round.objects.filter(review=appraisal.round.review, number__gt=appraisal.round.number)
    is_in_hand = not following.filter(submitted_at__isnull=False).exists()
    return appraisal.round.review.due_on if is_in_hand else None


def _issue(
    appraisal: Appraisal, kind: AppraisalPaperKind, text: PaperText, actor: Actor, *, due_on: date | None, **said: Any
) -> AppraisalPaper:
    review = appraisal.round.review
    assert review.managing_unit_id is not None  # a decision was taken by it
    paper = AppraisalPaper(
        appraisal=appraisal,
        issuer_id=review.managing_unit_id,
        kind=kind,
        number=fold_space(text.number),
        issued_on=text.issued_on,
        signer_post=fold_space(text.signer_post),
        signer_name=fold_space(text.signer_name),
        issued_by_id=actor.user_id,
        issued_by_name=actor.name,
        **said,
    )
    _refuse_wrong_paper(paper, due_on)
    _take_number(paper, actor)
    paper.due_on = due_on if due_on is None or due_on >= text.issued_on else None
    paper.save(force_insert=True)
    audit.record(
        actor=actor,
        verb="appraisal.issue_paper",
        target=appraisal,
        review=review.pk,
        kind=kind,
        number=paper.number,
        issued_on=paper.issued_on.isoformat(),
    )
    return paper


def _refuse_wrong_paper(paper: AppraisalPaper, due_on: date | None) -> None:
    if not (paper.number and paper.signer_post and paper.signer_name):
        raise Invalid("Hãy ghi số, ký hiệu của văn bản, chức vụ và họ tên người ký.")
    if paper.issued_on > localtime.today():
        raise Invalid("Ngày ban hành không thể sau hôm nay.")
    submitted_at = paper.appraisal.round.submitted_at
    if submitted_at is not None and paper.issued_on < localtime.local_day(submitted_at):
        raise Invalid(f"Ngày ban hành không thể trước ngày trình {formats.day(submitted_at)}.")
    if paper.kind == AppraisalPaperKind.ORDER and due_on is not None and due_on < paper.issued_on:
        raise Invalid("Hạn trình lại không thể trước ngày ban hành.")


def _take_number(paper: AppraisalPaper, actor: Actor) -> None:
    kind = NOTICE if paper.kind == AppraisalPaperKind.NOTICE else LETTER
    used_for = f"văn bản gửi {paper.appraisal.round.review.subject_name}"
    day = paper.issued_on
    take_number(issuer=paper.issuer, kind=kind, number=paper.number, issued_on=day, used_for=used_for, actor=actor)
