"""The document by which an issued letter is changed: begun with its number and reason, sealed with those it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.roles import Actor
from core import formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import advance
from reviews.actions.paper_numbers import LETTER, take_number
from reviews.models import Amendment, DeepReview, DeepReviewTarget
from reviews.states import AmendmentKind
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@dataclass(frozen=True, slots=True)
class ChangePaper:
    """The document of a change as the office's clerk entered it, with the reason that it gives."""

    number: str
    issued_on: date
    reason: str
    signer_name: str = ""
    signer_post: str = ""


def begin_change(
    row: DeepReview, actor: Actor, kind: AmendmentKind, paper: ChangePaper, due_on: date | None = None
) -> Amendment:
    """The document of the change, not sealed yet; refuses (Invalid) a number, day or reason that cannot be."""
    number, reason = fold_space(paper.number), paper.reason.strip()
    assert row.issued_on is not None  # the workflow lets issued letters through only
    if not number:
        raise Invalid("Hãy ghi số, ký hiệu của văn bản điều chỉnh.")
    if not reason:
        raise Invalid("Hãy ghi rõ lý do điều chỉnh.")
    if paper.issued_on > localtime.today():
        raise Invalid("Ngày văn bản điều chỉnh không thể sau hôm nay.")
    if paper.issued_on < row.issued_on:
        raise Invalid(
            f"Ngày văn bản điều chỉnh không thể trước ngày {formats.day(row.issued_on)} của văn bản gợi ý. Hãy xem lại ngày."
        )
    what = "văn bản điều chỉnh"
    take_number(issuer=row.issuer, kind=LETTER, number=number, issued_on=paper.issued_on, used_for=what, actor=actor)
    return Amendment.objects.create(
        deep_review=row,
        kind=kind,
        number=number,
        issued_on=paper.issued_on,
        reason=reason,
        due_on=due_on,
        signer_name=fold_space(paper.signer_name),
        signer_post=fold_space(paper.signer_post),
        made_at=localtime.now(),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
    )


def seal_change(row: DeepReview, change: Amendment, actor: Actor, targets: Iterable[DeepReviewTarget]) -> Amendment:
    """Name whom it concerns, ask for their receipt, and close the document: from here on nothing of it moves."""
    concerned = list(targets)
    change.targets.set(concerned)
    for target in concerned:
        target.amended_by, target.acknowledged_at, target.acknowledged_by_name = change, None, ""
        target.received_for_person, target.person_told_at = False, None
    receipt = ("acknowledged_at", "acknowledged_by_name", "received_for_person", "person_told_at")
    DeepReviewTarget.objects.bulk_update(concerned, ["amended_by", "withdrawn_by", "due_on", *receipt])
    change.issued_at = localtime.now()
    change.save(update_fields=["issued_at"])
    facts: dict[str, Any] = {"kind": change.kind, "number": change.number, "issued_on": change.issued_on}
    told = [target.pk for target in concerned]
    advance(DEEP_REVIEW_WORKFLOW, "amend", row, actor, reason=change.reason, targets=told, **facts)
    return change
