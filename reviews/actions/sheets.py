"""Submitting a review and taking it back."""

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from core.rows import read_rows
from reviews.actions.hands import join_hands
from reviews.actions.locking import advance, locked, require
from reviews.actions.named_since import ask_persons_named
from reviews.actions.round_facts import keep_facts
from reviews.actions.rounds import open_next_round
from reviews.models import Appraisal, CarriedOver, IndicatorNote, IndicatorSheet, OwnShare, Review, Round, Segment
from reviews.models.carried_over import FACTS
from reviews.models.contents import RoundContents, contents_of
from reviews.models.options import SheetOptions
from reviews.models.own_shares import SHARE_FACTS
from reviews.models.standing import catalogue_size
from reviews.reports import reopened_parts
from reviews.rules.appraisal_assignments import appraise_by
from reviews.rules.completeness import Missing, missing
from reviews.rules.indicators import ADMITTED, IndicatorProgress, progress_of
from reviews.rules.order import may_submit_now, out_of_order
from reviews.states import Opening, SectionKind, SegmentState
from reviews.workflow.sheets import REVIEW_WORKFLOW


class Incomplete(Invalid):
    """Not submitted: something required is missing; `lacks` lists it with the places to write."""

    def __init__(self, lacks: list[Missing]) -> None:
        self.lacks = lacks
        super().__init__(
            f"Chưa trình được: còn {len(lacks)} nội dung phải hoàn thành.",
            tuple((one.sentence, one.anchor) for one in lacks),
        )


@transaction.atomic
def submit_review(*, review_id: int, version: int, actor: Actor) -> Review:
    """Close the open round and send it up, with the names the unit and its superior bear today.

    Refuses whoever may not submit, a cycle that has ended, a review that was already submitted, one that is out of
    order where the profile bars that, and (Incomplete) one with something missing, or (as the profile says) with a part
    that was returned and says what it said before.
    Segments not yet sent go to their units for confirmation; notes beside answers that are no longer "có" are erased.
    Persons whom a collective names only after they handed in are asked (`named_since`).
    """
    review = locked(Review.objects.with_subject(), review_id, version)
    require(REVIEW_WORKFLOW.check("submit", actor, review))
    profile = SheetOptions(review).profile
    require(may_submit_now(out_of_order(review, Review.objects.due_before(review)), profile))
    round_ = Round.objects.get(review=review, submitted_at=None)
    contents = contents_of(review, round_)
    lacks = missing(contents, indicator_progress(contents), profile)
    lacks += reopened_parts.lacking(reopened_parts.collect(contents), profile)
    if lacks:
        raise Incomplete(lacks)
    _erase_notes_without_answer(round_)
    _keep_what_was_answered(contents)
    keep_facts(contents, actor.name)
    _close(round_, review, actor)
    for segment in contents.segments:
        if segment.state == SegmentState.WRITING:
            send_for_confirmation(segment, actor)
    review.submitted_at, review.appraise_by = round_.submitted_at, appraise_by(localtime.today(), profile)
    if review.is_collective:
        ask_persons_named(review)
    join_hands(review, actor)
    changed = ("submitted_at", "appraise_by", "hand_ids")
    return advance(REVIEW_WORKFLOW, "submit", review, actor, changed=changed, round=round_.number)


@transaction.atomic
def recall_review(*, review_id: int, version: int, actor: Actor) -> Review:
    """Take a submitted review back to mend it: the submitted round stays, a copy of it opens as the next one.

    Refused as soon as the managing committee has begun to appraise the round.
    """
    review = locked(Review.objects.with_subject(), review_id, version)
    require(REVIEW_WORKFLOW.check("recall", actor, review))
    last = Round.objects.filter(review=review).latest("number")
    if Appraisal.objects.filter(round=last).exists():
        raise NotAllowed("Cấp trên đã bắt đầu thẩm định nên không thu hồi được; hãy đề nghị cấp trên trả lại để sửa.")
    open_next_round(review=review, because=Opening.RECALL)
    return advance(REVIEW_WORKFLOW, "recall", review, actor, round=last.number)


def indicator_progress(contents: RoundContents) -> IndicatorProgress | None:
    """How far the round's check against the catalogue is; None where its form does not ask for it."""
    if not any(section.kind == SectionKind.INDICATORS for section in contents.sections):
        return None
    total = catalogue_size(contents.review.cycle)
    if total == 0:
        return None
    sheets = read_rows(IndicatorSheet, round_id=[contents.round.pk])
    notes = read_rows(IndicatorNote, sheet_id=[sheet.pk for sheet in sheets])
    answers = [answer for sheet in sheets for answer in sheet.answers]
    unread = [note.position for note in notes if note.unread]
    return progress_of(answers, (note.position for note in notes if note.text), total, unread)


def send_for_confirmation(segment: Segment, actor: Actor) -> None:
    """Hand a segment to its unit; the caller has checked that it may and holds the lock on the review."""
    segment.state, segment.sent_at = SegmentState.SENT, localtime.now()
    segment.version += 1
    segment.save(update_fields=["state", "sent_at", "version"])
    audit.record(actor=actor, verb="segment.send", target=segment, review=segment.review_id, unit=segment.unit_id)


def _close(round_: Round, review: Review, actor: Actor) -> None:
    superior = review.managing_unit
    round_.submitted_at = localtime.now()
    round_.submitted_by_id, round_.submitted_by_name = actor.user_id, actor.name
    round_.submitted_office = actor.office
    round_.template_id = review.template_id
    round_.unit_name, round_.upper_name = review.unit.name, superior.name if superior else ""
    round_.save(
        update_fields=[
            "submitted_at",
            "submitted_by_id",
            "submitted_by_name",
            "submitted_office",
            "template",
            "unit_name",
            "upper_name",
        ]
    )


def _keep_what_was_answered(contents: RoundContents) -> None:
    """Fix beside each answer what it answers: the register, and the collective's text, go on without this round."""
    CarriedOver.objects.bulk_update([row for row in contents.carried_over if row.pk], FACTS)
    OwnShare.objects.bulk_update([row for row in contents.own_shares if row.pk], SHARE_FACTS)


def _erase_notes_without_answer(round_: Round) -> None:
    sheet = IndicatorSheet.objects.filter(round=round_).first()
    if sheet is not None:
        silent = [position for position, value in enumerate(sheet.answers) if value not in ADMITTED]
        IndicatorNote.objects.filter(sheet=sheet, position__in=silent).delete()
